#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/guarantees.md: each promise names a test that is there, is run, and has the check."""
import os
import re

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
count = failed = 0


def ok(condition, text):
    global count, failed
    count += 1
    failed += not condition
    print("%s %d - %s" % ("ok" if condition else "not ok", count, text.replace("#", "")))


def read(path):
    with open(os.path.join(root, path), encoding="utf-8") as f:
        return f.read()


def joined(source):
    """Source with the strings that go on in the next line put together."""
    return re.sub(r'"\s*\n\s*"', "", source)


# What runs tests: the build files beside them, and the script at the top.
runners = read("check") + "".join(
    read(os.path.join(folder, name))
    for folder, _, names in os.walk(os.path.join(root, "tests"))
    for name in names if name == "meson.build")

promises = 0
for line in read("docs/guarantees.md").splitlines():
    if not line.startswith("| ") or line == "| promise | held by |":
        continue
    promises += 1
    promise, held = line.strip("| ").rsplit(" | ", 1)
    tests = re.findall(r"`(tests/[^`]+)`: ((?:\*[^*]+\*(?:, )?)+)", held)
    ok(tests and held.count("`tests/") == len(tests), "named with its checks: " + promise)
    for path, checks in tests:
        there = os.path.exists(os.path.join(root, path))
        ok(there, path + " is there")
        ok(re.search(r"\b%s\b" % re.escape(os.path.basename(path)), runners), path + " is run")
        source = joined(read(path)) if there else ""
        for check in re.findall(r"\*([^*]+)\*", checks):
            ok(check in source, "%s has the check: %s" % (path, check))
ok(promises > 20, "%d promises" % promises)
print("1..%d" % count)
raise SystemExit(failed > 0)
