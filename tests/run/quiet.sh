#!/bin/sh
# SPDX-License-Identifier: MIT
# quiet.sh WITH-KEYS PLAIN: a program that defines and calls keys, and sets none,
# makes the very system calls that it makes without keys.
set -u
with=$1 plain=$2

if ! command -v strace >/dev/null; then
	echo "1..0 # SKIP strace is not installed"
	exit 0
fi
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
if ! strace -o "$dir/try" true 2>/dev/null; then
	echo "1..0 # SKIP strace may not trace here"
	exit 0
fi

# calls NAME PROGRAM [ARGUMENT]: their names in order; addresses differ anyway.
calls() {
	name=$1
	shift
	strace -f -o "$dir/$name.raw" "$@" >"$dir/$name.out" || echo "# $* failed"
	sed -n 's/^\([0-9]* *\)\([a-z0-9_]*\)(.*/\2/p' "$dir/$name.raw" >"$dir/$name"
}

count=0 failed=0
result() { # STATUS TEXT
	count=$((count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		failed=1
	fi
}

calls plain "$plain"
calls with "$with"
calls set "$with" set
calls again "$with" set set set

[ "$(cat "$dir/plain.out")" = 3 ] && [ "$(cat "$dir/with.out")" = 3 ]
result $? "both programs print 3"
[ "$(cat "$dir/set.out")" = 4 ]
result $? "and 4 when the key is set"

lines=$(wc -l <"$dir/plain")
[ "$lines" -gt 5 ] && grep -q '^write$' "$dir/plain"
result $? "without keys there are $lines system calls"
diff "$dir/plain" "$dir/with" >"$dir/diff"
result $? "with keys there are the same ones"
sed 's/^/# /' "$dir/diff"
! diff "$dir/plain" "$dir/set" >"$dir/diff"
result $? "with a change there are $(grep -c '^>' "$dir/diff") more, which the comparison sees"

diff "$dir/set" "$dir/again" >"$dir/diff"
result $? "setting it again makes no system call"
sed 's/^/# /' "$dir/diff"

echo "1..$count"
exit $failed
