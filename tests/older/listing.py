#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An object as assembly: listing.py OBJECT COMMENT > LISTING

So an object of a release that is no longer at hand stays in the tree as text.  What the assembler makes of
the listing has the sections, symbols and relocations of the object; sections of debug information and
comments are left out.
"""
import re
import struct
import subprocess
import sys

path, comment = sys.argv[1:]
image = open(path, "rb").read()
order = ">" if image[5] == 2 else "<"
sections_at, = struct.unpack_from(order + "Q", image, 40)
entry_size, n, names_index = struct.unpack_from(order + "3H", image, 58)
heads = [struct.unpack_from(order + "2I4Q2I2Q", image, sections_at + i * entry_size) for i in range(n)]
types = dict(re.findall(r"^[0-9a-f]+ +[0-9a-f]*?([0-9a-f]{8}) (R_\w+)", subprocess.run(
    ["readelf", "-rW", path], stdout=subprocess.PIPE, check=True, text=True).stdout, re.M))
NOTE, NOBITS, RELA, GROUP = 7, 8, 4, 17
WORDS = {1: "@progbits", NOTE: "@note", NOBITS: "@nobits", 14: "@init_array", 15: "@fini_array"}
LETTERS = ((1, "w"), (2, "a"), (4, "x"), (0x10, "M"), (0x20, "S"), (0x80, "o"), (0x200, "G"), (0x400, "T"),
           (0x200000, "R"))


def string(table, at):
    start = heads[table][4] + at
    return image[start:image.index(b"\0", start)].decode()


def quoted(name):
    return name if re.fullmatch(r"[\w.$]+", name) else '"%s"' % name


symtab = next(i for i, h in enumerate(heads) if h[1] == 2)
symbols = []
for at in range(heads[symtab][4], heads[symtab][4] + heads[symtab][5], 24):
    name, info, other, section, value, size = struct.unpack_from(order + "I2BH2Q", image, at)
    symbols.append((string(heads[symtab][6], name), info >> 4, info & 15, other & 3, section, value, size))


def symbol_name(i):
    name, _, kind, _, section, _, _ = symbols[i]
    if kind == 3:
        return ".Lsection%d" % section
    # RISC-V has references of instructions, for which their symbol must stay one.
    return "symbol%d" % i if name.startswith(".L") else quoted(name)


groups = {}
for i, h in enumerate(heads):
    if h[1] == GROUP:
        for member in struct.unpack_from("%s%dI" % (order, h[5] // 4), image, h[4])[1:]:
            groups[member] = symbol_name(h[7])
print("/* SPDX-License-Identifier: MIT */\n/* %s */" % comment)
for i, h in enumerate(heads):
    name, kind, flags, _, offset, size, link, _, align, element = h
    name = string(names_index, name)
    if kind not in WORDS or name.startswith(".debug") or name in (".comment", ".note.GNU-stack"):
        continue
    rest = [WORDS[kind].replace("@", "%")]
    if flags & 0x10:
        rest.append(str(element))
    if flags & 0x80:
        rest.append(".Lsection%d" % link)
    if flags & 0x200:
        rest += [groups[i], "comdat"]
    print('\t.section %s, "%s", %s\n\t.balign %d\n.Lsection%d:' %
          (quoted(name), "".join(c for bit, c in LETTERS if flags & bit), ", ".join(rest), max(align, 1), i))
    for other in heads:
        if other[1] != RELA or other[7] != i:
            continue
        for at in range(other[4], other[4] + other[5], 24):
            where, info, addend = struct.unpack_from(order + "2Qq", image, at)
            number = info >> 32
            symbol = ", %s%+d" % (symbol_name(number), addend) if number else ""
            print("\t.reloc .Lsection%d+%d, %s%s" % (i, where, types["%08x" % (info & 0xffffffff)], symbol))
    if kind == NOBITS and size:
        print("\t.zero %d" % size)
    for at in range(offset, offset + size, 16) if kind != NOBITS else ():
        print("\t.byte " + ",".join(str(b) for b in image[at:min(at + 16, offset + size)]))
for i, (name, binding, kind, visibility, section, value, size) in enumerate(symbols):
    if not name or kind in (3, 4) or not (section or binding):
        continue
    name = symbol_name(i)
    if binding:
        print("\t%s %s" % (".weak" if binding == 2 else ".globl", name))
    if visibility:
        print("\t%s %s" % ({1: ".internal", 2: ".hidden", 3: ".protected"}[visibility], name))
    if section:
        if kind in (1, 2):
            print("\t.type %s, %%%s\n\t.size %s, %d" % (name, {1: "object", 2: "function"}[kind], name, size))
        print("\t.set %s, .Lsection%d+%d" % (name, section, value))
print('\t.section .note.GNU-stack, "", %progbits')
