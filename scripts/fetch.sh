#!/bin/sh
# SPDX-License-Identifier: MIT
# fetch.sh DIRECTORY PACKAGE - unpack a Debian source package's upstream source there.
#
# Asks the archives that this machine takes its packages from, by way of lists of
# its own: neither the system's lists nor its configuration change, and it needs
# no privilege.  Exit status 1 if the source cannot be had.
set -eu
directory=$1 package=$2
mkdir -p "$directory"
cd "$directory"
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
	apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$PWD/apt/parts" \
		-o Dir::State::lists="$PWD/apt/lists" -o Dir::Cache="$PWD/apt/cache" \
		-o APT::Sandbox::User="$(id -un)" -o Acquire::Retries=2 "$@"
}
private update >apt/log 2>&1 || {
	tail -n 3 apt/log >&2
	exit 1
}
private --download-only --only-source source "$package" >apt/log 2>&1 || {
	tail -n 3 apt/log >&2
	exit 1
}
mkdir -p "$package"
for archive in "$package"_*.orig.tar.*; do
	tar -C "$package" --strip-components 1 -xf "$archive"
done
: >"$package.done"
