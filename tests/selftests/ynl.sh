#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The kernel's own YNL client (tools/net/ynl of its source) drives the module with nothing but docs/netlink/rosfw.yaml.
# timeout: 120
# kernels: uml uml-debug debian-6.1
. "$(dirname "$0")/lib.sh"
top=$(cd "$(dirname "$0")/../.." && pwd)

output=$(python3 -B "$top/tests/ynl/ynl_client.py" "$top/build/tests/ynl/linux" "$top/docs/netlink/rosfw.yaml" 2>&1)
status=$?

# Its cases are ours.
while IFS= read -r line; do
	case $line in
	"ok - "*) ok "${line#ok - }" ;;
	"not ok - "*) not_ok "${line#not ok - }" ;;
	*) echo "$line" ;;
	esac
done <<<"$output"
same "the client ends well" 0 $status
