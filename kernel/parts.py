#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""parts.py [--quick] [--boots N] [--write] PART... - the parts of kernel/run, which see; prints TAP."""
import argparse
import os
import re
import shutil
import sys

sys.dont_write_bytecode = True
import machine  # noqa: E402
import tree  # noqa: E402
from tree import HERE, TOP, WORK, Failed, Kernel, Source  # noqa: E402

PAGE = os.path.join(TOP, "docs", "kernel.md")
# What the self-test must have done in a boot, unless it is quick.
CALLS, CHANGES = 1000000, 1000
# QEMU may run code that another of its threads has just rewritten; so many boots tell.
CONTROLS = 10

# A word for a kernel whose self-test is not to run.
UNTESTED = "initcall_blacklist=ffp_selftest_init"

X86 = ["base.config", "x86.config"]
MITIGATED = X86 + ["mitigations.config"]


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def ok(self, passed, text, *shown):
        """A result; None is one that was skipped, for the reason in the text."""
        self.count += 1
        self.failed += passed is False
        print("%sok %d - %s" % ("not " if passed is False else "", self.count, text.replace(" #", "")))
        if not passed:
            for line in shown:
                self.say(line)
        sys.stdout.flush()
        return passed

    def skip(self, text, why):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, text, why), flush=True)

    def say(self, text):
        for line in str(text).splitlines():
            print("# " + line, flush=True)

    def step(self, text, work):
        """Do the work, whose failure is a result, and return whether it went well."""
        try:
            work()
        except (Failed, OSError) as failed:
            return self.ok(False, text, failed)
        return self.ok(True, text)


tap = Tap()
source = Source(WORK, "source")


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def init(static="gcc", port=True):
    """kernel/init.c, static, and with the port by which it ends QEMU."""
    path = os.path.join(WORK, "init" if port else "init-um")
    tree.run([static, "-O2", "-Wall", "-static", *(["-DEXIT_PORT=0xf4"] if port else []),
              "-o", path, os.path.join(HERE, "init.c")])
    with open(path, "rb") as f:
        return f.read()


def pack(kernel, steps, port=True):
    """The initramfs for these steps: init, and the modules that they name."""
    files = {"init": (init(port=port), 0o100755), "steps": (steps.encode(), 0o100644),
             "dev/console": ((5, 1), 0o020600), "dev/kmsg": ((1, 11), 0o020600)}
    for name, path in kernel.modules().items():
        if re.search(r"\b%s\b" % name, steps.replace("-", "_")):
            with open(path, "rb") as f:
                # By the name in the steps, which may have hyphens.
                for spelling in {name, name.replace("_", "-")}:
                    files[spelling + ".ko"] = (f.read(), 0o100644)
                    f.seek(0)
    path = os.path.join(WORK, kernel.name + ".initramfs")
    with open(path, "wb") as f:
        f.write(machine.initramfs(files))
    return path


def boot(kernel, steps, threads, name, words=""):
    log = os.path.join(WORK, "%s-%s.console" % (kernel.name, name))
    command = machine.QEMU.format(threads=threads, kernel=kernel.image, initrd=pack(kernel, steps), words=words)
    return machine.boot(command, log)


def judge(started, what, enough=True, full=True, direct=True):
    """The results of one boot: each, or, for one of many, one for all.

    It must have done enough, and all sites must be direct, if there are to be any.
    """
    found = machine.Results(started.lines)
    wrong = [text for passed, text in found.results if passed is False]
    figures = found.figures
    if enough:
        for name, least in (("calls", CALLS), ("changes", CHANGES)):
            if figures.get(name, 0) < least:
                wrong.append("%d %s, and %d are wanted" % (figures.get(name, 0), name, least))
        if figures.get("sites", 0) != figures.get("direct", 0) or bool(figures.get("sites")) != direct:
            wrong.append("not all of its sites are direct, or it found none")
    if figures.get("wrong"):
        wrong.append("%d calls went wrong" % figures["wrong"])
    if full:
        for passed, text in found.results:
            if passed is None:
                name, _, why = re.split(r"\s*#\s*(skip)\s*", text, 1, re.I)
                tap.skip("%s: %s" % (what, name), why)
            else:
                tap.ok(passed, "%s: %s" % (what, text))
    if started.failure:
        wrong.append(started.failure)
    if not found.results:
        wrong.append("it printed no result")
    told = ", ".join("%d %s" % (value, name) for name, value in figures.items())
    tap.ok(not wrong, "%s: %d results%s" % (what, len(found.results), ", " + told if told else ""),
           *wrong, *(["the console's end:", *started.tail()] if wrong else []))
    return not wrong


def dies(started):
    """It hangs, or a processor came upon a breakpoint that the kernel does not know any more."""
    return bool(started.failure and ("hang" in started.failure or
                                     any(line.startswith("int3: ") for line in started.lines)))


def steps_of(arguments):
    """kernel/steps and words for the kernel, for a whole test or a quick one."""
    steps = read(os.path.join(HERE, "steps"))
    if arguments.quick:
        return re.sub(r"^cycle \d+", "cycle 2", steps, flags=re.M), "ffp_selftest.quick=1"
    return steps, ""


def series(arguments):
    tap.step("the source is unpacked", source.unpack)
    return tap.step("all %d patches apply" % len(tree.series()), lambda: source.apply(tree.series()))


def built(kernel, text):
    """Build the kernel and its modules."""
    def work():
        kernel.build(*kernel.targets)
        kernel.image = os.path.join(kernel.path, kernel.targets[0].replace("bzImage", "arch/x86/boot/bzImage"))
    return tap.step(text, work)


def beside(kernel, name):
    """Build the module of kernel/NAME for a kernel, in a folder of its own."""
    folder = os.path.join(kernel.path, name)
    for file in os.listdir(os.path.join(HERE, name)):
        what = tree.contents(os.path.join(HERE, name, file))
        if tree.contents(os.path.join(folder, file)) != what:
            tree.put(os.path.join(folder, file), what)
    kernel.make("M=" + folder, "modules")


# What is made of the module of kernel/outside, and must be refused: the error, the bytes that are
# changed, and what they become.
SPOILT = {
    # Not a call any more, but a jump.
    "ffp_outside_site": ("EBUSY", re.compile(rb"(?<=uffp)\xe8"), b"\xe9"),
    # The version of a key's symbol; the name follows.
    "ffp_outside_version": ("EINVAL", re.compile(rb".(?=.{7}__ffp_fn\.ffp_test\.ffp_test_one\0{8})", re.S), b"\x55"),
}


def outside(kernel, what):
    """Build the module of kernel/outside, and return steps that load it, and that must fail to."""
    if not tap.step("%s: a module outside the kernel's tree builds" % what, lambda: beside(kernel, "outside")):
        return ""
    folder = os.path.join(kernel.path, "outside")
    wrong(kernel, what, folder)
    namespaces(what, folder)
    with open(os.path.join(folder, "ffp_outside.ko"), "rb") as f:
        module = f.read()
    steps = "refuse EIO ffp_outside init=fail\n"
    for name, (error, found, becomes) in SPOILT.items():
        spoilt, n = found.subn(becomes, module)
        # Without direct calls, or without versions, there is nothing of the kind.
        if n == 0:
            continue
        tree.put(os.path.join(folder, name + ".ko"), (spoilt, 0o644))
        steps += "refuse %s %s\n" % (error, name)
    # The first leaves a key aimed at its init code, and refuses the other once.
    return steps + "".join("load ffp_outside%s\nrefuse EPERM ffp_outside_user\nload ffp_outside_user\n"
                           "unload ffp_outside_user\nunload ffp_outside\n" % words for words in ("", " init=alone"))


def trimmed(kernel, what):
    """With CONFIG_TRIM_UNUSED_KSYMS every file includes a macro for each symbol that a module needs."""
    folder = os.path.join(kernel.path, "trimmed")
    modules = re.sub(r"\.k?o$", "", read(os.path.join(kernel.path, "modules.order")), flags=re.M).split()
    needed = set()
    for module in modules:
        names = [line.split()[-1] for line in tree.run(["nm", "-u", module + ".ko"], cwd=kernel.path).splitlines()]
        tree.put(os.path.join(folder, module + ".usyms"), (" ".join(names).encode(), 0o644))
        needed.update(names)
    tree.put(os.path.join(folder, "modules.order"), ("".join(module + ".ko\n" for module in modules).encode(), 0o644))
    tree.put(os.path.join(folder, "include/config/auto.conf"),
             tree.contents(os.path.join(kernel.path, "include/config/auto.conf")))
    keys = [name for name in needed if "ffp_test" in name]
    tap.ok(bool(keys), "%s: modules need %d symbols of keys of the self-test" % (what, len(keys)))
    tap.step("%s: symbols that are not needed can be left out" % what, lambda: (
        tree.run(["sh", os.path.join(source.path, "scripts/gen_autoksyms.sh"), "--modorder", "out.h"], cwd=folder),
        tree.run(["gcc", "-Werror", "-fsyntax-only", "-include", "out.h", "-xc", "/dev/null"], cwd=folder)))


def namespaces(what, folder):
    """All that ffp_outside exports is in its namespace, also what the macros of keys export."""
    lines = read(os.path.join(folder, "Module.symvers")).splitlines()
    # A line has the version, the name, the module, the kind of export, and the namespace.
    other = [line for line in lines if line.split("\t")[4] != "FFP_OUTSIDE"]
    keys = [line for line in lines if "outside_idle" in line or "outside_shared" in line]
    tap.ok(len(keys) >= 4 and not other, "%s: exported keys are in the namespace" % what, *(other or lines))


def wrong(kernel, what, folder):
    """Uses of keys that the compiler must refuse, and one that it must take, in one call of make."""
    cases = ["0"] + re.findall(r"WRONG == (\d+)", read(os.path.join(HERE, "outside", "wrong.c")))
    for case in cases:
        text = "#define WRONG %s\n#include \"wrong.c\"\n" % case
        tree.put(os.path.join(folder, "wrong-%s.c" % case), (text.encode(), 0o644))
        tree.put(os.path.join(folder, "wrong-%s.o" % case), None)
    try:
        kernel.make("-k", "M=" + folder, *("wrong-%s.o" % case for case in cases))
    except Failed:
        pass
    compiled = [case for case in cases if os.path.exists(os.path.join(folder, "wrong-%s.o" % case))]
    tap.ok(compiled == ["0"], "%s: of %d wrong uses of keys none compiles" % (what, len(cases) - 1),
           "compiled: %s (0 must, no other)" % " ".join(compiled))


def make_kernel(name, fragments, compiler="gcc", words=(), targets=("bzImage", "modules")):
    kernel = Kernel(source, name, fragments, compiler, words)
    kernel.targets = targets
    return kernel


def excused(kernel, started, text):
    """Whether a boot on two host threads died, and so does one under the same load on static calls."""
    if not dies(started):
        return False
    beside(kernel, "compare")
    for i in range(1, CONTROLS + 1):
        control = boot(kernel, "load ffp_compare load=static_call\nunload ffp_compare\n" * 5, "multi", "control", UNTESTED)
        if dies(control):
            tap.skip(text, "it died, and so did boot %d of the control, which has no keys" % i)
            return True
    tap.say("%d boots of the control, under a load on static calls, did not die" % CONTROLS)
    return False


def booted(arguments, kernel, what, direct=True):
    """The self-test, on one host thread as often as asked for, and on two."""
    steps, words = steps_of(arguments)
    steps += outside(kernel, what)
    passed = 0
    for i in range(arguments.boots):
        passed += judge(boot(kernel, steps, "single", "single", words), "%s, one host thread" % what,
                        not arguments.quick, i == 0, direct)
    if arguments.boots > 1:
        tap.say("%s, one host thread: %d of %d boots passed" % (what, passed, arguments.boots))
    if arguments.quick:
        return
    started = boot(kernel, steps, "multi", "multi")
    text = "%s, two host threads" % what
    if not excused(kernel, started, text):
        judge(started, text, full=False, direct=direct)


def direct(arguments):
    kernel = make_kernel("direct", MITIGATED)
    if built(kernel, "direct: the kernel builds"):
        booted(arguments, kernel, "direct")


def plain(arguments):
    kernel = make_kernel("plain", X86 + ["plain.config"])
    if built(kernel, "plain: the kernel builds"):
        trimmed(kernel, "plain")
        booted(arguments, kernel, "plain")


def clang(arguments):
    kernel = make_kernel("clang", X86 + ["clang.config"], "clang", ["LLVM=1"])
    if built(kernel, "clang: the kernel builds"):
        booted(arguments, kernel, "clang")


def generic(arguments):
    kernel = make_kernel("generic", X86 + ["plain.config", "generic.config"])
    if built(kernel, "generic: the kernel builds"):
        booted(arguments, kernel, "generic", direct=False)


def um(arguments):
    """User-mode Linux has one processor and no assembly for the checksum."""
    kernel = make_kernel("um", ["base.config", "um.config"], words=["ARCH=um"], targets=("linux", "modules"))
    if not built(kernel, "um: the kernel builds"):
        return
    steps, words = steps_of(arguments)
    steps = "".join(line + "\n" for line in steps.splitlines() if "pclmul" not in line) + outside(kernel, "um")
    command = machine.UML.format(kernel=kernel.image, initrd=pack(kernel, steps, port=False), words=words)
    started = machine.boot(command, os.path.join(WORK, "um.console"), ended=0)
    dead = next((line for line in started.lines if "ptrace set fp regs failed" in line), None)
    if dead:
        # So does Debian's user-mode Linux, which has no keys, on a processor with more registers than it knows.
        started = machine.Boot(started.lines[:started.lines.index(dead)], None)
    judge(started, "um", not arguments.quick and not dead, direct=False)
    if dead:
        tap.skip("um: the steps", "on this processor user-mode Linux runs no program: %s" % dead)


def checkpatch(arguments):
    """The kernel's own judgement, but for the kinds that kernel/checkpatch.ignore tells the reasons of."""
    ignored = ",".join(line.split()[0] for line in read(os.path.join(HERE, "checkpatch.ignore")).splitlines()
                       if line and not line.startswith("#"))
    for patch in tree.series():
        tap.step("checkpatch --strict: " + os.path.basename(patch), lambda patch=patch: tree.run(
            ["perl", "scripts/checkpatch.pl", "--strict", "--quiet", "--show-types", "--ignore=" + ignored, patch],
            cwd=source.path))


# What asks for keys, and uses them, before a patch of the series does.
ASKS = {"arch/Kconfig": """
config FFP_ASKED
	def_bool y
	select FFP
""", "init/main.c": """
#include <linux/ffp.h>

static noinline int asked_def(int x)
{
	return x + 1;
}

DEFINE_FFP(asked, asked_def);
EXPORT_FFP_GPL(asked, asked_def);
DEFINE_FFP_NULL(asked_null, void(int));
EXPORT_FFP_GPL(asked_null, 0);

static int __init ask(void)
{
	const struct ffp_change changes[] = { FFP_CHANGE(asked, asked_def), FFP_CHANGE_DEFAULT(asked_null) };
	int ret = SET_FFP(asked, asked_def) ?: SET_FFP(asked_null, NULL) ?: SET_FFP_RETURN(asked, -1);

	asked_null(ret);
	return ret ?: ffp_apply(changes, ARRAY_SIZE(changes), 0) ?: (FFP_TARGET(asked) == asked_def ? 0 : -EIO) ?:
	       RESET_FFP(asked) ?: asked(-1);
}
late_initcall(ask);
"""}


def objects_of(patches):
    """The objects that are made for x86-64 of what these patches change, but for programs of the build."""
    names = set().union(*(tree.touched(patch) for patch in patches))
    return {name[:-2] + ".o" for name in names
            if re.match(r"(?!tools/|scripts/|arch/(?!x86/)).*\.c$", name)}


def each(arguments):
    """Every patch, upon those before it, with keys switched on; all C files of the patches must be in the kernel,
    and no tool of the build may warn of more than without any patch.

    What comes out at last is the kernel of direct.
    """
    patches, times = tree.series(), source.times()
    kernel = make_kernel("direct", MITIGATED)
    kernel.optional = "CONFIG_FFP"
    known = None
    for n in range(len(patches) + 1):
        text = "each: %s builds" % (os.path.basename(patches[n - 1]) if n else "the source without patches")
        # The last patch asks itself.
        behind = ASKS if 0 < n < len(patches) else {}
        if not tap.step(text, lambda n=n, behind=behind: (source.apply(patches[:n], behind),
                                                          kernel.build("bzImage", "modules"))):
            source.apply(patches)
            return
        if n:
            wanted = objects_of(patches[:n])
            missing = wanted - kernel.objects()
            tap.ok(not missing, text.replace(" builds", ": all %d objects of the series so far are in it" % len(wanted)),
                   *("not in it: " + name for name in sorted(missing)))
        warnings = set(kernel.warnings())
        if known is None:
            known = warnings
        else:
            tap.ok(not warnings - known, text.replace(" builds", ": no new warning"), *sorted(warnings - known))
    # The other kernels were built of the whole series, if at all, and need not be built anew.
    source.restore(patches, times)


# Configurations of which no kernel is booted here: architecture, prefix of the compiler, the options and
# objects that this one has.
OBJECTS = {
    "bare": ("x86_64", "", "64BIT=y FFP_DIRECT=y MODULES=n MODULE_UNLOAD=n DEBUG_FS=n KALLSYMS=n", "kernel/ffp_sites.o"),
    "i386": ("i386", "", "64BIT=n SMP=y KPROBES=y", "kernel/kprobes.o"),
    "arm": ("arm", "arm-linux-gnueabihf-", "MMU=y ARCH_MULTI_V7=y ARCH_VIRT=y VFP=y NEON=y KERNEL_MODE_NEON=y "
            "CRYPTO_CRCT10DIF_ARM_CE=m", "arch/arm/crypto/crct10dif-ce-glue.o"),
    "arm64": ("arm64", "aarch64-linux-gnu-", "CRYPTO_CRCT10DIF_ARM64_CE=m", "arch/arm64/crypto/crct10dif-ce-glue.o"),
    "powerpc": ("powerpc", "powerpc64le-linux-gnu-", "PPC64=y PPC_BOOK3S_64=y CPU_LITTLE_ENDIAN=y ALTIVEC=y VSX=y "
                "CRYPTO_CRCT10DIF_VPMSUM=m", "arch/powerpc/crypto/crct10dif-vpmsum_glue.o"),
    "s390": ("s390", "s390x-linux-gnu-", "", ""),
}


def objects(arguments):
    """The C files of the series, as these configurations compile them."""
    for name, (arch, prefix, options, more) in OBJECTS.items():
        text = "objects: %s compiles" % name
        if not shutil.which(prefix + "gcc"):
            tap.skip(text, "%sgcc is not installed" % prefix)
            continue
        fragment = os.path.join(WORK, "objects-%s.config" % name)
        tree.put(fragment, ("".join("CONFIG_%s\n" % option for option in options.split()).encode(), 0o644))
        kernel = make_kernel("objects-" + name, ["base.config", fragment], prefix + "gcc",
                             ["ARCH=" + arch, *(["CROSS_COMPILE=" + prefix] if prefix else [])])
        targets = ["kernel/ffp.o", "kernel/ffp_selftest.o", "lib/crc-t10dif.o", *more.split()]
        if "MODULES=n" not in options:
            targets += ["kernel/ffp_selftest_load.o", "kernel/ffp_selftest_module.o"]
        if tap.step(text, lambda kernel=kernel, targets=targets: kernel.build(*targets)):
            warnings = kernel.warnings()
            tap.ok(not warnings, "objects: %s: no warning" % name, *warnings)


def section_sizes(path):
    return {m[1]: int(m[2], 16) for m in
            re.finditer(r"^ *\[ *\d+\] (\S+) +\S+ +\S+ \S+ (\S+)", tree.run(["readelf", "-SW", path]), re.M)}


def compare(arguments):
    """What a change costs, against static_call in the same boot; --write puts it on the page."""
    kernel = make_kernel("direct", MITIGATED)
    if not built(kernel, "compare: the kernel builds") or \
       not tap.step("compare: the module builds", lambda: beside(kernel, "compare")):
        return
    rows, data = {}, {}
    for threads in ("single", "multi"):
        started = boot(kernel, "load ffp_compare\n", threads, "compare-" + threads, UNTESTED)
        text = "compare, thread=" + threads
        if threads == "multi" and excused(kernel, started, text):
            continue
        if not judge(started, text, enough=False, full=False) and threads == "single":
            return
        for m in re.finditer(r"^# compare (\w+) keys=(\d+) sites=(\d+) syncs=(\d+) ns=(\d+) least=(\d+)$",
                             "\n".join(started.lines), re.M):
            rows[threads, m[1], int(m[2]), int(m[3])] = [int(m[i]) for i in (4, 5, 6)]
        for line in started.lines:
            if line.startswith("# size "):
                data = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", line)}
    figures = [*costs(rows), "", *sizes(rows, data, os.path.join(kernel.path, "compare", "ffp_compare.ko"))]
    reached = [*goals(rows)]
    figures += ["", *("- %s: %s" % (text, "met" if met else "**missed**") for text, met, _ in reached)]
    for line in figures:
        tap.say(line)
    for text, met, gate in reached:
        # The times are the host's, too.
        if gate:
            tap.ok(met, "compare: " + text)
    if arguments.write:
        page = read(PAGE)
        with open(PAGE, "w", encoding="utf-8") as f:
            f.write(re.sub(r"(<!-- compare -->\n).*?(<!-- end of compare -->)",
                           lambda m: m[1] + "\n".join(figures) + "\n" + m[2], page, flags=re.S))


def cases(rows):
    return sorted({key[2:] for key in rows if key[0] == "single"})


def goals(rows):
    """Text, whether it is met, and whether that depends on the code alone."""
    worst = []
    for keys, sites in cases(rows):
        n = rows["single", "ffp", keys, sites][0]
        # What changes are the sites, and each key's entry.
        most = 3 * -(-(keys + sites) // 256)
        worst.append(n <= most)
    yield "3 synchronisations for up to 256 places, whatever the number of keys", all(worst), True
    theirs, ours = rows["single", "static_call", 1, 100][1], rows["single", "ffp", 1, 100][1]
    yield "at 100 sites at most 1/20 of the time that static_call takes (here 1/%.0f)" % (theirs / ours), \
        ours * 20 <= theirs, False


def costs(rows):
    """A table: a row for a number of keys and sites."""
    def cell(threads, keys, sites):
        if (threads, "ffp", keys, sites) not in rows:
            return "-"
        theirs, ours = (rows[threads, what, keys, sites][1] / 1000 for what in ("static_call", "ffp"))
        return "%.0f, %.0f: 1/%.0f" % (theirs, ours, theirs / ours)

    yield "| keys, sites together | synchronisations: static_call | keys | µs on one host thread: static_call, keys | on two |"
    yield "|---|---|---|---|---|"
    for keys, sites in cases(rows):
        yield "| %d, %d | %d | %d | %s | %s |" % (
            keys, sites, rows["single", "static_call", keys, sites][0], rows["single", "ffp", keys, sites][0],
            cell("single", keys, sites), cell("multi", keys, sites))


def sizes(rows, data, module):
    """A table of bytes, each section's divided by the number of what is in it."""
    have = section_sizes(module)
    keys, sites = (sum(case[i] for case in cases(rows)) for i in (0, 1))
    yield "| bytes | static_call | keys |"
    yield "|---|---|---|"
    yield "| code, a site | 5 | 5 |"
    yield "| table, a site | %.1f | %.1f |" % (have[".static_call_sites"] / sites, have["ffp_sites"] / sites)
    yield "| code, a key (trampoline, entry) | %.1f | %.1f |" % (have[".static_call.text"] / keys,
                                                               have[".text.ffp"] / keys)
    yield "| data, a key | %d | %d |" % (data["static_call"], data["ffp"])


PARTS = {part.__name__: part for part in (checkpatch, each, direct, compare, objects, plain, generic, um, clang)}


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--quick", action="store_true")
    words.add_argument("--write", action="store_true")
    words.add_argument("--boots", type=int, default=1)
    words.add_argument("parts", nargs="+", choices=PARTS)
    arguments = words.parse_args()
    os.makedirs(WORK, exist_ok=True)
    if series(arguments):
        for part in arguments.parts:
            PARTS[part](arguments)
    print("1..%d" % tap.count)
    return tap.failed > 0


if __name__ == "__main__":
    sys.exit(main())
