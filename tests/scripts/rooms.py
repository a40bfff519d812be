#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""scripts/rooms.py: each kind of include that the map of HACKING.md does not allow is found."""
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import done, ok  # noqa: E402

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
script = os.path.join(root, "scripts", "rooms.py")

MAP = """# Work

| `tool/elf/` | not the map | everything |

## The map

| folder | what lives there | may use |
|---|---|---|
| `include/` | the interface | nothing |
| `src/` | the run time, on its own | `include/` |
| `tool/` | the command | `tool/low/low.h` |
| `tool/low/` | what is below | `tool/msg.h` |
| `tool/high/` | what is above | `tool/low/`, `tool/msg.h` |
| `tests/` | all | everything |

## Another

| `src/` | not the map | everything |
"""

TREE = {
    "HACKING.md": MAP,
    "include/ffp.h": "#include <stddef.h>\n",
    "src/own.h": "",
    "src/own.c": '#include "own.h"\n#include "ffp.h"\n#include <ffp.h>\n',
    "tool/main.c": '#include "low/low.h"\n#include "msg.h"\n',
    "tool/msg.h": "",
    "tool/low/low.h": "",
    "tool/low/part.h": "",
    "tool/low/low.c": '#include "low.h"\n#include "part.h"\n#include "msg.h"\n',
    "tool/high/high.h": "",
    "tool/high/high.c": '#include "high.h"\n# include "low/part.h"\n#include "generated.h"\n',
    "tests/one.c": '#include "high/high.h"\n#include "../src/own.h"\n',
}

# What is changed of that tree, and what is then said; "": nothing.
CASES = [
    ("the tree as it is", {}, ""),
    ("upwards", {"tool/low/low.c": '#include "high/high.h"\n'},
     "tool/low/low.c: tool/low/ may not use tool/high/high.h"),
    ("in a header, with spaces", {"tool/low/low.h": '  #  include "high/high.h"\n'},
     "tool/low/low.h: tool/low/ may not use tool/high/high.h"),
    ("by a path", {"tool/low/low.c": '#include "../high/high.h"\n'},
     "tool/low/low.c: tool/low/ may not use tool/high/high.h"),
    ("with angle brackets", {"include/ffp.h": "#include <own.h>\n"},
     "include/ffp.h: include/ may not use src/own.h"),
    ("another file of a folder than the one allowed", {"tool/main.c": '#include "low/part.h"\n'},
     "tool/main.c: tool/ may not use tool/low/part.h"),
    ("a folder within one's own", {"tool/msg.h": '#include "high/high.h"\n'},
     "tool/msg.h: tool/ may not use tool/high/high.h"),
    ("the folder around", {"src/own.c": '#include "msg.h"\n'},
     "src/own.c: src/ may not use tool/msg.h"),
    ("assembly", {"src/code.S": '#include "high/high.h"\n'},
     "src/code.S: src/ may not use tool/high/high.h"),
    ("a folder that the map lacks", {"more/one.c": ""},
     "more/one.c: the map of HACKING.md has no such folder"),
    ("a folder that is gone", {"src/own.h": None, "src/own.c": None, "tests/one.c": None},
     "HACKING.md: the map has src/, and there is none"),
    ("something allowed that is gone", {"tool/msg.h": None},
     "HACKING.md: tool/low/ may use tool/msg.h, and there is none"),
    ("no map", {"HACKING.md": "# Work\n"}, "HACKING.md: no map"),
]


def said(change):
    """What the script says of the tree with that change, and whether it failed."""
    with tempfile.TemporaryDirectory() as tree:
        for path, text in dict(TREE, **change).items():
            if text is None:
                continue
            os.makedirs(os.path.dirname(os.path.join(tree, path)), exist_ok=True)
            with open(os.path.join(tree, path), "w", encoding="utf-8") as f:
                f.write(text)
        subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
        subprocess.run(["git", "add", "."], cwd=tree, check=True)
        done = subprocess.run([sys.executable, script, tree], capture_output=True, text=True,
                              check=False)
        return done.stderr, done.returncode


for what, change, wanted in CASES:
    text, status = said(change)
    ok(status == bool(wanted) and (wanted in text.splitlines() if wanted else not text), what,
       "exit %d: %s" % (status, text))
done()
