#!/bin/sh
# SPDX-License-Identifier: MIT
# examples.sh PREFIX COMPILER - TAP: build each small example by the lines at its head,
# against an installed libffp, in every form; run it, and compare what it prints.
set -u
# shellcheck source=tests/consumer/tap.sh
. "$(dirname "$0")/tap.sh"
begin "$@"
PATH=$(dirname "$launcher"):$PATH
export PATH

# part WORD FILE - the lines of the head's comment below "WORD:", without their margin
part() { sed -n "/^ \* $1:\$/,/^ \*\( [^ ]\|\/\)/s/^ \*	//p" "$2"; }

# build FORM FILE - a shell script that builds this form
build() {
	case $1 in
	direct) words='' ;;
	trampoline) words='s/^ffp-cc //' ;;
	pointer) words='s/^ffp-cc //; s/ -O2 / -O2 -fPIC -DFFP_POINTER /' ;;
	esac
	part Build "$2" | sed "s/^ffp-cc cc /ffp-cc $compiler -Wall -Wextra -Werror /; $words"
}

for file in "$here"/../../examples/*.c "$here"/../../examples/*/main.c; do
	folder=$(dirname "$file")
	[ "$(part Build "$file")" ] || continue
	name=$(basename "${file%.c}")
	[ "$name" != main ] || name=$(basename "$folder")
	forms='direct trampoline pointer'
	# It tells how many sites are direct.
	[ "$name" != query ] || forms=direct
	for form in $forms; do
		mkdir "$work/$name-$form"
		cd "$work/$name-$form" || exit 1
		cp "$folder"/*.[ch] .
		check "$name, $form: builds" sh -ec "$(build "$form" "$file")"
		part Prints "$file" >wanted
		part Run "$file" >run
		check "$name, $form: prints what it says" sh -c \
			'test -s wanted && sh -e run >got 2>&1 && diff got wanted'
	done
done

plan
