#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# examples/customer-protection.rsc between real hosts with real programs: who gets through, and what was counted.
# timeout: 90
# kernels: uml uml-debug debian-6.1
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/tools/live.bash"

# One host with the addresses of a hosted server, of a customer, and of one in quarantine.
setup_live 192.0.2 80
address lan eth0 192.0.2.10/24 192.0.2.66/24
serve server tcp 80 443 445
serve server udp 53 5000 138
serve lan tcp 22 25 80
serve lan udp 53 2049
check "the example is loaded" on router rosfwctl import "$(dirname "$0")/../../examples/customer-protection.rsc"

check "a customer pings the server, five times" on lan ping -n -q -i 0.2 -c 5 -s 100 198.51.100.80
check "a customer opens a page" tcp_works lan 198.51.100.80 80
check "a customer opens another" tcp_works lan 198.51.100.80 443
check "a customer asks the name server" udp_works lan 198.51.100.80 53
check "a customer plays a game" udp_works lan 198.51.100.80 5000
check "the Internet pings a customer" ping_works server 192.0.2.10
check "the Internet opens the hosted page" tcp_works server 192.0.2.80 80
check "the Internet sends mail there" tcp_works server 192.0.2.80 25
check "the Internet asks its name server" udp_works server 192.0.2.80 53
check "who is in quarantine is told so" refused_from lan 192.0.2.66 198.51.100.80 80
check "... and cannot ping" \
	grep -q -i 'filtered\|prohibited' <(on lan ping -n -c 1 -W 10 -I 192.0.2.66 198.51.100.80 2>&1)
check "large packets come in pieces and go through whole" on lan ping -n -q -c 2 -i 0.2 -s 4000 198.51.100.80

none_works "tcp_works lan 198.51.100.80 445" "udp_works lan 198.51.100.80 138" "tcp_works server 192.0.2.10 80" \
	"tcp_works server 192.0.2.80 22" "udp_works server 192.0.2.80 2049" "udp_works server 192.0.2.10 53"

counters
counted "icmp: echo request" 3 4240
counted "in quarantine" 2-3
counted "udp: names, time, web" 3
counted "udp: all the others, counted" 1
counted "customers may" 4
counted "hosted web" 1 60
counted "hosted mail" 1 60
counted "hosted DNS" 1
counted "tcp: SMB" 1-3
counted "tcp: NFS" 0 0
counted "udp: NetBIOS" 1
counted "udp: NFS" 1
counted "the rest" 3-7
counted "forged by a customer" 0 0
counted "forged as a customer" 0 0
counted "icmp: other types" 0 0
counted "invalid" 0 0
