#!/bin/sh
# SPDX-License-Identifier: MIT
# public.sh PREFIX COMPILER - TAP: a library with a public header that declares an
# exported key, against an installed libffp: what docs/building.md says of its .pc file and
# of its version script.
set -u
# shellcheck source=tests/consumer/tap.sh
. "$(dirname "$0")/tap.sh"
begin "$@"
PKG_CONFIG_PATH=$work:$PKG_CONFIG_PATH
LD_LIBRARY_PATH=$work:$LD_LIBRARY_PATH

cp "$here"/src/area.* "$here"/src/elsewhere.c "$here/public/caller.c" .
sed "1i dir=$work" "$here/public/area.pc" >area.pc

# library OUTPUT OPTION...
library() {
	output=$1
	shift
	# shellcheck disable=SC2046 # pkg-config prints words
	"$launcher" "$compiler" -O2 -fPIC -shared $(pkg-config --cflags ffp) area.c elsewhere.c \
		-o "$output" "$@" $(pkg-config --libs ffp)
}
# caller OUTPUT OPTION... - by a compiler that knows of libarea only
caller() {
	output=$1
	shift
	# shellcheck disable=SC2046
	"$compiler" -O2 "$@" $(pkg-config --cflags area) caller.c -o "$output" \
		$(pkg-config --libs area)
}
# refused WORD COMMAND... - it fails, and its message has the word.
refused() {
	word=$1
	shift
	! "$@" >why 2>&1 && grep -F "$word" why
}

check "the library" library libarea.so
check "who includes its header is linked with libffp by its .pc, and need not know" caller by-pc
check "and runs" ./by-pc
check "who calls its key as well" caller calls -DCALLS
check "and runs" ./calls
sed -i 's/^Requires:/Requires.private:/' area.pc
check "with Requires.private even a mere includer does not link" refused ffp_module_add caller private
sed -i 's/^Requires.private:/Requires:/' area.pc

echo '{ global: area_here; __ffp_ex.area.*; __ffp_rec.area; local: *; };' >leaves.map
echo '{ global: area_here; area; local: *; };' >hides.map
check "a version script that leaves the key's own names" library libarea.so \
	-Wl,--version-script=leaves.map
check "callers link" caller leaves -DCALLS
check "and run" ./leaves
check "a version script that hides them" library libarea.so -Wl,--version-script=hides.map
check "callers do not link" refused __ffp_ex.area.area_exact caller hides -DCALLS
check "docs/building.md shows what the .pc has" sh -c "
	sed -n '/^# begin/,/^# end/p' '$here/public/area.pc' | sed '1d;\$d' >lines &&
	sed -n '/^Requires: ffp/,/^\`\`\`/p' '$here/../../docs/building.md' | sed '\$d' | diff lines -"

plan
