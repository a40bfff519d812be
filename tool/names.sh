#!/bin/sh
# SPDX-License-Identifier: MIT
# names.sh DIRECTORY STAMP - the other names of the tool, in the build tree.
set -e
mkdir -p "$1/libexec/ffp"
ln -sf ../../ffp "$1/libexec/ffp/as"
ln -sf ../../ffp "$1/libexec/ffp/ffp-ld"
ln -sf ffp "$1/ffp-cc"
: >"$2"
