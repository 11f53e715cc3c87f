#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A second client of the protocol, on libnl-genl: honest requests, transactions of two owners, and messages that no honest
# client sends. Each case has a namespace without rules, and leaves it so.
# timeout: 120
# kernels: uml uml-debug debian-6.1
. "$(dirname "$0")/lib.sh"
client=$(dirname "$traffic")/ynl/genl_client
userns=/sys/module/rosfw/parameters/userns

while IFS=$'\t' read -r name description; do
	check "$description" unshare --net "$client" "$name"
done < <("$client")

check_fails "root of a user namespace is refused" unshare --user --map-root-user --net "$client" -may
check "and gets the sentence that says why" unshare --user --map-root-user --net "$client" -may-not
echo 1 >"$userns"
check "the module's parameter lets him in" unshare --user --map-root-user --net "$client" -may
check "but not into the namespace of others" unshare --user --map-root-user "$client" -may-not
echo 0 >"$userns"
check "and out again" unshare --user --map-root-user --net "$client" -may-not
