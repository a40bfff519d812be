# SPDX-License-Identifier: MIT
"""The kinds of site of AArch64, for gen-sites.py, which says what these mean.

Not the conditional ones, which could not reach their key's entry from every
place among so many callers.
"""

FILL = "0"
GRANULE = 4
POINTER = ".quad"

KINDS = (
    (4, "\tstp x29, x30, [sp, #-16]!\n{pad}\tbl {key}\n\tldp x29, x30, [sp], #16\n\tret\n", 4, 8),
    (0, "{pad}\tb {key}\n", 4, 0),
)


def nops(n):
    return f"\t.rept {n // 4}\n\tnop\n\t.endr\n"
