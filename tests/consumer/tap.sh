# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# TAP for scripts: check, then plan at the end.
count=0
ok() { # STATUS TEXT
	count=$((count + 1))
	if [ "$1" = 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; fi
}
check() { # TEXT COMMAND... - what the command printed is shown if it fails
	text=$1
	shift
	"$@" >out 2>&1
	status=$?
	[ $status = 0 ] || sed 's/^/# /' out
	ok $status "$text"
}
plan() { echo "1..$count"; }

# use PREFIX - have pkg-config and the loader find an installed libffp.
# shellcheck disable=SC2034 # launcher and asdir are for the caller
use() {
	PKG_CONFIG_PATH=$(dirname "$(find "$1" -name ffp.pc | head -n 1)")
	export PKG_CONFIG_PATH
	LD_LIBRARY_PATH=$(pkg-config --variable=libdir ffp)
	export LD_LIBRARY_PATH
	launcher=$(pkg-config --variable=ffp_cc ffp)
	asdir=$(pkg-config --variable=asdir ffp)
}

# begin PREFIX COMPILER - what each script here begins with: a directory to work in, which goes
# away at its end, and an installed libffp that is found from there.
# shellcheck disable=SC2034 # variables are for the caller
begin() {
	prefix=$1
	compiler=$2
	cxx=$(printf '%s' "$compiler" | sed 's/gcc/g++/; s/clang/clang++/')
	here=$(cd "$(dirname "$0")" && pwd)
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	cd "$work" || exit 1
	use "$prefix"
}
