#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Count checks: print "PASSED FAILED SKIPPED".

usage: count-tests.py BUILD STATUS [NAME...]	of the last `meson test` there, which ended with
						that status; the tests named must have run
       count-tests.py --tap FILE		of TAP

A program that died, timed out, broke its plan or did not run counts as one failure, so
that nothing which went wrong can count as nothing.
"""
import glob
import json
import os
import re
import sys


def tap(lines):
    passed = failed = skipped = 0
    plan = whole = None
    for line in lines:
        m = re.match(r"1\.\.(\d+)(\s*#\s*skip)?", line, re.I)
        if m:
            plan, whole = int(m[1]), m[2]
        elif line.startswith("not ok"):
            failed += 1
        elif line.startswith("ok"):
            if re.search(r"#\s*skip", line, re.I):
                skipped += 1
            else:
                passed += 1
    if plan == 0 and whole and not passed + failed + skipped:
        return 0, 0, 1
    if not plan or plan != passed + failed + skipped:
        failed += 1
    return passed, failed, skipped


def meson(build, status, names):
    passed = failed = skipped = 0
    ran = set()
    # Under a wrapper its name is part of the log's.  Meson writes no log where it knew none of the
    # names, and says nothing of a name that it does not know.
    logs = glob.glob(os.path.join(glob.escape(build), "meson-logs", "testlog*.json"))
    for line in [line for log in logs for line in open(log, encoding="utf-8")]:
        test = json.loads(line)
        ran.add(test["name"].split(" / ")[-1])
        p, f, s = tap(test.get("stdout", "").splitlines())
        passed += p
        # Of the program as a whole.
        failed += f or test["result"] not in ("OK", "SKIP")
        skipped += s
    missing = [name for name in names if name not in ran]
    for name in missing or ([] if ran else ["any test"]):
        print("%s: did not run: %s" % (build, name), file=sys.stderr)
        failed += 1
    return passed, failed or status != "0", skipped


if sys.argv[1] == "--tap":
    with open(sys.argv[2], encoding="utf-8", errors="replace") as f:
        print("%d %d %d" % tap(f))
else:
    print("%d %d %d" % meson(sys.argv[1], sys.argv[2], sys.argv[3:]))
