#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Translation, packet by packet: every action, every protocol, both directions, errors, checksums, local traffic.
# timeout: 120
exec /usr/bin/python3 -B "$(dirname "$0")/tools/nat.py"
