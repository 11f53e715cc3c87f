#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The patterns that manuals publish, in one set of rules: traffic that triggers each, and traffic that must not.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/patterns.py"
