#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""scripts/count-tests.py: nothing that went wrong counts as nothing."""
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import done, equal  # noqa: E402

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
script = os.path.join(root, "scripts", "count-tests.py")

TAP = [  # what a test printed, its counts
    ("ok 1\nok 2\n1..2\n", "2 0 0"),
    ("1..2\nok 1\nnot ok 2\n", "1 1 0"),
    ("ok 1\nok 2 - x # SKIP no network\n1..2\n", "1 0 1"),
    ("1..0 # SKIP no compiler\n", "0 0 1"),
    ("1..0\n", "0 1 0"),
    ("ok 1\n1..2\n", "1 1 0"),
    ("ok 1\n", "1 1 0"),
    ("", "0 1 0"),
]

GOOD = {"name": "libffp:run / a", "result": "OK", "stdout": "ok 1\n1..1\n"}
DIED = {"name": "libffp:run / b", "result": "ERROR", "stdout": "ok 1\n1..1\n"}
BAD = {"name": "libffp:run / c", "result": "FAIL", "stdout": "not ok 1\n1..1\n"}
NONE = {"name": "libffp:run / d", "result": "SKIP", "stdout": "1..0 # SKIP x\n"}

MESON = [  # the log and its name, meson's status, the names that must have run, the counts
    ([GOOD], "testlog", 0, [], "1 0 0"),
    ([GOOD], "testlog", 0, ["a"], "1 0 0"),
    ([GOOD], "testlog-valgrind", 0, ["a"], "1 0 0"),
    ([GOOD, NONE], "testlog", 0, ["a", "d"], "1 0 1"),
    ([GOOD], "testlog", 0, ["a", "b"], "1 1 0"),
    ([GOOD], "testlog", 1, [], "1 1 0"),
    ([GOOD, DIED], "testlog", 1, [], "2 1 0"),
    ([GOOD, BAD], "testlog-valgrind", 1, [], "1 1 0"),
    ([], "testlog", 0, [], "0 1 0"),
    (None, "", 0, [], "0 1 0"),
    (None, "", 0, ["a"], "0 1 0"),
]


def counts(*arguments):
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True).stdout.strip()


with tempfile.TemporaryDirectory() as folder:
    printed = os.path.join(folder, "printed")
    for text, expected in TAP:
        with open(printed, "w", encoding="utf-8") as f:
            f.write(text)
        equal(counts("--tap", printed), expected, "printed: %r" % text)

with tempfile.TemporaryDirectory(prefix="[x]") as folder:
    os.mkdir(os.path.join(folder, "meson-logs"))
    for tests, name, status, names, expected in MESON:
        log = os.path.join(folder, "meson-logs", name + ".json")
        if tests is not None:
            with open(log, "w", encoding="utf-8") as f:
                f.writelines(json.dumps(test) + "\n" for test in tests)
        equal(counts(folder, str(status), *names), expected,
              "%s of %s, status %d, wanted %s" % (name or "no log", [t["name"][-1] for t in tests or ()], status, names))
        if tests is not None:
            os.unlink(log)

done()
