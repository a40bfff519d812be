#!/bin/sh
# SPDX-License-Identifier: MIT
# copied.sh PREFIX COMPILER - TAP: one source with libffp and with a copy of ffp-pointer.h does the
# same; and that header is accepted by strict standards, other compilers and other systems.
set -u
# shellcheck source=tests/consumer/tap.sh
. "$(dirname "$0")/tap.sh"
begin "$@"
cp "$here"/copied/* .
mkdir copy
cp "$prefix/include/ffp-pointer.h" copy
strict='-pedantic-errors -Wall -Wextra -Werror -Wshadow -Wundef -Wredundant-decls -Wcast-qual -Wwrite-strings'

# As a user of the library builds it, in each form, and with the standard that <ffp.h> needs.
library() { # FORM STANDARD COMPILER FLAGS FILE...
	form=$1 standard=$2 with=$3 flags=$4
	shift 4
	# shellcheck disable=SC2046,SC2086 # words
	$with -std=$standard -O2 $flags -DHAVE_FFP $(pkg-config --cflags ffp) "$@" -o "ffp-$form" \
		$(pkg-config --libs ffp)
}
# The same source, with the copy.
copy() { # NAME COMPILER FLAGS FILE...
	name=$1 with=$2 flags=$3
	shift 3
	# shellcheck disable=SC2086 # words
	$with $flags -Icopy "$@" -o "$name"
}
same() { # NAME
	"./$1" >"$1.out" && diff wanted "$1.out"
}

check "with libffp, direct: compiles" library direct c99 "$launcher $compiler" "$strict" main.c keys.c
check "with libffp, direct: runs" sh -c './ffp-direct >wanted && test -s wanted'
check "with libffp, by pointers: compiles" library pointer c99 "$compiler" "$strict -DFFP_POINTER" main.c keys.c
check "with libffp, by pointers: the same" same ffp-pointer
for flags in -std=c89 '-std=c89 -DFFP_NO_TYPEOF' '-std=c17 -O0'; do
	check "$flags, the copy: compiles" copy copy-c "$compiler" "-O2 $flags $strict" main.c keys.c
	check "$flags, the copy: does what the library does" same copy-c
done
check "c89, the copy, -flto: compiles" copy copy-lto "$compiler" "-O2 -flto -std=c89 $strict" main.c keys.c
check "c89, the copy, -flto: does what the library does" same copy-lto

# The same files as C++.
for file in main keys; do cp $file.c $file.cc; done
for flags in -std=c++98 '-std=c++98 -DFFP_NO_TYPEOF' -std=c++17; do
	check "$flags, the copy: compiles" copy copy-c++ "$cxx" "-O2 $flags $strict" main.cc keys.cc
	check "$flags, the copy: does what the library does" same copy-c++
done
for standard in c++98 c++17; do
	check "$standard, namespaces, with libffp: compiles" \
		library cxx $standard "$launcher $cxx" "-Wall -Wextra -Werror" cxx.cc
	check "$standard, namespaces, with libffp: runs" sh -c './ffp-cxx >wanted && test -s wanted'
	check "$standard, namespaces, the copy: compiles" copy copy-cxx "$cxx" "-O2 -std=$standard $strict" cxx.cc
	check "$standard, namespaces, the copy: does what the library does" same copy-cxx
done
./ffp-direct >wanted

# A compiler that is neither GCC nor Clang.
if command -v tcc >/dev/null; then
	check "tcc, the copy: compiles" copy copy-tcc tcc "-Wall -Werror" main.c keys.c
	check "tcc, the copy: does what the library does" same copy-tcc
else
	ok 0 "tcc, the copy # SKIP tcc is not installed"
fi

# Other systems, of which there is only the compiler: headers with the few names that are used.
mkdir system
printf '#define EINVAL 22\n' >system/errno.h
printf '#include <stddef.h>\nint printf(const char *, ...);\n' >system/stdio.h
other() { # TARGET LANGUAGE STANDARD FILE...
	target=$1 language=$2 standard=$3
	shift 3
	# shellcheck disable=SC2086 # words
	clang --target="$target" -x "$language" -std="$standard" -fsyntax-only -nostdinc++ -isystem system $strict -Icopy "$@"
}
if command -v clang >/dev/null; then
	for target in x86_64-pc-windows-msvc x86_64-apple-macos; do
		check "$target, c89" other "$target" c c89 main.c keys.c
		check "$target, c++98" other "$target" c++ c++98 main.c keys.c
		check "$target, c++17" other "$target" c++ c++17 main.c keys.c
	done
	check "i686-w64-mingw32, c89" other i686-w64-mingw32 c c89 main.c keys.c
	printf '#include "ffp-pointer.h"\ntypedef void hook(int);\n%s\n' 'DEFINE_FFP_NULL(key, hook);' >wasm.c
	check "wasm32: a NULL key does not compile" sh -c '
		! clang --target=wasm32 -fsyntax-only -isystem system -Icopy wasm.c 2>said &&
		grep NO_NULL_KEYS_ON_WEBASSEMBLY said'
else
	ok 0 "other systems # SKIP clang is not installed"
fi

# What must not compile.
refused() { # TEXT LANGUAGE LINE
	printf '#include "keys.h"\nlong other(int); int use(void);\nint use(void) { return %s; }\n' "$3" >refused.c
	check "$1" sh -c "! $compiler -x $2 -pedantic-errors -Icopy -c refused.c -o /dev/null"
}
for language in c c++; do
	refused "$language: a target of another type does not compile" $language 'SET_FFP(area, other)'
	refused "$language: what is no key does not compile" $language 'SET_FFP(area_slow, area_fast)'
done
for standard in c89 c99 c17; do
	check "$standard: a literal 0 as a target does not compile" sh -c "
		printf '#include \"keys.h\"\nint use(void);\nint use(void) { return SET_FFP(area, 0); }\n' >zero.c
		! $compiler -std=$standard -Icopy -c zero.c -o zero.o 2>said && grep NUMBER_IS_NO_TARGET said"
done
check "both headers in one file do not compile" sh -c "
	printf '#include <ffp.h>\n#include <ffp-pointer.h>\n' >both.c
	! $compiler $(pkg-config --cflags ffp) -c both.c -o /dev/null 2>said && grep 'include one of them' said"

# A file with the library and one without do not become one program.
check "files with and without the library do not link" sh -c "
	$compiler -std=c99 -DHAVE_FFP $(pkg-config --cflags ffp) -c main.c -o with.o &&
	$compiler -std=c99 -Icopy -c keys.c -o without.o &&
	! $compiler with.o without.o -o mixed $(pkg-config --libs ffp)"

plan
