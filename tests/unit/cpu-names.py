#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
cpu-names.py TABLE COMPILER - TAP: the table of x86 features knows what the compiler takes for granted

TABLE prints the table.  For each feature that the compiler knows, all others that it turns on with it
are either needed by the table's line, or baseline, or nothing that it uses unasked.
"""
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import done, ok  # noqa: E402

table, *compiler = sys.argv[1:]
# An option that turns a feature on has another name than the feature.
OPTIONS = {"pclmul": "-mpclmul", "sahf": "-msahf"}
# What the compiler's macros are called, if not as the feature is.
MACROS = {"lahf_sahf": "sahf", "gcc_have_sync_compare_and_swap_16": "cx16", "sse4_1": "sse4.1", "sse4_2": "sse4.2",
          "3dnow_a": "3dnowa", "gcc_have_sync_compare_and_swap_8": "cx8"}
# Compilers use these only where a program asks for them by name.
UNASKED = {"fsgsbase", "rdrnd", "rdseed", "rdpid", "xsaveopt", "xsavec", "xsaves", "clflushopt", "clwb", "clzero",
           "mwaitx"}


def turned_on(*options):
    """The features of the compiler's macros, or None if it does not know an option."""
    r = subprocess.run([*compiler, *options, "-dM", "-E", "-xc", "/dev/null"], capture_output=True, text=True,
                       check=False)
    if r.returncode or "not a recognized" in r.stderr:
        return None
    names = (name.lower() for name in re.findall(r"^#define __(\w+?)__ ", r.stdout, re.M))
    names = {MACROS.get(name, name) for name in names}
    return names | {MACROS[name.lower()] for name in re.findall(r"__(GCC_HAVE_\w+_(?:8|16)) ", r.stdout)}


lines = [line.split() for line in subprocess.run([table], capture_output=True, text=True, check=True).stdout.splitlines()]
known = {name for name, *_ in lines}
baseline = turned_on("-march=x86-64")
asked = 0
for name, *needs in lines:
    level = name.startswith("arch=") or name.startswith("x86-64-v")
    on = turned_on("-march=" + name.replace("arch=", "") if level else OPTIONS.get(name, "-m" + name))
    if on is None:
        continue
    asked += 1
    more = (on & known) - baseline - {name} - set(needs) - (UNASKED if level else set())
    ok(not more, "%s needs all that comes with it%s" % (name, "".join(", " + m for m in sorted(more))))
ok(asked > 70, "the compiler knows most of the names (%d)" % asked)
done()
