#!/bin/sh
# SPDX-License-Identifier: MIT
# fetch.sh DIRECTORY PACKAGE - unpack a Debian source package as DIRECTORY/PACKAGE,
# with Debian's own patches applied.
#
# Asks the archives that this machine takes its packages from, by way of lists of
# its own: neither the system's lists nor its configuration change, and it needs
# no privilege.  Takes the newest version that can be had.  Exit status 1 if there
# is none.
set -eu
directory=$1 package=$2
mkdir -p "$directory"
cd "$directory"
# Several may want it at once.
exec 9>lock
flock 9
[ -f "$package.done" ] && exit 0
mkdir -p apt/parts apt/lists/partial apt/cache/archives/partial

# Both styles of source list, with deb-src in place of deb.
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
	[ -f "$list" ] || continue
	sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$list" \
		>"apt/parts/$(basename "$list" .list)-src.list"
done
for list in /etc/apt/sources.list.d/*.sources; do
	[ -f "$list" ] || continue
	sed 's/^Types:.*/Types: deb-src/' "$list" >"apt/parts/$(basename "$list")"
done

private() {
	"$@" -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$PWD/apt/parts" \
		-o Dir::State::lists="$PWD/apt/lists" -o Dir::Cache="$PWD/apt/cache" \
		-o APT::Sandbox::User="$(id -un)" -o Acquire::Retries=2
}
give_up() {
	tail -n 3 apt/log >&2
	exit 1
}
private apt-get update >apt/log 2>&1 || give_up

# An archive may list a version that it does not have yet.
description=
for version in $(private apt-cache --only-source showsrc "$package" |
	sed -n 's/^Version: //p' | sort -rVu); do
	if private apt-get --download-only --only-source source "$package=$version" >apt/log 2>&1; then
		description=${package}_${version#*:}.dsc
		break
	fi
done
[ "$description" ] || give_up
rm -rf "$package"
dpkg-source --no-copy -x "$description" "$package" >apt/log 2>&1 || give_up
echo "$version" >"$package.done"
