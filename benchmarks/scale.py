# SPDX-License-Identifier: MIT
"""How time grows with the input, of the run time and of the tool.

Each figure is processor time, of an input and of one ten times as large: the least of some
runs, since the machine can make any run longer, and none shorter.
"""
import os
import re
import resource
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
FILE = 2000  # keys in one file: GNU as takes time with the square of their number

END = '.section .note.GNU-stack,"",%progbits\n'


def sections(n):
    """Functions that a linker may drop or find twice, as of C++ templates, with a call each."""
    return "".join(f'.section .text.f{i},"axG",%progbits,f{i},comdat\n.weak f{i}\n.type f{i},%function\n'
                   f"f{i}: call __ffp_fn.key.def\n ret\n.size f{i}, . - f{i}\n" for i in range(n)) + END


def one_function(n, call):
    return (".text\n.globl run\n.type run,%function\nrun:\n" + "".join(call(i) for i in range(n)) +
            " ret\n.size run, . - run\n" + END)


def sites(n):
    return one_function(n, lambda i: " call __ffp_fn.key.def\n")


def keys(n):
    return one_function(n, lambda i: f" call __ffp_fn.key{i}.def{i}\n")


def exported(n):
    return one_function(n, lambda i: f" call __ffp_ex.key{i}.def{i}\n")


OBJECTS = {"sections": sections, "sites": sites, "keys": keys, "exported": exported}


class Scale:
    def __init__(self, build, work, quick):
        self.quick = quick
        self.tool = os.path.join(build, "tool", "ffp")
        self.launcher = os.path.join(build, "tool", "ffp-cc")
        self.library = os.path.join(build, "src", "libffp.a")
        self.work = os.path.join(work, "scale")
        self.options = ["-O2", "-fPIC", "-I" + os.path.join(TOP, "include"), "-I" + HERE]
        self.rounds = 1 if quick else 3

    def sizes(self, name):
        largest = 1_000_000 if name == "sites" else 100_000
        return [largest // 10 // (100 if self.quick else 1), largest // (100 if self.quick else 1)]

    def path(self, name):
        return os.path.join(self.work, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="ascii") as f:
            f.write(text)
        return self.path(name)

    @staticmethod
    def seconds(command):
        def used():
            r = resource.getrusage(resource.RUSAGE_CHILDREN)
            return r.ru_utime + r.ru_stime
        before = used()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return used() - before

    def pair(self, measure):
        """Of a function of an index in the sizes that returns times by name: the two least of each."""
        result = {}
        for _ in range(self.rounds):
            for index in range(2):
                for name, value in measure(index).items():
                    result.setdefault(name, [[], []])[index].append(value)
        return {name: [min(small), min(large)] for name, (small, large) in result.items()}

    def objects(self, name):
        originals = []
        for n in self.sizes(name):
            source = self.write(f"{name}-{n}.s", OBJECTS[name](n))
            originals.append(source[:-2] + ".o")
            subprocess.run(["as", source, "-o", originals[-1]], check=True)
            os.remove(source)

        def measure(index):
            path = self.path("object.o")
            shutil.copyfile(originals[index], path)
            return {command: self.seconds([self.tool, command, path]) for command in ("collect", "verify", "list")}
        return self.pair(measure)

    def many_keys(self, n, template):
        """Objects with n copies of the template's key, collected."""
        rest = re.sub(r"(?m)^\s*\.attribute .*\n", "", template)
        objects = []
        for start in range(0, n, FILE):
            text = ""
            for i in range(start, min(n, start + FILE)):
                copy = re.sub(r"\.L([\w.]+)", rf".L\g<1>_{i}", template if i == start else rest)
                text += copy.replace("77777", str(i)).replace("N0000N", f"{i:06}")
            source = self.write(f"keys-{start}.s", text)
            objects.append(source[:-2] + ".o")
            subprocess.run([self.launcher, "gcc", "-c", source, "-o", objects[-1]], check=True)
            os.remove(source)
        return objects

    def template(self, *options):
        return subprocess.run(["gcc", *self.options, *options, "-S", os.path.join(HERE, "scale-key.c"), "-o", "-"],
                              check=True, stdout=subprocess.PIPE, text=True).stdout

    def link(self, name, sources, objects, *options):
        # By a file of arguments: so many objects are more than a command line holds.
        listed = self.write("objects", "\n".join(objects))
        target = self.path(name)
        subprocess.run([self.launcher, "gcc", *self.options, *sources, "@" + listed, *options, "-o", target],
                       check=True)
        for path in objects:
            os.remove(path)
        return target

    def program(self):
        built = []
        for n in self.sizes("program"):
            plugin = self.link(f"plugin-{n}.so", [os.path.join(HERE, "scale-plugin.c")],
                               self.many_keys(n, self.template("-DCALLER")), "-shared")
            program = self.link(f"program-{n}", [os.path.join(HERE, "scale.c")],
                                self.many_keys(n, self.template()), self.library, "-rdynamic", "-ldl", "-pthread")
            built.append((program, plugin))

        def measure(index):
            text = subprocess.run(built[index], check=True, stdout=subprocess.PIPE, text=True).stdout
            times = {name: float(ms) / 1000 for name, ms in map(str.split, text.splitlines())}
            for command in ("verify", "list"):
                times[command] = self.seconds([self.tool, command, built[index][0]])
            with subprocess.Popen([*built[index], "wait"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  text=True) as process:
                while process.stdout.readline() not in ("ready\n", ""):
                    pass
                # The program's own time does not count: nobody has waited for it yet.
                times["status"] = self.seconds([self.tool, "status", str(process.pid)])
                process.stdin.close()
            return times
        return self.pair(measure)

    def measure(self, say):
        result = {}
        os.makedirs(self.work, exist_ok=True)
        for name in OBJECTS:
            say(f"scale: {name}")
            result[name] = {"sizes": self.sizes(name), "seconds": self.objects(name)}
        say("scale: program")
        result["program"] = {"sizes": self.sizes("program"), "seconds": self.program()}
        shutil.rmtree(self.work)
        return result
