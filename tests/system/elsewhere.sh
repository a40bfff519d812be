#!/bin/sh
# SPDX-License-Identifier: MIT
# Sourced: elsewhere ARCHITECTURE SUITE DIRECTORY - Debian's packages of another architecture or suite, by the
# mirror that this machine uses.  Reads their lists into DIRECTORY, where it stays; then
# `apt COMMAND...` works on them, and unpack PACKAGE... unpacks them in DIRECTORY/root and removes
# the lists.  The system's own lists and packages stay as they are.

elsewhere() {
	elsewhere_arch=$1
	# shellcheck disable=SC2016 # an apt format
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
		grep '/debian/*$' | head -n 1)
	[ -n "$mirror" ] || {
		echo "this machine has no mirror of Debian among its sources" >&2
		return 1
	}
	mkdir -p "$3/lists/partial" "$3/cache/archives/partial"
	cd "$3" || return 1
	cat >mirror.sources <<-END
		Types: deb
		URIs: $mirror
		Suites: $2
		Components: main
		Architectures: $1
		Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
	END
	apt apt-get update >&2
}

apt() {
	command=$1
	shift
	"$command" -q -o Dir::Etc::sourcelist="$PWD/mirror.sources" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::State::lists="$PWD/lists" -o Dir::Cache="$PWD/cache" \
		-o APT::Architectures::="$elsewhere_arch" -o APT::Architecture="$elsewhere_arch" \
		-o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
}

unpack() {
	apt apt-get download "$@" >&2 || return 1
	for package in ./*.deb; do
		dpkg -x "$package" root || return 1
	done
	rm -rf lists cache ./*.deb
}
