#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The five connection states, connection print, expiry, and newcomers that were dropped.
# timeout: 120
exec /usr/bin/python3 -B "$(dirname "$0")/tools/conntrack.py"
