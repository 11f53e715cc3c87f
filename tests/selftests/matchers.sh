#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Every matcher, IPv4 and IPv6, filter and raw, against packets that match and that nearly match.
# timeout: 90
exec /usr/bin/python3 -B "$(dirname "$0")/tools/matchers.py"
