#!/bin/sh
# SPDX-License-Identifier: MIT
# dist.sh DIRECTORY [FORMAT] - make the archive of a release with `meson dist`, in this directory, of the
# tree as it is: what is committed, what was changed since, and new files, but nothing that git ignores.
# FORMAT is xztar, or gztar for one that is made faster.
#
# `meson dist` itself takes what is committed.
set -eu
mkdir -p "$1"
to=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/libffp"
git ls-files -co --exclude-standard | while read -r file; do
	# What was removed and not yet committed.
	[ ! -e "$file" ] || echo "$file"
done | tar cf - -T - | tar xf - -C "$work/libffp"
cd "$work/libffp"
git init -q
git add -A
git -c user.name=dist -c user.email=dist commit -q -m dist
if ! { meson setup "$work/build" -Dtool=false -Dman=false -Dsdt=disabled &&
	meson dist -C "$work/build" --no-tests --formats "${2-xztar}"; } >"$work/log"; then
	cat "$work/log" >&2
	exit 1
fi
cp "$work"/build/meson-dist/libffp-*.tar.[xg]z "$to"
