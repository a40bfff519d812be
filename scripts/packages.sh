#!/bin/sh
# SPDX-License-Identifier: MIT
# packages.sh PACKAGE... - have these Debian packages installed.
#
# Installs what is missing if it can; otherwise names it and stops.  A package
# given as a|b is satisfied by either.
set -u

# One question for all of them: dpkg-query reads its whole database each time.
# shellcheck disable=SC2046 # words
installed=$(dpkg-query -W -f '${Package} ${Status}\n' $(printf '%s ' "$@" | tr '|' ' ') 2>/dev/null |
	sed -n 's/ .* ok installed$//p' | tr '\n' ' ')
missing=
for want in "$@"; do
	found=
	IFS='|'
	for one in $want; do
		case " $installed" in *" $one "*) found=yes ;; esac
	done
	unset IFS
	[ "$found" ] || missing="$missing ${want%%|*}"
done
[ "$missing" ] || exit 0

sudo=
if [ "$(id -u)" != 0 ]; then
	if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
		sudo='sudo -n'
	else
		echo "packages missing, and no right to install them:$missing" >&2
		exit 1
	fi
fi
echo "installing:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # lists of words, both
if ! { $sudo apt-get update && $sudo apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 5 "$log" >&2
	echo "could not install (is there a network?):$missing" >&2
	exit 1
fi
