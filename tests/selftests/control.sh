#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Changes of rules under traffic, imports that are all or nothing, who may, and life without the module.
# timeout: 90
exec /usr/bin/python3 -B "$(dirname "$0")/tools/control.py"
