#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Chains, jumps, returns, and addresses that rules add to lists.
# timeout: 90
exec /usr/bin/python3 -B "$(dirname "$0")/tools/actions.py"
