#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""measure.py BUILD RESULTS [--quick]: run the measuring programs, write RESULTS (JSON).

BUILD is Meson's build directory.  Everything that is compared is run in turns,
many times over; what is written are medians, with the spread where it tells
something.  report.py makes a page of it.

Each part is written as soon as it is measured.  A part that fails does not stop the
others; the exit status is then 1, and the next run measures only what is missing, unless
the programs or the machine have changed, or report.py has made its page.
"""
import hashlib
import json
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # no folder beside the sources
from scale import Scale  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
PADS = ["16", "36", "60"]
PARTS = ("calls", "hooks", "helpers", "change", "steps", "held", "bulk", "table", "tool", "scale", "xray")


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def output(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def median(values):
    return statistics.median(values)


class Bench:
    def __init__(self, build, quick):
        self.build = build
        self.quick = quick
        self.fetch = os.path.join(TOP, "scripts", "fetch.sh")
        self.programs = os.path.join(build, "benchmarks")
        self.work = os.path.join(build, "work")
        os.makedirs(self.work, exist_ok=True)

    def identity(self):
        """Of what is measured, and where: another one for other programs or another machine."""
        text = hashlib.sha256(" ".join(platform.uname()).encode())
        paths = [os.path.join(self.programs, name) for name in sorted(os.listdir(self.programs))]
        for path in paths + [os.path.join(self.build, "tool", "ffp"),
                             os.path.join(HERE, "scale.py"), os.path.abspath(__file__)]:
            if os.path.isfile(path):
                with open(path, "rb") as f:
                    text.update(hashlib.sha256(f.read()).digest())
        return text.hexdigest()

    def run(self, program, *arguments):
        return [line.split() for line in
                output(os.path.join(self.programs, program), *map(str, arguments)).splitlines()]

    def many(self, full, quick):
        return quick if self.quick else full

    # A call

    def calls(self):
        pads = self.many(PADS, PADS[1:2])
        runs = {}  # (sites, block) -> pad -> [(ns, ratio)]
        rounds = self.many(20, 1)
        for number in range(rounds):
            say(f"calls: round {number + 1} of {rounds}")
            for pad in pads:
                for sites, block, ns, ratio in self.run(f"calls-{pad}", self.many(60, 10)):
                    by_pad = runs.setdefault((int(sites), block), {})
                    by_pad.setdefault(pad, []).append((float(ns), float(ratio)))
        result = {}
        for (sites, block), by_pad in runs.items():
            ratios = [median([ratio for _, ratio in pairs]) for pairs in by_pad.values()]
            result.setdefault(str(sites), {})[block] = {
                "ns": median([median([ns for ns, _ in pairs]) for pairs in by_pad.values()]),
                "ratio": median(ratios), "low": min(ratios), "high": max(ratios),
                "runs": sorted(ratio for pairs in by_pad.values() for _, ratio in pairs),
            }
        return result

    def hooks(self):
        return self.medians_of("hooks", self.many(200, 10), self.many(10, 1))

    def helpers(self):
        """None on machines where there is no such comparison."""
        if not os.path.exists(os.path.join(self.programs, "helpers")):
            return None
        figures = self.medians_of("helpers", self.many(200, 10), self.many(10, 1))
        return None if "skipped:" in figures else figures

    # A change

    def medians_of(self, program, count, rounds):
        """Of a program that prints NAME VALUE RATIO, the median of each over some runs."""
        runs = {}
        for number in range(rounds):
            say(f"{program}: round {number + 1} of {rounds}")
            for name, value, ratio in self.run(program, count):
                runs.setdefault(name, []).append((float(value), float(ratio)))
        return {name: {"value": median([v for v, _ in pairs]), "ratio": median([r for _, r in pairs]),
                       "low": min(r for _, r in pairs), "high": max(r for _, r in pairs)}
                for name, pairs in runs.items()}

    def change(self):
        return self.medians_of("change", self.many(1000, 100), self.many(10, 2))

    def steps(self):
        runs = {}
        for number in range(self.many(5, 1)):
            say(f"steps: round {number + 1}")
            sums = {}
            for key, when, ns, *step in self.run("steps", self.many(1000, 50)):
                where = sums.setdefault(f"{key} {when}", {})
                step = " ".join(step)
                where[step] = where.get(step, 0) + float(ns)
            for where, by_step in sums.items():
                for step, ns in by_step.items():
                    runs.setdefault(where, {}).setdefault(step, []).append(ns)
        return {where: {step: median(ns) for step, ns in by_step.items()}
                for where, by_step in runs.items()}

    def held(self):
        histogram = os.path.join(self.work, "held.txt")
        rounds = self.many(7, 1)
        runs, bars = {}, {}
        for number in range(rounds):
            say(f"held: round {number + 1} of {rounds}")
            lines = self.run("held", self.many(2000, 200), histogram)
            if lines[0][0] == "skipped:":
                return None
            for name, what, *values in lines:
                runs.setdefault(f"{name} {what}", []).append([float(v) for v in values])
            with open(histogram, encoding="ascii") as f:
                for line in f:
                    at, *counts = line.split()
                    old = bars.get(float(at), [0] * len(counts))
                    bars[float(at)] = [a + int(b) for a, b in zip(old, counts)]
        result = {}
        for name, lines in runs.items():
            p50, p90, p99, worst = zip(*lines)
            result[name] = {"p50": median(p50), "p90": median(p90), "p99": median(p99), "max": max(worst)}
        ratios = [change[0] / in_place[0] for change, in_place
                  in zip(runs["change cost"], runs["in-place cost"])]
        result["ratio"] = {"ratio": median(ratios), "low": min(ratios), "high": max(ratios)}
        result["histogram"] = [[at] + counts for at, counts in sorted(bars.items())]
        return result

    def bulk(self):
        return self.medians_of("bulk", self.many(15, 3), self.many(7, 1))

    # The table

    def table(self):
        def sections(program):
            size = {}
            for line in output("readelf", "-SW", os.path.join(self.programs, program)).splitlines():
                found = re.match(r"\s*\[\s*\d+\]\s+(ffp_\w+)\s+\S+\s+\S+\s+\S+\s+(\S+)", line)
                if found:
                    size[found[1]] = int(found[2], 16)
            return size

        def relocations(program):
            text = output("readelf", "-rW", os.path.join(self.programs, program))
            return sum(map(int, re.findall(r"contains (\d+) entr", text)))

        say("table")
        sites = self.run("bulk", 1)[0]
        assert sites[0] == "sites"
        return {
            "sites": int(sites[1]),
            "bytes": sections("bulk")["ffp_sites"],
            "relocations": relocations("bulk"),
            "relocations-uncollected": relocations("bulk-uncollected"),
        }

    # The tool

    def sources(self):
        """A real code base: (its name, its C files, their options)."""
        if not self.quick:
            lua = self.lua()
            if lua:
                return lua
            say("taking this project's own source instead")
        files = []
        for part in ("tool", "src"):
            where = os.path.join(TOP, part)
            files += sorted(os.path.join(where, f) for f in os.listdir(where) if f.endswith(".c"))
        return "this project", files, ["-D_GNU_SOURCE", "-I" + TOP] + [
            "-I" + os.path.join(TOP, part) for part in ("insn", "src", "tool")]

    def lua(self):
        """The same of Lua, or None if it cannot be had, or not be compiled here."""
        directory = os.path.join(self.work, "source")
        say("fetch the source of lua5.4")
        if subprocess.run([self.fetch, directory, "lua5.4"]).returncode:
            say("not to be had")
            return None
        where = os.path.join(directory, "lua5.4", "src")
        # Debian's patches include a header that only the build of the package makes.
        made = os.path.join(directory, "made")
        os.makedirs(made, exist_ok=True)
        with open(os.path.join(made, "lua5.4-deb-multiarch.h"), "w", encoding="ascii") as f:
            f.write('#define DEB_HOST_MULTIARCH "multiarch"\n')
        files = sorted(os.path.join(where, f) for f in os.listdir(where) if f.endswith(".c"))
        options = ["-D_GNU_SOURCE", "-DLUA_USE_POSIX", "-I" + made]
        for compiler in self.compilers():
            # What another version of the package may want is found before minutes of measuring.
            if subprocess.run([compiler, "-fsyntax-only", *options, *files]).returncode:
                say(f"{compiler} does not compile it")
                return None
        return "Lua 5.4", files, options

    @staticmethod
    def compilers():
        return [compiler for compiler in ("gcc", "clang") if shutil.which(compiler)]

    @staticmethod
    def timed(command):
        """Wall and processor seconds of a command."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(command, check=True)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return wall, (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)

    def tool(self):
        launcher = os.path.join(self.build, "tool", "ffp-cc")
        name, files, options = self.sources()
        options = ["-O2", "-g", "-I" + os.path.join(TOP, "include"),
                   "-include", os.path.join(HERE, "libc-keys.h")] + options
        objects = os.path.join(self.work, "objects")
        os.makedirs(objects, exist_ok=True)
        if self.quick:
            files = files[:4]
        result = {"name": name, "files": len(files), "compile": {}}

        def compile_one(compiler, launch, path):
            target = os.path.join(objects, os.path.basename(path)[:-2] + ".o")
            return self.timed([*launch, compiler, *options, "-c", path, "-o", target])

        for compiler in self.compilers():
            rounds = self.many(7, 1)
            totals = {(): [0, 0], (launcher,): [0, 0]}
            for i, path in enumerate(files):
                if i % 8 == 0:
                    say(f"compile {name} with {compiler}: file {i + 1} of {len(files)}")
                seen = {launch: [] for launch in totals}
                for number in range(rounds):
                    # Who is first takes turns, too.
                    for launch in list(totals)[::1 if number % 2 else -1]:
                        seen[launch].append(compile_one(compiler, launch, path))
                for launch, times in seen.items():
                    totals[launch][0] += median([wall for wall, _ in times])
                    totals[launch][1] += median([cpu for _, cpu in times])
            plain, launched = totals.values()
            result["compile"][compiler] = {
                "seconds": plain[0], "ratio": launched[0] / plain[0],
                "processor-ratio": launched[1] / plain[1],
                "ms-per-file": (launched[0] - plain[0]) / len(files) * 1000,
            }
        self.collect(files, compile_one, objects, result)
        return result

    def collect(self, files, compile_one, objects, result):
        tool = os.path.join(self.build, "tool", "ffp")
        # Objects as a plain compiler leaves them; with keys, so that each is rewritten.
        for path in files:
            compile_one("gcc", (), path)
        names = [os.path.basename(path)[:-2] + ".o" for path in files]
        size = sum(os.path.getsize(os.path.join(objects, n)) for n in names)
        stats = output(tool, "collect", "--stats", *[os.path.join(objects, n) for n in names])
        result["sites"] = sum(int(n) for n in re.findall(r"(\d+) sites? collected", stats))
        for path in files:
            compile_one("gcc", (), path)
        copies = max(1, self.many(150_000_000, 5_000_000) // size)
        speeds = []
        for number in range(self.many(7, 1)):
            say(f"collect {size * copies / 1e6:.0f} MB of objects: round {number + 1}")
            paths = []
            for i in range(copies):
                where = os.path.join(self.work, "copies", str(i))
                os.makedirs(where, exist_ok=True)
                for n in names:
                    shutil.copyfile(os.path.join(objects, n), os.path.join(where, n))
                    paths.append(os.path.join(where, n))
            wall, _ = self.timed([tool, "collect", *paths])
            speeds.append(size * copies / 1e6 / wall)
        shutil.rmtree(os.path.join(self.work, "copies"))
        result["objects-mb"] = size * copies / 1e6
        result["mb-per-second"] = median(speeds)
        result["mb-per-second-low"] = min(speeds)

    def scale(self):
        return Scale(self.build, self.work, self.quick).measure(say)

    # A peer

    def xray(self):
        program = os.path.join(self.work, "xray")
        say("xray")
        try:
            subprocess.run(["clang", "-O2", "-fxray-instrument", os.path.join(HERE, "xray.c"), "-o", program],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            points, ns = output(program, "50").split()
        except (OSError, subprocess.CalledProcessError):
            return None
        return {"points": int(points), "ns": float(ns)}


def machine():
    def first_line(*command):
        try:
            return output(*command).splitlines()[0]
        except (OSError, subprocess.CalledProcessError):
            return None

    cpu, virtual = platform.machine(), False
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as f:
        text = f.read()
    found = re.search(r"^model name\s*:\s*(.*)", text, re.M)
    if found:
        family = re.search(r"^cpu family\s*:\s*(\d+)", text, re.M)
        model = re.search(r"^model\s*:\s*(\d+)", text, re.M)
        cpu = f"{found[1]} (family {family[1]}, model {model[1]})"
    virtual = re.search(r"^flags\s*:.*\bhypervisor\b", text, re.M) is not None
    return {
        "cpu": cpu, "processors": os.cpu_count(), "virtual": virtual,
        "system": platform.system() + " " + platform.release(),
        "gcc": first_line("gcc", "--version"), "clang": first_line("clang", "--version"),
        "linker": first_line("ld", "--version"), "load": os.getloadavg()[0],
    }


def kept(path, identity):
    """What an earlier run has measured of the same, if there is no page of it yet; or else {}."""
    try:
        with open(path, encoding="utf-8") as f:
            result = json.load(f)
    except (OSError, ValueError):
        return {}
    return {} if result.get("reported") or result.get("identity") != identity else result


def store(result, path):
    with open(path + ".new", "w", encoding="utf-8") as f:
        json.dump(result, f, indent=1)
    os.replace(path + ".new", path)


def measure(bench, path):
    """Measure every part that `path` does not have; returns the names of those that failed."""
    identity = bench.identity()
    result = kept(path, identity)
    if result:
        say("an earlier run has measured " + (", ".join(p for p in PARTS if p in result) or "nothing"))
    else:
        result = {"identity": identity, "machine": machine(), "quick": bench.quick, "reported": False}
    failed = []
    for part in PARTS:
        if part in result:
            continue
        try:
            result[part] = getattr(bench, part)()
        except Exception as why:  # whatever it was, the other parts are worth having
            say(f"{part} failed: {type(why).__name__}: {why}")
            failed.append(part)
        store(result, path)
    return failed


def main():
    build, path, *options = sys.argv[1:]
    failed = measure(Bench(os.path.abspath(build), "--quick" in options), path)
    if failed:
        sys.exit(f"bench: not measured: {', '.join(failed)}; the rest is kept in {path}, and the next run"
                 " measures only what is missing")


if __name__ == "__main__":
    main()
