# SPDX-License-Identifier: MIT
"""What the clients share: sources, builds, tests compared by name, counting, measuring.

A client is a module clients/NAME/client.py with

    PACKAGE             Debian's source package
    PACKAGES            Debian packages that building and testing it needs
    pointers(tree)      what the patch replaces: C names, or (table, offset) pairs
    build(tree)         build it in tree.path, with tree.cc, tree.flags
    test(tree)          run its own tests, of many a part if tree.part; yields (name, passed)
    binary(tree)        the linked file in which calls are counted
    bench_build(tree, pad)      (these two if it is measured) link what is measured behind `pad` bytes of text
    bench_run(tree, pad)        run it once: {figure: value}, less is better

What stands before test() says how it is built: if that changes, it is built anew.

A client that is not patched has, in place of all that follows PACKAGES,

    WAYS                subject -> ways to build it, of which the second is with keys, and the last
                        is what the second is to come near to
    GOALS               subject -> the most that the second may take of the first and of the last, or None
    check(tap, library) test them; {subject: {"key", "sites", "inlined"}}
    measure(library, rounds)    measure them; {subject: {"seconds", "ways"}}

With ORIGINAL = True only what the program's authors released is taken of the source package.
"""
import collections
import hashlib
import importlib.util
import json
import os
import pwd
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
# The sources are everybody's; what is built of them, and found, is this checkout's alone: another
# has other patches and another library, and may be gone tomorrow.
SHARED = os.path.abspath(os.environ.get("FFP_CLIENTS") or os.path.join(tempfile.gettempdir(), "ffp-clients"))
WORK = os.path.join(SHARED, hashlib.sha256(TOP.encode()).hexdigest()[:8])
SOURCES = os.path.join(SHARED, "sources")
PADS = [0, 16, 36]
RETPOLINE = ["-mindirect-branch=thunk"]


class Failed(Exception):
    """A step that is not under test did not work."""


def say(text):
    print("# " + text, flush=True)


def load(name, path):
    """A Python file as a module."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prepared(command, cwd=None, env=None, user=False):
    """(words, environment) of a command, for an ordinary user if asked."""
    command = [str(word) for word in command]
    full = dict(os.environ, LC_ALL="C.UTF-8", **(env or {}))
    if user and os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        command = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}",
                   "--clear-groups", "--"] + command
        full.update(HOME=cwd or "/", USER="nobody", LOGNAME="nobody")
    return command, full


def run(*command, cwd=None, env=None, log=None, user=False, check=True, text=None):
    """Run a command that reads `text`; its output, which also goes to the file `log`."""
    command, full = prepared(command, cwd, env, user)
    done = subprocess.run(command, cwd=cwd, env=full, input=(text or "").encode(),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    output = done.stdout.decode("utf-8", "replace")
    if log:
        with open(log, "w", encoding="utf-8") as out:
            out.write(output)
    if check and done.returncode:
        raise Failed(f"{' '.join(command)}: status {done.returncode}\n" + "\n".join(output.splitlines()[-15:]))
    return output if check else (done.returncode, output)


def give_to_user(path):
    """An ordinary user is to write there."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        run("chown", "-R", f"{nobody.pw_uid}:{nobody.pw_gid}", path)


class Library:
    """An installed libffp."""

    def __init__(self, prefix):
        self.prefix = prefix
        self.include = os.path.join(prefix, "include")
        self.lib = os.path.join(prefix, "lib")
        self.static = os.path.join(self.lib, "libffp.a")
        self.tool = os.path.join(prefix, "bin", "ffp")
        self.cc = os.path.join(prefix, "bin", "ffp-cc")


def build_library():
    """Build and install libffp in the working directory."""
    build = os.path.join(WORK, "ffp")
    run(os.path.join(TOP, "scripts", "configure.sh"), build, "--prefix", os.path.join(build, "installed"),
        "--buildtype=release", "-Dman=false")
    run("ninja", "-C", build, "install")
    return Library(os.path.join(build, "installed"))


class Tree:
    """One build of a client."""

    def __init__(self, client, library, compiler, patched, flags=()):
        self.client, self.library, self.compiler, self.patched = client, library, compiler, patched
        self.flags = list(flags)
        self.part = False
        self.name = "-".join([compiler, "after" if patched else "before"] + (["thunk"] if flags else []))
        self.path = os.path.join(WORK, client.NAME, self.name)
        # What a patched build is given, and another is not.
        self.cc = f"{library.cc} {compiler}" if patched else compiler
        self.cppflags = f"-I{library.include}" if patched else ""

    def log(self, what):
        return os.path.join(WORK, self.client.NAME, f"{self.name}.{what}.log")

    def make(self, *arguments, **options):
        jobs = os.environ.get("JOBS") or os.cpu_count()
        return run("make", f"-j{jobs}", *arguments, cwd=self.path, **options)

    def build(self):
        """Build it, unless this very build is there already."""
        patch = os.path.join(HERE, self.client.NAME, self.client.NAME + ".patch")
        recipe = f"{self.cc} {self.flags}\n"
        with open(self.client.__file__, encoding="utf-8") as text:
            recipe += text.read().partition("\ndef test(")[0]
        if self.patched:
            with open(patch, encoding="utf-8") as text:
                recipe += text.read()
        stamp = self.path + ".done"
        if self.patched:
            recipe += str(os.path.getmtime(self.library.static))
        if os.path.exists(stamp) and open(stamp, encoding="utf-8").read() == recipe:
            return
        say(f"{self.client.NAME}: build {self.name}")
        shutil.rmtree(self.path, ignore_errors=True)
        shutil.copytree(os.path.join(SOURCES, self.client.PACKAGE), self.path, symlinks=True)
        if self.patched:
            run("patch", "-p1", "--fuzz=0", "-i", patch, cwd=self.path)
        self.client.build(self)
        with open(stamp, "w", encoding="utf-8") as out:
            out.write(recipe)


# Counting

# objdump's operand of what a register points to.
BY_REGISTER = r"(?:0x0)?\(%(\w+)\)"


def indirect_calls(binary, pointers, but=()):
    """(calls and tail calls through each of `pointers`, indirect branches in all), outside the functions `but`.

    A branch is one through a pointer if it reads it from memory, by its address or by a
    register that was last given that, or branches to a register that was last loaded
    from it, as the code stands.  Pointers are symbols, or pairs (symbol of a table, offset).
    """
    symbols = {}
    for line in run("nm", binary).splitlines():
        words = line.split()
        if len(words) == 3:
            symbols.setdefault(words[2], int(words[0], 16))
    where = {}
    for pointer in pointers:
        name, offset = pointer if isinstance(pointer, tuple) else (pointer, 0)
        if name in symbols:
            where[symbols[name] + offset] = pointer
    found, total, held, at, skip = collections.Counter(), 0, {}, {}, None
    for line in run("objdump", "-d", "-w", "--no-show-raw-insn", binary).splitlines():
        parts = line.split("\t")
        if len(parts) < 2:
            held, at = {}, {}
            function = re.search(r"<(.+)>:$", line)
            skip = function and function[1] in but
            continue
        if skip:
            continue
        text, _, note = parts[1].partition("#")
        operation, _, operands = text.strip().partition(" ")
        operands = operands.strip()
        memory = re.search(r"\(%rip\)", operands) and re.match(r"\s*([0-9a-f]+)", note)
        absolute = re.search(r"(?:^|[*,])0x([0-9a-f]+)(?:$|,)", operands)
        address = int((memory or absolute)[1], 16) if memory or absolute else None
        if operation in ("bnd", "notrack"):
            operation, _, operands = operands.partition(" ")
            operands = operands.strip()
        thunk = re.search(r"<__(?:x86_indirect_thunk_|llvm_retpoline_)(\w+)>", operands)
        if operation in ("call", "jmp") and (operands.startswith("*") or thunk):
            total += 1
            if address in where and not thunk:
                found[where[address]] += 1
            else:
                register = thunk[1] if thunk else operands[1:].lstrip("%")
                through = re.fullmatch(BY_REGISTER, operands[1:])
                pointer = at.get(through[1]) if through else held.get(register)
                if pointer:
                    found[pointer] += 1
        elif operation.startswith(("mov", "lea")):
            source, _, target = operands.rpartition(",")
            target = target.lstrip("%")
            new = new_at = None
            if address in where and (source.find("(%rip)") >= 0 or absolute):
                if operation.startswith("lea"):
                    new_at = where[address]
                else:
                    new = where[address]
            elif operation.startswith("mov") and re.fullmatch(r"%\w+", source):
                new, new_at = held.get(source[1:]), at.get(source[1:])
            elif operation.startswith("mov") and re.fullmatch(BY_REGISTER, source):
                new = at.get(re.fullmatch(BY_REGISTER, source)[1])
            held[target], at[target] = new, new_at
        elif not operation.startswith(("cmp", "test")):
            for known in held, at:
                known.pop(operands.rpartition(",")[2].lstrip("%"), None)
    return found, total


def collected_sites(tree, binary, but=()):
    """Sites of each key outside the functions `but`, as the tool lists them: {key: (all, direct)}."""
    listed = json.loads(run(tree.library.tool, "list", "--json", binary))
    states = {key["name"]: [site["state"] for site in key["sites"] if site["function"] not in but]
              for key in listed["keys"]}
    return {name: (len(of), of.count("direct")) for name, of in states.items()}


# Measuring


def padding(tree, pad):
    """A source file to link first, so that all text comes `pad` bytes later."""
    path = os.path.join(tree.path, f"pad{pad}.S")
    with open(path, "w", encoding="ascii") as out:
        out.write(f'.text\n.balign 64\n.skip {pad}, 0x90\n.section .note.GNU-stack,"",@progbits\n')
    return path


def processor_time(*command, cwd=None):
    """Seconds of the processor that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*command, cwd=cwd)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def median(values):
    return statistics.median(values)


def measure(runs, rounds):
    """Run things in turns: runs {name: function giving {figure: value}} -> {figure: {name: [values]}}."""
    values = {}
    names = list(runs)
    for number in range(rounds):
        for name in names:
            for figure, value in runs[name]().items():
                values.setdefault(figure, {}).setdefault(name, []).append(value)
        names = names[1:] + names[:1]
        if number % 5 == 4:
            say(f"round {number + 1} of {rounds}")
    return values


def ratios(values, one, other):
    """Of `one` to `other`, round by round."""
    return [a / b for a, b in zip(values[one], values[other])]


def die(text):
    sys.exit("clients/run: " + text)


def summary(lists):
    """Of lists of ratios, one for each alignment: the median, least and greatest of their medians."""
    medians = [median(values) for values in lists]
    return {"ratio": median(medians), "low": min(medians), "high": max(medians)}
