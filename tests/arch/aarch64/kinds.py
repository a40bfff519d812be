# SPDX-License-Identifier: MIT
"""The kinds of site of AArch64, for gen-sites.py, which says what these mean.

The conditional tail call is as compilers make it: b.cond and the like could not
reach their key's entry from every place among so many callers.
"""

FILL = "0"
GRANULE = 4
POINTER = ".quad"

KINDS = (
    (4, "\tstp x29, x30, [sp, #-16]!\n{pad}\tbl {key}\n\tldp x29, x30, [sp], #16\n\tret\n", 4, 8),
    (0, "{pad}\tb {key}\n", 4, 0),
    (4, "\tcbz x0, 1f\n{pad}\tb {key}\n1:\tmov x0, #-1\n\tret\n", 4, 8),
)

SPIN = "1:\tsubs x0, x0, #1\n\tb.ne 1b\n\tret\n"

BRANCH = ("\tnop\n", "\tb {to}\n", 4)
GIVE = ("\tmov x0, #{value}\n\tret\n", 8)


def nops(n):
    return f"\t.rept {n // 4}\n\tnop\n\t.endr\n"
