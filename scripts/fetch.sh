#!/bin/sh
# SPDX-License-Identifier: MIT
# fetch.sh DIRECTORY PACKAGE [original] - unpack a Debian source package as
# DIRECTORY/PACKAGE, with Debian's own patches applied.  With "original": only what its
# authors released, without the patches, for a package of which an archive has no more.
#
# Asks the archives that this machine takes its packages from, by way of lists of
# its own: neither the system's lists nor its configuration change, and it needs
# no privilege.  Takes the newest version that can be had.  Exit status 1 if there
# is none.
set -eu
directory=$1 package=$2 original=${3:-}
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
found=
for version in $(private apt-cache --only-source showsrc "$package" |
	sed -n 's/^Version: //p' | sort -rVu); do
	if private apt-get --download-only --only-source ${original:+--tar-only} \
		source "$package=$version" >apt/log 2>&1; then
		found=${package}_${version#*:}
		break
	fi
done
[ "$found" ] || give_up
rm -rf "$package"
if [ "$original" ]; then
	mkdir "$package"
	tar -C "$package" --strip-components=1 -xf "${found%-*}".orig.tar.*
else
	dpkg-source --no-copy -x "$found.dsc" "$package" >apt/log 2>&1 || give_up
fi
echo "$version" >"$package.done"
