#!/bin/sh
# SPDX-License-Identifier: MIT
# kernel.sh ARCHITECTURE SUITE PACKAGE DIRECTORY - Debian's kernel of an
# architecture, unpacked in DIRECTORY: prints the path of its image.
set -eu
# shellcheck source=tests/system/elsewhere.sh
. "$(dirname "$0")/elsewhere.sh"
arch=$1 suite=$2 package=$3 dir=$4
image() { find "$dir/root" -name 'vmlinu[xz]*' -type f 2>/dev/null | sort | head -n 1; }

if [ -z "$(image)" ]; then
	(
		elsewhere "$arch" "$suite" "$dir"
		# What the package stands for; the image may be in a package of its own.
		for part in image binary; do
			depends=$(apt apt-cache depends "$package" |
				sed -n "s/.*Depends: \\(linux-$part-[^:]*\\).*/\\1/p" | head -n 1)
			package=${depends:-$package}
		done
		unpack "$package"
	)
fi
found=$(image)
[ "$found" ] || exit 1
echo "$found"
