#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A linked program in the direct form calls keys through no pointer that can be written.

usage: indirect.py PROGRAM	whose functions call_* and tail_* call keys

Read from the file: the callers hold direct branches only; the one indirect jump of a
trampoline takes its target from the trampoline's own section, which is mapped
without the right to write; so are the tables.
"""
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import done, ok  # noqa: E402

program = sys.argv[1]


def run(*argv):
    return subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True).stdout


# Sections: name, address, size, flags.
sections = {}
for line in run("readelf", "-SW", program).splitlines():
    m = re.match(r"\s*\[\s*\d+\]\s+(\S+)\s+\S+\s+([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+\S+\s+([A-Z]*)", line)
    if m:
        sections[m[1]] = (int(m[2], 16), int(m[3], 16), m[4])
segments = []
for line in run("readelf", "-lW", program).splitlines():
    m = re.match(r"\s*(LOAD|GNU_RELRO)\s+0x\S+\s+0x(\S+)\s+0x\S+\s+0x\S+\s+0x(\S+)\s+([RWE ]+?)\s+0x", line)
    if m:
        segments.append((m[1], int(m[2], 16), int(m[3], 16), m[4].replace(" ", "")))


def writable(at, size):
    """Can any of it be written at run time?"""
    inside = [(kind, rights) for kind, start, length, rights in segments
              if start <= at and at + size <= start + length]
    return not inside or (any("W" in rights for kind, rights in inside if kind == "LOAD")
                          and all(kind != "GNU_RELRO" for kind, _ in inside))


ok(not [s for s in segments if "W" in s[3] and "E" in s[3]], "no segment is writable and executable")
for name in ("ffp_sites", "ffp_keys"):
    at, size, _ = sections[name]
    ok(size and not writable(at, size), f"{name}, {size} bytes, cannot be written")
symbols = {}
for line in run("nm", program).splitlines():
    fields = line.split()
    if len(fields) == 3:
        symbols[fields[2]] = int(fields[0], 16)
records = [at for name, at in symbols.items() if name.startswith("__ffp_rec")]
ok(records and not [at for at in records if writable(at, 64)], f"{len(records)} records cannot be written")
ok("__ffp_module" in symbols and not writable(symbols["__ffp_module"], 64), "nor can the descriptor")

entries = sorted(at for name, at in symbols.items() if name.startswith("__ffp_fn."))
ok(entries and not [at for at in entries if writable(at - 16, 48)],
   f"{len(entries)} trampolines, with the words that they load, cannot be written")

callers = direct = jumps = 0
wrong = []
function = ""
for line in run("objdump", "-d", "--no-show-raw-insn", program).splitlines():
    m = re.match(r"([0-9a-f]+) <(.*)>:$", line)
    if m:
        function = m[2]
        callers += bool(re.match(r"(call|tail)_", function))
        continue
    m = re.match(r"\s*([0-9a-f]+):\s+(?:bnd |notrack )?(call|jmp|j[a-z]+)\s+(.*)", line)
    if not m:
        continue
    if re.match(r"(call|tail)_", function):
        direct += "*" not in m[3]
        if "*" in m[3]:
            wrong.append(line)
    elif function.startswith("__ffp_fn.") and "*" in m[3]:
        jumps += 1
        target = re.search(r"# ([0-9a-f]+)", m[3])
        entry = symbols[function.split("@")[0]]
        if not target or int(target[1], 16) != entry - 16:
            wrong.append(line)
ok(not wrong and callers > 0, f"{callers} callers with {direct} branches, none through memory {wrong[:3]}")
ok(jumps >= len(entries), f"{jumps} far jumps, each through its own trampoline's word")
done()
