#!/bin/sh
# SPDX-License-Identifier: MIT
# names.sh DIRECTORY STAMP NAME - the other names of the tool, in the build tree; NAME: the
# directory of this version's as, below that of the as that ffp-cc takes.
set -e
rm -rf "$1/libexec/ffp"
mkdir -p "$1/libexec/$3"
ln -sf ../../ffp "$1/libexec/ffp/as"
ln -sf ../../ffp "$1/libexec/ffp/ffp-ld"
ln -sf ../../../ffp "$1/libexec/$3/as"
ln -sf ffp "$1/ffp-cc"
: >"$2"
