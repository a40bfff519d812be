# SPDX-License-Identifier: MIT
"""The kinds of site of RISC-V, for gen-sites.py, which says what these mean.

Not to be relaxed, so that sites stay where they are put, and are of both
instructions: the place between the two is at every offset, too.
"""

FILL = "0"
GRANULE = 2
POINTER = ".quad"

KINDS = (
    (8, "\t.option norelax\n\t.option norvc\n\taddi sp, sp, -16\n\tsd ra, 0(sp)\n"
        "{pad}\t.option norvc\n\tcall {key}\n\tld ra, 0(sp)\n\taddi sp, sp, 16\n\tret\n", 8, 12),
    (0, "\t.option norelax\n{pad}\ttail {key}\n", 8, 0),
    (12, "\t.option norelax\n\t.option norvc\n\tbnez a0, 1f\n\tli a0, -1\n\tret\n"
         "1:\n{pad}\ttail {key}\n", 8, 0),
)

# A section has its veneers at the end, which no site may be too far from.
SPAN = 0x80000

SPIN = "\t.option norelax\n\t.option norvc\n1:\taddi a0, a0, -1\n\tbnez a0, 1b\n\tret\n"

BRANCH = ("\t.option norelax\n\t.option norvc\n\tnop\n",
          "\t.option norelax\n\t.option norvc\n\tjal x0, {to}\n", 4)
GIVE = ("\t.option norvc\n\tli a0, {value}\n\tret\n", 8)


def nops(n):
    return f"\t.option rvc\n\t.rept {n // 2}\n\tc.nop\n\t.endr\n"
