#!/bin/sh
# SPDX-License-Identifier: MIT
# scripts/configure.sh: which build directories it takes up again, and which it makes anew.
# shellcheck disable=SC2317 # functions are called by way of check
set -u
scripts=$(cd "$(dirname "$0")/../../scripts" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset CC CXX

count=0 failed=0
check() { # TEXT COMMAND...
	count=$((count + 1))
	text=$1
	shift
	if "$@" >log 2>&1; then
		echo "ok $count - $text"
	else
		echo "not ok $count - $text"
		sed 's/^/# /' log
		failed=1
	fi
}

# A tree whose build tells from where it was made and with which option.
mkdir -p first/scripts
cp "$scripts/configure.sh" first/scripts
cat >first/meson.build <<'end'
project('tree')
custom_target('what', output: 'what', build_by_default: true, capture: true,
  command: ['echo', meson.project_source_root(), get_option('word')])
end
echo "option('word', type: 'string', value: 'none')" >first/meson_options.txt

# made TREE [ARGUMENT...] - configure its `build`; made anew, it lacks the mark
made() {
	tree=$1
	shift
	"$tree/scripts/configure.sh" "$tree/build" "$@" && ninja -C "$tree/build"
}
anew() { [ ! -e "$1/build/mark" ] && touch "$1/build/mark"; }
says() { [ "$(cat "$1/build/what")" = "$work/$1 $2" ] || { cat "$1/build/what"; return 1; }; }

check "a directory is made" made first
check "anew" anew first
check "of this tree" says first none
check "the same words again" made first
check "take it up again" test -e first/build/mark
check "an option that is new" made first -Dword=one
check "is set" says first one
check "in the one that is there" test -e first/build/mark
check "another compiler" env CC=other first/scripts/configure.sh first/build -Dword=one
check "makes it anew" anew first
check "the first compiler again" made first -Dword=one
check "makes it anew, too" anew first
rm first/build/build.ninja
check "one that was configured by half" made first
check "is made anew" anew first
mkdir second
cp -a first/. second
check "a copy of the tree, with its build directory" made second
check "makes it anew" anew second
check "of the copy" says second none
rm -rf second/build
mv first/build second
rm -rf first
check "one of a tree that is gone" made second
check "is made anew" anew second
check "of the tree that is there" says second none
echo "broken" >>second/meson.build
check "what cannot be configured fails, and says why" \
	sh -c '! second/scripts/configure.sh second/build --buildtype=release 2>why && grep ERROR why'
echo "1..$count"
exit $failed
