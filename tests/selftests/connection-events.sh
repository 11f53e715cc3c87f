#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Events about connections, and the removal of several at once.
# timeout: 60
# kernels: uml uml-debug debian-6.1
exec /usr/bin/python3 -B "$(dirname "$0")/tools/connection_events.py"
