# SPDX-License-Identifier: MIT
"""docs/clients.md and docs/clients.svg, of what clients/run found."""
import os
import subprocess
import sys
import tempfile

from common import PADS, TOP, load

# Where measure.py finds its own parts.
sys.path.append(os.path.join(TOP, "benchmarks"))
shared = load("report", os.path.join(TOP, "benchmarks", "report.py"))
measure = load("measure", os.path.join(TOP, "benchmarks", "measure.py"))


def tests(results):
    rows = []
    for name, client in results.items():
        for compiler, t in client.get("tests", {}).items():
            rows.append((f"{name} {client['version']}", compiler, f"{t['before']:,}", f"{t['after']:,}",
                         ", ".join(t["fail in both"]) or "-", t["calls"], t["left"],
                         f"{t['sites']}, {t['direct']} direct"))
    return shared.table(["program", "compiler", "tests passed: unpatched", "patched", "fail in both",
                         "calls through the replaced pointers: before", "after", "sites"], rows)


def figures(results):
    rows = []
    for name, client in results.items():
        for figure, kinds in client.get("bench", {}).get("figures", {}).items():
            row = [name, figure]
            for kind in ("plain", "thunk"):
                if kind not in kinds:
                    row += ["not measured", "", ""]
                    continue
                row += [f"{kinds[kind]['before']:.4g}", shared.spread(kinds[kind]["after"]),
                        shared.spread(kinds[kind]["again"])]
            rows.append(row)
    return shared.table(["program", "figure", "unpatched", "patched, to it", "control",
                         "unpatched, retpolines", "patched, to it", "control"], rows)


def verdicts(results):
    """What is gained, in words that hold for any outcome."""
    lines = []
    for name, client in results.items():
        for kind, text in (("plain", "built without retpolines"), ("thunk", "with retpolines")):
            gained, lost, nothing = [], [], []
            for figure, kinds in client.get("bench", {}).get("figures", {}).items():
                if kind not in kinds:
                    continue
                after, again = kinds[kind]["after"], kinds[kind]["again"]
                margin = max(0.01, abs(again["low"] - 1), abs(again["high"] - 1))
                figure = figure.rpartition(", ")[0]
                words = f"{figure} ({after['ratio']:.2f})"
                if after["high"] < 1 - margin:
                    gained.append(words)
                elif after["low"] > 1 + margin:
                    lost.append(words)
                else:
                    nothing.append(figure)
            if nothing and not gained and not lost:
                lines.append(f"- {name}, {text}: **nothing beyond noise**, in any figure.")
            elif gained or lost:
                parts = [f"{what}: {'; '.join(which)}" for what, which in
                         (("gained", gained), ("lost", lost), ("nothing beyond noise", nothing)) if which]
                lines.append(f"- {name}, {text}: " + ". ".join(parts) + ".")
    return "\n".join(lines)


def ways(results):
    """Programs that are not patched: what each way of building takes, and how many calls it changed."""
    rows = []
    for name, client in results.items():
        measured = client.get("ways")
        for subject, figures in measured["figures"].items() if measured else ():
            to_first, to_last = measured["goals"][subject]
            sites = client.get("sites in ways", {}).get(subject, {})
            for way, ratios in figures["ways"].items():
                changed = way == next(iter(figures["ways"]))
                goal = []
                for limit, what, ratio in ((to_first, "the plain build", ratios["to first"]),
                                           (to_last, "the last row", ratios["to last"])):
                    if changed and limit:
                        goal.append(f"≤ {limit} of {what}: {shared.verdict(ratio['ratio'] <= limit)}")
                rows.append((f"{subject}", f"{figures['seconds']:.3g} s", way,
                             f"{sites['inlined']} of {sites['sites']}" if changed and sites else "",
                             shared.spread(ratios["to first"]),
                             shared.spread(ratios["to last"]) if changed else "", ", ".join(goal)))
    return shared.table(["", "plain", "way", "calls that became the instruction", "to plain", "to `-mpopcnt`",
                         "goal"], rows)


UNPATCHED_REMARKS = """
*The goal of 0.86* with `-flto` was set by a machine on which `-mpopcnt` took 0.75 of the plain build. No build with keys
can be expected to be faster than one with the instruction itself. At the sites of the build with keys stand the very bytes that
somebody would write by hand over the 71 calls of the finished plain build; the table has the time of that, too. Valgrind counts 941.6 million
instructions of the plain build (`bench 4`), 931.2 million of one overwritten so, and 928.1 million with
`-mpopcnt`: 77 % of what `-mpopcnt` saves. The rest are moves that keep registers around a call. The compiler has
written these, and nothing that is done afterwards takes them away. *Without `-flto`*, and for the sets, a build's time
depends on the alignment of its code more than on anything else: the spread of the three alignments is wide. Two runs on
quiet machines gave 0.83 and 0.86 for the key `popcount`, so the goal of 0.85 lies within the noise of these runs.
"""


def unpatched(results):
    measured = [client for client in results.values() if "ways" in client]
    if not measured:
        return ""
    found = measured[0]["ways"]
    return f"""
## Without a change of source

Ethereal is a chess program that counts bits. A compiler for any x86-64 calls `__popcountdi2` of libgcc for
that, and the project ships three executables for that reason. With `-flto` its own function `popcount()`
is inlined, and 71 calls of the helper remain, which [ffp-builtins](builtins.md) makes keys. Without `-flto` all calls go
to `popcount()`, which is a key by symbol here: one more file, and no change of the program's own. The third
program counts the members of sets by `std::bitset`. All were built by GCC, and every build of one program
says the same (of Ethereal: the number of nodes that its own benchmark visits).

Machine: {shared.machine({'machine': found['machine']})} Processor time; the builds run in turns, {found['rounds']} rounds, with their
text shifted as below; the load after that was {found['load']:.1f}, of which 1 is the measurement itself.

{ways(results)}
{UNPATCHED_REMARKS}"""


def plot(results, path):
    bars = [(f"{name}: {figure}", kinds) for name, client in results.items()
            for figure, kinds in client.get("bench", {}).get("figures", {}).items()]
    with tempfile.TemporaryDirectory() as work:
        data = os.path.join(work, "ratios")
        with open(data, "w", encoding="utf-8") as f:
            for at, (label, kinds) in enumerate(bars):
                values = [kinds[kind]["after"][what] if kind in kinds else "nan"
                          for kind in ("plain", "thunk") for what in ("ratio", "low", "high")]
                print(at, f'"{label}"', *values, file=f)
        script = [
            f"set terminal svg size 900,{150 + 26 * len(bars)} font 'sans-serif,13' background 'white'",
            f"set output '{path}'",
            "set title 'Patched, to unpatched: time (less is better)'",
            "set xlabel 'ratio; bars: the least and greatest of three code alignments'",
            f"set yrange [{len(bars) - 0.5}:-0.5]", "set grid x", "set key outside bottom",
            "set xrange [0:1.3]", "set arrow from 1,graph 0 to 1,graph 1 nohead lw 1",
            f"plot '{data}' using 3:($1-0.12):4:5:ytic(2) with xerrorbars pt 7 title 'plain', "
            f"'' using 6:($1+0.12):7:8 with xerrorbars pt 5 title 'with retpolines'",
        ]
        subprocess.run(["gnuplot"], input="\n".join(script) + "\n", text=True, check=True)

# What other runs found out about figures that look odd.
REMARKS = """
*With retpolines*, libdeflate's crc32 of 16 to 64 bytes gains nothing, and in some runs lost up to 1.13.
The key does not cause that. At 64 bytes (medians of 12 runs in turns) the function took 18.0 ns through
the plain pointer, 18.0 patched with retpolines, 18.0 with retpolines and the call hard-wired in the source,
and 15.8 through the retpolined pointer: the unpatched program becomes faster by its retpoline here. The
cause is unknown, since the virtual machine has no performance counters.

PostgreSQL's count of bits, built without retpolines, depends on the alignment far more than on anything
else: from 0.69 to 1.66 of the unpatched time with the same padding, in one run, while the control stayed
within 4 %. The address of that short loop seems to decide, so the figure shows nothing about the key.

*The count of bits alone*: PostgreSQL's popcount functions for a processor with POPCNT are one instruction, which
therefore stands at the calls of the keys. `clients/postgresql/popcount.c` counts the bits of 8 KB by
`pg_bitutils.c` of libpgport without the server (seven rounds in turns on the same machine while it was busy, each figure the least of
2,000 stretches; ratios with the least and greatest of the three alignments). Calls of `pg_popcount64`, each of which waits for the one
before, took 1.15 ns through the pointer (1.68 in one other order of linking) and 0.84 ns with the key: 0.73 (0.72–0.73). A word in
`pg_popcount`, which loops over a buffer, took 1.14 ns and 0.35 ns: 0.31 (0.31–0.32). The compiler's own
instruction in such a loop as the first took 0.57 ns; the difference is the widening of an `int`, and moves around the call.
"""


def time(results, picture):
    machine = next(iter(results.values()))["bench"]["machine"]
    text = ", ".join(f"{client['bench']['load']:.1f} ({name}, {client['bench']['rounds']} rounds)"
                     for name, client in results.items())
    return f"""
## Time

Machine: {shared.machine({'machine': machine})} The load after each measurement, a mean
of five minutes, in which 1 is the measurement itself: {text}.
GCC built each program with `-O2`, and again with `-mindirect-branch=thunk` (the patched program, too).
The builds run in turns, with their text shifted by {', '.join(map(str, PADS[:-1]))} and {PADS[-1]} bytes of padding. For each of these
three alignments the median of the rounds counts. A ratio is the median of the three alignments, with the least and
the greatest in brackets. The control is a second run of the unpatched program in the same turns;
no difference that is smaller than the difference of the control from 1 is significant.

{figures(results)}

{verdicts(results)}
{REMARKS}
![Patched, to unpatched]({picture})
"""


def page(results, measured, picture):
    names = {"libdeflate": "pointers of one file that replace themselves",
             "sqlite": "tables of pointers",
             "postgresql": "global pointers that replace themselves, and hooks that a loaded module sets",
             "ethereal": "calls that the compiler makes by itself, without a change of source"}
    readme = "\n".join(f"- [{name}](../clients/{name}/README.md): {text}" for name, text in names.items())
    return f"""<!-- SPDX-License-Identifier: MIT -->
# Real programs

`clients/run all` writes this page. It fetches Debian's source packages, builds each without and with
a small patch, runs the program's own tests on both, and measures them. The page has the results of
all runs so far.

{readme}

[migration.md](migration.md) has the experience with the patches.

## Tests and sites

A call counts as a call through a replaced pointer if, in the linked file, it branches to a value
that was loaded from that pointer. The functions that set the pointer and then call the new value
are not counted. Compilers inline SQLite's mutex functions in more places if the called function is
known, so there are more sites than calls. Tests are counted by name, and SQLite gives one name to
several of its 255,018 tests. `fail in both` names the tests that also fail in the unpatched program on
the same machine. PostgreSQL's tests include some that inspect the text of its processes; part of
these exist for the patched program only.

{tests(results)}
""" + unpatched(results) + (time(measured, picture) if measured else "")


def write(results):
    target, picture = (os.path.join(TOP, "docs", "clients." + end) for end in ("md", "svg"))
    measured = {name: client for name, client in results.items() if "bench" in client}
    if measured:
        plot(measured, picture)
    with open(target, "w", encoding="utf-8") as f:
        f.write(page(results, measured, os.path.basename(picture)))
    print(tests(results), ways(results), figures(measured), verdicts(measured), sep="\n\n")
