#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The table in docs/architectures.md: architecture, form, what ran where.

usage: architectures.py --check|--write BUILD...

Reads what the tests of each build directory left (Meson's testlog.json, or the
console.log of tests/system/run.sh) and prints TAP: does the table say just what
they say?  A cell names the suites of which a test passed; one of which a test
failed is never named.  Columns of which no build is given are left alone; what
has not been recorded of a machine yet is a skip.
--write puts what was seen into the table instead.
"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, "..", "docs", "architectures.md")
FORMS = ("direct", "trampoline", "pointer")
WHERE = {
    "gcc": ("x86_64", "native, GCC"),
    "clang": ("x86_64", "native, Clang"),
}
COLUMNS = ("native, GCC", "native, Clang", "qemu-user, GCC", "qemu-user, Clang", "qemu-system")
SUITES = ("run", "load", "stress", "inject")
START, END = "<!-- table -->", "<!-- end of table -->"


def place(build):
    """Architecture and column of a build directory."""
    name = re.sub("^build-", "", os.path.basename(os.path.normpath(build)))
    if name in WHERE:
        return WHERE[name]
    if name.startswith("system-"):
        return name[len("system-"):], "qemu-system"
    machine, _, clang = name.partition("-")
    return machine, "qemu-user, Clang" if clang else "qemu-user, GCC"


def results(build):
    """(suites, passed?) of every test that did not skip."""
    console = os.path.join(build, "console.log")
    if os.path.exists(console):
        for line in open(console, encoding="utf-8", errors="replace"):
            m = re.match(r"(not )?ok \d+ - (\S+)/\S+: (\d+) passed", line)
            if m and (m[1] or int(m[3])):
                yield m[2].split("+"), not m[1]
        return
    for line in open(os.path.join(build, "meson-logs", "testlog.json"), encoding="utf-8"):
        test = json.loads(line)
        suites = test["name"].split(" / ")[0].split(":")[-1].split("+")
        if test["result"] != "SKIP":
            yield suites, test["result"] in ("OK", "EXPECTEDFAIL")


def seen(build):
    """What ran in a build: {form: {suite: all passed?}}"""
    cells = {}
    for suites, passed in results(build):
        # A suite without a form of its own is of the direct one.
        form = next((f for f in FORMS if f in suites), "direct")
        for suite in suites:
            if suite in SUITES:
                cell = cells.setdefault(form, {})
                cell[suite] = cell.get(suite, True) and passed
    return cells


def read_page():
    text = open(PAGE, encoding="utf-8").read()
    before, rest = text.split(START)
    table, after = rest.split(END)
    rows = {}
    for line in table.strip().splitlines()[2:]:
        cells = [c.strip() for c in line.strip("|\n").split("|")]
        rows[cells[0], cells[1]] = dict(zip(COLUMNS, cells[2:]))
    return before, rows, after


def write_page(before, rows, after):
    lines = ["| architecture | form | %s |" % " | ".join(COLUMNS), "|---" * (2 + len(COLUMNS)) + "|"]
    order = sorted(rows, key=lambda r: (len({f for a, f in rows if a == r[0]}) * -1, r[0],
                                        FORMS.index(r[1])))
    for row in order:
        lines.append("| %s | %s | %s |" % (*row, " | ".join(rows[row].get(c, "") for c in COLUMNS)))
    with open(PAGE, "w", encoding="utf-8") as f:
        f.write(before + START + "\n" + "\n".join(lines) + "\n" + END + after)


def main():
    mode, builds = sys.argv[1], sys.argv[2:]
    before, rows, after = read_page()
    count = failed = 0
    for build in builds:
        arch, column = place(build)
        cells = seen(build)
        for form in FORMS:
            says = ", ".join(s for s in SUITES if cells.get(form, {}).get(s))
            told = rows.get((arch, form), {}).get(column, "")
            if mode == "--write":
                if says or (arch, form) in rows:
                    rows.setdefault((arch, form), {})[column] = says
                continue
            count += 1
            if not any(rows.get((arch, f), {}).get(column) for f in FORMS):
                print("ok %d - docs/architectures.md: %s, %s form, %s: %s # SKIP not recorded; "
                      "--write does" % (count, arch, form, column, says or "nothing"))
                continue
            good = says == told
            failed += not good
            print("%s %d - docs/architectures.md: %s, %s form, %s: %s" %
                  ("ok" if good else "not ok", count, arch, form, column, says or "nothing"))
            if not good:
                print("# the page says: %s" % (told or "nothing"))
    if mode == "--write":
        write_page(before, rows, after)
    else:
        print("1..%d" % count)
    sys.exit(failed > 0)


main()
