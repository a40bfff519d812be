#!/bin/sh
# SPDX-License-Identifier: MIT
# marks.sh PREFIX COMPILER - TAP: what collecting must not cost: the marks of
# control-flow protection, a stack that is not executable, text that needs no
# relocation, builds that come out the same.
set -u
# shellcheck source=tests/consumer/tap.sh
. "$(dirname "$0")/tap.sh"
begin "$@"

# build DIRECTORY LIBS - the project, there, with marks asked for
build() {
	# Clang 14 maps no prefix in debug information of assembly: none for that.
	flags="-O2 -g -fcf-protection=full -ffile-prefix-map=$work/$1=."
	mkdir "$1" && cp "$here"/src/* "$here"/make/Makefile "$1" && make -C "$1" \
		CC="$launcher $compiler" CXX="$launcher $cxx" LDLIBS="$2" CFLAGS="$flags" \
		CXXFLAGS="$flags" ASFLAGS=-fcf-protection=full LDFLAGS="-Wl,-z,text -Wl,-z,cet-report=warning"
}
# Of what the linker reports, nothing but what the C library's own files lack.
only_libc_lacks() {
	! grep 'missing .* propert' "$1" | grep -v -E '/([A-Za-z]*crt[^/]*\.o|libc_nonshared\.a|libgcc[^/]*)'
}
protected() { readelf -nW "$1" | grep -q 'x86 feature: IBT, SHSTK'; }
stack() { readelf -lW "$1" | grep -q 'GNU_STACK.* RW  '; }

if [ "$(uname -m)" != x86_64 ]; then
	echo "1..0 # SKIP the marks looked for are x86-64's"
	exit 0
fi
library=$(pkg-config --variable=libdir ffp)
check "built with marks" build one "$(pkg-config --libs ffp)"
cp out shared.log
check "the program runs, all of its sites direct" one/main direct
check "the same with libffp linked statically" build static "$library/libffp.a"
cp out static.log
for log in shared static; do
	check "$log libffp: the linker finds the marks in every object of ours" only_libc_lacks $log.log
done
for file in one/*.o; do
	check "$file: IBT and SHSTK" protected "$file"
done
# Without the C library's files, which may lack them, the marks are in what is linked.
check "a library linked without start files" "$compiler" -shared -nostartfiles -nostdlib \
	-Wl,-z,cet-report=error one/area.o one/elsewhere.o "$library/libffp.so" -o marked.so
check "has IBT and SHSTK" protected marked.so
for file in one/main one/libarea.so static/main static/libarea.so libffp.so; do
	[ $file = libffp.so ] && file=$library/libffp.so
	name=$(basename "$(dirname "$file")")/$(basename "$file")
	check "$name: no executable stack" stack "$file"
	check "$name: no text relocation" sh -c "readelf -dW '$file' >d && test -s d && ! grep TEXTREL d"
done
check "a second build, in another directory" build two "$(pkg-config --libs ffp)"
for file in main libarea.so main.o area.o elsewhere.o next.o cxx.o assembly.o; do
	check "$file is the same, bit by bit" cmp "one/$file" "two/$file"
done
cp one/area.o again.o
check "collecting once more" "$(dirname "$launcher")/ffp" collect again.o
check "changes nothing" cmp again.o one/area.o
plan
