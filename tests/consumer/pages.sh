#!/bin/sh
# SPDX-License-Identifier: MIT
# pages.sh PREFIX COMPILER - TAP: compile and run the examples of pages of docs/ against an installed
# libffp, and compare what they print with what the page says.
#
# A page has its files in blocks of code, each of which begins with the name of its file in a comment,
# perhaps in a folder.  A line that begins with a command in backquotes, `cc …`, is carried out, in the
# order of the page.  What follows behind "prints", up to the end of the sentence, is compared.  A line
# that begins "`diff A B` adds `N` lines" says how many lines of folder B are not in A, and if it
# goes on ", and the source is no longer", that B has at most as many lines.
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

# A compiler may lack an attribute, another processor has other features, and Clang 14 makes of
# target_clones a function that no other file can call: its symbol is f.ifunc.
lacks() { # WORD ATTRIBUTE REASON FILE... - why these files cannot be built, if one has the word
	word=$1 attribute=$2 reason=$3
	shift 3
	if cat -- "$@" 2>/dev/null | grep -q "$word" && ! {
		echo "__attribute__(($attribute)) int f(void) { return 0; }" |
			$compiler -Werror -x c -c -o probe.o - 2>/dev/null && nm probe.o | grep -q ' f$'
	}; then
		echo "$reason"
	fi
}
unable() { # FILE... - likewise, of all of these attributes
	lacks '"avx2"' 'target("avx2")' "features of x86" "$@"
	lacks target_clones 'target_clones("default", "avx2")' \
		"the compiler has no target_clones that other files can call" "$@"
}

# How many lines a page may have its reader write, whatever it says.
most=10
moved() { # A B N [no longer]
	diff -r "$1" "$2" | grep -c '^>' >got
	echo "$3" | diff got - && [ "$3" -le $most ] &&
		{ [ ! "${4-}" ] || [ "$(cat "$2"/* | wc -l)" -le "$(cat "$1"/* | wc -l)" ]; }
}

for name in migration mocks unloading; do
	page=$here/../../docs/$name.md
	mkdir "$work/$name"
	cd "$work/$name" || exit 1
	awk '/^```/ { code = !code; first = 1; file = ""; next }
		code && first {
			first = 0
			if ($0 ~ /^(\/\/|#) ([a-z]+\/)?[a-z_]+\.[a-z]+$/) file = $2
			if (file ~ /\//) { folder = file; sub(/\/.*/, "", folder); system("mkdir -p " folder) }
			next
		}
		code && file { print >file }' "$page"
	commands "$page" >list
	while IFS='|' read -r command wanted; do
		what="$name: cc $command"
		package=$(printf '%s\n' "$command" | sed -n 's/.*pkg-config [^)]* \([^)]*\)).*/\1/p')
		if [ "$package" ] && ! pkg-config --exists "$package"; then
			ok 0 "$what # SKIP $package is not installed"
			continue
		fi
		# shellcheck disable=SC2086 # words, of which some are files
		why=$(unable $command | head -n 1)
		if [ "$why" ]; then
			ok 0 "$what # SKIP $why"
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
	# shellcheck disable=SC2016 # the backquotes are the page's
	sed -n 's/^`diff \([a-z]*\) \([a-z]*\)` adds `\([0-9]*\)` lines\(, and the source is no longer\)*.*/\1 \2 \3 \4/p' \
		"$page" >moves
	while read -r before after lines longer; do
		check "$name: diff $before $after: adds as many lines as the page says, at most $most" \
			moved "$before" "$after" "$lines" "$longer"
	done <moves
	for file in *.c */*.c; do
		[ -f "$file" ] || continue
		check "$name: $file is compiled" grep -qw "$file" list
	done
done

plan
