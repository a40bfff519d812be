# SPDX-License-Identifier: MIT
"""Ethereal, a chess program: the calls that GCC makes by itself, without a change of source."""
import os
import re

import common

PACKAGE = "ethereal-chess"
# The archive has lost Debian's own part of the package; that only removed a folder, which
# libfathom-dev replaces.
ORIGINAL = True
PACKAGES = ["libfathom-dev", "g++"]
ROUNDS = 5
HERE = os.path.dirname(os.path.abspath(__file__))
DEPTH = 11  # of the program's own benchmark, when it is measured; a test does with less

FLAGS = ["-DNDEBUG", "-O3", "-std=gnu11", "-w"]
LIBRARIES = ["-lfathom", "-lpthread", "-lm"]


def own(name):
    return os.path.join(HERE, name)


class Way:
    """One way to build: what is given to the compiler besides, and whether through ffp-cc; or what is done behind."""

    def __init__(self, what, *flags, builtins=False, symbol=None, by_hand=False):
        self.what, self.flags, self.builtins, self.symbol = what, list(flags), builtins, symbol
        self.by_hand = by_hand

    def command(self, library, compiler):
        """The words before the sources, and those behind."""
        if self.builtins:
            flags, libs = (common.run("pkg-config", option, "ffp-builtins",
                                      env={"PKG_CONFIG_PATH": os.path.join(library.lib, "pkgconfig")}).split()
                           for option in ("--cflags", "--libs"))
            # Of the static library, which needs no path when the program runs.
            libs = [library.static if word == "-lffp" else word for word in libs]
            return [library.cc, compiler, *flags], libs
        if self.symbol:
            return ([library.cc, compiler, f"--ffp-symbol={self.symbol}", f"-I{library.include}"],
                    [own(self.symbol + ".c"), library.static])
        return [compiler], []


# Subject: what is compiled; its ways.  The first way is what the others are compared with.
LTO, ALONE, BITSET = ("Ethereal, with `-flto`", "Ethereal, without", "`std::bitset::count`")
WAYS = {
    LTO: [Way("plain", "-flto"), Way("ffp-builtins", "-flto", builtins=True),
          Way("calls overwritten by hand", "-flto", by_hand=True), Way("`-mpopcnt`", "-flto", "-mpopcnt")],
    ALONE: [Way("plain"), Way("key `popcount`", symbol="popcount"), Way("`-mpopcnt`", "-mpopcnt")],
    BITSET: [Way("plain"), Way("ffp-builtins", builtins=True), Way("`-mpopcnt`", "-mpopcnt")],
}
# What the second way is to take of the first, and of the third, at most.
GOALS = {LTO: (0.86, 1.15), ALONE: (0.85, None), BITSET: (None, None)}


def sources():
    """The program's files, in a folder of our own with the header of libfathom where it looks for it."""
    where = os.path.join(common.WORK, NAME, "source")
    if not os.path.exists(where):
        common.run("cp", "-r", os.path.join(common.SOURCES, PACKAGE, "src"), where + ".new")
        os.makedirs(where + ".new/fathom", exist_ok=True)
        with open(where + ".new/fathom/tbprobe.h", "w", encoding="ascii") as out:
            out.write("#include <tbprobe.h>\n")
        os.rename(where + ".new", where)
    return where


def overwrite(program):
    """Put the instruction in the place of each call of the helper in a finished program; how many."""
    text = re.search(r"\.text +PROGBITS +([0-9a-f]+) +([0-9a-f]+)", common.run("readelf", "-SW", program))
    to_offset = int(text[2], 16) - int(text[1], 16)
    calls = re.findall(r"^ *([0-9a-f]+):.*\bcall +[0-9a-f]+ <__popcountdi2>$",
                       common.run("objdump", "-d", "-w", "--no-show-raw-insn", program), re.M)
    with open(program, "r+b") as out:
        for address in calls:
            out.seek(int(address, 16) + to_offset)
            out.write(bytes.fromhex("f3480fb8c7"))  # popcnt %rdi, %rax
    return len(calls)


def build(library, subject, way, pad=None, more=()):
    """Build it one way, with its text moved by `pad` bytes; the path of the program."""
    number = WAYS[subject].index(way)
    name = f"{list(WAYS).index(subject)}-{number}{'' if pad is None else f'-{pad}'}"
    program = os.path.join(common.WORK, NAME, name)
    before, behind = way.command(library, "g++" if subject == BITSET else "gcc")
    words = [] if pad is None else [padding(pad)]
    if subject == BITSET:
        words += ["-O2", own("bitset.cc")]
    else:
        where = sources()
        words += FLAGS + sorted(os.path.join(where, name) for name in os.listdir(where) if name.endswith(".c"))
        behind = LIBRARIES + behind
    common.run(*before, *way.flags, *words, *more, *behind, "-o", program)
    if way.by_hand and not overwrite(program):
        raise common.Failed(f"{program}: has no call of the helper")
    return program


def padding(pad):
    class Place:
        path = os.path.join(common.WORK, NAME)

    return common.padding(Place, pad)


def outcome(subject, program, depth):
    """What a program says that every way of building it must say alike; its other words."""
    arguments = [3] if subject == BITSET else ["bench", depth]
    text = common.run(program, *arguments)
    found = re.search(r"Nodes\s*:\s*(\d+)|(\d+ comparisons, sum \d+)", text)
    if not found:
        raise common.Failed(f"{program}:\n{text}")
    return found[1] or found[2], text


def check(tap, library):
    """Every way to build says the same; where calls were, there are instructions."""
    figures = {}
    for subject, ways in WAYS.items():
        plain = None
        for way in ways:
            changed = way.builtins or way.symbol
            program = build(library, subject, way, more=["-x", "c", own("tell.c"), "-x", "none"] if changed else [])
            says, text = outcome(subject, program, 7)
            plain = plain or says
            tap.ok(says == plain, f"{NAME}: {subject}, {way.what}: the outcome is that of the plain build: {says}",
                   f"plain: {plain}")
            if not changed:
                continue
            keys = [(name, int(sites), int(inlined)) for name, sites, inlined
                    in re.findall(r"^key (\S+) (\d+) sites (\d+) inlined$", text, re.M)]
            name, sites, inlined = max(keys, key=lambda key: key[1], default=("none", 0, 0))
            tap.ok(sites and inlined, f"{NAME}: {subject}, {way.what}: {inlined} of {sites} sites of {name}"
                   " hold the instruction", text)
            figures[subject] = {"key": name, "sites": sites, "inlined": inlined}
    return figures


def measure(library, rounds):
    """Processor time of each way, in turns: subject -> way -> ratio to the first and to the last."""
    figures = {}
    for subject, ways in WAYS.items():
        runs = {}
        arguments = [40] if subject == BITSET else ["bench", DEPTH]
        for pad in common.PADS:
            for way in ways:
                program = build(library, subject, way, pad)
                runs[f"{way.what} {pad}"] = lambda program=program: {
                    "s": common.processor_time(program, *arguments)}
        common.say(f"{NAME}: measure {subject}")
        values = common.measure(runs, rounds)["s"]

        def ratio(one, other):
            lists = [common.ratios(values, f"{one.what} {pad}", f"{other.what} {pad}") for pad in common.PADS]
            return common.summary(lists)

        first, last = ways[0], ways[-1]
        figures[subject] = {
            "seconds": common.median(sum((values[f"{first.what} {pad}"] for pad in common.PADS), [])),
            "ways": {way.what: {"to first": ratio(way, first), "to last": ratio(way, last)} for way in ways[1:]},
        }
    return figures
