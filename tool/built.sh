#!/bin/sh
# SPDX-License-Identifier: MIT
# built.sh BUILD OUTPUT - take the tool from another build of this tree, where it is made if need be.
# An OUTPUT that is the same already stays as it is, and what depends on it as well.
set -e
[ -f "$1/build.ninja" ] || {
	echo "native_build: $1: not a build directory" >&2
	exit 1
}
flock "$1" ninja -C "$1" tool/ffp >"$2.log" || {
	cat "$2.log" >&2
	exit 1
}
cmp -s "$1/tool/ffp" "$2" || cp "$1/tool/ffp" "$2"
