#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The mangle table: its chains, drop, marks of packets and connections, passthrough.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/mangle.py"
