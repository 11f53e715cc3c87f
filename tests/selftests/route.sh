#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# action=route of mangle: packets go by the gateway of the rule. Seen by the frames that leave.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/route.py"
