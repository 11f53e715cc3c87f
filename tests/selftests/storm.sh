#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Connections that are made, used, translated, found and removed on all processors at once.
# ROSFW_STORM_SECONDS=N makes each of its two parts last that long instead of 3.
# timeout: 90
# processors: all
exec /usr/bin/python3 -B "$(dirname "$0")/tools/storm.py"
