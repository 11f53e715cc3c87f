# SPDX-License-Identifier: GPL-2.0-only
# What the scripts of tests/vm share: where things are kept, how progress and errors are told, and how a kernel build of
# the system is called without what an outer 'make' left in the environment. Sourced, bash only.
# shellcheck shell=bash

vm_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034 # for those who source this
top=$(cd "$vm_dir/../.." && pwd)
# shellcheck disable=SC2034
cache=${XDG_CACHE_HOME:-$HOME/.cache}/rosfw
# shellcheck disable=SC2034
all_kernels="uml uml-debug debian-6.12 debian-6.1"

started=$SECONDS

# Progress: one line on standard error, with the time since the script began.
say() {
	local t=$((SECONDS - started))

	printf '[%3d:%02d] %s\n' $((t / 60)) $((t % 60)) "$*" >&2
}

die() {
	echo "${0##*/}: $*" >&2
	exit 125
}

need() {
	command -v "$1" >/dev/null || die "'$1' is missing: run scripts/setup"
}

is_kernel() {
	case " $all_kernels " in
	*" $1 "*) ;;
	*) die "no kernel '$1'; there are: $all_kernels" ;;
	esac
}

# Runs make with none of the variables that mean something to a kernel build and that a caller may have set.
clean_make() {
	env -u MAKEFLAGS -u MFLAGS -u MAKEOVERRIDES -u MAKELEVEL -u KCFLAGS -u KERNEL -u ARCH -u O -u M -u V -u W -u C \
		-u CF -u CC -u CFLAGS -u LDFLAGS make "$@"
}

# run_logged LOG COMMAND...: output goes to LOG; when the command fails, the log's end is shown.
run_logged() {
	local log=$1
	shift
	if ! "$@" >"$log" 2>&1 </dev/null; then
		tail -n 40 "$log" >&2
		return 1
	fi
}
