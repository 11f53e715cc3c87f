#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# examples/first-firewall.rsc: every packet of many flows, what became of it, and every counter of every rule.
# kernels: uml uml-debug debian-6.1
exec /usr/bin/python3 -B "$(dirname "$0")/tools/example_first_firewall.py" "$(dirname "$0")/../../examples/first-firewall.rsc"
