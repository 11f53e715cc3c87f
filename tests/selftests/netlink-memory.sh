#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Every allocation of every kind of request is made to fail in turn: the request is refused, and nothing has changed.
# timeout: 300
# kernels: uml uml-debug debian-6.1
. "$(dirname "$0")/lib.sh"
client=$(dirname "$traffic")/ynl/genl_client
fail=/sys/kernel/debug/failslab

if [ ! -e /proc/self/fail-nth ]; then
	check "this kernel cannot make allocations fail, and says so" test ! -d "$fail"
	exit 0
fi
mountpoint -q /sys/kernel/debug || mount -t debugfs debugfs /sys/kernel/debug
# What may sleep fails too, and nothing is said about it.
for kind in failslab fail_page_alloc; do
	[ -d "/sys/kernel/debug/$kind" ] || continue
	echo N >"/sys/kernel/debug/$kind/ignore-gfp-wait"
	echo 0 >"/sys/kernel/debug/$kind/verbose"
done
check "requests with the first, second, ... allocation failing" unshare --net "$client" -memory
