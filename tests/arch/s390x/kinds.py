# SPDX-License-Identifier: MIT
"""The kinds of site of s390x, for gen-sites.py, which says what these mean."""

FILL = "0"
GRANULE = 2
POINTER = ".quad"

KINDS = (
    (10, "\tstg %r14, 112(%r15)\n\taghi %r15, -160\n{pad}\tbrasl %r14, {key}\n"
     "\taghi %r15, 160\n\tlg %r14, 112(%r15)\n\tbr %r14\n", 6, 12),
    (0, "{pad}\tjg {key}\n", 6, 0),
    (4, "\tltgr %r2, %r2\n{pad}\tjgne {key}\n\tlghi %r2, -1\n\tbr %r14\n", 6, 6),
)

SPIN = "1:\tbrctg %r2, 1b\n\tbr %r14\n"

BRANCH = ("\t.byte 0xc0, 0x04, 0, 0, 0, 0\n", "\tbrcl 15, {to}\n", 6)
GIVE = ("\tlghi %r2, {value}\n\tbr %r14\n", 6)


def nops(n):
    """Of six bytes each, and two for the rest."""
    return f"\t.rept {n // 6}\n\tbrcl 0, .\n\t.endr\n\t.rept {n % 6 // 2}\n\tnopr\n\t.endr\n"
