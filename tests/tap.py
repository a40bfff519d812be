# SPDX-License-Identifier: MIT
"""
TAP, as every test in Python prints it.

A test ends by done(), which prints the plan.  A test that ends otherwise has failed, and says so:
by an exception, by sys.exit(), or at the end of its file.
"""
import atexit
import os
import sys

count = 0
failed = 0
ended = False


def ok(condition, name, *details):
    """One check; details are shown if it fails."""
    global count, failed
    count += 1
    # At once: a test that hangs has told how far it came.
    print("%s %d - %s" % ("ok" if condition else "not ok", count, name.replace("#", "")), flush=True)
    if not condition:
        failed += 1
        for detail in details:
            for line in str(detail).splitlines():
                print("# " + line)
        sys.stdout.flush()
    return bool(condition)


def equal(got, expected, name, *details):
    return ok(got == expected, name, "got %r" % (got,), "expected %r" % (expected,), *details)


def skip(name, reason):
    global count
    count += 1
    print("ok %d - %s # SKIP %s" % (count, name, reason), flush=True)


def skip_all(reason):
    """End a test that can check nothing here."""
    global ended
    ended = True
    print("1..0 # SKIP %s" % reason, flush=True)
    sys.exit(0)


def done():
    """Print the plan, and end: the exit status tells whether all is well."""
    global ended
    ended = True
    print("1..%d" % count, flush=True)
    sys.exit(failed > 0)


@atexit.register
def ended_early():
    if ended:
        return
    ok(False, "the test comes to its end")
    print("1..%d" % count, flush=True)
    sys.stderr.flush()
    os._exit(1)
