#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Check a back end's instructions against an assembler and objdump.

usage: binutils.py PROGRAM PREFIX ARGUMENT...

PROGRAM prints cases, one a line: BYTES|ASSEMBLY|READING.  BYTES are what the
back end writes, in hexadecimal.  The assembler must make the same of ASSEMBLY,
unless that is empty.  objdump must read them as READING, but for white space and
comments, where @N stands for the address N bytes from the instruction on, "* @N"
for any instruction that ends so, and !NAME,... for any that has none of these
names.  PREFIX is that of the binutils, ARGUMENT what the assembler needs.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import done, ok, skip_all  # noqa: E402

program, prefix, *arguments = sys.argv[1:]
tools = [prefix + name for name in ("as", "objdump", "objcopy")]
for tool in tools:
    if not shutil.which(tool):
        skip_all(f"{tool} is not installed")
assembler, objdump, objcopy = tools

cases = []
for line in subprocess.run([program], check=True, capture_output=True, text=True).stdout.split("\n"):
    if line:
        code, text, reading = line.split("|")
        cases.append((bytes.fromhex(code), text, reading))


def compare(what, wrong, n):
    ok(n and not wrong, f"{n} cases: {what}", *wrong[:10])


def build(directory, name, lines):
    with open(f"{directory}/{name}.s", "w", encoding="ascii") as f:
        f.write("\t.text\n" + "\n".join(lines) + "\n")
    subprocess.run([assembler, *arguments, f"{directory}/{name}.s", "-o", f"{directory}/{name}.o"],
                   check=True)
    return f"{directory}/{name}.o"


def raw(i, code):
    """As it is, but so that objdump takes it for code, and for one instruction."""
    if prefix.startswith("aarch64"):
        return f"\t.inst {int.from_bytes(code, 'little'):#x}"
    return f"x{i}:\t.byte " + ",".join(map(str, code))


def address_of(match, at):
    return f"{(at + int(match.group(1))) % 2**64:x}"


def fits(reading, text, at):
    name = text.split(" ")[0]
    if reading.startswith("!"):
        return name not in reading[1:].split(",")
    want = re.sub(r"@(-?\d+)", lambda m: address_of(m, at), reading)
    if want.startswith("* "):
        return text.endswith(" " + want[2:])
    return text == want


with tempfile.TemporaryDirectory() as d:
    ours = [(code, text) for code, text, _ in cases if text]
    o = build(d, "text", [text for _, text in ours])
    subprocess.run([objcopy, "-O", "binary", "-j", ".text", o, f"{d}/text.bin"], check=True)
    with open(f"{d}/text.bin", "rb") as f:
        made = f.read()
    wrong, at = [], 0
    for code, text in ours:
        theirs = made[at:at + len(code)]
        if theirs != code:
            wrong.append(f"{text}: {code.hex()}, but the assembler's {theirs.hex()}")
        at += len(code)
    if at != len(made):
        wrong.append(f"{len(made)} bytes of the assembler's, not {at}")
    compare("the assembler writes the same", wrong, len(ours))

    o = build(d, "bytes", ["x:"] + [raw(i, code) for i, (code, _, _) in enumerate(cases)])
    dump = subprocess.run([objdump, "-d", "-z", "-w", "--no-show-raw-insn", o], check=True,
                          capture_output=True, text=True).stdout
    found = {}
    for at, text in re.findall(r"^ *([0-9a-f]+):\t(.*)$", dump, re.M):
        text = re.sub(r"\s*//.*|\s*<.*>", "", text)
        found[int(at, 16)] = " ".join(text.split())
    wrong, at = [], 0
    for code, _, reading in cases:
        text = found.get(at, "nothing")
        if not fits(reading, text, at):
            wrong.append(f"{at:#x}: {code.hex()}: {reading}, but objdump reads {text}")
        at += len(code)
    compare("objdump reads them so", wrong, len(cases))
done()
