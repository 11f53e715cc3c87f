#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# FastTrack, packet by packet: what comes out with it is what comes out without, which packets take it, and counters.
# timeout: 120
exec /usr/bin/python3 -B "$(dirname "$0")/tools/fasttrack.py"
