#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# examples/first-firewall.rsc between real hosts with real programs: who gets through, and what was counted.
# timeout: 90
# kernels: uml uml-debug debian-6.1
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/tools/live.bash"

setup_live
serve server tcp 80 21
serve server udp 53
serve router tcp 22 80
serve router udp 53
serve lan tcp 22 80
serve lan udp 53
check "the example is loaded" on router rosfwctl import "$(dirname "$0")/../../examples/first-firewall.rsc"

check "lan pings the router" ping_works lan 192.168.88.1
check "lan opens SSH to the router" tcp_works lan 192.168.88.1 22
check "lan opens its page" tcp_works lan 192.168.88.1 80
check "lan asks it for a name" udp_works lan 192.168.88.1 53
check "lan reaches a closed port of it" refused lan 192.168.88.1 4444
check "lan opens a page of the server" tcp_works lan 198.51.100.80 80
check "lan opens FTP there" tcp_works lan 198.51.100.80 21
check "lan asks its name server" udp_works lan 198.51.100.80 53
check "lan pings it, five times" on lan ping -n -q -i 0.2 -c 5 198.51.100.80
check "everybody pings the router" ping_works server 203.0.113.1
check "everybody else is told to stay out: SSH" refused server 192.168.88.10 22
check "everybody else is told to stay out: web" refused wan 192.168.88.10 80
check "everybody else is told to stay out: ping" \
	grep -q -i 'prohibited' <(on server ping -n -c 1 -W 10 192.168.88.10 2>&1)
check "the router itself gets out" on router ping -n -q -c 1 -W 10 198.51.100.80

none_works "tcp_works server 203.0.113.1 22" "tcp_works wan 203.0.113.1 80" "udp_works server 203.0.113.1 53"

counters
counted "our own network may talk to the router" 5
counted "everybody may ping the router" 1 84
counted "nobody else may" 3-7
counted "our network may go anywhere" 4
counted "what belongs to nothing" 0 0
counted "nobody else may come in" 3-5
