#!/bin/sh
# SPDX-License-Identifier: MIT
# abi.sh LIBRARY OBJECT... - TAP: by abidiff, a program that was linked with an earlier release's library
# works with this one: no function has gone, and none has other parameters.  And objects of this release
# that use nothing new, which these are, work with the earlier library.
set -u
here=$(dirname "$0")
# shellcheck source=tests/consumer/tap.sh
. "$here/../consumer/tap.sh"
command -v abidiff >/dev/null || {
	echo "1..0 # SKIP abidiff (abigail-tools) is not installed"
	exit 0
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
library=$(realpath "$1")
here=$(realpath "$here")
shift
nm -u "$@" | sed -n 's/^ *U \(ffp_.*\)/\1/p' | sort -u >"$work/needed"
cd "$work" || exit 1
known() { # RECORD
	test -s needed || return
	while read -r symbol; do
		grep "elf-symbol name='$symbol'" "$1" || return
	done <needed
}
for record in "$here"/*/libffp.abi; do
	release=$(basename "$(dirname "$record")")
	check "nothing that release $release promised has changed" \
		abidiff --no-added-syms --suppressions "$here/abidiff.suppr" "$record" "$library"
	# A record that abidiff cannot read would differ from nothing.
	check "release $release: what the library adds is seen" sh -c \
		"abidiff --suppressions '$here/abidiff.suppr' '$record' '$library' | grep 'ffp_each_impl'"
	check "objects without what is new need nothing that release $release lacks" known "$record"
done
plan
