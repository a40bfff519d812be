#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Copy test programs into an initramfs: pack.py BUILD ROOT [PATTERN] < tests.json

The input is what `meson introspect --tests` prints.  Takes every test of a
program that was built here and needs nothing else; writes /programs, a line
"NAME COMMAND..." each, in the order of the tests, the slowest last; those of stress once
more without membarrier, since what the library does instead is the machine's own.
With a pattern only those whose SUITES/NAME has it.
"""
import json
import os
import re
import shutil
import sys

SUITES = {"run", "inject", "stress"}

build, root = sys.argv[1:3]
pattern = re.compile(sys.argv[3] if len(sys.argv) > 3 else "")
lines, commands = [], []


def suites(test):
    return {s.split(":")[-1] for s in test["suite"]}


def is_elf(path):
    with open(path, "rb") as f:
        return f.read(4) == b"\x7fELF"


def target(word):
    """The path of a built program below the build directory, or None."""
    path = os.path.normpath(os.path.join(build, word))
    if path.startswith(os.path.normpath(build) + os.sep) and os.path.isfile(path) and is_elf(path):
        return os.path.relpath(path, build)
    return None


build = os.path.abspath(build)
tests = [t for t in json.load(sys.stdin) if suites(t) & SUITES and "long" not in suites(t)]
for t in sorted(tests, key=lambda t: "stress" in suites(t)):
    words = t["cmd"]
    # What precedes the program starts it: env, or an emulator.
    at = next((i for i, w in enumerate(words) if target(w)), None)
    if at is None or any(target(w) for w in words[at + 1:]) or words[0].endswith((".sh", ".py")):
        continue
    program = target(words[at])
    name = "+".join(s.split(":")[-1] for s in t["suite"]) + "/" + t["name"]
    command = ["/" + program] + words[at + 1:]
    # The same once more, for another processor of an emulator's.
    if command in commands:
        continue
    commands.append(command)
    ways = {name: command}
    if "stress" in suites(t):
        ways[name + "-without-membarrier"] = ["/init", "without-membarrier"] + command
    chosen = [" ".join([way] + command) for way, command in ways.items() if pattern.search(way)]
    if not chosen:
        continue
    lines += chosen
    to = os.path.join(root, program)
    os.makedirs(os.path.dirname(to), exist_ok=True)
    if not os.path.exists(to):
        shutil.copy(os.path.join(build, program), to)

init = os.path.join(build, "tests", "system", "init")
shutil.copy(init, os.path.join(root, "init"))
with open(os.path.join(root, "programs"), "w", encoding="utf-8") as f:
    f.write("\n".join(lines) + "\n")
print("# %d programs packed" % len(lines), file=sys.stderr)
