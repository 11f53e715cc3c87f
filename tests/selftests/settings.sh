#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Connection tracking on and off, its settings and totals, and the rows of the services.
# timeout: 90
# kernels: uml uml-debug debian-6.1
exec /usr/bin/python3 -B "$(dirname "$0")/tools/settings.py"
