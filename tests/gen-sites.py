#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write assembly with many callers of a few keys.

usage: gen-sites.py KINDS.PY SITES KEYS GAP [BRANCHES [far|mixed]] > sites.s

Caller i is a function `long (long)` with one site of key i % KEYS: in turn a
call, a tail call and a conditional tail call (taken unless the argument is 0,
in which case the caller returns -1), if the architecture has such.  Sites stand
at every offset in a cache line that its instructions can have, and every 64th
crosses the end of a page where they can, cut after its first, second, ... part
in turn, or else is the last on a page.  GAP bytes of other code stand between
neighbours.

Brancher i is a function `long (void)` that returns 1 while key i % KEYS is set, by a branch as FFP_ON
makes it, or in the other half of them FFP_LIKELY_ON.  They stand as the sites do.  With `far` the keys are
exported ones, of this module or another.

With `mixed` the keys are in turn plain, exported, a plain NULL key and an exported NULL key.  The
first four have most of the sites, all over the text, and half of the branches.  Of the others, each
four after the four before, the sites are some hundred in an eighth of the text, some tens close to
each other, about as many all over the text, and again some close to each other; the first and the
third four of these have the other branches, each key's close to each other.  The same arguments give the same text.

KINDS.PY is the architecture's, and defines

	KINDS	(bytes before the site inside its function, text, length of the
		site, bytes behind it), for each kind; in the text {pad} stands
		where filling can go and {key} for the key's symbol
	GRANULE	what instructions are aligned to
	FILL	a byte that traps when run
	POINTER	the directive that writes an address
	nops()	as many bytes of instructions that do nothing
	SPAN	how large a section may be, if that matters
	BRANCH	(no-op, jump to {to}, their length): what a branch may hold
	GIVE	(text, length): return {value}
	SPIN	`long spin(long n)`: a loop of n rounds that returns 0, in at most
		16 bytes; it stands in the midst of the callers

Defines: callers[SITES], caller_keys[SITES] (bytes), n_callers, n_keys, n_crossing, and spin if there is
SPIN; with BRANCHES also branchers[BRANCHES] and n_branchers, and with `mixed` brancher_keys[BRANCHES] (bytes).
"""
import random
import runpy
import sys

arch = runpy.run_path(sys.argv[1])
sites, keys, gap = (int(a) for a in sys.argv[2:5])
kinds, granule = arch["KINDS"], arch["GRANULE"]
branches = int(sys.argv[5]) if len(sys.argv) > 5 else 0
far, mixed = ("far" in sys.argv[6:]), ("mixed" in sys.argv[6:])
chosen = random.Random(1)
out = sys.stdout


def key_of(i):
    if not mixed:
        return i % keys
    where, luck = i / sites, chosen.random()
    if luck < 0.01:
        group = 3
    elif luck < 0.5:
        group = (1 if 1 / 4 <= where < 3 / 8 else 2 if 1 / 2 <= where < 33 / 64 else
                 4 if 3 / 4 <= where < 97 / 128 else 0)
    else:
        group = 0
    return group * 4 + chosen.randrange(4)


def key_of_branch(i):
    if not mixed:
        return i % keys
    half = branches // 2
    others = (4, 5, 6, 7, 12, 13, 14, 15)
    return chosen.randrange(4) if i < half else others[(i - half) * len(others) // (branches - half)]


def symbol(key):
    prefix = "__ffp_ex" if mixed and key % 2 else "__ffp_fn"
    return f"{prefix}.key{key}." + ("0" if mixed and key % 4 > 1 else "target_a")



def padding(i, site, length):
    """How many bytes must stand before number i, that would be at `site`; and does it cross a page?"""
    want = i % 64 // granule * granule  # its offset in the cache line
    if i % 64 != 63:
        return (want - site) % 64, False
    parts = length // granule
    cut = granule * (1 + (i // 64) % (parts - 1) if parts > 1 else 1)
    return (4096 - cut - site) % 4096, parts > 1


out.write('\t.section .text.sites, "ax", %progbits\n\t.balign 4096\n')
at = 0          # offset in the section
crossing = 0
caller_keys = [key_of(i) for i in range(sites)]
for i in range(sites):
    if at > arch.get("SPAN", at):
        out.write(f'\t.section .text.sites{i}, "ax", %progbits\n\t.balign 4096\n')
        at = 0
    if i == sites // 2 and "SPIN" in arch:
        out.write(f"\t.globl spin\n\t.type spin, %function\nspin:\n{arch['SPIN']}"
                  f"\t.org spin + 16, {arch['FILL']}\n\t.size spin, . - spin\n")
        at += 16
    before, text, length, behind = kinds[i % len(kinds)]
    key = symbol(caller_keys[i])
    pad, crosses = padding(i, at + before, length)
    crossing += crosses
    nops = arch["nops"](pad) if pad else ""
    out.write(f"\t.globl caller{i}\n\t.type caller{i}, %function\ncaller{i}:\n")
    out.write(text.format(pad=nops, key=key))
    out.write(f"\t.size caller{i}, . - caller{i}\n")
    at += before + pad + length + behind
    if gap:
        out.write(f"\t.skip {gap}, {arch['FILL']}\n")
        at += gap

at = 0
lines = []
brancher_keys = [key_of_branch(i) for i in range(branches)]
for i in range(branches):
    if at == 0 or at > arch.get("SPAN", at):
        out.write(f'\t.section .text.branches{i}, "ax", %progbits\n\t.balign 4096\n')
        at = 0
    likely = i // keys % 2
    (nothing, jump, length), (give, more) = arch["BRANCH"], arch["GIVE"]
    pad, _ = padding(i, at, length)
    out.write((arch["nops"](pad) if pad else "") + f".Lbrancher{i}:\n" + (jump if likely else nothing).format(to=f".Ltaken{i}") +
              give.format(value=likely) + f".Ltaken{i}:\n" + give.format(value=1 - likely))
    key = brancher_keys[i]
    record = f".Lfar{key} - . + 2" if far else f"__ffp_rec.key{key} - ."
    lines.append(f"\t.long .Lbrancher{i} - ., .Ltaken{i} - ., {record} + {likely}\n")
    at += pad + length + 2 * more
if branches:
    out.write('\t.section ffp_branches, "a", %progbits\n\t.balign 4\n')
    out.writelines(lines)

out.write('\t.section .data.rel.ro, "aw", %progbits\n\t.balign 8\n')
for i in range(keys if far else 0):
    out.write(f".Lfar{i}:\t{arch['POINTER']} __ffp_rec.key{i}\n")
if branches:
    out.write("\t.globl branchers\nbranchers:\n")
    for i in range(branches):
        out.write(f"\t{arch['POINTER']} .Lbrancher{i}\n")
out.write("\t.globl callers\ncallers:\n")
for i in range(sites):
    out.write(f"\t{arch['POINTER']} caller{i}\n")
out.write('\t.section .rodata, "a", %progbits\n\t.globl caller_keys\ncaller_keys:\n')
for key in caller_keys:
    out.write(f"\t.byte {key}\n")
if mixed:
    out.write("\t.globl brancher_keys\nbrancher_keys:\n")
    for key in brancher_keys:
        out.write(f"\t.byte {key}\n")
out.write("\t.balign 4\n")
for name, value in (("n_callers", sites), ("n_keys", keys), ("n_crossing", crossing), ("n_branchers", branches)):
    out.write(f"\t.globl {name}\n{name}:\n\t.long {value}\n")
out.write('\t.section .note.GNU-stack, "", %progbits\n')
