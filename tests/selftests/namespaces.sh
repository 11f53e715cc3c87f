#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Five hundred namespaces with rules, lists and connections live and end.
# timeout: 120
# processors: all
exec /usr/bin/python3 -B "$(dirname "$0")/tools/namespaces.py"
