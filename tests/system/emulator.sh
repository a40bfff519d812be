#!/bin/sh
# SPDX-License-Identifier: MIT
# emulator.sh PROGRAM PACKAGE DIRECTORY - the words of a command that starts this program of QEMU, from
# version 10 on: this machine's, or that of Debian's backports, unpacked in DIRECTORY.
#
# The emulator of s390x in QEMU 7.2 goes on with its translation of code which the kernel has
# changed, for /proc/self/mem or a memfd: memory has the new instruction, and the old one is executed.  (When
# the kernel copies, the translations of the first byte alone are dropped.)
set -eu
# shellcheck source=tests/system/elsewhere.sh
. "$(dirname "$0")/elsewhere.sh"
program=$1 package=$2 dir=$3

major=$("$program" --version 2>/dev/null | sed -n 's/^QEMU emulator version \([0-9]*\)\..*/\1/p')
if [ "${major:-0}" -ge 10 ]; then
	echo "$program"
	exit
fi
if [ ! -x "$dir/root/usr/bin/$program" ]; then
	suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
	(
		elsewhere "$(dpkg --print-architecture)" "$suite-backports" "$dir"
		unpack "$package" qemu-system-common qemu-system-data
	)
fi
"$dir/root/usr/bin/$program" --version >&2
echo "$dir/root/usr/bin/$program -L $dir/root/usr/share/qemu"
