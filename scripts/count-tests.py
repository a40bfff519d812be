#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Count checks: "PASSED FAILED SKIPPED" from Meson's JUnit file, or with --tap from TAP.

A test program that died, timed out or broke its plan counts as one failure, so
that nothing which went wrong can count as nothing.
"""
import re
import sys
import xml.etree.ElementTree as ET


def junit(path):
    passed = failed = skipped = 0
    for suite in ET.parse(path).getroot().iter("testsuite"):
        cases = list(suite.iter("testcase"))
        bad = sum(1 for c in cases if c.find("failure") is not None or c.find("error") is not None)
        skip = sum(1 for c in cases if c.find("skipped") is not None)
        passed += len(cases) - bad - skip
        # What Meson holds against the program as a whole stands in the attributes.
        failed += max(bad, int(suite.get("failures", 0)) + int(suite.get("errors", 0)))
        skipped += skip
    return passed, failed, skipped


def tap(path):
    passed = failed = skipped = 0
    plan = None
    for line in open(path, encoding="utf-8", errors="replace"):
        if re.match(r"1\.\.\d+", line):
            plan = int(line[3:].split()[0])
        elif line.startswith("not ok"):
            failed += 1
        elif line.startswith("ok"):
            if re.search(r"#\s*skip", line, re.I):
                skipped += 1
            else:
                passed += 1
    if plan != passed + failed + skipped:
        failed += 1
    return passed, failed, skipped


print(*(tap(sys.argv[2]) if sys.argv[1] == "--tap" else junit(sys.argv[1])))
