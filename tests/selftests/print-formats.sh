#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Listings and exports, letter by letter.
# kernels: uml uml-debug debian-6.1
exec /usr/bin/python3 -B "$(dirname "$0")/tools/print_formats.py"
