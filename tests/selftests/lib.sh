# SPDX-License-Identifier: GPL-2.0-only
# What selftests are written with: results, namespaces and their wiring, servers and probes. Sourced, bash only:
#
#	#!/bin/bash
#	# What this test shows. A line '# timeout: 120' gives it two minutes instead of one,
#	# and '# processors: all' gives it all of them.
#	. "$(dirname "$0")/lib.sh"
#	setup_router
#	check "the server answers" ping_works lan 203.0.113.10
#
# The plan line and the exit status are made when the script ends: 0 passed, 1 failed (or no case at all), 4 skipped.
# Namespaces need no removal: they end with the test, after the harness has looked at the rules in them.
# Nothing here sleeps for a fixed time: 'busywait' waits for a condition, with a limit stretched on slow kernels.
# shellcheck shell=bash
set -u
export LANG=C.UTF-8
ROSFW_SLOW=${ROSFW_SLOW:-1}
traffic=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build/tests/traffic
cases=0 failures=0 background_pids=()

# --- results ---

ok() {
	cases=$((cases + 1))
	echo "ok $cases $1"
}

# not_ok DESCRIPTION [DETAIL]
not_ok() {
	cases=$((cases + 1)) failures=$((failures + 1))
	echo "not ok $cases $1"
	[ -z "${2:-}" ] || printf '%s\n' "#   ${2//$'\n'/$'\n'#   }"
}

skip_case() {
	cases=$((cases + 1))
	echo "ok $cases $1 # SKIP $2"
	[ -z "${FAIL_ON_SKIP:-${CI:+1}}" ] || failures=$((failures + 1))
}

skip_all() {
	echo "# SKIP $1"
	trap - EXIT
	kill_background
	exit 4
}

# check DESCRIPTION COMMAND...: passes when COMMAND succeeds; shows its output when not.
check() {
	local description=$1 output
	shift
	if output=$("$@" 2>&1); then
		ok "$description"
	else
		not_ok "$description" "status $? of: $*${output:+$'\n'}$output"
	fi
}

check_fails() {
	local description=$1 output silence=expected
	shift
	if output=$("$@" 2>&1); then
		not_ok "$description" "succeeded, and should not have: $*${output:+$'\n'}$output"
	else
		ok "$description"
	fi
}

# same DESCRIPTION EXPECTED ACTUAL
same() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "$(diff -u --label expected --label actual <(printf '%s\n' "$2") <(printf '%s\n' "$3"))"
	fi
}

# matches DESCRIPTION EXTENDED-REGEX ACTUAL
matches() {
	if grep -q -E -- "$2" <<<"$3"; then
		ok "$1"
	else
		not_ok "$1" "no match of '$2' in: $3"
	fi
}

finish() {
	local status=$?

	trap - EXIT
	kill_background
	if [ $status -ne 0 ] && [ $failures -eq 0 ]; then
		not_ok "the script ends well" "status $status"
	fi
	[ $cases -gt 0 ] || not_ok "the script has cases"
	echo "1..$cases"
	[ $failures -eq 0 ] || exit 1
	exit 0
}
trap finish EXIT

# --- waiting and processes ---

# busywait SECONDS COMMAND...: until COMMAND succeeds, in silence; fails when the time is over.
busywait() {
	local end=$((SECONDS + $1 * ROSFW_SLOW + 1))
	shift
	type "$1" >/dev/null || exit 1 # there would be nothing to wait for
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}

# background COMMAND...: starts it, to be ended with the test. Its process is $!.
background() {
	"$@" </dev/null >/dev/null 2>&1 &
	background_pids+=($!)
}

kill_background() {
	[ ${#background_pids[@]} -eq 0 ] || kill "${background_pids[@]}" 2>/dev/null
	background_pids=()
}

# --- namespaces and links ---

# on NAMESPACE COMMAND...
on() {
	local namespace=$1
	shift
	ip netns exec "$namespace" "$@"
}

# setup_ns NAME...: IPv6 addresses are usable at once, and nothing is sent by itself.
setup_ns() {
	local name

	for name in "$@"; do
		ip netns add "$name" || exit 1
		ip -n "$name" link set lo up
		on "$name" sysctl -q -w net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 \
			net.ipv6.conf.all.router_solicitations=0 net.ipv6.conf.default.router_solicitations=0
	done
}

# link NAMESPACE DEVICE NAMESPACE DEVICE: a veth pair between two namespaces, both ends up.
link() {
	ip -n "$1" link add "$2" type veth peer name "$4" netns "$3" || exit 1
	ip -n "$1" link set "$2" up
	ip -n "$3" link set "$4" up
}

# address NAMESPACE DEVICE ADDRESS/LENGTH...
address() {
	local namespace=$1 device=$2 item
	shift 2
	for item in "$@"; do
		case $item in
		*:*) ip -n "$namespace" address add "$item" dev "$device" nodad ;;
		*) ip -n "$namespace" address add "$item" dev "$device" ;;
		esac || exit 1
	done
}

forwarding() {
	on "$1" sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
}

#   lan                        router                              wan
#   eth0 192.168.88.10 ------- ether2 192.168.88.1
#        fd00:88::10                  fd00:88::1
#                              ether1 203.0.113.1  ------- eth0 203.0.113.10
#                                     2001:db8:113::1           2001:db8:113::10
# Both ends have the router as their default route.
setup_router() {
	setup_ns lan router wan
	link router ether2 lan eth0
	link router ether1 wan eth0
	address router ether1 203.0.113.1/24 2001:db8:113::1/64
	address router ether2 192.168.88.1/24 fd00:88::1/64
	address lan eth0 192.168.88.10/24 fd00:88::10/64
	address wan eth0 203.0.113.10/24 2001:db8:113::10/64
	ip -n lan route add default via 192.168.88.1
	ip -n lan -6 route add default via fd00:88::1
	ip -n wan route add default via 203.0.113.1
	ip -n wan -6 route add default via 2001:db8:113::1
	forwarding router
}

# --- servers and probes ---

# listening NAMESPACE -t|-u PORT...: is there a server on each port?
listening() {
	local namespace=$1 kind=$2 port
	shift 2
	for port in "$@"; do
		[ -n "$(on "$namespace" ss -H -l -n "$kind" "sport = :$port")" ] || return 1
	done
}

# serve NAMESPACE tcp|udp|udplite|sctp PORT...: echoes what it gets, on IPv4 and IPv6, until the test ends.
serve() {
	local namespace=$1
	shift
	on "$namespace" "$traffic" serve "$@" || exit 1
}

# How many milliseconds a probe waits before it takes silence for an answer: not long where silence is what should come
# (check_fails and none_works say so), and long enough for the busiest machine everywhere else.
patience() {
	if [ -n "${silence:-}" ]; then
		echo $((ROSFW_SLOW * 100 + 250))
	else
		echo 20000
	fi
}

# probe NAMESPACE [OPTION...] PROTOCOL ADDRESS PORT: prints answered, silence, refused, prohibited, unreachable or error.
# Options (tests/tools/traffic.c): -b ADDRESS and -p PORT of the source, -n COUNT and -l LENGTH of the payloads.
probe() {
	local namespace=$1
	shift
	on "$namespace" "$traffic" probe -w "$(patience)" "$@"
}

tcp_works() {
	probe "$1" tcp "$2" "$3"
}

udp_works() {
	probe "$1" udp "$2" "$3"
}

ping_works() {
	on "$1" ping -n -q -c 1 -W "$((($(patience) + 999) / 1000))" "$2"
}
