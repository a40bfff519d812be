#!/bin/sh
# SPDX-License-Identifier: MIT
# builds.sh PREFIX COMPILER [--all] - TAP: build one small project (src/) as its author
# would, with each build system, against an installed libffp, and run it.  The
# program itself counts its sites.
# What builds libffp as well, as a subproject and for another machine, and Autotools are
# for GCC, or with --all for each compiler.
set -u
# shellcheck source=tests/consumer/tap.sh
. "$(dirname "$0")/tap.sh"
begin "$@"
all=${3-}
ffp=$(dirname "$launcher")/ffp
# A build system must not find what this machine may have installed elsewhere.
unset FFP_CC FFP_AS FFP_ASDIR CC CXX CFLAGS CXXFLAGS CPPFLAGS LDFLAGS

# The lines that users are told to write are those which are tested here.
shown() { # FILE
	python3 - "$1" "$here/../../docs/building.md" <<'EOF'
import re, sys
lines = re.search(r"# begin.*?\n(.*?)# end\n", open(sys.argv[1]).read(), re.S)[1]
sys.exit(lines not in open(sys.argv[2]).read())
EOF
}
for file in make/Makefile cmake/CMakeLists.txt meson/meson.build autotools/configure.ac \
	autotools/Makefile.am; do
	check "docs/building.md shows the lines of $file" shown "$here/$file"
done

# project NAME SYSTEM - a copy of the sources, with the build files of that system.
project() {
	mkdir "$1" && cp "$here"/src/* "$here/$2"/* "$1"
}

# proved NAME PROGRAM FILE... - it runs, all sites are direct, and the tool, which looks
# for calls in no table too, agrees.
proved() {
	name=$1 program=$2
	shift 2
	check "$name: it runs, and all of its sites are direct" "$program" "${form-direct}"
	check "$name: ffp verify finds all in order" "$ffp" verify --strict "$@"
}

# Make

project make make
check "make CC='ffp-cc $compiler'" make -C make CC="$launcher $compiler" CXX="$launcher $cxx"
proved "make" make/main make/main make/libarea.so
check "make: no object has a site that was missed" "$ffp" verify --strict make/*.o
project lto make
check "make, lto" make -C lto CC="$launcher $compiler -flto" CXX="$launcher $cxx -flto"
form=inlined
proved "make, lto" lto/main lto/main lto/libarea.so
unset form
project plain make
check "make without the launcher" make -C plain CC="$compiler" CXX="$cxx"
check "make without the launcher: it runs, through the trampolines" plain/main plain
check "make without the launcher: ffp verify tells of the sites" \
	sh -c "! '$ffp' verify --strict plain/main.o"
if [ "$compiler" = gcc ]; then
	project asdir make
	check "make CC='gcc -B<asdir>/'" make -C asdir CC="gcc -B$asdir/" CXX="g++ -B$asdir/"
	proved "make with -B" asdir/main asdir/main asdir/libarea.so
	check "the directory for -B is this version's" \
		test "${asdir##*/}" != "${asdir##*/"$(pkg-config --modversion ffp)"-}"
	project asdir-lto make
	check "make with -B and -flto: what defines keys is refused, by name" sh -c "
		make -C asdir-lto CC='gcc -flto -B$asdir/' CXX='g++ -flto -B$asdir/' 2>&1 |
			grep 'error: key area: link-time optimisation of what defines it'"
	check "make with -B and -flto, but for what defines keys" sh -c "
		make -C asdir-lto clean; make -C asdir-lto CC='gcc -flto -B$asdir/' CXX='g++ -flto -B$asdir/' \
			area.o next.o CFLAGS='-O2 -fPIC -fno-lto' &&
			make -C asdir-lto CC='gcc -flto -B$asdir/' CXX='g++ -flto -B$asdir/'"
	form=inlined
	proved "make with -B and -flto" asdir-lto/main asdir-lto/main asdir-lto/libarea.so
	unset form
fi

# CMake

# with_cmake NAME OPTION...
with_cmake() {
	name=$1
	shift
	mkdir -p cmake
	[ -d cmake/src ] || project cmake/src cmake
	check "cmake, $name: configure" cmake -S cmake/src -B "cmake/$name" \
		-DCMAKE_C_COMPILER="$compiler" -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_PREFIX_PATH="$prefix" "$@"
	check "cmake, $name: build" cmake --build "cmake/$name"
}
with_cmake shared -G Ninja -DCMAKE_BUILD_TYPE=Release
proved "cmake, shared" cmake/shared/main cmake/shared/main cmake/shared/libarea.so
sed -i 's/ffp::ffp/ffp::ffp-static/' cmake/src/CMakeLists.txt
with_cmake static -G 'Unix Makefiles' -DBUILD_SHARED_LIBS=OFF -DCMAKE_BUILD_TYPE=Release
proved "cmake, static" cmake/static/main cmake/static/main
check "cmake, static: needs no libffp.so" sh -c '! readelf -d cmake/static/main | grep ffp'
sed -i 's/ffp::ffp-static/ffp::ffp/' cmake/src/CMakeLists.txt
with_cmake ccache -G Ninja -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
proved "cmake, ccache" cmake/ccache/main cmake/ccache/main cmake/ccache/libarea.so
# What is a call is settled when the program is linked.
with_cmake lto -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INTERPROCEDURAL_OPTIMIZATION=ON
check "cmake, lto: it is link-time optimisation" grep -rq flto cmake/lto/build.ninja
form=inlined
proved "cmake, lto" cmake/lto/main cmake/lto/main cmake/lto/libarea.so
unset form

# Found in a directory beside the target's, by a project for an older CMake.
cp cmake/src/CMakeLists.txt saved
mkdir cmake/src/found
echo 'find_package(ffp REQUIRED)
set_target_properties(ffp::ffp PROPERTIES IMPORTED_GLOBAL TRUE)' >cmake/src/found/CMakeLists.txt
sed -i 's/VERSION 3.15/VERSION 2.8.12/; s/^find_package.*/add_subdirectory(found)/' cmake/src/CMakeLists.txt
with_cmake beside -G Ninja
proved "cmake, beside" cmake/beside/main cmake/beside/main cmake/beside/libarea.so
cp saved cmake/src/CMakeLists.txt
path=$PATH
PATH=$(dirname "$launcher"):$PATH
with_cmake name -G Ninja -DFFP_CC=ffp-cc
PATH=$path
proved "cmake, FFP_CC=ffp-cc" cmake/name/main cmake/name/main cmake/name/libarea.so

# Meson

# with_meson NAME OPTION... - in the project's directory
with_meson() {
	name=$1
	shift
	check "meson, $name: configure" env CC="$compiler" CXX="$cxx" meson setup "meson/$name" meson/src "$@"
	check "meson, $name: build" ninja -C "meson/$name"
	proved "meson, $name" "meson/$name/main" "meson/$name/main" "meson/$name/libarea.so"
}
mkdir meson && project meson/src meson
with_meson system --wrap-mode nofallback
# The launcher for the whole build instead of the project's own lines.
mkdir meson/launched-src && cp "$here"/src/* meson/launched-src
sed '/^ffp_args/,/^add_project_link_arguments/d' meson/src/meson.build >meson/launched-src/meson.build
check "meson, launched: configure" env CC="$launcher $compiler" CXX="$launcher $cxx" \
	meson setup meson/launched meson/launched-src
check "meson, launched: build" ninja -C meson/launched
proved "meson, launched" meson/launched/main meson/launched/main meson/launched/libarea.so
check "meson, lto: configure" env CC="$launcher $compiler" CXX="$launcher $cxx" \
	meson setup meson/lto meson/launched-src -Db_lto=true
check "meson, lto: build" ninja -C meson/lto
form=inlined
proved "meson, lto" meson/lto/main meson/lto/main meson/lto/libarea.so
unset form

if [ "$compiler" != gcc ] && [ "$all" != --all ]; then
	plan
	exit
fi

# libffp as a subproject, and below for another machine; nothing installed is found then.  With
# GCC it is the archive of a release, which git is needed to make, else the source tree.
tree=$here/../..
if [ "$compiler" != gcc ]; then
	:
elif [ "$(git -C "$tree" ls-files LICENSE 2>/dev/null)" ]; then
	check "the archive of a release is made" "$tree/packaging/dist.sh" . gztar
	check "it is unpacked" sh -c 'mkdir archive && tar xf libffp-*.tar.gz -C archive --strip-components=1'
	tree=$work/archive
else
	ok 0 "the archive of a release # SKIP git does not know this tree, which is built in its place"
fi
mkdir meson/src/subprojects && ln -s "$tree" meson/src/subprojects/libffp
with_meson subproject --force-fallback-for ffp -Dlibffp:man=false -Doptimization=0 -Ddebug=false
subproject_alone() {
	find meson/subproject/subprojects/libffp >built && grep '/src/libffp\.so' built &&
		! grep -E '/(tests|examples|benchmarks|crc-t10dif.*)$' built
}
check "meson, subproject: builds libffp, and neither tests, examples nor benchmarks" subproject_alone
# Cross builds: a library of the other machine, without a tool; the one installed
# here is named.  Clang does not tell an assembler which machine is meant.

arm=aarch64-linux-gnu
case $compiler in
gcc) cross_cc=$arm-gcc cross_cxx=$arm-g++ cross_file=aarch64.txt to= ;;
*)
	cross_cc="$compiler --target=$arm" cross_cxx="$cxx --target=$arm" cross_file=aarch64-clang.txt
	to="-DCMAKE_C_COMPILER_TARGET=$arm -DCMAKE_CXX_COMPILER_TARGET=$arm -DCMAKE_ASM_COMPILER_TARGET=$arm"
	FFP_AS=$arm-as
	export FFP_AS
	;;
esac
cross_file=$here/../../cross/$cross_file
# cross_proved NAME DIRECTORY LIBRARIES
cross_proved() {
	check "$1: it runs, and all of its sites are direct" \
		qemu-aarch64 -L /usr/$arm -E LD_LIBRARY_PATH="$2:$3" "$2/main" direct
	check "$1: ffp verify finds all in order" "$ffp" verify --strict "$2/main" "$2/libarea.so"
}
check "cross: libffp for AArch64" meson setup cross-ffp "$tree" --cross-file "$cross_file" \
	--prefix "$work/arm" -Dtool=false -Dtests=false -Dman=false -Doptimization=0 -Ddebug=false -Dc_args=-fstack-protector-all
check "cross: installed" meson install -C cross-ffp
# The resolver of an IFUNC in a static program has no canary yet.
unprotected() {
	grep -q -e '-fstack-protector-all' cross-ffp/compile_commands.json && test -s "$work/arm/lib/libffp.a" &&
		! $arm-nm -u "$work/arm/lib/libffp.a" | grep __stack_chk
}
check "cross: no function of libffp looks for a canary, whatever its user compiles with" unprotected
project cross make
check "make CC='ffp-cc $cross_cc'" env PKG_CONFIG_PATH="$work/arm/lib/pkgconfig" \
	make -C cross CC="$launcher $cross_cc" CXX="$launcher $cross_cxx"
cross_proved "make, cross" cross "$work/arm/lib"
# shellcheck disable=SC2086 # words, or none
with_cmake cross -G Ninja -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64 \
	-DCMAKE_C_COMPILER="${cross_cc%% *}" -DCMAKE_CXX_COMPILER="${cross_cxx%% *}" $to \
	-DCMAKE_PREFIX_PATH="$work/arm" -DFFP_CC="$launcher"
cross_proved "cmake, cross" cmake/cross "$work/arm/lib"
check "meson, cross: configure" meson setup meson/cross meson/src --cross-file "$cross_file" \
	--force-fallback-for ffp -Dlibffp:tool=false -Dlibffp:man=false -Dlibffp:asdir="$asdir" -Doptimization=0
check "meson, cross: build" ninja -C meson/cross
cross_proved "meson, cross" meson/cross meson/cross/subprojects/libffp/src
unset FFP_AS

# Autotools

project autotools autotools
check "autoreconf" sh -c 'cd autotools && autoreconf -i'
mkdir autotools/build
check "configure CC='ffp-cc $compiler'" sh -c "
	cd autotools/build && ../configure --prefix='$work/installed' CC='$launcher $compiler' CXX='$launcher $cxx'"
check "make install" make -C autotools/build install
LD_LIBRARY_PATH=$work/installed/lib:$LD_LIBRARY_PATH
proved "autotools" installed/bin/main installed/bin/main installed/lib/libarea.so
check "autotools: the archive is collected as well" \
	sh -c "ar x installed/lib/libarea.a && '$ffp' verify --strict area.o elsewhere.o"

plan
