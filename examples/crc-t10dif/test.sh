#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: test.sh PROGRAM direct|trampoline|pointer
# Tests the example, in TAP.  Nothing here depends on how fast anything is.

# shellcheck disable=SC2317 # functions are called through ok()
program=$1
form=$2
case $form in
direct | trampoline | pointer) ;;
*)
	echo "Bail out! usage: test.sh PROGRAM direct|trampoline|pointer"
	exit 2
	;;
esac

dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
count=0
failed=0

# The outcome of the last run: $status, and these two files.
out=$dir/out
err=$dir/err

# The wrapper is Meson's, a quoted command line: an emulator, in a cross build.
run()
{
	status=0
	eval "${MESON_EXE_WRAPPER-}" '"$program" "$@"' >"$out" 2>"$err" || status=$?
}

# ok NAME COMMAND...: one test, passed if the command succeeds.
ok()
{
	name=$1
	shift
	count=$((count + 1))
	if "$@"; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		echo "# status $status"
		sed 's/^/# out: /' "$out"
		sed 's/^/# err: /' "$err"
		failed=1
	fi
}

skip()
{
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

status_is()
{
	[ "$status" -eq "$1" ]
}

says()
{
	grep -q -- "$1" "$out"
}

complains()
{
	grep -q -- "^crc-t10dif: $1" "$err"
}

silent()
{
	[ ! -s "$err" ]
}

# fails_on NAME REASON FILE: exit 1, the message, and the next file still done.
fails_on()
{
	run "$3" "$dir/digits"
	ok "$1: exit status" status_is 1
	ok "$1: message" complains "$3: $2"
	ok "$1: the next file" says "^$dir/digits: 1 sectors, .* first d0db"
}

# The published value.
printf 123456789 >"$dir/digits"
run "$dir/digits"
ok "published value: exit status" status_is 0
ok "published value" says "digits: 1 sectors, 9 bytes, first d0db, last d0db, xor d0db"
ok "nothing on standard error" silent

# Which version: the best of the list.
run --impl list
ok "--impl list" status_is 0
best=$(sed -n 's/ .*the best$//p' "$out")
usable=$(sed -n 's/ *usable.*//p' "$out" | grep -v ' ')
ok "the best is the first that is usable" \
	[ "${best:-none}" = "$(echo "$usable" | head -n 1)" ]
run "$dir/digits"
ok "the best version is chosen" says "^version: $best\$"

# Sites.
sites=$(sed -n 's/^sites: \([0-9]*\) collected, .*/\1/p' "$out")
direct=$(sed -n 's/^sites: .* collected, \([0-9]*\) direct.*/\1/p' "$out")
if [ "$form" = direct ]; then
	ok "more than three sites are collected" [ "${sites:-0}" -gt 3 ]
	ok "every site is direct" [ "${direct:-0}" -eq "${sites:-1}" ]
else
	ok "no site is collected" [ "${sites:-1}${direct:-1}" = 00 ]
	ok "the form is named" says "$form form"
fi

# Tags against long division, which is all this program is: a file that ends
# within a sector, longer than the program reads at once.
cat >"$dir/tags.py" <<'PYTHON'
import random
import sys

P = 0x18BB7


def tag(sector):
    rest = int.from_bytes(sector, "big") << 16
    while rest.bit_length() > 16:
        rest ^= P << (rest.bit_length() - 17)
    return rest


data = random.Random(1).randbytes((1 << 20) + 3 * 512 + 123)
with open(sys.argv[1], "wb") as f:
    f.write(data)
for i in range(0, len(data), 512):
    print("%04x  %d  %s" % (tag(data[i : i + 512]), i // 512, sys.argv[1]))
PYTHON
python=$(command -v python3)
if [ -n "$python" ] && "$python" "$dir/tags.py" "$dir/known" >"$dir/expected"; then
	for version in $usable; do
		run --impl "$version" --tags "$dir/known"
		ok "$version: is forced" says "^version: $version\$"
		grep '^[0-9a-f]\{4\}  ' "$out" >"$dir/tags"
		ok "$version: tags of a known file" cmp -s "$dir/expected" "$dir/tags"
	done
	last=$(tail -n 1 "$dir/expected" | cut -c 1-4)
	first=$(head -n 1 "$dir/expected" | cut -c 1-4)
	ok "its summary" says "2052 sectors, 1050235 bytes, first $first, last $last"
	status=0
	(
		cat "$dir/digits"
		sleep 0.1
		tail -c +10 "$dir/known"
	) | eval "${MESON_EXE_WRAPPER-}" '"$program" /dev/stdin' >"$out" 2>"$err" || status=$?
	ok "a pipe that comes in pieces" says "^/dev/stdin: 2052 sectors, .* last $last"
else
	skip "tags of a known file" "needs python3"
	cp "$program" "$dir/known"
fi

# No file named: the program and the C library.
run
ok "default files: exit status" status_is 0
ok "default files: the program" says "^/.*$(basename "$program").*: [0-9]* sectors"
ok "default files: the C library" says '^/.*\(libc\|musl\).*: [0-9]* sectors\|^static:'

# Changes while threads run.
run --switch 300
ok "--switch: exit status" status_is 0
ok "--switch: nothing on standard error" silent
ok "--switch: the number of threads" says "^data: [1-9][0-9]* sectors, 3 threads\$"
ok "--switch: the number of changes" says "^changes: 300 made of 300,"
ok "--switch: no wrong tag" says "^checked: [1-9][0-9]* passes, [1-9][0-9]* tags, 0 wrong\$"
for version in $usable; do
	ok "--switch: $version was used" says "^$version: [1-9][0-9]* tags\$"
done
sum=$(awk '/^checked:/ { want = $4 } / tags$/ && NF == 3 { sum += $2 } END { print want - sum }' "$out")
ok "--switch: the versions' tags are all tags" [ "$sum" = 0 ]
if [ "$form" = direct ]; then
	ok "--switch: every site is direct at the end" \
		[ "$(grep -c "^sites: $sites collected, $sites direct" "$out")" -eq 2 ]
fi
run --switch 20 --threads 1 "$dir/digits"
ok "--switch: one thread, one short sector" status_is 0

# The instruction.
run --show
ok "--show: exit status" status_is 0
before=$(sed -n 's/^  before  *//p' "$out")
after=$(sed -n 's/^  after  *//p' "$out")
ok "--show: has something to show" [ -n "$before" ]
ok "--show: before and after differ" [ "$before" != "$after" ]
# One branch that stays a branch: the same first byte on x86, another displacement.
opcode=0
[ -z "${MESON_EXE_WRAPPER-}" ] && [ "$(uname -m)" = x86_64 ] && opcode=1
changed=$(awk -v opcode=$opcode '
	{ all = ""; for (i = 3; i <= NF && $i ~ /^[0-9a-f][0-9a-f]$/; i++) all = all $i }
	$1 == "before" { n++; was = $2; bytes = all }
	$1 == "after" { if ((!opcode || $2 == was) && all != bytes) good++ }
	END { print (n && n == good) ? "yes" : "no" }' "$out")
case $form in
direct)
	ok "--show: a call" says '^0x.*: call$'
	ok "--show: a tail call" says '^0x.*: tail call$'
	ok "--show: the displacement changes" [ "$changed" = yes ]
	;;
trampoline)
	ok "--show: says that no sites were collected" says '^trampoline form: no sites'
	ok "--show: the displacement changes" [ "$changed" = yes ]
	;;
pointer)
	ok "--show: says that no instruction changes" says '^pointer form:.*no instruction changes'
	;;
esac
if [ "$form" = pointer ] || says ' <'; then
	ok "--show: from the default" says "before .*crc_t10dif_reference"
	ok "--show: to the best" says "after .*crc_t10dif_$best"
	ok "--show: nothing else" [ "$(grep -c 'crc_t10dif_reference' "$out")" -eq \
		"$(grep -c "crc_t10dif_$best" "$out")" ]
else
	skip "--show: names" "built without libcapstone"
fi

# Files that cannot be tagged.
: >"$dir/empty"
fails_on "missing file" "No such file or directory" "$dir/missing"
fails_on "directory" "Is a directory" "$dir"
fails_on "empty file" "is empty" "$dir/empty"
fails_on "read error" "Input/output error" /proc/self/mem
touch "$dir/secret"
chmod 0 "$dir/secret"
if [ "$(id -u)" -ne 0 ]; then
	fails_on "no permission" "Permission denied" "$dir/secret"
elif [ -z "${MESON_EXE_WRAPPER-}" ] && command -v setpriv >/dev/null; then
	# Root may read anything; so become somebody else, who must reach the program.
	chmod 755 "$dir"
	cp "$program" "$dir/program"
	status=0
	setpriv --reuid 65534 --clear-groups --inh-caps=-all -- \
		"$dir/program" "$dir/secret" "$dir/digits" >"$out" 2>"$err" || status=$?
	ok "no permission: exit status" status_is 1
	ok "no permission: message" complains "$dir/secret: Permission denied"
	ok "no permission: the next file" says "^$dir/digits: 1 sectors, .* first d0db"
else
	skip "no permission" "root may read anything"
fi
run --switch 10 "$dir/missing"
ok "--switch without data" status_is 1
run --switch 10 "$dir/missing" "$dir/digits"
ok "--switch with a missing file: exit status" status_is 1
ok "--switch with a missing file: the rest" says "^changes: 10 made of 10"
if [ -w /dev/full ]; then
	status=0
	eval "${MESON_EXE_WRAPPER-}" '"$program" "$dir/digits"' >/dev/full 2>"$err" || status=$?
	ok "output cannot be written: exit status" status_is 1
	ok "output cannot be written: message" complains "standard output: No space left"
fi

# Command lines.
run --help
ok "--help: exit status" status_is 0
ok "--help: tells of the last sector" says "less than 512 bytes"
wrong_usage()
{
	run "$@"
	ok "usage: $*" status_is 2
	ok "usage: $*: message, and no output" \
		eval "complains . && [ ! -s \"\$out\" ]"
}
wrong_usage --nonsense
wrong_usage --switch
wrong_usage --switch 0
wrong_usage --switch 12x
wrong_usage --switch -3
wrong_usage --switch 5 --threads 65
wrong_usage --threads 2
wrong_usage --switch 5 --show
wrong_usage --switch 5 --impl table
wrong_usage --show file
wrong_usage --impl nonsense
run --impl list
if says 'not usable'; then
	run --impl "$(sed -n 's/ *not usable.*//p' "$out" | head -n 1)" "$dir/digits"
	ok "a version that is not usable here: exit status" status_is 1
	ok "a version that is not usable here: message" complains '.*not usable'
else
	skip "a version that is not usable" "all are"
fi

echo "1..$count"
exit $failed
