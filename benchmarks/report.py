#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""report.py RESULTS [PAGE PLOT]: print what measure.py found; write the page and the plot.

Beside the page, unless the run was quick, a file of its name that ends in .json keeps the goals of each processor on
which a page was written: the page shows them side by side, since a gain on one may be none on another.

Once they are written, RESULTS says so, and the next run measures anew.

What the page says in words holds for any outcome: whether a goal is met is
computed, and shown with the figure.
"""
import json
import os
import subprocess
import sys
import tempfile

WAYS = [
    ("hardwired", "hard-wired call"),
    ("again", "the same, one of its two copies (control)"),
    ("direct", "**changed key, direct form**"),
    ("body", "changed key, the target's instruction at the site"),
    ("inlined", "no call: inlined by the compiler"),
    ("trampoline", "changed key, trampoline form"),
    ("pointer", "one function pointer"),
    ("pointers", "many function pointers (one for 8 sites)"),
    ("plt", "PLT, callers in a shared library"),
    ("ifunc", "IFUNC"),
    ("retpoline", "one pointer, retpoline"),
    ("retpolines", "many pointers, retpolines"),
]


def thousands(n):
    return f"{int(n):,}"


def us(ns, digits=1):
    return f"{ns / 1000:.{digits}f}"


def spread(figure, digits=2):
    text = f"{figure['ratio']:.{digits}f}"
    if f"{figure['low']:.{digits}f}" != f"{figure['high']:.{digits}f}":
        text += f" ({figure['low']:.{digits}f}–{figure['high']:.{digits}f})"
    return text


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def verdict(met):
    return "met" if met else "**missed**"


def goals(r):
    rows = []
    worst = max((abs(by_way["direct"]["ratio"] - 1), size) for size, by_way in r["calls"].items())
    control = max(abs(by_way["again"][end] - 1) for by_way in r["calls"].values() for end in ("low", "high"))
    rows.append(("call through a changed direct site, relative to a hard-wired call", "1.00 ± 0.02",
                 f"{spread(r['calls'][worst[1]]['direct'])} at worst, {thousands(worst[1])} sites;"
                 f" control ± {control:.2f}", verdict(worst[0] <= 0.02)))
    # What is the target's instruction on one architecture is a call on another.
    bodies = {size: by_way for size, by_way in r["calls"].items() if "body" in by_way}
    for limit, (size, by_way) in zip((0.6, 0.5, 0.5, 0.25), bodies.items()):
        rows.append((f"the target's instruction at {thousands(size)} {'site' if int(size) == 1 else 'sites'}, relative to a hard-wired call",
                     f"≤ {limit}", spread(by_way["body"]), verdict(by_way["body"]["ratio"] <= limit)))
    if bodies:
        least = max(by_way["body"]["ratio"] / by_way["inlined"]["ratio"] for by_way in bodies.values())
        rows.append(("the same, relative to what the compiler inlined", "≤ 1.1", f"{least:.2f} at worst",
                     verdict(least <= 1.1)))
        if all("counted" in by_way for by_way in bodies.values()):
            for limit, (size, by_way) in zip((0.6, 0.5, 0.5, 0.25), bodies.items()):
                rows.append((f"the same with `popcnt`, at {thousands(size)} {'site' if int(size) == 1 else 'sites'}",
                             f"≤ {limit}", spread(by_way["counted"]), verdict(by_way["counted"]["ratio"] <= limit)))
            least = max(by_way["counted"]["ratio"] / by_way["popcnt"]["ratio"] for by_way in bodies.values())
            rows.append(("the same, relative to what the compiler inlined with `-mpopcnt`", "≤ 1.1", f"{least:.2f} at worst",
                         verdict(least <= 1.1)))
    # A run of an older release has measured hooks in another way.
    if "o2-search-on" in r["hooks"]:
        for body, limit, where in (("search", 1.03, "in a search in a tree"), ("sum", 1.1, "in a loop")):
            figure = r["hooks"][f"o2-{body}-on"]
            rows.append((f"`FFP_ON` that is off, {where}, GCC `-O2`, relative to no hook", f"≤ {limit}",
                         spread(figure), verdict(figure["ratio"] <= limit)))
        figure = max((r["hooks"][f"o2-{body}-set"] for body in ("sum", "search")), key=lambda f: f["ratio"])
        rows.append(("`FFP_ON` that is on, GCC `-O2`, relative to a hard-wired call in a taken branch", "≤ 1.02",
                     f"{spread(figure)} at worst", verdict(figure["ratio"] <= 1.02)))
    helpers = r.get("helpers")
    if helpers:
        for what, limit, name in (("builtins", 0.25, "the helper of libgcc"), ("to-native", 1.5, "`-mpopcnt`")):
            figure = helpers["popcount-" + what]
            rows.append((f"a loop that counts bits, with ffp-builtins, relative to {name}", f"≤ {limit}",
                         spread(figure), verdict(figure["ratio"] <= limit)))
    near = r["change"]["near"]
    if "in-place-near" in r["change"]:
        rows.append(("one change, no other thread, relative to mprotect-store-mprotect", "≤ 1.3",
                     f"{near['ratio']:.1f}", verdict(near["ratio"] <= 1.3)))
    if r["held"]:
        figure = r["held"]["ratio"]
        rows.append(("one change, one thread running there, relative to the same in place", "-",
                     f"{figure['ratio']:.1f} ({figure['low']:.1f}–{figure['high']:.1f})", ""))
    figure = r["bulk"]["change"]
    rows.append((f"{thousands(r['table']['sites'])} sites changed, relative to a memcpy of their pages", "≤ 10",
                 f"{figure['ratio']:.1f} ({figure['low']:.1f}–{figure['high']:.1f})",
                 verdict(figure["ratio"] <= 10)))
    t = r["table"]
    rows.append(("bytes of table per site", "8", f"{t['bytes'] / t['sites']:g}",
                 verdict(t["bytes"] == 8 * t["sites"])))
    more = t["relocations"] - t["relocations-uncollected"]
    rows.append(("dynamic relocations per site", "0",
                 f"0 ({more} for the module's table)" if more < 8 else f"{more / t['sites']:.2f}",
                 verdict(more < 8)))
    rows.append(("`ffp collect`, MB of objects per second", "≥ 50", f"{r['tool']['mb-per-second']:.0f}",
                 verdict(r["tool"]["mb-per-second"] >= 50)))
    for compiler, figure in r["tool"]["compile"].items():
        rows.append((f"compiling with `ffp-cc {compiler}`, to without", "< 1.05",
                     f"{figure['ratio']:.3f}", verdict(figure["ratio"] < 1.05)))
    grown = max(large / small for part in r["scale"].values() for small, large in part["seconds"].values())
    rows.append(("ten times the keys, sites or sections: time, at worst", "≤ 12", f"{grown:.1f} times",
                 verdict(grown <= 12)))
    return rows


def scale(r):
    parts = {
        "sections": "an object with text sections, one site each",
        "sites": "an object with sites of one key",
        "keys": "an object with calls of other files' keys",
        "exported": "an object with calls of other modules' keys",
        "program": "a program with keys",
    }
    works = {
        "collect": "`ffp collect`", "verify": "`ffp verify`", "list": "`ffp list`", "status": "`ffp status` of the running program",
        "first": "the first change, of all keys at once", "change": "all keys changed at once",
        "find": "`ffp_find` for each name", "info": "`ffp_info` of each key",
        "load": "a module is loaded that calls all of them, before any change",
        "come": "a module is loaded that calls all of them, when all are changed",
        "change-two": "all keys changed, in both modules", "farewell": "that module is unloaded, and with it all targets",
    }
    rows = []
    for part, text in parts.items():
        measured = r["scale"][part]
        for work, (small, large) in measured["seconds"].items():
            rows.append((text, works[work], thousands(measured["sizes"][0]), f"{small:.3f}",
                         thousands(measured["sizes"][1]), f"{large:.3f}", f"{large / small:.1f}"))
    return table(["input", "work", "number", "s", "number", "s", "times"], rows)


def calls(r):
    sizes = list(r["calls"])
    rows = []
    for way, name in WAYS:
        if way not in r["calls"][sizes[0]]:
            continue
        rows.append([name] + [
            f"{r['calls'][s][way]['ns']:.2f} ns" if way == "hardwired" else spread(r["calls"][s][way])
            for s in sizes])
    return table(["call sites"] + [thousands(s) for s in sizes], rows)


HOOK_BUILDS = (("o2", "GCC `-O2`"), ("o3", "GCC `-O3`"), ("clang", "Clang `-O2`"))
HOOK_BODIES = (("sum", "a sum, an element"), ("search", "a search in a tree"), ("hash", "a hash, an element"),
               ("small", "a small function, a call"))


def hook_table(r, heading, ways):
    """A row for each build and way; the first way is in nanoseconds, the others are ratios to it."""
    first = ways[0][0]
    rows = []
    for build, compiler in HOOK_BUILDS:
        if f"{build}-sum-{first}" not in r["hooks"]:
            continue
        for way, name in ways:
            row = [compiler, name]
            for body, _ in HOOK_BODIES:
                figure = r["hooks"][f"{build}-{body}-{way}"]
                row.append(f"{figure['value']:.2f} ns" if way == first else spread(figure))
            rows.append(row)
    return table(["", heading, *[text for _, text in HOOK_BODIES]], rows)


def hooks(r):
    return hook_table(r, "a hook that is off, in",
                      (("none", "no hook"), ("on", "**`if (FFP_ON(key)) key(…)`**"),
                       ("key", "NULL key that is not set"), ("flag", "`if (flag) hook(…)`"),
                       ("pointer", "`if (pointer) pointer(…)`")))


def hooks_on(r):
    return hook_table(r, "a hook that is on, in",
                      (("wired", "a branch that is always taken, a hard-wired call"),
                       ("set", "**`if (FFP_ON(key)) key(…)`**")))


def counts(r):
    """Of a target that counts bits, or nothing where there is no such instruction."""
    sizes = list(r["calls"])
    if "counts" not in r["calls"][sizes[0]]:
        return ""
    rows = []
    for way, name in (("counts", "hard-wired call"), ("counted", "**changed key, the instruction at the site**"),
                      ("popcnt", "no call: inlined by the compiler, with `-mpopcnt`")):
        rows.append([name] + [
            f"{r['calls'][s][way]['ns']:.2f} ns" if way == "counts" else spread(r["calls"][s][way]) for s in sizes])
    return f"""
The same with a target that is `popcnt %rdi,%rax; ret`. Other rows are ratios to the first:

{table(["call sites"] + [thousands(s) for s in sizes], rows)}
"""


def helped(r):
    if not r.get("helpers"):
        return ""
    return f"""
## A call that the compiler makes by itself

GCC compiled two loops with `-O2` for any x86-64, once more through `ffp-cc` with the list of
[ffp-builtins](builtins.md), and for a processor that has the instructions. None of them was vectorised. The first row is
nanoseconds an element, the others are ratios to it.

{helpers(r)}
"""


def helpers(r):
    rows = []
    for way, name in (("plain", "for any x86-64: a call of the helper"),
                      ("builtins", "**the same, with ffp-builtins**"), ("native", "with `-mpopcnt -mfma`")):
        row = [name]
        for body in ("popcount", "fma"):
            figure = r["helpers"][f"{body}-{way}"]
            row.append(f"{figure['value']:.2f} ns" if way == "plain" else spread(figure))
        rows.append(row)
    return table(["", "`__builtin_popcountl`, a loop", "`fma()`, a chain"], rows)


def changes(r):
    c = r["change"]
    rows = []
    for name, text in (("near", "site and trampoline in one page: one window"),
                       ("far", "far apart: two windows, and a copy to undo the first")):
        in_place = c.get("in-place-" + name)
        rows.append((text, us(c[name]["value"]), us(in_place["value"]) if in_place else "refused",
                     f"{c[name]['ratio']:.1f}" if in_place else "-"))
    return table(["one site", "change, µs", "in place, µs", "ratio"], rows)


def steps(r):
    columns = [("near_key alone", "one window"), ("far_key alone", "two"),
               ("near_key running", "one, a thread running there"), ("far_key running", "two, a thread running there")]
    columns = [(where, text) for where, text in columns if where in r["steps"]]
    names = []
    for where, _ in columns:
        names += [step for step in r["steps"][where] if step not in names and step != "sum"]
    rows = [[step] + [us(r["steps"][where][step]) if step in r["steps"][where] else "-"
                      for where, _ in columns] for step in names + ["sum"]]
    return table(["µs"] + [text for _, text in columns], rows)


def held(r):
    rows = []
    for name, text in (("change", "change"), ("in-place", "in place, and membarrier"),
                       ("nothing", "nothing (what the machine takes)")):
        cost, held_up = r["held"][name + " cost"], r["held"][name + " held"]
        rows.append([text, us(cost["p50"])] + [us(held_up[q]) for q in ("p50", "p90", "p99", "max")])
    return table(["", "cost, µs", "thread held up, µs: median", "90 %", "99 %", "longest"], rows)


def bulk(r):
    b = r["bulk"]
    rows = []
    for name, text in (("change", "change"), ("in-place", "in place: mprotect, store, mprotect"),
                       ("copy", "memcpy of the pages"),
                       ("copy-new", "memcpy of the pages to newly mapped memory")):
        if name in b:
            rows.append((text, f"{b[name]['value']:.2f}", spread(b[name], 1)))
    return table([f"{thousands(b['sites']['value'])} sites on {thousands(b['pages']['value'])} pages",
                  "ms", "to memcpy"], rows)


def tool(r):
    t = r["tool"]
    rows = []
    for compiler, figure in t["compile"].items():
        rows.append((f"`{compiler} -O2 -g`", f"{figure['seconds']:.2f}", f"{figure['ratio']:.3f}",
                     f"{figure['processor-ratio']:.3f}", f"{figure['ms-per-file']:.1f}"))
    return table([f"{t['files']} files of {t['name']}", "s without", "wall time with `ffp-cc`, to without",
                  "processor time", "ms more a file"], rows)


def machine(r):
    m = r["machine"]
    text = f"{m['cpu']}, {m['processors']} processors"
    if m["virtual"]:
        text += ", virtual machine"
    text += f"; {m['system']}; " + "; ".join(m[k] for k in ("gcc", "clang", "linker") if m[k])
    return text + f". Load when the run began: {m['load']:.2f}."


def elsewhere(r, store):
    """The goals as other processors have reached them; those of this one are kept in STORE."""
    try:
        with open(store, encoding="utf-8") as f:
            kept = json.load(f)
    except FileNotFoundError:
        kept = {}
    here = r["machine"]["cpu"]
    kept[here] = {figure: [measured, verdict] for figure, _, measured, verdict in goals(r)}
    with open(store, "w", encoding="utf-8") as f:
        json.dump(kept, f, indent=1, ensure_ascii=False, sort_keys=True)
        f.write("\n")
    others = sorted(cpu for cpu in kept if cpu != here)
    if not others:
        return ""
    rows = [[figure, goal] + [", ".join(filter(None, kept[cpu].get(figure, ["-"]))) for cpu in others]
            for figure, goal, _, _ in goals(r)]
    return f"""
The goals on other processors, as the last `./bench` on each has found them. The rest of this page is of the
machine above.

{table(["figure", "goal", *others], rows)}
"""


def page(r, plot, others):
    b, t = r["bulk"], r["tool"]
    most = max(r["calls"], key=int)

    def runs(way):
        return r["calls"][most][way]["runs"]

    def tenths(values):
        low, high = (values[round(q * (len(values) - 1))] for q in (0.1, 0.9))
        return f"{low:.2f} to {high:.2f}"

    sections = [f"""<!-- SPDX-License-Identifier: MIT -->
# Benchmarks

`./bench` builds, measures and writes this page. Every ratio compares two things that ran in
turns in one process or one build. It is the median of many rounds, with the least and the
greatest in brackets. Machine: {machine(r)}
""", "## Goals\n", table(["figure", "goal", "measured", ""], goals(r)), others, f"""
## What a call costs

Each row reaches the same function at the same address, from generated callers that differ only in
the call. The callers are chains of 1, 64, 1,024 and 8,192 sites, in which each call needs the
result of the call before, and each site is executed once per round. The first row is
nanoseconds per call. All other rows are ratios to it: the median of three code alignments, with the
least and the greatest of the three in brackets. The hard-wired block exists twice, at two
addresses, and ratios are relative to the mean of both. The control is one of the two; no difference
that is smaller than the difference of the control from 1 is significant. Lazy binding is off, and
every pointer holds the same address.
""", calls(r), counts(r), f"""
At {thousands(most)} sites the result differs between processes, with the addresses of their code: of
{len(runs('direct'))} processes, the middle 80 % had {tenths(runs('direct'))} for the direct form, and
{tenths(runs('again'))} for the control.

![Calls and hold-up]({plot})

## When there is no gain

**A well-predicted call through a pointer costs next to nothing**: see the columns of one and 64
sites. The processor predicts the call and continues, and the called function costs more than
the call. A direct call is faster with so many sites that predictors overflow, in code that runs cold, and where indirect
calls are retpolined. Measure before you expect more: gains of a few
per cent in whole programs tend to vanish once runs are interleaved and alignments are varied.
No exchangeable function, however it is called, gives the compiler what it can do with a
function that it can see: inline it.

## What a hook costs while it is off
""", hooks(r), """
The rows of no hook are nanoseconds, the others are ratios to these. An `FFP_ON` that is off is one no-op, and nothing
behind it is computed. A call of a NULL key that is not set is one no-op, too. But the compiler does not
know that: it computes the arguments, and keeps no value in the registers that a call may change. The sum is
a loop that GCC vectorises with `-O3` and Clang with `-O2`, unless a statement in it may do anything: an `FFP_ON` and
a call forbid that alike, while a flag or a pointer may be tested before the loop by the compiler. The same holds for a
search that a compiler makes without branches. Each round of the hash waits for the one before, so that the processor
has time for the no-op. The small function makes a division for an argument that is not used. **In a hot loop, put the
test outside of the loop**, with a second loop for the hook that is on:

```c
if (FFP_ON(trace))
	for (long i = 0; i < n; i++) {
		trace(p, i);
		sum += p[i];
	}
else
	for (long i = 0; i < n; i++)
		sum += p[i];
```

## What a hook costs while it is on
""", hooks_on(r), """
The function that is called does nothing. The rows of a hard-wired call are nanoseconds, the others are ratios to these.
""", helped(r), f"""
## What a change costs

No other thread runs here. *In place* is the cheapest possible store into text: make the page writable
and executable, store, make it executable only. It is compared with a change of a key with one
site, which rewrites two instructions, the site and the trampoline; if these are on two pages, the
store in place writes to two pages, too. A change makes a new page and moves it over the old one,
so it is safe at any alignment with any thread running (src/swap.c explains how). The kernel's
work for that (below) is several times the work of changing the rights of a page. Setting the
target that is already set takes
{r['change']['same']['value']:.0f} ns. The very first change of a small program, which also reads the site table, takes
{us(r['change']['first']['value'], 0)} µs.
""", changes(r), """
The time of each step, by a clock that is read between the library's steps:
""", steps(r)]
    if r["held"]:
        share = r["held"]["share of-a-processor"]["p50"]
        busy = "" if share > 0.8 else f"""
**The machine was busy: the running thread had only {share * 100:.0f} % of a processor**, and the time that
others took counts as held up. Only the medians are reliable.
"""
        sections += ["""
## How long a running thread is held up

One thread calls the key without pause, from the page that is swapped, and reads the clock at each
call. Another thread makes, in turns, a change, the same store in place (with the membarrier that
this also needs), and nothing. Each of these begins when the first thread is known to run. "Held up" is the
sum of the gaps that the first thread sees until 10 µs after the end.
""", held(r), busy + """
The scheduler causes the tails of milliseconds: a thread that reaches a page during its swap
sleeps until the swap is done, and another thread may have taken its processor meanwhile.
"""]
    sections += [f"""## Many sites at once

One key called from {thousands(b['sites']['value'])} places, 100 bytes apart. The first change also reads and sorts
the table and takes {b['first']['value']:.1f} ms. Every later change:
""", bulk(r), f"""
The copies are private memory from then on, here {b['pages']['value'] * 4096 / 1e6:.1f} MB.
""" + (f"""
For comparison, LLVM's XRay switches {thousands(r['xray']['points'])} instrumentation points, in place and with
writable and executable pages, at {r['xray']['ns']:.1f} ns a point; a change here is {b['change']['value'] * 1e6 / b['sites']['value']:.0f} ns a site.
XRay cannot exchange a function, so the two figures are not comparable as such.
""" if r["xray"] else ""), f"""## Building

The source of {t['name']}, with the calls of ten functions of the C library turned into calls of keys
by one `-include` ({t['sites']} sites with GCC). Each file is compiled with and without the launcher in
turns; the table has sums of medians. `ffp collect` processed {t['objects-mb']:.0f} MB of such objects at {t['mb-per-second']:.0f} MB/s
(slowest run {t['mb-per-second-low']:.0f}).
""", tool(r), """
## How time grows

Each task runs with an input and with one that is ten times as large. The table has the processor
time, the least of several runs, and the ratio. Larger inputs fit caches less well, so a ratio
somewhat above ten is expected. In the row of a loaded module whose keys are all changed, the library
executes 11.0 times the instructions and the dynamic linker 10.9 times (counted by Valgrind's callgrind,
with 10,000 and 100,000 keys); the rest of that ratio is the cost of caches.
""", scale(r)]
    return "\n".join(sections) + "\n"


def gnuplot(r, path):
    labels = {"hardwired": "hard-wired", "direct": "direct (changed key)", "trampoline": "trampoline",
              "pointer": "one pointer", "pointers": "many pointers", "plt": "PLT", "ifunc": "IFUNC",
              "retpoline": "retpoline"}
    ways = [w for w in labels if all(w in by_way for by_way in r["calls"].values())]
    with tempfile.TemporaryDirectory() as work:
        data = os.path.join(work, "calls")
        with open(data, "w", encoding="ascii") as f:
            for size, by_way in r["calls"].items():
                print(size, *[by_way[w]["ns"] for w in ways], file=f)
        lines = ", ".join(f"'{data}' using 1:{i + 2} with linespoints lw {3 if w == 'direct' else 1.5} title '{labels[w]}'"
                          for i, w in enumerate(ways))
        script = [
            f"set terminal svg size 900,{400 if not r['held'] else 720} font 'sans-serif,13' background 'white'",
            f"set output '{path}'",
            f"set multiplot layout {2 if r['held'] else 1},1",
            "set grid", "set key outside right", "set logscale x 2", "set yrange [0:*]",
            "set xtics (1, 8, 64, \"1,024\" 1024, \"8,192\" 8192)", "set xrange [0.8:10000]",
            "set title 'A call, by way and number of call sites'",
            "set xlabel 'call sites, each executed once a round'", "set ylabel 'ns a call'",
            f"plot {lines}",
        ]
        if r["held"]:
            bars = os.path.join(work, "held")
            total = sum(b[1] for b in r["held"]["histogram"])
            with open(bars, "w", encoding="ascii") as f:
                for at, change, in_place, _ in r["held"]["histogram"]:
                    print(at, change / total * 100, in_place / total * 100, file=f)
            script += [
                "set title 'How long one change holds up a thread that calls the key'",
                "set xlabel 'µs (logarithmic)'", "set ylabel '% of the changes'",
                "set logscale x 10", "unset xtics", "set xtics (1, 3, 10, 30, 100, 300, 1000, 10000)",
                "set xrange [1:20000]", "set style fill transparent solid 0.5",
                f"plot '{bars}' using ($1 > 0 ? $1 : NaN):2 with boxes title 'change', "
                f"'' using ($1 > 0 ? $1 : NaN):3 with boxes title 'store in place'",
            ]
        script.append("unset multiplot")
        subprocess.run(["gnuplot"], input="\n".join(script) + "\n", text=True, check=True)


def main():
    results, *paths = sys.argv[1:]
    with open(results, encoding="utf-8") as f:
        r = json.load(f)
    if r["quick"]:
        print("Quick: these figures show that everything works, and nothing else.\n")
    print(table(["figure", "goal", "measured", ""], goals(r)))
    print()
    print(calls(r))
    print()
    print(hooks(r))
    print()
    print(changes(r))
    if paths:
        target, plot = paths
        gnuplot(r, plot)
        others = "" if r["quick"] else elsewhere(r, os.path.splitext(target)[0] + ".json")
        with open(target, "w", encoding="utf-8") as f:
            f.write(page(r, os.path.relpath(plot, os.path.dirname(target)), others))
        r["reported"] = True
        with open(results, "w", encoding="utf-8") as f:
            json.dump(r, f, indent=1)


if __name__ == "__main__":
    main()
