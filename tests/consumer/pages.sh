#!/bin/sh
# SPDX-License-Identifier: MIT
# pages.sh PREFIX COMPILER - TAP: compile and run the examples of pages of docs/ against an installed
# libffp, and compare what they print with what the page says.
#
# A page has its files in blocks of code, each of which begins with the name of its file in a comment.
# A line that begins with a command in backquotes, `cc …`, is carried out, in the order of the page.
# What follows behind "prints", up to the end of the sentence, is compared.
set -u
# shellcheck source=tests/consumer/tap.sh
. "$(dirname "$0")/tap.sh"
begin "$@"

# Commands and what they print, one a line, with | between them.
# shellcheck disable=SC2016 # the backquotes are the page's
commands() {
	awk '/^```/ { code = !code } { sub(/^ *$/, "") } !code && /^$/ { print text; text = ""; next }
		!code { text = text (text ? " " : "") $0 } END { print text }' "$1" |
		sed -n 's/^`cc \([^`]*\)`, prints \(`[^.]*`\)[.].*/\1|\2/p; t; s/^`cc \([^`]*\)`.*/\1|/p'
}

for name in migration mocks unloading; do
	page=$here/../../docs/$name.md
	mkdir "$work/$name"
	cd "$work/$name" || exit 1
	awk '/^```/ { code = !code; first = 1; file = ""; next }
		code && first { first = 0; if ($0 ~ /^(\/\/|#) [a-z_]+\.[a-z]+$/) file = $2; next }
		code && file { print >file }' "$page"
	commands "$page" >list
	while IFS='|' read -r command wanted; do
		what="$name: cc $command"
		package=$(printf '%s\n' "$command" | sed -n 's/.*pkg-config [^)]* \([^)]*\)).*/\1/p')
		if [ "$package" ] && ! pkg-config --exists "$package"; then
			ok 0 "$what # SKIP $package is not installed"
			continue
		fi
		output="-o program" libraries="$(pkg-config --libs ffp) -ldl -pthread"
		case " $command " in
		*' -c '*) output='' libraries='' ;;
		*' -o '*) output='' ;;
		esac
		check "$what: compiles" sh -c "$launcher $compiler -O2 -Wall -Wextra -Werror \
			$(pkg-config --cflags ffp) $command $output $libraries" </dev/null
		[ "$wanted" ] || continue
		# shellcheck disable=SC2016 # the backquotes are the page's
		printf '%s\n' "$wanted" | sed 's/`, `/\n/g; s/`//g' >wanted
		check "$what: prints what the page says" sh -c "./program >got && diff got wanted" </dev/null
		check "$what: every site is known" "$(dirname "$launcher")/ffp" verify --strict program
	done <list
	for file in *.c; do
		check "$name: $file is compiled" grep -qw "$file" list
	done
done

plan
