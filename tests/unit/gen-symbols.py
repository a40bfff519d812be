#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gen-symbols.py SEED: assembly whose symbols lie in, over and beside each other."""
import random
import sys

draw = random.Random(int(sys.argv[1]))
SPACE = 400  # bytes of each section
out = []
for section in range(4):
    out += ['.section .text.%d,"ax",%%progbits' % section, '.Lbase%d:' % section, '.zero %d' % SPACE]
    for i in range(60):
        name = f"s{section}_{i}"
        # Few places, so that several are at one.
        at = draw.randrange(0, SPACE, draw.choice((1, 8, 40)))
        size = draw.choice((0, 0, 1, 8, 16, 40, 100, 300))
        out += [f".set {name}, .Lbase{section} + {at}",
                f".size {name}, {min(size, SPACE - at)}",
                f".type {name}, %{draw.choice(('function', 'function', 'object', 'notype'))}"]
        out += draw.choice(([], [], [f".globl {name}"], [f".weak {name}"]))
out += [".set fixed, 0x40", ".globl fixed", '.section .note.GNU-stack,"",%progbits']
print("\n".join(out))
