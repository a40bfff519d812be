#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
What documents say of tests: each promise of docs/guarantees.md, and each row of docs/errors.md that
names one, has a test that is there, is run, and has the check.  docs/errors.md has every errno of
<ffp.h>, the README the figures of docs/benchmarks.md, and docs/index.md a link to every page.
"""
import os
import re
import sys

sys.dont_write_bytecode = True
from tap import done, ok  # noqa: E402

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


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
    if folder == "tests/consumer":
        # By ./check, of what it has installed.
        return re.search(r"\b%s\b" % re.escape(name.replace(".sh", "")), read("check"))
    if folder == "tests/tool":
        # Most are in a list of names without their ending.
        return re.search(own, runners[folder]) or "'%s'" % name.replace(".py", "") in runners[folder]
    return any(re.search(own, text) if at == folder else "'%s'" % os.path.relpath(path, at) in text
               for at, text in runners.items())



def rows(page):
    """The first and the last cell of each row of the tables whose last column names tests."""
    names_tests = False
    for line in read(page).splitlines():
        cells = line.strip("| ").split(" | ")
        if not line.startswith("|"):
            names_tests = False
        elif cells[-1] == "test: check":
            names_tests = True
        elif names_tests and not line.startswith("|-"):
            yield cells[0], cells[-1]


held_rows = [row for page in ("docs/guarantees.md", "docs/errors.md") for row in rows(page)]
for promise, held in held_rows:
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
ok(len(held_rows) > 40, "%d promises and errors" % len(held_rows))

listed = {error for line in re.findall(r"^ \*\t(-E[A-Z]+(?:, -E[A-Z]+)*)\s", read("include/ffp.h"), re.M)
          for error in line.split(", ")}
shown = {error for cell, _ in rows("docs/errors.md") for error in re.findall(r"`(-E[A-Z]+)`", cell)}
ok(len(listed) > 8 and listed == shown, "docs/errors.md has the errors of <ffp.h>: %s" % (listed ^ shown))


def figures(page):
    """Rows of numbers, by what they are of, without the spread in brackets."""
    return {row[1]: re.sub(r" \([^)]*\)", "", row[2])
            for row in re.finditer(r"^\| ([a-zA-Z*][^|]*) \| (\d+\.[^a-z\n]*) \|$", read(page), re.M)}


measured = figures("docs/benchmarks.md")
# There it is in a table of its own.
measured["the same, if the target is `popcnt`"] = measured.get("**changed key, the instruction at the site**")
for what, numbers in figures("README.md").items():
    ok(measured.get(what) == numbers, "the README's figures of %s: %s" % (what, measured.get(what)))
ok(len(figures("README.md")) > 3, "the README has figures")
pages = {name for name in os.listdir(os.path.join(root, "docs")) if name.endswith(".md")} - {"index.md"}
linked = set(re.findall(r"\]\(([\w-]+\.md)", read("docs/index.md")))
ok(pages == linked, "docs/index.md leads to every page: %s" % sorted(pages ^ linked))
done()
