#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Every value of reject-with, and the packets that get no answer.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/reject.py"
