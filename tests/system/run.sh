#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh MACHINE [PATTERN] - TAP: the tests, or those whose name has the pattern, on a
# Linux kernel of that machine, Debian's, with two processors, under qemu-system.
#
# Builds the test programs static (in build-system-MACHINE), puts them into an
# initramfs with init.c, which runs them, and starts it.  Nothing is installed.
set -eu
cd "$(dirname "$0")/../.."
here=tests/system
machine=${1-}
cross=$machine
smp=2
case $machine in
x86_64) debian='amd64 bookworm linux-image-amd64' emulator=qemu-system-x86_64
	options='-cpu max' console=ttyS0 cross= ;;
aarch64) debian='arm64 bookworm linux-image-arm64' emulator=qemu-system-aarch64
	options='-M virt -cpu max,pauth-impdef=on' console=ttyAMA0 ;;
riscv64) debian='riscv64 sid linux-image-riscv64' emulator=qemu-system-riscv64
	options='-M virt' console=ttyS0 ;;
s390x) debian='s390x bookworm linux-image-s390x' emulator=qemu-system-s390x
	options='-cpu max' console=ttysclp0 ;;
ppc64le) debian='ppc64el bookworm linux-image-powerpc64le' emulator=qemu-system-ppc64
	options='-M pseries' console=hvc0 ;;
*)
	echo "usage: run.sh x86_64|aarch64|riscv64|s390x|ppc64le [PATTERN]" >&2
	exit 2
	;;
esac

build=build-system-$machine
mkdir -p build-kernels
# What was seen last time is not what will be seen now, or not be.
rm -f "$build/console.log"
if ! command -v "$emulator" >/dev/null || ! command -v cpio >/dev/null; then
	echo "1..0 # SKIP $emulator or cpio is not installed"
	exit 0
fi
# shellcheck disable=SC2086 # words
if ! kernel=$($here/kernel.sh $debian "build-kernels/$machine" 2>"build-kernels/$machine.log"); then
	tail -n 3 "build-kernels/$machine.log" | sed 's/^/# /'
	echo "1..0 # SKIP Debian's kernel for $machine cannot be had (is there a network?)"
	exit 0
fi
if [ "$machine" = s390x ] &&
	! emulator=$($here/emulator.sh "$emulator" qemu-system-s390x build-kernels/qemu 2>build-kernels/qemu.log); then
	tail -n 3 build-kernels/qemu.log | sed 's/^/# /'
	echo "1..0 # SKIP QEMU from 10 on for $machine cannot be had (is there a network?)"
	exit 0
fi

scripts/configure.sh "$build" ${cross:+--cross-file "cross/$cross.txt"} -Dman=false -Dtests=true \
	-Dstatic=true
ninja -C "$build" >&2

root=$build/initramfs
rm -rf "$root"
mkdir -p "$root"
meson introspect "$build" --tests | $here/pack.py "$build" "$root" "${2-}"
(cd "$root" && find . | cpio --quiet -o -H newc) >"$build/initramfs.cpio"
rm -rf "$root"
# The kernel unpacks that into a file system that may take half of its memory.
megabytes=$((2048 + $(wc -c <"$build/initramfs.cpio") * 3 / 1048576))

# shellcheck disable=SC2086 # words
timeout 7200 $emulator $options -smp $smp -m "${megabytes}M" -nographic -no-reboot -nodefaults -serial stdio \
	-kernel "$kernel" -initrd "$build/initramfs.cpio" \
	-append "console=$console quiet panic=-1" </dev/null |
	sed -u 's/\r$//' | tee "$build/console.log" | grep --line-buffered -E '^(ok|not ok|1\.\.|#)'
