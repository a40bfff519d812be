#!/bin/sh
# SPDX-License-Identifier: MIT
# recipes.sh - TAP: packaging/ builds what the archive of a release has, and programs are built with it.
#
# The recipes of Conan and vcpkg are run by what stands for these programs here, conan.py and
# vcpkg.cmake.  Conan itself runs its own, too, if it is installed, and knows where its
# requirements come from.
# shellcheck disable=SC2016 # text in single quotes is for the shell that it is given to
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..
# shellcheck source=tests/consumer/tap.sh
. "$top/tests/consumer/tap.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

check "meson dist makes the archive of a release" "$top/packaging/dist.sh" .
tarball=$(echo libffp-*.tar.xz)
check "recipes are made for it" "$top/packaging/fill.py" "$tarball" "file://$work/$tarball" recipes
check "their version is that of meson.build" sh -c '
	version=$(sed -n "s/^  version: .\(.*\).,\$/\1/p" "$0/meson.build") && [ "$version" ] &&
	[ "$(grep -l -r -F "$version" recipes | wc -l)" = 4 ]' "$top"
check "nothing in them is left open" sh -c '! grep -r "@[A-Z0-9]*@" recipes'
mkdir other && cp "$tarball" other && printf x >>"other/$tarball"
check "recipes for an archive that is another one then" "$top/packaging/fill.py" "other/$tarball" \
	"file://$work/$tarball" wrong

# package NAME LINKING PREFIX - a project with CMake, as its author would, finds what was packaged.
package() {
	check "$1: the licence is with it" find_licence "$3"
	check "$1: no other library than the one asked for" only "$2" "$3/lib"
	mkdir "user-$1" && cp "$top"/tests/consumer/src/* "$top"/tests/consumer/cmake/* "user-$1"
	check "$1: a project is configured" cmake -G Ninja -S "user-$1" -B "user-$1/build" -DCMAKE_PREFIX_PATH="$3" \
		-DBUILD_SHARED_LIBS="$(if [ "$2" = static ]; then echo OFF; else echo ON; fi)"
	check "$1: it is built" cmake --build "user-$1/build"
	check "$1: it runs, and all of its sites are direct" "user-$1/build/main" direct
}
find_licence() { # PREFIX
	cmp "$top/LICENSE" "$1/licenses/LICENSE" || cmp "$top/LICENSE" "$1/share/libffp/copyright"
}
only() { # LINKING DIRECTORY
	if [ "$1" = static ]; then
		[ -e "$2/libffp.a" ] && ! ls "$2"/*.so* 2>/dev/null
	else
		[ -e "$2/libffp.so" ] && [ ! -e "$2/libffp.a" ]
	fi
}

for linking in shared static; do
	check "conan, $linking: the recipe builds a package" "$here/conan.py" recipes/conan "conan-$linking" $linking
	package "conan-$linking" $linking "$work/conan-$linking/package"
	if [ $linking = shared ]; then as=dynamic; else as=static; fi
	check "vcpkg, $linking: the recipe builds a package" cmake -DPORT_DIR="$work/recipes/vcpkg" \
		-DWORK="$work/vcpkg-$linking" -DLINKAGE=$as -P "$here/vcpkg.cmake"
	package "vcpkg-$linking" $linking "$work/vcpkg-$linking/packages"
	prefix=$work/vcpkg-$linking/packages
	check "vcpkg, $linking: ffp.pc leads to the tool" sh -c '
		test -x "$(PKG_CONFIG_PATH=$0/lib/pkgconfig pkg-config --variable=asdir ffp)/as" &&
		test -x "$(PKG_CONFIG_PATH=$0/lib/pkgconfig pkg-config --variable=ffp_cc ffp)"' "$prefix"
	check "vcpkg, $linking: a library for debugging, and no tool, headers or pages with it" sh -c '
		test -d "$0/debug/lib" && ! ls "$0/debug" | grep -v "^lib$" && ! ls "$0" | grep "^bin$"' "$prefix"
done
check "conan: another archive is refused" sh -c '! "$0" wrong/conan conan-wrong shared 2>said &&
	grep "the checksum of" said' "$here/conan.py"
check "vcpkg: another archive is refused" sh -c '! cmake -DPORT_DIR="$1/wrong/vcpkg" -DWORK="$1/vcpkg-wrong" \
	-DLINKAGE=dynamic -P "$0" 2>said && grep "HASH mismatch" said' "$here/vcpkg.cmake" "$work"

if command -v conan >/dev/null; then
	check "conan itself makes a package, and its test runs" conan create recipes/conan -nr
else
	count=$((count + 1))
	echo "ok $count - conan itself makes a package # SKIP conan is not installed"
fi
plan
