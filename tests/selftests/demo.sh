#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The demonstration of "make demo": every expectation in it holds.
# timeout: 90
# kernels: uml
. "$(dirname "$0")/lib.sh"

output=$("$(dirname "$0")/../demo/run" 2>&1)
status=$?
same "every expectation holds" 0 $status
same "none of them failed" "" "$(grep 'NOT ok' <<<"$output")"
for part in 'print stats' 'connection print' 'address-list print' 'the log' 'expectations held'; do
	matches "it shows: $part" "^== .*$part" "$output"
done
matches "it shows the scanner's line of the log" "^firewall,info scanner " "$output"
