#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Packets within packets, and of other namespaces, while one is on its way through the hooks.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/nested.py"
