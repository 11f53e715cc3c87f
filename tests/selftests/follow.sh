#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# print follow: connections that are there, then those that come; what "where" leaves out; and how many there are.
# timeout: 60
# kernels: uml uml-debug debian-6.1
exec /usr/bin/python3 -B "$(dirname "$0")/tools/follow.py"
