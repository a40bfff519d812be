#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""look.py PROGRAM FORM: gdb and perf look at a program that changes keys (names.c)."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import done, ok, skip  # noqa: E402

program, form = os.path.abspath(sys.argv[1]), sys.argv[2]


def run(*command):
    p = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                       stdin=subprocess.DEVNULL, env=dict(os.environ, LC_ALL="C"))
    return p.returncode, p.stdout.decode("utf-8", "replace")


def gdb(words, *commands):
    """What gdb and the program, which gets these words, print."""
    script = ["set pagination off", "set confirm off", "set debuginfod enabled off",
              "set style enabled off", "set startup-with-shell off", *commands]
    return run("gdb", "-nx", "-batch", *[x for c in script for x in ("-ex", c)],
               "--args", program, *str(words).split())[1]


def numbers(word, text):
    return [int(n) for n in re.findall(r"^# %s (-?\d+)" % word, text, re.M)]


def breakpoints_beside():
    """On the caller, on both targets: hit as often as called, before and after changes."""
    stop = [x for where in ("busy_caller", "busy_target", "busy_default")
            for x in ("break " + where,)]
    out = gdb(6, *stop, "run", *["bt 4", "continue"] * 12, "info breakpoints")
    ok(numbers("changed", out) == [0] * 6, "six changes with breakpoints beside sites", out)
    ok(numbers("called", out) == [12, 11] * 3, "and the calls between them", out)
    hits = dict(re.findall(r" in (\w+) at .*\n\s+breakpoint already hit (\d+) time", out))
    ok(hits == {"busy_caller": "6", "busy_target": "3", "busy_default": "3"},
       "each breakpoint was hit as often as its function was called", out)
    traces = re.findall(r"#0 .*?busy_(target|default) \(.*\n#1 .*? busy_caller \(.*\n"
                        r"#2 .*? be_looked_at \(", out)
    ok(traces == ["target", "default"] * 3, "and the stack named target, caller, and its caller", out)


def breakpoint_on_a_site():
    out = gdb(6, "break changed", "run", "break *(void *)site_of_busy", "continue", "continue",
              "print r", "delete 2", "continue", "print r", "continue", "print r", "continue")
    ok(re.search(r"Breakpoint 2, .*busy_caller", out), "a breakpoint on a site is hit", out)
    printed = re.findall(r"^\$\d+ = (-?\d+)", out, re.M)
    ok(printed == ["-16", "0", "0"], "a change is refused while it is there, and made after", out)
    ok(numbers("called", out)[:2] == [12, 12] and 11 in numbers("called", out)[2:],
       "calls went to the old target, and then to the new one", out)


def stepping():
    out = gdb(6, "break be_looked_at", "run", "delete", *["next"] * 30)
    ok(set(numbers("changed", out)) == {0} and len(numbers("changed", out)) >= 3,
       "stepping from line to line, over changes", out)
    ok(numbers("called", out)[:2] == [12, 11], "calls go where they should", out)
    out = gdb(6, "break ffp_apply", "break busy_caller", "run", "stepi 400", "continue",
              "stepi 20", "bt 3", "delete", "continue")
    ok(numbers("changed", out) == [0] * 6 and numbers("called", out) == [12, 11] * 3,
       "stepping by instructions into a change, and into a call", out)


def through_the_entry():
    """A call by the key's public symbol, from instruction to instruction: the stack is whole at each."""
    out = gdb("6 symbol", "break changed", "run", "delete", "tbreak *busy_public", "continue",
              *["bt 3", "stepi"] * 4)
    stacks = re.findall(r"^#0 .*?(\S*busy_\w+)>? \(.*\n#1 .*? (\w+) \(.*\n#2 .*? (\w+) \(", out, re.M)
    at = [top for top, *others in stacks if others == ["busy_by_symbol", "be_looked_at"]]
    ok(len(at) == 4 and at[0] != "busy_target" and at[-1] == "busy_target",
       "stepping through an entry, the stack named its caller, and the caller's", out)


def disassembly():
    out = gdb(6, "break changed", "run", "disassemble busy_caller", "continue",
              "disassemble busy_caller")
    named = re.findall(r"call\w*\s+0x[0-9a-f]+ <(\w+)>", out)
    ok(named == ["busy_target", "busy_default"], "gdb shows the call as it is, and names its target",
       out)


def core():
    """Changed text is in a core file, as any page that is not the file's any more."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "core")
        out = gdb(6, "break changed", "run", "generate-core-file " + path)
        out += run("gdb", "-nx", "-batch", "-ex", "disassemble busy_caller", program, path)[1]
        named = re.findall(r"call\w*\s+0x[0-9a-f]+ <(\w+)>", out)
        ok(named == ["busy_target"], "a core file has the call as it was", out)


RECORD = ["perf", "record", "-q", "-e", "cpu-clock", "-o"]


def from_the_start(data):
    """Status of both, and what the program prints; perf sees the mappings being made."""
    return run(*RECORD, data, program, "2")


def attached(data):
    """The same; perf comes after the first change, and reads /proc/PID/maps."""
    told, tell = os.pipe()
    hear, answer = os.pipe()
    p = subprocess.Popen([program, "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    first = p.stdout.readline()
    perf = subprocess.Popen([*RECORD, data, "-D", "-1", "-p", str(p.pid),
                             "--control=fd:%d,%d" % (told, answer)],
                            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            pass_fds=(told, answer))
    os.close(answer)
    os.write(tell, b"enable\n")
    os.read(hear, 16)  # it has, or has ended
    out = first + p.communicate()[0]
    return perf.wait() or p.returncode, out.decode()


def perf():
    if not shutil.which("perf"):
        return skip("perf", "perf is not installed")
    with tempfile.TemporaryDirectory() as folder:
        if run(*RECORD, os.path.join(folder, "data"), "true")[0]:
            return skip("perf", "perf events are not permitted here")
    for how in (from_the_start, attached):
        name = how.__name__.replace("_", " ")
        with tempfile.TemporaryDirectory() as folder:
            data = os.path.join(folder, "data")
            status, out = how(data)
            ok(status == 0 and numbers("called", out) == [12, 11],
               "two changes under perf, " + name, "status %d\n%s" % (status, out))
            out = run("perf", "report", "-i", data, "--stdio", "--no-children", "-q",
                      "-s", "dso,sym")[1]
        lines = re.findall(r"^\s*([\d.]+)%\s+(\S+)\s+\[\.\]\s+(\S+)", out, re.M)
        shares = {sym: float(share) for share, dso, sym in lines if dso == os.path.basename(program)}
        for sym in ("busy_target", "busy_default", "busy_caller"):
            ok(shares.get(sym, 0) > 5, "perf, %s, names %s, in the program's file" % (name, sym), out)


if not shutil.which("gdb"):
    skip("gdb", "gdb is not installed")
elif "Breakpoint 1" not in gdb(2, "break changed", "run"):
    skip("gdb", "gdb cannot trace a program here")
else:
    breakpoints_beside()
    if form == "direct":
        breakpoint_on_a_site()
        disassembly()
        core()
    stepping()
    through_the_entry()
perf()
done()
