#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Packets of many segments and unfinished checksums.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/gso.py"
