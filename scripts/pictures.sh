#!/bin/sh
# SPDX-License-Identifier: MIT
# pictures.sh          - make docs/pictures/*.svg anew from the .dot files beside them
# pictures.sh --check  - are they made from the present .dot files?  Needs no graphviz.
#
# Each picture ends with the checksum of its source, since graphviz places text by the
# fonts of the machine: two machines make different pictures of one source.
set -u
cd "$(dirname "$0")/../docs/pictures" || exit 1

checksum() { sha256sum "$1" | cut -d ' ' -f 1; }

status=0
if [ "${1-}" = --check ]; then
	for source in *.dot; do
		picture=${source%.dot}.svg
		if [ "$(tail -n 1 "$picture")" != "<!-- $source $(checksum "$source") -->" ]; then
			echo "docs/pictures/$picture: not made from the present $source: run scripts/pictures.sh" >&2
			status=1
		fi
	done
	exit $status
fi

../../scripts/packages.sh graphviz || exit 1
for source in *.dot; do
	dot -Tsvg "$source" >"${source%.dot}.svg" || exit 1
	echo "<!-- $source $(checksum "$source") -->" >>"${source%.dot}.svg"
done
