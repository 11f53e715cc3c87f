# SPDX-License-Identifier: GPL-2.0-only
# What the live tests of the examples share: four hosts and a router between them, ordinary programs that talk across it,
# and the counters of rules afterwards. Sourced after lib.sh.
#
#   lan                      router                                 wan                            server
#   eth0 192.168.88.10 ----- ether2 192.168.88.1
#        2001:db8:88::10            2001:db8:88::1
#                            ether1 203.0.113.1 ---------------- eth0 203.0.113.10
#                                   2001:db8:113::1                   2001:db8:113::10
#                                                                eth1 198.51.100.1 ------------ eth0 198.51.100.80 (and .20)
#                                                                     2001:db8:5000::1               2001:db8:5000::80
# shellcheck shell=bash

# setup_live [THREE-BYTES-OF-THE-LAN [LAST-BYTE-OF-THE-HOST]]
setup_live() {
	local lan=${1:-192.168.88} host=${2:-10}

	setup_ns lan router wan server
	link router ether2 lan eth0
	link router ether1 wan eth0
	link wan eth1 server eth0
	address router ether1 203.0.113.1/24 2001:db8:113::1/64
	address router ether2 "$lan.1/24" 2001:db8:88::1/64
	address lan eth0 "$lan.$host/24" 2001:db8:88::10/64
	address wan eth0 203.0.113.10/24 2001:db8:113::10/64
	address wan eth1 198.51.100.1/24 2001:db8:5000::1/64
	address server eth0 198.51.100.80/24 198.51.100.20/24 2001:db8:5000::80/64
	ip -n lan route add default via "$lan.1"
	ip -n lan route add default via 2001:db8:88::1
	ip -n router route add default via 203.0.113.10
	ip -n router route add default via 2001:db8:113::10
	ip -n wan route add "$lan.0/24" via 203.0.113.1
	ip -n wan route add 2001:db8:88::/64 via 2001:db8:113::1
	ip -n server route add default via 198.51.100.1
	ip -n server route add default via 2001:db8:5000::1
	forwarding router
	forwarding wan
}

# refused NAMESPACE ADDRESS PORT: a reset or an error comes back at once, long before the time is over.
# refused_from NAMESPACE SOURCE ADDRESS PORT: the same, from one of several addresses.
refused_from() {
	local said

	said=$(on "$1" nc -v -n -z -w 20 -s "$2" "$3" "$4" 2>&1)
	grep -q -i -E 'refused|unreachable|no route|prohibited' <<<"$said"
}

refused() {
	refused_from "$1" 0.0.0.0 "$2" "$3"
}

# counters [LINE]: reads what "print stats" says of every rule that LINE (default: all of /ip firewall filter) shows.
declare -A packets_of bytes_of
counters() {
	local comment packets bytes

	packets_of=() bytes_of=()
	while IFS=$'\t' read -r comment packets bytes; do
		packets_of[$comment]=$packets bytes_of[$comment]=$bytes
	done < <(on router rosfwctl "${1:-/ip firewall filter print stats}" | awk '
		/^;;; / { comment = substr($0, 5); next }
		/^ *[0-9]+ / {
			# Thousands are set apart by one blank, columns by two or more.
			line = $0
			sub(/^ *[0-9]+ +([XID]+ +)?/, "", line)
			n = split(line, column, /  +/)
			gsub(/ /, "", column[n]); gsub(/ /, "", column[n - 1])
			print comment "\t" column[n] "\t" column[n - 1]
			comment = ""
		}')
}

# counted COMMENT PACKETS [BYTES]: exactly; PACKETS may be a range, 2-5.
counted() {
	local got=${packets_of[$1]:-none} from=${2%-*} to=${2#*-}

	if [ "$got" != none ] && [ "$got" -ge "$from" ] && [ "$got" -le "$to" ] &&
		{ [ -z "${3:-}" ] || [ "${bytes_of[$1]}" = "$3" ]; }; then
		ok "counted: $1: $2${3:+, $3 bytes}"
	else
		not_ok "counted: $1: $2${3:+, $3 bytes}" "$got packets, ${bytes_of[$1]:-no} bytes"
	fi
}

# none_works PROBE...: none of these may succeed. What is dropped takes its time to be missed, so all go at once.
none_works() {
	# shellcheck disable=SC2034 # patience() looks at it
	local probe pids=() silence=expected

	rm -f /run/through
	for probe in "$@"; do
		# shellcheck disable=SC2086 # a command with its arguments
		{ $probe >/dev/null 2>&1 && echo "$probe" >>/run/through; } &
		pids+=($!)
	done
	wait "${pids[@]}"
	same "nothing that is forbidden got through" "" "$(cat /run/through 2>/dev/null)"
}
