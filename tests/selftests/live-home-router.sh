#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# examples/home-router.rsc between real hosts with real programs: who gets through, and what was counted.
# timeout: 90
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/tools/live.bash"

setup_live
serve server tcp 25 80 445
serve server udp 53 138
serve router tcp 22 23
serve lan tcp 80
check "the example is loaded" on router rosfwctl import "$(dirname "$0")/../../examples/home-router.rsc"

check "lan pings the router, five times" on lan ping -n -q -i 0.2 -c 5 192.168.88.1
check "lan pings the server" ping_works lan 198.51.100.80
check "lan opens SSH to the router" tcp_works lan 192.168.88.1 22
check "lan opens a page of the server" tcp_works lan 198.51.100.80 80
check "lan asks the name server" udp_works lan 198.51.100.80 53
check "lan is refused mail at once" refused lan 198.51.100.80 25
check "server pings the router" ping_works server 203.0.113.1
check "a manager opens SSH to the router" on server nc -z -n -w 10 -s 198.51.100.20 203.0.113.1 22
check "traceroute sees the router, then the server" \
	grep -q -z '192.168.88.1.*198.51.100.80' <(on lan tracepath -n -m 4 198.51.100.80)
check "IPv6: lan pings the server" ping_works lan 2001:db8:5000::80
check "IPv6: lan opens a page" tcp_works lan 2001:db8:5000::80 80
check "IPv6: server pings lan" ping_works server 2001:db8:88::10

none_works "tcp_works lan 192.168.88.1 23" "tcp_works lan 198.51.100.80 445" "udp_works lan 198.51.100.80 138" \
	"tcp_works lan 2001:db8:5000::80 445" "ping_works server 192.168.88.10" "tcp_works server 192.168.88.10 80" \
	"tcp_works server 203.0.113.1 22" "tcp_works server 2001:db8:88::10 80"
on wan hping3 -q -c 3 -i u1000 -S -p 23 203.0.113.1 >/dev/null 2>&1
check "the scanner is in the list" grep -q '203\.0\.113\.10 ' <(on router rosfwctl '/ip firewall address-list print where list=scanners')
check_fails "and is not heard any more" ping_works wan 203.0.113.1

counters
counted "input: ICMP" 2 168
counted "input: SSH and Winbox from the house" 1 60
counted "input: SSH and Winbox from managers" 1 60
counted "input: is it a scanner?" 3-4
counted "trap: doors we do not have" 1 40
counted "trap: caught" 1 40
counted "trap: no flag at all" 0 0
counted "input: invalid" 0 0
counted "forward: not our addresses" 0 0
counted "icmp: pings of the house" 1 84
counted "icmp: other types" 1 84
counted "tcp: mail goes through the provider" 1 60
counted "tcp: SMB" 1-3
counted "tcp: NFS" 0 0
counted "udp: NetBIOS" 1
counted "forward: TCP" 3-6
counted "forward: the rest" 1-3
counters '/ip firewall raw print stats'
counted "raw: known scanners" 3
counted "raw: forged sources" 0 0
counters '/ipv6 firewall filter print stats'
counted "icmp: pings" 2 208
counted "forward: TCP of local networks" 1-3
counted "forward: the rest" 1-3
