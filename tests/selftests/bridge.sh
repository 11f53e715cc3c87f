#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Ports of bridges: packets that are routed, and packets that are bridged while the bridge asks the firewall about them.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/bridge.py"
