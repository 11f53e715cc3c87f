#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Interfaces that come, go and are renamed under rules and interface lists.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/interfaces.py"
