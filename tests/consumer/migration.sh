#!/bin/sh
# SPDX-License-Identifier: MIT
# migration.sh PREFIX COMPILER - TAP: compile and run the examples of
# docs/migration.md against an installed libffp, and compare what they print
# with what the page says.
set -u
# shellcheck source=tests/consumer/tap.sh
. "$(dirname "$0")/tap.sh"
begin "$@"
page=$here/../../docs/migration.md

# A block of C begins with the name of its file.
awk '/^```c$/ { code = 1; file = ""; next }
	/^```$/ { code = 0; next }
	code && !file { file = $2; next }
	code { print >file }' "$page"

# What stands in backquotes behind "prints", up to the end of the sentence.
# promised FILE: of the line of the page that names it in a command.
# shellcheck disable=SC2016 # the backquotes are the page's
promised() {
	sed -n 's/^`cc \([^`]*\)`, prints \(`[^.]*`\)[.].*/\1:\2/p' "$page" |
		sed -n "s/^$1[^:]*://p" | sed 's/`, `/\n/g; s/`//g'
}

# example FLAGS FILE...
example() {
	flags=$1
	shift
	name=${1%.c}
	check "$name compiles" sh -c "$launcher $compiler -O2 -Wall -Wextra -Werror $flags \
		$(pkg-config --cflags ffp) $* -o $name $(pkg-config --libs ffp) -ldl"
	promised "$1" >wanted
	check "$name prints what the page says" sh -c "test -s wanted && ./$name >got && diff got wanted"
	check "$name: every site is known" "$(dirname "$launcher")/ffp" verify --strict "$name"
}

check "module.so compiles" sh -c "$launcher $compiler -O2 -Wall -Wextra -Werror -fPIC -shared \
	$(pkg-config --cflags ffp) module.c -o module.so $(pkg-config --libs ffp)"
example "" global.c checksum.c
example "" old.c kept.c checksum.c
example "-std=c99 -Wpedantic" lazy.c
example "" table.c
example "-rdynamic" host.c
# shellcheck disable=SC2016 # for the shell that is called
check "no example of the page is left out" sh -c \
	'test "$(echo *.c)" = "checksum.c global.c host.c kept.c lazy.c module.c old.c table.c"'

echo "1..$count"
