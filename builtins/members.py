#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""members.py cpus | names CPU | symbols CPU | write CPU DIRECTORY - what libffp-builtins.a consists of

cpus     prints the processors that the library is made for
names    prints the helpers, one a line
symbols  prints the list for --ffp-symbols
write    writes a source file HELPER.c for each helper

A helper is a function that a compiler calls when it compiles for the oldest processor of the
architecture, and that one instruction of a newer one (or of any) replaces.  It replaces it
if the result is the same for every argument, as are the exceptions of floating point, the rounding
by the current mode, and the order of memory accesses.  Not on the lists for that reason:
fmax and fmin on x86-64 and RISC-V (signalling NaNs); __bswapsi2 on RISC-V (two instructions).
Not on them for another reason: floor, ceil, trunc, rint and nearbyint on RISC-V (Zfa, which the
emulator of the tests does not know), and __popcountdi2 on s390x (four bytes, and a call six).
"""
import pathlib
import sys


def x86_64():
    """(helper, its type with %s for the name, instruction, what the processor must have)"""
    yield "__popcountdi2", "int %s(unsigned long)", "popcnt %rdi, %rax", "popcnt"
    yield "fma", "double %s(double, double, double)", "vfmadd213sd %xmm2, %xmm1, %xmm0", "fma"
    yield "fmaf", "float %s(float, float, float)", "vfmadd213ss %xmm2, %xmm1, %xmm0", "fma"
    # Six bytes: where the call was compiled with -fno-plt, in its place, and else a call away.  Bit 3 of
    # the mode keeps "inexact" from being raised, as glibc does for all of these but rint.
    for helper, mode in ("floor", 9), ("ceil", 10), ("trunc", 11), ("rint", 4), ("nearbyint", 12):
        yield helper, "double %s(double)", f"roundsd ${mode}, %xmm0, %xmm0", "sse4.1"
        yield helper + "f", "float %s(float)", f"roundss ${mode}, %xmm0, %xmm0", "sse4.1"
    # What libm has for these is the same instruction, a call away.
    for helper, result in ("lrint", "long"), ("llrint", "long long"):
        yield helper, result + " %s(double)", "cvtsd2si %xmm0, %rax", "default"
        yield helper + "f", result + " %s(float)", "cvtss2si %xmm0, %rax", "default"


def aarch64():
    """The atomic operations of -moutline-atomics, as libgcc's own code has them behind its test."""
    orders = {"relax": "", "acq": "a", "rel": "l", "acq_rel": "al", "sync": "al"}
    for size, suffix in (1, "b"), (2, "h"), (4, ""), (8, ""):
        kind, r = f"uint{8 * size}_t", "x" if size == 8 else "w"
        for order, letters in orders.items():
            yield (f"__aarch64_cas{size}_{order}", f"{kind} %s({kind}, {kind}, {kind} *)",
                   f"cas{letters}{suffix} {r}0, {r}1, [x2]", "lse")
            for operation in "swp", "ldadd", "ldclr", "ldeor", "ldset":
                # __sync_lock_test_and_set is no more than a barrier for what follows.
                of = "a" if (operation, order) == ("swp", "sync") else letters
                yield (f"__aarch64_{operation}{size}_{order}", f"{kind} %s({kind}, {kind} *)",
                       f"{operation}{of}{suffix} {r}0, {r}0, [x1]", "lse")
    for order, letters in orders.items():
        yield (f"__aarch64_cas16_{order}", "__int128 %s(__int128, __int128, __int128 *)",
               f"casp{letters} x0, x1, x2, x3, [x4]", "lse")
    for helper, result in ("lround", "long"), ("llround", "long long"):
        yield helper, result + " %s(double)", "fcvtas x0, d0", "default"
        yield helper + "f", result + " %s(float)", "fcvtas x0, s0", "default"


def riscv64():
    # Of Zbb, in bytes: older assemblers do not know it.
    for helper, kind, code in (("__popcountdi2", "int %s(unsigned long)", "i 0x13, 1, a0, a0, 0x602"),
                               ("__clzdi2", "int %s(unsigned long)", "i 0x13, 1, a0, a0, 0x600"),
                               ("__ctzdi2", "int %s(unsigned long)", "i 0x13, 1, a0, a0, 0x601"),
                               ("__bswapdi2", "unsigned long %s(unsigned long)", "i 0x13, 5, a0, a0, 0x6b8")):
        yield helper, kind, ".insn " + code, "zbb"
    for helper, mode in ("rint", "dyn"), ("round", "rmm"):
        for prefix, result in ("l", "long"), ("ll", "long long"):
            yield prefix + helper, result + " %s(double)", f"fcvt.l.d a0, fa0, {mode}", "default"
            yield prefix + helper + "f", result + " %s(float)", f"fcvt.l.s a0, fa0, {mode}", "default"


TABLES = {"x86_64": x86_64, "aarch64": aarch64, "riscv64": riscv64}

MEMBER = """\
// Written by members.py.
#include "builtin.h"
{declared};
BUILTIN({helper}, "{code}", "{feature}");
"""


def main():
    what, cpu, directory = (sys.argv[1:] + [None, None])[:3]
    if what == "cpus":
        print(*TABLES, sep="\n")
    for helper, kind, code, feature in TABLES[cpu]() if cpu else ():
        if what == "names":
            print(helper)
        elif what == "symbols":
            # "+": a call of the helper needs the key, so the linker takes the member.
            print("+" + helper)
        elif what == "write":
            text = MEMBER.format(declared=kind % helper, helper=helper, code=code, feature=feature)
            (pathlib.Path(directory) / (helper + ".c")).write_text(text, encoding="ascii")


main()
