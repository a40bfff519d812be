#!/bin/sh
# SPDX-License-Identifier: MIT
# configure.sh DIRECTORY [ARGUMENT...] - have a build directory of this tree, configured by
# `meson setup` with these arguments, CC and CXX.
#
# A directory that is there is used again only if it was configured whole, by the same
# Meson, with the same compilers, from this very place: one that was copied or moved with its tree
# would go on building the other tree, or fail when that is gone.  Else it is made anew.
# Options (-D…) are set in the one that is there; one that is no longer given stays as it is.
# Silent but for what Meson says when it fails.
set -eu
directory=$1
shift
tree=$(cd "$(dirname "$0")/.." && pwd)
options='' others=''
for word; do
	case $word in
	-D*) options="$options $word" ;;
	*) others="$others $word" ;;
	esac
done
made=$(printf '%s\n' "$tree" "$(meson --version)" "${CC-}" "${CXX-}" "$others")
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# quietly COMMAND...
quietly() {
	"$@" >"$log" 2>&1 && return
	cat "$log" >&2
	exit 1
}
if [ ! -f "$directory/build.ninja" ] || [ "$(cat "$directory/made" 2>/dev/null)" != "$made" ]; then
	rm -rf "$directory"
	quietly meson setup "$directory" "$tree" "$@"
	printf '%s\n' "$made" >"$directory/made"
elif [ "$(cat "$directory/options" 2>/dev/null)" != "$options" ]; then
	# shellcheck disable=SC2086 # words
	[ -z "$options" ] || quietly meson configure "$directory" $options
fi
printf '%s\n' "$options" >"$directory/options"
