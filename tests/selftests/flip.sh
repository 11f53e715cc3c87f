#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Two rulesets change places a thousand times under traffic; no packet sees half of one.
# timeout: 120
# processors: all
exec /usr/bin/python3 -B "$(dirname "$0")/tools/flip.py"
