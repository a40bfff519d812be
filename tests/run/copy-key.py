#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Copy what a compiler made of one key: copy-key.py ASSEMBLY COPIES > assembly.

To compile as many definitions takes minutes.  In copy number i, N0000N becomes i,
77777 becomes 1000 + i, and local labels get names of their own.
"""
import re
import sys

template = open(sys.argv[1]).read()
assert template.count("77777") == 1 and "N0000N" in template
# What is said once per file, before its first instruction.
rest = re.sub(r"(?m)^\s*\.attribute .*\n", "", template)
for i in range(int(sys.argv[2])):
    copy = re.sub(r"\.L([\w.]+)", rf".L\g<1>_{i}", template if i == 0 else rest)
    sys.stdout.write(copy.replace("77777", str(1000 + i)).replace("N0000N", f"{i:04}"))
