#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""scripts/paths.py: names of files, headings and functions that do not exist are found, wherever they may stand."""
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import done, ok, skip_all  # noqa: E402

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts", "paths.py")
# Split, since this file is looked at, too.
GONE = "src/" + "gone.c"
NONE = "qx" * 3
CASES = [
    ("comment.c", "int x; /* see\n %s. */\n" % GONE, ["2: " + GONE]),
    ("line.h", "// %s, tests/%s/\n" % (GONE, "gone"), ["1: " + GONE, "1: tests/gone"]),
    ("code.c", 'const char *x = "%s";\n' % GONE, []),
    ("page.md", "The head of `%s`.\n" % GONE, ["1: " + GONE]),
    ("link.md", "[a](docs/%s#b), [c](https://example.org/src/x.c)\n" % "gone.md", ["1: docs/gone.md", "1: docs/gone.md"]),
    ("heading.md", "# One: `two`\n[a](#one-two), [b](#two)\n```\n# two\n```\n", ["2: heading.md#two"]),
    ("names.md", "`ffp_%s()`, `struct %s`, `ffp_apply()`, `struct ffp_change`, `insn_ops.%s`, ffp_%s\n" % ((NONE,) * 4),
     ["1: ffp_" + NONE, "1: insn_ops." + NONE, "1: struct " + NONE]),
    ("page.scd", "see *%s*\n" % GONE, ["1: " + GONE]),
    ("script.py", "x = 1  # as in %s\n" % GONE, ["1: " + GONE]),
    ("good.md", "`src/swap.c`, `src/`, `tests/arch/<arch>/sites.S`, `tests/*.c`\n", []),
    ("other.md", "`build/src/gone.c`, `/usr/src/gone.c`, `tests/tool`: a folder\n", []),
]

if not os.path.exists(os.path.join(os.path.dirname(SCRIPT), "..", ".git")):
    skip_all("not in a repository")
with tempfile.TemporaryDirectory() as work:
    for name, text, wrong in CASES:
        path = os.path.join(work, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        r = subprocess.run([sys.executable, SCRIPT, path], stdout=subprocess.PIPE, text=True)
        said = [line[len(path) + 1:].replace(" is not in the tree", "").replace(" is in no source", "").replace(work + "/", "")
                for line in r.stdout.splitlines()]
        ok(sorted(said) == sorted(wrong) and r.returncode == bool(wrong), "%s: %d names" % (name, len(wrong)), said)
r = subprocess.run([sys.executable, SCRIPT], stdout=subprocess.PIPE, text=True)
ok(r.returncode == 0, "every file that a document or a comment names is in the tree", *r.stdout.splitlines())
done()
