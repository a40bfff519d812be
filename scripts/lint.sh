#!/bin/sh
# SPDX-License-Identifier: MIT
# Shell scripts, formatting, spelling, man pages, licences, architectures and names of files, over
# the files that git tracks.
set -u
cd "$(dirname "$0")/.." || exit 1
status=0

# shellcheck disable=SC2046 # file names here have no spaces
shellcheck -x check demo .ci/run kernel/run $(git ls-files '*.sh' bench | grep -v '\.[a-z]*$' | grep -v '/') \
	$(git ls-files '*.sh') || status=1
git ls-files '*.c' '*.h' | xargs clang-format --dry-run -Werror || status=1
# clang-format begins so the lines that it makes of one that is too long.
if git ls-files '*.[chS]' '*.cc' | xargs grep -nP '^\t* \*[A-Za-z]'; then
	echo "a comment that a formatter broke" >&2
	status=1
fi
git ls-files | grep -v '\.svg$\|\.patch$\|^tests/fuzz/corpus/' | xargs codespell --ignore-words-list=ser,nd,parms,leve,buildd || status=1
# Builds without the man pages are the usual ones.
for page in man/*.scd; do
	scdoc <"$page" >/dev/null || { echo "$page: not a man page" >&2; status=1; }
done
# Every file that can hold a comment names its licence; pictures are drawn by programs, JSON has no comments, patches
# are for other people's text, and a fuzzer's inputs are any bytes.
unnamed=$(git ls-files | grep -v '\.svg$\|\.patch$\|^tests/fuzz/corpus/\|^LICENSE$\|\.json$\|^debian/\(changelog\|copyright\|source/format\)$' |
	xargs awk 'FNR == 1 { if (file && !named) print file; named = 0; file = FILENAME }
		FNR < 5 && /SPDX-License-Identifier: MIT/ { named = 1 }
		END { if (!named) print file }')
[ -z "$unnamed" ] || { echo "no SPDX-License-Identifier in the first lines of" "$unnamed" >&2; status=1; }
# Architectures are chosen in src/arch/arch.h and include/ffp/form.h; no generic file asks.
# shellcheck disable=SC2046
if grep -nE '^[[:space:]]*#[[:space:]]*(if|el).*__(x86_64|i386|amd64|aarch64|AARCH64|arm|ARM|riscv|s390|powerpc|PPC|mips|loongarch|CET)' \
	$(git ls-files '*.[chS]' '*.cc' | grep -vE '^(src/arch|builtins/[a-z]+[0-9][0-9_x]*|tests/arch|tests/unit/[a-z]+[0-9][0-9_x]*)/|^include/ffp/(form|none|[a-z]+[0-9][0-9_x]*)\.h$|^insn/[a-z]+[0-9][0-9_x]*\.c$|^tests/consumer/|^examples/(clones|count|crc-t10dif/(pclmul|disasm))\.c$'); then
	echo "an architecture in a generic file" >&2
	status=1
fi
# Documents and comments name files that are there.
scripts/paths.py || status=1
# Pictures are of their sources.
scripts/pictures.sh --check || status=1
# Linux has the encoder of the tool.
kernel/refresh.py --check || status=1
# Folders use each other as HACKING.md has it.
scripts/rooms.py || status=1
exit $status
