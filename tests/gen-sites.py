#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write assembly with many callers of a few keys, for x86-64.

usage: gen-sites.py SITES KEYS GAP > sites.s

Caller i is a function `long (long)` with one site of key i % KEYS: in turn a
call, a tail call and a conditional tail call (taken unless the argument is 0,
in which case the caller returns -1).  Sites stand at every offset in a cache
line, and every 64th crosses the end of a page, cut after its first, second, ...
byte in turn.  GAP bytes of other code stand between neighbours.

Defines: callers[SITES], n_callers, n_keys, n_crossing, and the alignments seen.
"""
import sys

sites, keys, gap = (int(a) for a in sys.argv[1:4])
out = sys.stdout

KINDS = (
    # (bytes before the site inside its function, text, length of the site)
    (4, "\tsub $8, %rsp\n{pad}\tcall {key}\n\tadd $8, %rsp\n\tret\n", 5),
    (0, "{pad}\tjmp {key}\n", 5),
    (10, "\tmov $-1, %rax\n\ttest %rdi, %rdi\n{pad}\tjne {key}\n\tret\n", 6),
)

out.write('\t.section .text.sites, "ax", @progbits\n\t.balign 4096\n')
at = 0          # offset in the section
crossing = 0
for i in range(sites):
    before, text, length = KINDS[i % 3]
    key = f"__ffp_fn.key{i % keys}.target_a"
    want = i % 64                       # offset of the site in its cache line
    site = at + before
    pad = (want - site) % 64
    if i % 64 == 63:
        cut = 1 + (i // 64) % (length - 1)
        pad = (4096 - cut - site) % 4096
        crossing += 1
    nops = f"\t.nops {pad}\n" if pad else ""
    out.write(f"\t.globl caller{i}\n\t.type caller{i}, @function\ncaller{i}:\n")
    out.write(text.format(pad=nops, key=key))
    out.write(f"\t.size caller{i}, . - caller{i}\n")
    at += before + pad + length + {0: 5, 1: 0, 2: 1}[i % 3]
    if gap:
        out.write(f"\t.skip {gap}, 0xcc\n")
        at += gap

out.write('\t.section .data.rel.ro, "aw", @progbits\n\t.balign 8\n')
out.write("\t.globl callers\ncallers:\n")
for i in range(sites):
    out.write(f"\t.quad caller{i}\n")
out.write('\t.section .rodata, "a", @progbits\n\t.balign 4\n')
for name, value in (("n_callers", sites), ("n_keys", keys), ("n_crossing", crossing)):
    out.write(f"\t.globl {name}\n{name}:\n\t.long {value}\n")
out.write('\t.section .note.GNU-stack, "", @progbits\n')
