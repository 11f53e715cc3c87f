#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The raw table: notrack, fragments, packets that are cut short or lie.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/raw.py"
