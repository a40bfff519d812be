#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""refresh.py [--check] - put the present text of insn/ into the patch of kernel/patches that has it.

Linux and `ffp` share the encoder, and the series carries it.  With --check nothing is written, and the
exit status tells whether the patch has that text.
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NEW = re.compile(r"^(\+\+\+ b/tools/ffp/insn/(\S+)\n@@ -0,0 \+1),\d+( @@\n)((?:\+.*\n)+)", re.M)


def refreshed(text):
    def whole(m):
        with open(os.path.join(HERE, "..", "insn", m[2]), encoding="utf-8") as f:
            lines = f.read().splitlines()
        for number, line in enumerate(lines, 1):
            # The kernel's checkpatch counts bytes, a tab to the next multiple of 8.
            if len(line.expandtabs(8).encode()) > 100:
                sys.exit("insn/%s:%d: longer than the 100 bytes that checkpatch allows" % (m[2], number))
        return "%s,%d%s%s" % (m[1], len(lines), m[3], "".join("+%s\n" % line for line in lines))

    new, n = NEW.subn(whole, text)
    return new if n else None


def main():
    folder = os.path.join(HERE, "patches")
    found = 0
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        new = refreshed(text)
        if new is None:
            continue
        found += 1
        if new == text:
            continue
        if "--check" in sys.argv:
            sys.exit("%s has not the present text of insn/: run kernel/refresh.py" % name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(new)
    if not found:
        sys.exit("no patch has the text of insn/")


if __name__ == "__main__":
    main()
