#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Log lines in the kernel log, and their limit.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/log.py"
