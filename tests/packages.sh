#!/bin/sh
# SPDX-License-Identifier: MIT
# packages.sh - TAP: Debian packages of this tree are built and checked by lintian, and programs are
# made with them in a system that has nothing else: by what the pages of the manual and of docs/ tell a
# new user.
#
# Needs dpkg-dev, debhelper, lintian and debootstrap, root's rights and a mirror.  Everything is
# made in a temporary directory.
set -u
cd "$(dirname "$0")/.." || exit 1
top=$PWD
# shellcheck source=tests/consumer/tap.sh
. tests/consumer/tap.sh

for program in dpkg-buildpackage dh lintian debootstrap; do
	command -v $program >/dev/null || {
		echo "1..0 # SKIP $program is not installed"
		exit 0
	}
done
[ "$(id -u)" = 0 ] || {
	echo "1..0 # SKIP only root can make a system in a directory"
	exit 0
}
work=$(mktemp -d)
trap 'umount "$work/root/proc" 2>/dev/null; rm -rf "$work"' EXIT
mkdir "$work/libffp"
# What is committed or new, and nothing that was built.
git ls-files -co --exclude-standard | tar cf - -T - | tar xf - -C "$work/libffp"
version=$(sed -n "s/^  version: '\\(.*\\)',$/\\1/p" meson.build)
cd "$work/libffp" || exit 1

check "the version of the packages is that of meson.build" \
	test "$(dpkg-parsechangelog -S Version)" = "$version"
check "the packages are built" dpkg-buildpackage -us -uc -b
# Meson's own test of a tarball would build all tests.
check "lintian has neither an error nor a warning" \
	lintian --allow-root --fail-on error,warning ../libffp_"$version"_*.changes
packages=$(cd .. && echo libffp0_*.deb libffp-control0_*.deb libffp-dev_*.deb ffp-tools_*.deb)
for package in $packages; do
	check "$package has files and its version" test "$version" = \
		"$(dpkg-deb -f "../$package" Version)"
done

# shellcheck disable=SC2016 # an apt format
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
	grep '/debian/*$' | head -n 1)
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
cd "$work" || exit 1
if [ -z "$mirror" ] || ! debootstrap --variant=buildd "$suite" root "$mirror" >debootstrap.log 2>&1; then
	tail -n 3 debootstrap.log | sed 's/^/# /'
	echo "1..$count"
	echo "# no system of Debian can be made here"
	exit 1
fi
mkdir root/packages
# shellcheck disable=SC2086 # words
cp $packages "$top/debian/tests/installed" root/packages/
mount -t proc proc root/proc
inside() {
	chroot root /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C \
		DEBIAN_FRONTEND=noninteractive sh -c "$1"
}
check "they can be installed in a system that has a compiler and nothing else" \
	inside 'cd /packages && apt-get install -y --no-install-recommends ./*.deb pkg-config'
check "programs are compiled with them there, run, and are listed" inside '/packages/installed'
# Of the tree, the tests that use an installation, and the texts that they read: no source and no header.
mkdir root/packages/tree
(cd "$top" && tar cf - README.md docs man tests/consumer tests/tap.py tests/tool/manual.py tests/tool/lib.py) |
	tar xf - -C root/packages/tree
ln -s /usr/include root/packages/tree/include
# tried WHAT SCRIPT... - each check of a test is one here
tried() {
	what=$1
	shift
	inside "cd /packages/tree && $*" >tried 2>&1
	status=$?
	! grep -q '^not ok' tried || sed 's/^/# /' tried
	grep -E '^(not )?ok [0-9]' tried >checks
	while read -r line; do
		count=$((count + 1))
		echo "${line%%ok*}ok $count - $what: ${line#* - }"
	done <checks
	test $status = 0 && ! grep -q '^not' checks && grep -q '^1\.\.[1-9]' tried
	ok $? "$what: it came to its end"
}
check "what the examples need besides can be installed" \
	inside 'apt-get install -y --no-install-recommends python3 liburcu-dev'
tried "pages of docs/" tests/consumer/pages.sh /usr gcc
tried "a server" tests/consumer/server.sh /usr gcc
# shellcheck disable=SC2016 # for the shell inside
tried "pages of the manual" 'at=$(pkg-config --variable=libdir ffp) && env FFP_TOOL=/usr/bin/ffp \
	FFP_LIBRARY=$at/libffp.so FFP_CONTROL=$at/libffp-control.so python3 tests/tool/manual.py'
check "a man page leads to each program and function" inside 'test -s /usr/share/man/man1/ffp.1.gz &&
	test -s /usr/share/man/man1/ffp-cc.1.gz && test -s /usr/share/man/man3/ffp.3.gz && test -s /usr/share/man/man3/ffp-control.3.gz &&
	test -s /usr/share/man/man3/DEFINE_FFP_STATIC.3.gz && test -s /usr/share/man/man3/ffp_each.3.gz'
check "they can be taken away" inside 'apt-get purge -y libffp0 libffp-control0 libffp-dev ffp-tools'
# shellcheck disable=SC2016 # for the shell inside
check "and nothing of them is left" inside 'test -z "$(find /usr /etc /var/lib -path /var/lib/dpkg -prune \
	-o -name "*ffp*" ! -name "*ffplay*" -print)"'
plan
