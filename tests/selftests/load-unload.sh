#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The module is inserted and removed many times under traffic.
# timeout: 120
# processors: all
exec /usr/bin/python3 -B "$(dirname "$0")/tools/load_unload.py"
