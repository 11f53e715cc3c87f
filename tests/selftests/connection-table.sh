#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Many connections: their memory, listing and removing them, a full table, and several senders at once.
# ROSFW_CONNECTIONS=N makes N of them instead of what suits the kernel.
# timeout: 150
# processors: all
exec /usr/bin/python3 -B "$(dirname "$0")/tools/connection_table.py"
