#!/bin/sh
# SPDX-License-Identifier: MIT
# kernel.sh ARCHITECTURE SUITE PACKAGE DIRECTORY - Debian's kernel of an
# architecture, unpacked in DIRECTORY: prints the path of its image.
#
# Reads the lists of that architecture from the mirror that this machine uses,
# into DIRECTORY; the system's own lists and packages stay as they are.
set -eu
arch=$1 suite=$2 package=$3 dir=$4
image() { find "$dir/root" -name 'vmlinu[xz]*' -type f 2>/dev/null | sort | head -n 1; }

if [ -z "$(image)" ]; then
	# shellcheck disable=SC2016 # an apt format
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
		grep '/debian/*$' | head -n 1)
	[ -n "$mirror" ] || {
		echo "kernel.sh: this machine has no mirror of Debian among its sources" >&2
		exit 1
	}
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	cat >"$dir/mirror.sources" <<-END
		Types: deb
		URIs: $mirror
		Suites: $suite
		Components: main
		Architectures: $arch
		Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
	END
	apt() {
		command=$1
		shift
		"$command" -q -o Dir::Etc::sourcelist="$PWD/mirror.sources" -o Dir::Etc::sourceparts=/dev/null \
			-o Dir::State::lists="$PWD/lists" -o Dir::Cache="$PWD/cache" \
			-o APT::Architectures::="$arch" -o APT::Architecture="$arch" \
			-o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
	}
	(
		cd "$dir"
		apt apt-get update >&2
		# What the package stands for; the image may be in a package of its own.
		for part in image binary; do
			depends=$(apt apt-cache depends "$package" |
				sed -n "s/.*Depends: \\(linux-$part-[^:]*\\).*/\\1/p" | head -n 1)
			package=${depends:-$package}
		done
		apt apt-get download "$package" >&2
		dpkg -x "$package"_*.deb root
		rm -rf lists cache ./*.deb
	)
fi
found=$(image)
[ "$found" ] || exit 1
echo "$found"
