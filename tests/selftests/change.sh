#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Actions of mangle that change packets: TTL, hop limit, DSCP, MSS, DF, IPv4 options, priority. By capture.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/change.py"
