#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# action=snpt and dnpt: prefixes of IPv6 are translated, there and back, with and without connection tracking.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/npt.py"
