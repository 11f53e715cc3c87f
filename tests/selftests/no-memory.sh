#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Allocations fail inside of every request and under packets.
# timeout: 240
exec /usr/bin/python3 -B "$(dirname "$0")/tools/no_memory.py"
