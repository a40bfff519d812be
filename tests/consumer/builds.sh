#!/bin/sh
# SPDX-License-Identifier: MIT
# builds.sh PREFIX COMPILER - TAP: build one small project (src/) as its author
# would, with each build system, against an installed libffp, and run it.  The
# program itself counts its sites.
set -u
prefix=$1
cc=$2
here=$(cd "$(dirname "$0")" && pwd)
cxx=$(printf '%s' "$cc" | sed 's/gcc/g++/; s/clang/clang++/')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
# shellcheck source=tests/consumer/tap.sh
. "$here/tap.sh"
use "$prefix"
ffp=$(dirname "$launcher")/ffp
# A build system must not find what this machine may have installed elsewhere.
unset FFP_CC FFP_AS FFP_ASDIR CC CXX CFLAGS CXXFLAGS CPPFLAGS LDFLAGS

# project NAME SYSTEM - a copy of the sources, with the build files of that system.
project() {
	mkdir "$1" && cp "$here"/src/* "$here/$2"/* "$1"
}

# proved NAME PROGRAM FILE... - it runs, all sites are direct, and the tool agrees.
proved() {
	name=$1 program=$2
	shift 2
	check "$name: it runs, and all of its sites are direct" "$program" direct
	check "$name: ffp verify finds no site that was missed" "$ffp" verify --strict "$@"
}

# Make

project make make
check "make CC='ffp-cc $cc'" make -C make CC="$launcher $cc" CXX="$launcher $cxx"
proved "make" make/main make/main make/libarea.so
project plain make
check "make without the launcher" make -C plain CC="$cc" CXX="$cxx"
check "make without the launcher: it runs, through the trampolines" plain/main plain
if [ "$cc" = gcc ]; then
	project asdir make
	check "make CC='gcc -B<asdir>/'" make -C asdir CC="gcc -B$asdir/" CXX="g++ -B$asdir/"
	proved "make with -B" asdir/main asdir/main asdir/libarea.so
fi

# CMake

# with_cmake NAME OPTION...
with_cmake() {
	name=$1
	shift
	mkdir -p cmake
	[ -d cmake/src ] || project cmake/src cmake
	check "cmake, $name: configure" cmake -S cmake/src -B "cmake/$name" \
		-DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_PREFIX_PATH="$prefix" "$@"
	check "cmake, $name: build" cmake --build "cmake/$name"
}
with_cmake shared -G Ninja -DCMAKE_BUILD_TYPE=Release
proved "cmake, shared" cmake/shared/main cmake/shared/main cmake/shared/libarea.so
with_cmake static -G 'Unix Makefiles' -DBUILD_SHARED_LIBS=OFF -DCMAKE_BUILD_TYPE=Release
proved "cmake, static" cmake/static/main cmake/static/main
check "cmake, static: needs no libffp.so" sh -c '! readelf -d cmake/static/main | grep ffp'
with_cmake ccache -G Ninja -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
proved "cmake, ccache" cmake/ccache/main cmake/ccache/main cmake/ccache/libarea.so

# Meson

# with_meson NAME OPTION... - in the project's directory
with_meson() {
	name=$1
	shift
	check "meson, $name: configure" env CC="$cc" CXX="$cxx" meson setup "meson/$name" meson/src "$@"
	check "meson, $name: build" ninja -C "meson/$name"
	proved "meson, $name" "meson/$name/main" "meson/$name/main" "meson/$name/libarea.so"
}
mkdir meson && project meson/src meson
with_meson system --wrap-mode nofallback
# The source tree as a subproject; nothing installed is found then.
mkdir meson/src/subprojects && ln -s "$here/../.." meson/src/subprojects/libffp
with_meson subproject --force-fallback-for ffp -Dlibffp:man=false
check "meson, subproject: builds neither tests nor examples" \
	sh -c '! find meson/subproject/subprojects/libffp -name "*hello*" -o -name tests | grep .'
# The launcher for the whole build instead of the project's own lines.
mkdir meson/launched-src && cp "$here"/src/* meson/launched-src
sed '/^ffp_args/,/^add_project_link_arguments/d' meson/src/meson.build >meson/launched-src/meson.build
check "meson, launched: configure" env CC="$launcher $cc" CXX="$launcher $cxx" \
	meson setup meson/launched meson/launched-src
check "meson, launched: build" ninja -C meson/launched
proved "meson, launched" meson/launched/main meson/launched/main meson/launched/libarea.so

# Autotools

project autotools autotools
check "autoreconf" sh -c 'cd autotools && autoreconf -i'
mkdir autotools/build
check "configure CC='ffp-cc $cc'" sh -c "
	cd autotools/build && ../configure --prefix='$work/installed' CC='$launcher $cc' CXX='$launcher $cxx'"
check "make install" make -C autotools/build install
LD_LIBRARY_PATH=$work/installed/lib:$LD_LIBRARY_PATH
proved "autotools" installed/bin/main installed/bin/main installed/lib/libarea.so
check "autotools: the archive is collected as well" \
	sh -c "ar x installed/lib/libarea.a && '$ffp' verify --strict area.o elsewhere.o"

plan
