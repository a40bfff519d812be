#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kernel/run: a series is applied whole or fails, unchanged files keep their times; a machine that hangs, dies or breaks
its plan has failed."""
import os
import sys
import tempfile

sys.dont_write_bytecode = True
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(root, "kernel"), os.path.join(root, "tests")]
import machine  # noqa: E402
import tree  # noqa: E402
from tap import done, ok  # noqa: E402


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return f.read()


def write(text, *path):
    os.makedirs(os.path.dirname(os.path.join(*path)), exist_ok=True)
    with open(os.path.join(*path), "w", encoding="utf-8") as f:
        f.write(text)


def patch(name, before, after):
    """A patch that makes a file of one line another one, new or gone if it has none."""
    return "Why.\n---\n x | 1 +\n\n--- %s\n+++ %s\n@@ -%s +%s @@\n%s%s" % (
        "a/" + name if before else "/dev/null", "b/" + name if after else "/dev/null", "1" if before else "0,0",
        "1" if after else "0,0", "-%s\n" % before if before else "", "+%s\n" % after if after else "")


def apply_series(work):
    write("old\n", work, "origin", "linux", "a.c")
    write("kept\n", work, "origin", "linux", "b.c")
    write("gone\n", work, "origin", "linux", "c.c")
    archive = os.path.join(work, "linux.tar")
    tree.run(["tar", "-C", os.path.join(work, "origin"), "-cf", archive, "linux"])
    folder = os.path.join(work, "patches")
    write("Not a patch.\n", folder, "0000-cover-letter.patch")
    write(patch("a.c", "old", "newer"), folder, "0001-a.patch")
    write(patch("new/d.c", "", "made"), folder, "0002-d.patch")
    write(patch("c.c", "gone", ""), folder, "0003-c.patch")
    series = tree.series(folder)
    ok([os.path.basename(p)[:4] for p in series] == ["0001", "0002", "0003"], "the cover letter is no patch", series)

    source = tree.Source(work, "source")
    source.unpack(archive)
    at = source.path

    def state():
        return [read(at, name) if os.path.exists(os.path.join(at, name)) else None for name in ("a.c", "b.c", "c.c", "new/d.c")]

    source.apply(series)
    ok(state() == ["newer\n", "kept\n", None, "made\n"], "all is applied", state())
    for name in ("a.c", "b.c", "new/d.c"):
        os.utime(os.path.join(at, name), (1000, 1000))

    def times():
        return [os.stat(os.path.join(at, name)).st_mtime == 1000 for name in ("a.c", "b.c", "new/d.c")]

    source.unpack(archive)
    source.apply(series)
    ok(times() == [True] * 3, "the same again touches no file", times())
    write(patch("new/d.c", "", "made otherwise"), folder, "0002-d.patch")
    source.apply(series)
    ok(times() == [True, True, False] and read(at, "new/d.c") == "made otherwise\n", "one that changed touches its file alone", times())

    before = source.times()
    source.apply(series[:1])
    ok(state()[2:] == ["gone\n", None], "fewer are applied", state())
    source.apply([])
    ok(state() == ["old\n", "kept\n", "gone\n", None], "none is applied", state())
    source.restore(series, before)
    ok(state()[0] == "newer\n" and times()[:2] == [True] * 2 and source.times() == before,
       "all again, as if they had been all along", state(), times())
    source.apply([])

    write(patch("a.c", "older", "newer"), folder, "0003-c.patch")
    try:
        source.apply(series)
        said = ""
    except tree.Failed as error:
        said = str(error)
    ok(said.startswith("0003-c.patch does not apply") and state() == ["old\n", "kept\n", "gone\n", None],
       "one that does not apply is named, and nothing is changed", said, state())
    os.utime(archive, (2000, 2000))
    write("x\n", at, "a.c")
    source.unpack(archive)
    ok(state() == ["old\n", "kept\n", "gone\n", None], "another release is unpacked anew", state())


def judge(text, lines, passed, **figures):
    found = machine.Results(lines)
    seen = [result for result, _ in found.results]
    ok(seen == passed and found.figures == figures, text, found.results, found.figures)


def results():
    judge("results with and without a plan", ["ok - load x", "KTAP version 1", "1..2", "ok 1 - a", "    not ok 2 b"], [True, True, False])
    judge("a skipped one", ["1..1", "ok 1 a # SKIP no such processor"], [None])
    judge("a plan that is not met", ["1..2", "ok 1 a", "1..1", "ok 1 b"], [True, False, True])
    judge("at the end, too", ["1..2", "ok 1 a"], [True, False])
    judge("a number that is left out", ["1..2", "ok 2 a"], [False, True])
    judge("a result without a plan", ["ok 1 a"], [False, True])
    judge("figures are added up", ["# ffp: calls=7 wrong=0", "# ffp: calls=5"], [], calls=12, wrong=0)
    judge("a line that only looks like one", ["okay 1", "nok 1"], [])


def boots(work):
    def boot(script, **words):
        return machine.boot("sh -c '%s'" % script, os.path.join(work, "console"), **words)

    good = boot(r'printf "\033[2J[    1.5] ok 1 a\r\nWARNING: Spectre\nrest"; exit 33')
    ok(good.failure is None and good.lines == ["ok 1 a", "WARNING: Spectre", "rest"], "a machine that ends", good.failure, good.lines)
    for script, why in (("exit 0", "status 0"), ("exit 34", "status 34"), ("kill -9 $$", "status -9"),
                        ("echo Kernel panic - not syncing; exit 33", "panic"),
                        ("echo \"BUG: kernel NULL\"; exit 33", "BUG"), ("echo \"[ 1.0] WARNING: CPU: 0\"; exit 33", "WARNING")):
        bad = boot(script)
        ok(bad.failure and why in bad.failure, "one that does not: " + why, bad.failure)
    hung = boot("echo last words; exec sleep 1000", silence=1)
    ok(hung.failure and "hangs" in hung.failure and hung.tail() == ["last words"], "one that hangs", hung.failure, hung.lines)
    slow = boot("while :; do echo word; sleep 0.1; done", whole=1)
    ok(slow.failure and "does not end" in slow.failure, "one that never ends", slow.failure)
    data = machine.initramfs({"a/b": (b"text", 0o100644), "dev/console": ((5, 1), 0o020600)})
    ok(data.startswith(b"070701") and len(data) % 4 == 0 and b"text" in data and b"TRAILER!!!" in data, "an initramfs")


with tempfile.TemporaryDirectory() as folder:
    apply_series(folder)
    results()
    boots(folder)
done()
