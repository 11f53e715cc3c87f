#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Ordinary programs through a router that translates: streams both ways, pings, both kinds of traceroute, pages, path-MTU
# discovery, many clients with one source port, forwarded ports, hairpin, IPv6; with the kernel's own NAT loaded beside.
# timeout: 180
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/tools/live.bash"

setup_live
# Nobody outside knows the way to the house.
ip -n wan route del 192.168.88.0/24
ip -n wan -6 route del 2001:db8:88::/64
cat >/run/nat.rsc <<'END'
/ip firewall nat
add chain=srcnat action=masquerade out-interface=ether1 comment=m
add chain=dstnat action=dst-nat protocol=tcp dst-address=203.0.113.1 dst-port=8080 to-addresses=192.168.88.10 \
    to-ports=80 comment=web
add chain=dstnat action=dst-nat protocol=udp dst-address=203.0.113.1 dst-port=7000-7009 to-addresses=192.168.88.10 \
    to-ports=8000-8009 comment=range
add chain=srcnat action=masquerade src-address=192.168.88.0/24 dst-address=192.168.88.10 comment=hairpin
/ip firewall filter
add chain=forward action=drop connection-state=invalid comment=invalid
/ipv6 firewall nat
add chain=srcnat action=masquerade out-interface=ether1 comment=m6
add chain=dstnat action=dst-nat protocol=tcp dst-address=2001:db8:113::1 dst-port=8080 to-address=2001:db8:88::10 \
    to-ports=80 comment=web6
END
check "the rules are loaded" on router rosfwctl import /run/nat.rsc
mkdir -p /run/www && echo "a page" >/run/www/index.html
background ip netns exec lan busybox httpd -f -p '[::]:80' -h /run/www
background ip netns exec server busybox httpd -f -p '[::]:8000' -h /run/www
serve lan udp 8004
serve server tcp 80
serve server udp 53
background ip netns exec server iperf3 -s -p 5201
busywait 10 listening server -t 5201 8000
busywait 10 listening lan -t 80

# stream DESCRIPTION ADDRESS OPTION...: something arrived, and the other side saw the router's address.
stream() {
	local description=$1 address=$2 said
	shift 2
	said=$(on lan timeout 60 iperf3 -c "$address" -p 5201 -n 2M -J "$@" 2>&1)
	if python3 -c 'import json,sys; e=json.load(sys.stdin)["end"]
s=e.get("sum_received") or e["sum"]
sys.exit(0 if s["bytes"] > 50000 else 1)' <<<"$said" 2>/dev/null; then
		ok "$description"
	else
		not_ok "$description" "$said"
	fi
}

page() {
	[ "$(on "$1" curl -s -m $((10 * ROSFW_SLOW)) "http://$2/")" = "a page" ]
}

# Round again with segments of the sender and with none.
for offload in on off; do
	for end in "lan eth0" "router ether1" "router ether2" "server eth0" "wan eth0" "wan eth1"; do
		read -r namespace device <<<"$end"
		on "$namespace" ethtool -K "$device" tso $offload gso $offload gro $offload tx $offload >/dev/null 2>&1
	done
	stream "TCP out, offloads $offload" 198.51.100.80
	stream "TCP in, offloads $offload" 198.51.100.80 -R
	stream "UDP out, offloads $offload" 198.51.100.80 -u -b 200M
	stream "UDP in, offloads $offload" 198.51.100.80 -u -b 200M -R
	stream "IPv6: TCP out, offloads $offload" 2001:db8:5000::80
	stream "IPv6: TCP in, offloads $offload" 2001:db8:5000::80 -R
done
check "ping" ping_works lan 198.51.100.80
check "large ping, in fragments" on lan ping -n -q -c 1 -W 5 -s 4000 198.51.100.80
check "IPv6: ping" ping_works lan 2001:db8:5000::80
check "IPv6: large ping, in fragments" on lan ping -n -q -c 1 -W 5 -s 4000 2001:db8:5000::80
check "traceroute by UDP sees every hop" grep -q -z '192.168.88.1.*203.0.113.10.*198.51.100.80' \
	<(on lan traceroute -n -q 1 -w 2 -m 5 198.51.100.80)
check "traceroute by ICMP sees every hop" grep -q -z '192.168.88.1.*203.0.113.10.*198.51.100.80' \
	<(on lan traceroute -I -n -q 1 -w 2 -m 5 198.51.100.80)
check "IPv6: traceroute" grep -q -z '2001:db8:88::1.*2001:db8:113::10.*2001:db8:5000::80' \
	<(on lan traceroute -6 -n -q 1 -w 2 -m 5 2001:db8:5000::80)
check "a page of the server" page lan 198.51.100.80:8000
check "a name from the server" udp_works lan 198.51.100.80 53
check "a forwarded port" page wan 203.0.113.1:8080
check "IPv6: a forwarded port" page wan '[2001:db8:113::1]:8080'
check "a port of a forwarded range" udp_works wan 203.0.113.1 7004
check_fails "the next one leads to where nobody listens" udp_works wan 203.0.113.1 7005
check "hairpin: the house by its public address" page lan 203.0.113.1:8080

# A link behind the router that takes less: whoever sends too much is told, in words that it understands.
on wan ip link set eth1 mtu 1300
on server ip link set eth0 mtu 1300
check "the path's MTU is found out" grep -q 'pmtu 1300' <(on lan tracepath -n -m 4 198.51.100.80)
stream "and a stream goes on" 198.51.100.80
check "IPv6: the path's MTU is found out" grep -q 'pmtu 1300' <(on lan tracepath -n -m 4 2001:db8:5000::80)
stream "IPv6: and a stream goes on" 2001:db8:5000::80

# Ten clients, one source port, one server.
for n in {21..30}; do
	address lan eth0 192.168.88.$n/24
done
pids=()
rm -f /run/answered
for n in {21..30}; do
	{ [ "$(probe lan -b 192.168.88.$n -p 6000 udp 198.51.100.80 53)" = answered ] && echo $n >>/run/answered; } &
	pids+=($!)
	{ [ "$(probe lan -b 192.168.88.$n -p 6000 tcp 198.51.100.80 80)" = answered ] && echo $n >>/run/answered; } &
	pids+=($!)
done
wait "${pids[@]}"
same "ten clients with one source port, UDP and TCP, are all answered" 20 "$(wc -l </run/answered)"

counters
counted invalid 0

# The kernel's own tracking and NAT in other tables, at the same time.
on router nft -f - <<'END'
table ip beside {
	chain post { type nat hook postrouting priority 90; oifname "nothing" masquerade; }
	chain pre { type nat hook prerouting priority -100; iifname "nothing" redirect; }
	chain forward { type filter hook forward priority 10; ct state new,established,related accept; }
}
END
stream "beside nftables and nf_conntrack: TCP" 198.51.100.80
check "beside nftables and nf_conntrack: ping" ping_works lan 198.51.100.80
check "beside nftables and nf_conntrack: a forwarded port" page wan 203.0.113.1:8080
on router nft delete table ip beside

# What was masqueraded ends with its interface.
ip -n router link set ether1 down
gone() {
	! on router rosfwctl '/ip firewall connection print where srcnat' | grep -q '198\.51\.100\.80'
}
check "an interface that goes down takes its connections along" busywait 10 gone
