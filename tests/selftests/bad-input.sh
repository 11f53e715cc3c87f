#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Input that is refused, each with its own sentence, while nothing changes.
# timeout: 120
# kernels: uml uml-debug debian-6.1
exec /usr/bin/python3 -B "$(dirname "$0")/tools/bad_input.py"
