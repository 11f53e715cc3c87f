#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A long chain, which has an index: packets that its first, middle, last rule or none matches, and changes under way.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/large_ruleset.py"
