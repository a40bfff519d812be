#!/bin/sh
# SPDX-License-Identifier: MIT
# Shell scripts, formatting and spelling, over the files that git tracks.
set -u
cd "$(dirname "$0")/.." || exit 1
status=0

# shellcheck disable=SC2046 # file names here have no spaces
shellcheck -x check demo .ci/run $(git ls-files '*.sh' bench | grep -v '\.[a-z]*$' | grep -v '/') \
	$(git ls-files '*.sh') || status=1
git ls-files '*.c' '*.h' | xargs clang-format --dry-run -Werror || status=1
git ls-files | grep -v '\.svg$\|\.patch$' | xargs codespell --ignore-words-list=ser,nd,parms,leve || status=1
exit $status
