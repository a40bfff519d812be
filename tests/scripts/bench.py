#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What ./bench measures is kept part by part, and needs nothing that its scripts do not make."""
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(root, "benchmarks"), os.path.join(root, "tests")]
import measure  # noqa: E402
from tap import done, ok  # noqa: E402


class Fake(measure.Bench):
    """Its parts take no time; those in `broken` fail, in one way or another, or by `why`."""

    def __init__(self, build, broken=(), why=None):
        super().__init__(build, False)
        self.ran = []
        self.why = why
        for part in measure.PARTS:
            setattr(self, part, lambda part=part: self.part(part, part in broken))

    def part(self, part, broken):
        self.ran.append(part)
        if broken and self.why:
            raise self.why()
        if broken and len(part) % 2:
            raise subprocess.CalledProcessError(1, part)
        if broken:
            raise KeyError(part)
        return None if part == "held" else {"of": part}


def loaded(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def reported(path):
    """As report.py does when it has written its page."""
    measure.store(dict(loaded(path), reported=True), path)


with tempfile.TemporaryDirectory() as work:
    results = os.path.join(work, "results.json")
    programs = os.path.join(work, "benchmarks")
    os.makedirs(programs)
    parts = list(measure.PARTS)
    for broken in parts:
        left = [part for part in parts if part != broken]
        bench = Fake(work, [broken])
        ok(measure.measure(bench, results) == [broken] and bench.ran == parts,
           "%s fails: the others are measured all the same" % broken)
        ok([part for part in parts if part in loaded(results)] == left, "%s fails: the others are kept" % broken)
        bench = Fake(work)
        ok(measure.measure(bench, results) == [] and bench.ran == [broken],
           "%s failed: only that is measured again" % broken)
        ok(all(part in loaded(results) for part in parts), "%s failed: now all is there" % broken)
        if broken == parts[0]:
            bench = Fake(work)
            ok(measure.measure(bench, results) == [] and not bench.ran, "a page that failed: nothing is measured again")
        reported(results)
    bench = Fake(work)
    measure.measure(bench, results)
    ok(bench.ran == parts, "after the page, all is measured anew")
    reported(results)

    measure.measure(Fake(work, ["tool"]), results)
    with open(os.path.join(programs, "calls-36"), "w", encoding="ascii") as f:
        f.write("another program\n")
    bench = Fake(work)
    measure.measure(bench, results)
    ok(bench.ran == parts, "what is kept of other programs is not taken up")
    measure.measure(Fake(work, ["tool"]), results)
    with open(results, "r+", encoding="utf-8") as f:
        f.truncate(100)
    bench = Fake(work)
    measure.measure(bench, results)
    ok(bench.ran == parts, "nor half a file")

    reported(results)
    try:
        measure.measure(Fake(work, ["tool"], KeyboardInterrupt), results)
    except KeyboardInterrupt:
        pass
    ok([part for part in parts if part in loaded(results)] == parts[:parts.index("tool")],
       "what was measured before somebody ended it is kept")
    for broken, status in ((["tool"], True), ([], False)):
        measure.Bench, sys.argv = (lambda build, quick, broken=broken: Fake(build, broken)), ["measure.py", work, results]
        try:
            measure.main()
            told = None
        except SystemExit as end:
            told = end.code
        ok(bool(told) == status and ("tool" in str(told)) == status,
           "the exit status tells whether a part failed: %s" % (broken or "none"))
    measure.Bench = Fake.__base__

    # A source package that is had, and one that is not, as scripts/fetch.sh has them.
    bench = measure.Bench(work, False)
    bench.fetch = os.path.join(work, "fetch")

    def package(text, status=0):
        """Have the source package hold one file of `text`; the name of what is taken."""
        with open(bench.fetch, "w", encoding="ascii") as f:
            f.write('#!/bin/sh\nmkdir -p "$1/$2/src"\ncat >"$1/$2/src/one.c" <<"end"\n%s\nend\nexit %d\n'
                    % (text, status))
        os.chmod(bench.fetch, 0o755)
        return bench.sources()[0]

    ok(package('#include "lua5.4-deb-multiarch.h"\nconst char *path = DEB_HOST_MULTIARCH;') == "Lua 5.4",
       "the header that the build of Debian's package makes is made here")
    ok(package('#include "some-other-header.h"') == "this project", "a source that does not compile is not taken")
    ok(package("int one;", 1) == "this project", "nor one that cannot be had")
done()
