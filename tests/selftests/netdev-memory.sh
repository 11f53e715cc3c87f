#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Interfaces change while there is no memory to compile the rules again: a rule about an interface that has gone does not
# match the one that got its number, and once there is memory everything is as it should be.
# timeout: 120
. "$(dirname "$0")/lib.sh"
fail=/sys/kernel/debug/failslab

if [ ! -e $fail/require-start ]; then
	check "this kernel cannot make allocations fail, and says so" test ! -d "$fail"
	exit 0
fi

# bounds SYMBOL: where a function of the module is, and where the next one. (Reading /proc/kallsyms can take minutes.)
bounds() {
	local text

	text=$(cat /sys/module/rosfw/sections/.text)
	nm -n "$ROSFW_MODULE" | grep -i ' t ' | grep -A 1 " $1$" | while read -r offset _; do
		printf '0x%x\n' $((text + 0x$offset))
	done
}

# Every allocation of 32 bytes below rosfw_republish() fails; it makes one, first of all.
memory_is_short() {
	local range cache

	mapfile -t range < <(bounds rosfw_republish)
	for cache in kmalloc-32 kmalloc-cg-32; do
		[ ! -e "/sys/kernel/slab/$cache/failslab" ] || echo 1 >"/sys/kernel/slab/$cache/failslab"
	done
	echo Y >$fail/cache-filter
	echo "${range[0]}" >$fail/require-start
	echo "${range[1]}" >$fail/require-end
	echo 16 >$fail/stacktrace-depth
	echo N >$fail/ignore-gfp-wait
	echo 0 >$fail/verbose
	echo -1 >$fail/times
	echo 100 >$fail/probability
}

# As the kernel has it from the beginning: the next test of this boot makes allocations fail in its own way.
memory_is_back() {
	local cache

	echo 0 >$fail/probability
	echo N >$fail/cache-filter
	echo 0 >$fail/require-start
	echo 0xffffffffffffffff >$fail/require-end
	echo 1 >$fail/times
	for cache in kmalloc-32 kmalloc-cg-32; do
		[ ! -e "/sys/kernel/slab/$cache/failslab" ] || echo 0 >"/sys/kernel/slab/$cache/failslab"
	done
}
trap 'memory_is_back; finish' EXIT

rule='/ip firewall filter'

# packets COMMENT
packets() {
	on router rosfwctl "$rule get [find comment=\"$1\"] packets"
}

is_invalid() {
	[ "$(on router rosfwctl "$rule print count-only where comment=$1 and invalid")" = 1 ]
}

# wire NUMBER ROUTER-DEVICE HOST: a link whose router end has a certain number.
wire() {
	ip -n router link add "$2" index "$1" type veth peer name eth0 netns "$3" || return
	ip -n router link set "$2" up
	ip -n "$3" link set eth0 up
	address router "$2" 10.0.0.1/24
	address "$3" eth0 10.0.0.2/24
}

setup_ns router old new
check "the first interface has number 1000" wire 1000 first old
on router rosfwctl import /dev/stdin <<'RULES'
/interface list add name=LIST
/interface list member add list=LIST interface=lo
/interface list member add list=LIST interface=first
/ip firewall filter
add chain=input in-interface=first action=passthrough comment=name
add chain=input in-interface-list=LIST action=passthrough comment=list
add chain=input in-interface=second action=passthrough comment=second
add chain=input action=passthrough comment=any
RULES
check "traffic on the first" ping_works old 10.0.0.1
same "the rule with its name counts" 1 "$(packets name)"
same "the rule with its list counts" 1 "$(packets list)"

memory_is_short
check "the first can be removed without memory" ip -n router link delete first
check "the second gets its number" wire 1000 second new
check_fails "the rules know nothing of it yet" is_invalid name
check "traffic on the second" ping_works new 10.0.0.1
same "the rule of the first does not count it" 1 "$(packets name)"
same "the list of the first does not either" 1 "$(packets list)"
same "the rule without an interface does" 2 "$(packets any)"

memory_is_back
check "with memory, the rule of the first is invalid" busywait 5 is_invalid name
check_fails "and that of the second is not" is_invalid second
check "traffic on the second again" ping_works new 10.0.0.1
same "is counted by its rule" 1 "$(packets second)"
same "and by no other" 1 "$(packets name)"

# Rules that say that their interface is not there are not the same in another namespace.
on router rosfwctl "$rule remove [find]"
