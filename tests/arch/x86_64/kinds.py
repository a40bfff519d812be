# SPDX-License-Identifier: MIT
"""The kinds of site of x86-64, for gen-sites.py, which says what these mean."""

FILL = "0xcc"
GRANULE = 1
POINTER = ".quad"

KINDS = (
    (4, "\tsub $8, %rsp\n{pad}\tcall {key}\n\tadd $8, %rsp\n\tret\n", 5, 5),
    (0, "{pad}\tjmp {key}\n", 5, 0),
    (10, "\tmov $-1, %rax\n\ttest %rdi, %rdi\n{pad}\tjne {key}\n\tret\n", 6, 1),
    # As -fno-plt has them: the call has a prefix as a site, and the jump one byte behind it.
    (4, "\tsub $8, %rsp\n{pad}\tcall *{key}@GOTPCREL(%rip)\n\tadd $8, %rsp\n\tret\n", 6, 5),
    (0, "{pad}\tjmp *{key}@GOTPCREL(%rip)\n", 5, 1),
)

SPIN = "\tmov %rdi, %rax\n1:\tdec %rax\n\tjnz 1b\n\tret\n"

BRANCH = ("\t.byte 0x0f, 0x1f, 0x44, 0, 0\n", "\t.byte 0xe9\n\t.long {to} - . - 4\n", 5)
GIVE = ("\tmov ${value}, %eax\n\tret\n", 6)


def nops(n):
    return f"\t.nops {n}\n"
