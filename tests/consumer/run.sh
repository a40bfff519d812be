#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh PREFIX COMPILER - TAP: use an installed libffp from a program outside
# the tree, knowing nothing but what pkg-config says.
set -u
# shellcheck source=tests/consumer/tap.sh
. "$(dirname "$0")/tap.sh"
begin "$@"

cp "$here/hello.c" .
# shellcheck disable=SC2046 # pkg-config prints words
flags() { $compiler -O2 -Wall -Wextra -Werror $(pkg-config --cflags ffp) hello.c -o "$1" \
	$(pkg-config --libs ffp); }

check "pkg-config knows ffp" pkg-config --exists ffp
check "compiled with the launcher, shared library" sh -c "
	$launcher $compiler -O2 -Wall -Wextra -Werror $(pkg-config --cflags ffp) hello.c -o direct $(pkg-config --libs ffp)"
check "runs, and all of its sites are direct" ./direct 3
# shellcheck disable=SC2016 # the backquotes are the page's
check "without its directory, the loader names the library" sh -c "
	env -u LD_LIBRARY_PATH ./direct 3 2>&1 | grep -F '$(sed -n 's/^| `\(error while loading[^`]*\)`.*/\1/p' \
		"$here/../../docs/errors.md")' || env -u LD_LIBRARY_PATH ./direct 3 # installed there"
check "compiled without the launcher" flags plain
check "runs, through the trampoline" ./plain 0
check "compiled with the launcher, static" sh -c "
	$launcher $compiler -static -O2 $(pkg-config --cflags ffp) hello.c -o static $(pkg-config --static --libs ffp)"
check "runs, and all of its sites are direct" ./static 3
if [ "$compiler" = gcc ]; then
	check "compiled with -B and the variable asdir" sh -c "
		$compiler -B$asdir/ -O2 $(pkg-config --cflags ffp) hello.c -o asdir $(pkg-config --libs ffp)"
	check "runs, and all of its sites are direct" ./asdir 3
fi
# Helpers that compilers call, where the library for them is: see docs/builtins.md.
if pkg-config --exists ffp-builtins; then
	cp "$here/builtins.c" .
	for way in '' -static -flto; do
		check "compiled with ffp-builtins${way:+, }$way" sh -c "
			$launcher $compiler $way -O2 -Wall -Wextra -Werror $(pkg-config --cflags ffp-builtins) \
			builtins.c -o builtins $(pkg-config --static --libs ffp-builtins)"
		check "runs, and calls of libm are an instruction" ./builtins 2
	done
	check "without a call of a helper, nothing of ffp-builtins is linked" sh -c "
		$launcher $compiler -O2 $(pkg-config --cflags ffp-builtins) hello.c -o hello $(pkg-config --libs ffp-builtins) &&
		! nm hello | grep ffp_builtin_"
fi
# A program that operators may steer: see docs/operating.md.
cp "$here/steered.c" .
mkfifo said
for way in '' -static; do
	check "compiled with ffp-control${way:+, }$way" sh -c "
		$launcher $compiler $way -O2 -Wall -Wextra -Werror $(pkg-config --cflags ffp-control) steered.c \
			-o steered $(pkg-config ${way:+"-$way"} --libs ffp-control)"
	check "an operator's change is made, after one that the program refuses" sh -c "
		./steered ./socket >said &
		{ read -r serving && ! '$(dirname "$launcher")/ffp' set ./socket work=5 &&
			'$(dirname "$launcher")/ffp' set ./socket work=default && read -r last; } <said
		wait \$! && test \"\$serving \$last\" = 'serving 2 1' && ! test -e socket"
done
check "the installed tool verifies the program" "$(dirname "$launcher")/ffp" verify direct
# others COMMAND... - of the symbols it prints, those that are not ours; fails if
# there is one, and if none is ours.
# (Every probe of <sys/sdt.h> refers to one symbol, which has a name that no C program can have.)
others() {
	"$@" | awk 'NF == 3 && $3 != "_.stapsdt.base" { if (tolower($3) ~ /^ffp_/) ours++; else { print $3; bad = 1 } }
		END { exit bad || !ours }'
}
check "every symbol of the static library has the prefix" \
	others nm -g --defined-only "$LD_LIBRARY_PATH/libffp.a"
check "and every one that the shared library exports" \
	others nm -D --defined-only "$LD_LIBRARY_PATH/libffp.so"
check "man pages are installed, by each name" test -f "$prefix/share/man/man1/ffp.1" -a \
	-f "$prefix/share/man/man3/ffp-control.3" -a -f "$prefix/share/man/man3/DEFINE_FFP_STATIC.3"
if command -v gdb >/dev/null; then
	# gdb looks in its own directory of data, which is that of a library in /usr.
	# shellcheck disable=SC2016
	check "gdb loads the library's script by itself" sh -c "
		gdb -nx -batch -iex 'set debuginfod enabled off' -iex 'set auto-load safe-path /' \
			-iex 'set auto-load scripts-directory $prefix/share/gdb/auto-load' \
			-ex 'set startup-with-shell off' -ex 'break main' -ex run -ex 'help ffp set' \
			--args ./direct 3 2>&1 | grep 'Usage: ffp set KEY FUNCTION'"
fi
check "moved elsewhere, the launcher still works" sh -c "
	cp -r '$prefix' moved && moved/bin/ffp-cc $compiler -O2 -Imoved/include hello.c -o m $(pkg-config --libs ffp) && ./m 3"

# The README's example, as it stands there, prints what it says there.
# shellcheck disable=SC2016 # the backquotes are the README's
sed -n '/^```c$/,/^```$/p' "$here/../../README.md" | grep -v '^```' >sum.c
# shellcheck disable=SC2016
sed -n 's/^It prints \(.*\)\. With Clang.*/\1/p' "$here/../../README.md" |
	sed 's/ and /, /g; s/, /\n/g; s/`//g' >promised
check "the README's example compiles" sh -c "
	$launcher $compiler -O2 -Wall -Wextra -Werror $(pkg-config --cflags ffp) sum.c -o sum $(pkg-config --libs ffp)"
check "and prints what the README says" sh -c "test -s promised && ./sum | diff promised -"

plan
