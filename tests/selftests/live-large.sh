#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Streams by iperf3 over links that hand over many segments at once, with and without that help: the data arrives, no
# packet of it is taken for invalid, and the rules count what went through.
# timeout: 120
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/tools/live.bash"

setup_router
rules() {
	cat <<-'END'
		/ip firewall filter
		add chain=forward action=drop connection-state=invalid comment=invalid
		add chain=forward action=accept protocol=tcp dst-port=5201 comment=there
		add chain=forward action=accept protocol=tcp src-port=5201 comment=back
		add chain=forward action=accept protocol=udp comment=udp
		add chain=forward action=drop comment=rest
		/ipv6 firewall filter
		add chain=forward action=drop connection-state=invalid comment=invalid
		add chain=forward action=accept protocol=tcp dst-port=5201 comment=there
		add chain=forward action=accept protocol=tcp src-port=5201 comment=back
		add chain=forward action=drop comment=rest
	END
}
rules >/run/large.rsc
check "rules are loaded" on router rosfwctl import /run/large.rsc
background ip netns exec wan iperf3 -s -p 5201
check "a server listens" busywait 10 listening wan -t 5201

received=0
# stream NAME MENU OPTIONS...: about four megabytes, of which the receiver has $received when iperf3 ends.
stream() {
	local name=$1 menu=$2
	shift 2
	on router rosfwctl "/$menu reset-counters-all"
	check "$name: iperf3 ends well" on lan iperf3 -J --logfile /run/iperf -p 5201 -n 4M "$@"
	received=$(sed -n '/"sum_received"/,/}/s/.*"bytes":[[:space:]]*\([0-9]*\).*/\1/p' /run/iperf)
	rm -f /run/iperf
	counters "/$menu print stats"
	counted "invalid" 0 0
	counted "rest" 0 0
}

# counted_all COMMENT NAME: that rule saw the data and the headers of every segment of at most 1460 bytes.
counted_all() {
	if [ "${received:-0}" -gt 200000 ] && [ "${bytes_of[$1]}" -gt "$received" ] &&
		[ "${packets_of[$1]}" -ge $((received / 1460)) ]; then
		ok "$2: rule '$1' counted every segment"
	else
		not_ok "$2: rule '$1' counted every segment" \
			"${packets_of[$1]} packets, ${bytes_of[$1]} bytes; received: ${received:-nothing}"
	fi
}

stream "TCP" "ip firewall filter" -c 203.0.113.10
counted_all there "TCP"
stream "TCP, the other way" "ip firewall filter" -R -c 203.0.113.10
counted_all back "TCP, the other way"
stream "TCP over IPv6" "ipv6 firewall filter" -c 2001:db8:113::10
counted_all there "TCP over IPv6"
stream "UDP" "ip firewall filter" -u -b 0 -l 1400 -c 203.0.113.10
on lan ethtool -K eth0 tso off gso off tx off >/dev/null 2>&1
on wan ethtool -K eth0 tso off gso off tx off >/dev/null 2>&1
stream "TCP without help" "ip firewall filter" -c 203.0.113.10
counted_all there "TCP without help"
