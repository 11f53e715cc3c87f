#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The module is there, comes and goes, and lets traffic pass while there are no rules.
. "$(dirname "$0")/lib.sh"

check "the module is loaded" test -d /sys/module/rosfw
matches "it says what it is" "^description: .*RouterOS" "$(modinfo "$ROSFW_MODULE")"
matches "its licence is known to the kernel" "^license: *GPL" "$(modinfo "$ROSFW_MODULE")"

setup_router
serve wan tcp 8080
serve wan udp 5353

# traffic WHEN
traffic() {
	check "IPv4 ping $1" ping_works lan 203.0.113.10
	check "IPv6 ping $1" ping_works lan 2001:db8:113::10
	check "TCP over IPv4 $1" tcp_works lan 203.0.113.10 8080
	check "TCP over IPv6 $1" tcp_works lan 2001:db8:113::10 8080
	check "UDP over IPv4 $1" udp_works lan 203.0.113.10 5353
	check "UDP over IPv6 $1" udp_works lan 2001:db8:113::10 5353
}

traffic "with the module and no rules"
check "the module can be removed under namespaces that it was in" rmmod rosfw
traffic "without the module"
check "and inserted again" insmod "$ROSFW_MODULE"
traffic "with the module again"
