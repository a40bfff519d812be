#!/bin/sh
# SPDX-License-Identifier: MIT
# server.sh PREFIX COMPILER - TAP: as an operator does, look at the six hooks of a server (server.c)
# by `ffp status` and steer them by `ffp set` and `ffp reset`, while its threads answer requests:
# none is lost, no call is wrong, and a request that is sent after a change finds just those hooks on.
set -u
# shellcheck source=tests/consumer/tap.sh
. "$(dirname "$0")/tap.sh"
begin "$@"
ffp=$(dirname "$launcher")/ffp
hooks='receive parse lookup compute format answer' # their order is that of the bits of a mask

# order LINE REPLY - give the server an order; it must reply that
order() {
	echo "$1" >&3
	read -r reply <&4 && [ "$reply" = "$2" ]
}

# words MASK - what `ffp set` is to be told for these hooks to be on, and the others off
words() {
	left=$1
	for hook in $hooks; do
		case $((left % 2)) in
		1) echo "on_$hook=trace_$hook" ;;
		*) echo "on_$hook=nothing" ;;
		esac
		left=$((left / 2))
	done
}

# change MASK COMMAND... - by the command, after which just these hooks are on: requests that are
# sent from then on find them so, and those under way meanwhile find each of them on or off
change() {
	mask=$1
	shift
	order any any && "$@" && order "expect $mask 100" expected
}

# shown MASK - does `ffp status` show just these hooks as on?
shown() {
	"$ffp" status --json "$pid" | python3 -c '
import json, sys
hooks, mask = sys.argv[1].split(), int(sys.argv[2])
status = json.load(sys.stdin)
wanted = {"on_" + h: ("call", "trace_" + h) if mask >> i & 1 else ("nothing", None)
          for i, h in enumerate(hooks)}
found = {k["name"]: (k["form"], k["target"] and k["target"]["function"]) for k in status["keys"]}
candidates = [(c["name"], c["rank"], c["state"]) for k in status["keys"] for c in k["candidates"]]
print(found, candidates)
sys.exit(found != wanted or sorted(candidates) != sorted(("trace_" + h, -1, "passed") for h in hooks))
' "$hooks" "$1"
}

# rounds NUMBER - from one set of hooks to another by one command; every third one is a reset
rounds() {
	for round in $(seq "$1"); do
		mask=$((round * 37 % 63 + 1))
		# shellcheck disable=SC2046 # words
		change $mask "$ffp" set "$pid" $(words $mask) || return
		[ $((round % 5)) != 0 ] || shown "$mask" || return
		# shellcheck disable=SC2046,SC2086 # words
		[ $((round % 3)) != 0 ] || change 0 "$ffp" reset "$pid" $(printf 'on_%s ' $hooks) || return
	done
}

# refused - a command of which one change cannot be made changes nothing
refused() {
	! "$ffp" set "$pid" on_receive=nothing on_parse=nothing on_answer=none && shown "$mask"
}

# counted - the server tells that no request was lost and no call wrong, and that each hook was called
counted() {
	echo stop >&3
	read -r told <&4 && echo "$told" && wait "$pid" &&
		echo "$told" | grep -E '^[0-9]+ sent, [0-9]+ answered, 0 answers wrong, 0 calls wrong, calls:( [1-9][0-9]{2,}){6}$'
}

check "a server with ffp-control is compiled" sh -c "
	$launcher $compiler -O2 -Wall -Wextra -Werror $(pkg-config --cflags ffp-control) '$here/server.c' -o server \
		-pthread $(pkg-config --libs ffp-control)"
mkfifo orders replies
XDG_RUNTIME_DIR=$work
export XDG_RUNTIME_DIR
./server <orders >replies &
pid=$!
exec 3>orders 4<replies
ready() { read -r reply <&4 && [ "$reply" = ready ]; }
check "it answers requests" ready
check "ffp status shows six hooks that do nothing, and what they may be set to" shown 0
check "while they are off, no request finds one on" order "expect 0 1000" expected
check "ffp set and ffp reset, 20 rounds: requests find just the hooks on that were set" rounds 20
# shellcheck disable=SC2046 # words
check "at the end all six are on" change 63 "$ffp" set "$pid" $(words 63)
check "ffp status shows that" shown 63
check "one candidate that is not there: nothing is changed" refused
check "sent as many as answered, no call wrong, each hook called as often as requests tell" counted
exec 3>&- 4<&-

plan
