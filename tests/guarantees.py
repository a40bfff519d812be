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


FORMAT = re.compile(r"%[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?[diouxXcsp]")


def joined(source):
    """Source with the strings that go on in the next line put together, and "…" for each value."""
    return FORMAT.sub("…", re.sub(r'"\s*\n\s*"', "", source))


# What runs tests: the build files, by folder.
runners = {os.path.relpath(folder, root): read(os.path.join(folder, "meson.build"))
           for folder, _, names in os.walk(os.path.join(root, "tests")) if "meson.build" in names}


def is_run(path):
    """A build file has it: the one beside it by its name, others by the way to it."""
    folder, name = os.path.split(path)
    own = r"(?<!/ )'%s'" % re.escape(name)
    if folder.startswith("tests/arch/"):
        return any("arch_dir / '%s'" % name in text for text in runners.values())
    if folder == "tests/tool":
        # Most are in a list of names without their ending.
        return re.search(own, runners[folder]) or "'%s'" % name.replace(".py", "") in runners[folder]
    return any(re.search(own, text) if at == folder else "'%s'" % os.path.relpath(path, at) in text
               for at, text in runners.items())

promises = 0
for line in read("docs/guarantees.md").splitlines():
    if not line.startswith("| ") or line == "| promise | test: check |":
        continue
    promises += 1
    promise, held = line.strip("| ").rsplit(" | ", 1)
    tests = re.findall(r"`(tests/[^`]+)`: ((?:\*[^*]+\*(?:, )?)+)", held)
    ok(tests and held.count("`tests/") == len(tests), "named with its checks: " + promise)
    ok(not FORMAT.search(held), "named as a reader sees it printed: " + promise)
    for path, checks in tests:
        there = os.path.exists(os.path.join(root, path))
        ok(there, path + " is there")
        ok(is_run(path), path + " is run")
        source = joined(read(path)) if there else ""
        for check in re.findall(r"\*([^*]+)\*", checks):
            ok(check in source and re.search(r"[^\W\d_]{3}", check),
               "%s has the check: %s" % (path, check))
ok(promises > 20, "%d promises" % promises)
print("1..%d" % count)
raise SystemExit(failed > 0)
