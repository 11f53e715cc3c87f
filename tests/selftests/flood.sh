#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A full table under a flood: established connections go on, every loss has a name, and memory comes back.
# ROSFW_FLOOD_SECONDS=N makes the flood last that long instead of 4. Longer ones need -t, or tests/selftests/run stops them.
# timeout: 90
# processors: all
exec /usr/bin/python3 -B "$(dirname "$0")/tools/flood.py"
