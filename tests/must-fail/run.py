#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compile what must not compile: run.py INCLUDE LIBRARY TOOL [--all] [COMPILER...]

Reads cases.txt beside it, which explains itself.  Every case is compiled by every compiler that is
installed, in the direct form and in the pointer form.  A case
that must fail must fail with the message that docs/errors.md has for it; one that must
compile must do so without any warning.  What that page promises is all tried: each of its
messages is one that a case expects.

With --all, each macro is compiled in both forms by each standard, and so is what must fail; else in
one of the two.  Cppcheck then reads C in all configurations, too.
"""
import concurrent.futures
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402

ALL = "--all" in sys.argv
PAGE = os.path.join(HERE, "..", "..", "docs", "errors.md")
LANGUAGE = {"gcc": "c", "clang": "c", "g++": "c++", "clang++": "c++"}
STANDARD = {"c": "-std=gnu11", "c++": "-std=c++17"}
WARNINGS = [
    "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wsign-conversion", "-Wcast-qual",
    "-Wredundant-decls", "-Wundef", "-Wpointer-arith", "-Wwrite-strings",
]
MORE_WARNINGS = {
    "c": ["-Wstrict-prototypes", "-Wmissing-prototypes", "-Wold-style-definition"],
    "c++": ["-Wold-style-cast", "-Wuseless-cast"],
}
EXPRESSION = """
#define EXPRESSION(...) int expression(int n); \\
	int expression(int n) { (void)n; return (__VA_ARGS__) != 0; }
"""
# Every header that is installed, alone, in every standard it promises.
HEADER_STANDARDS = {
    "c": ["c99", "c11", "c17", "gnu11", "gnu17", "c2x"],
    "c++": ["c++98", "c++11", "c++14", "c++17", "gnu++17", "c++20", "c++2b"],
}
# What compiles for other machines.
OTHER_MACHINES = ["aarch64-linux-gnu-gcc", "arm-linux-gnueabihf-gcc", "i686-linux-gnu-gcc",
                  "powerpc64le-linux-gnu-gcc", "riscv64-linux-gnu-gcc", "s390x-linux-gnu-gcc"]
# Of GCC's warnings: of K&R's C and of ABIs, and of ways to write that are no fault.
OTHER_LANGUAGES = [
    "-Wabi", "-Waggregate-return", "-Wdeclaration-after-statement", "-Wlong-long", "-Wnamespaces",
    "-Wsystem-headers", "-Wtemplates", "-Wtraditional", "-Wtraditional-conversion",
    "-Wunsuffixed-float-constants",
]
# Keywords, words of the preprocessor, and fields of structures that users read.
NOT_OURS = {
    "abi", "add", "and", "asm", "def", "do", "ffp", "for", "if", "int", "key", "new", "not", "or", "pad",
    "plt",
    "pop", "to", "try", "way", "xor",
}
PEDANTIC = ["-Wall", "-Wextra", "-Wpedantic", "-pedantic", "-Werror"]


class Case:
    def __init__(self, name):
        self.name, self.code, self.expect, self.flags = name, "", {}, []
        self.forms, self.only = ["direct", "pointer"], "all"
        self.page, self.include, self.library, self.collect = None, True, True, False
        self.link, self.files = None, []

    def words(self, who, page):
        """What `who`, a compiler or "linker", must say of it; None if nothing is known."""
        if self.only not in (who, LANGUAGE.get(who), "all"):
            return None
        for rows in (self.expect, page.get(self.page, {})):
            for name in (who, LANGUAGE.get(who), "all"):
                if name in rows:
                    return rows[name]
        return None


def read_page(path):
    """The messages of the page: by heading, who says what, as in `? WHO: WORDS`."""
    page, heading = {}, None
    for line in open(path, encoding="utf-8"):
        row = re.match(r"\| ([a-z+, ]+) \| (`+) ?(.*?) ?\2 \|$", line)
        if line.startswith("#"):
            heading = line.strip("# \n")
        elif row:
            for who in row[1].split(", "):
                if who in page.setdefault(heading, {}):
                    sys.exit("%s: %s: two rows of %s, of which no case has the first" % (path, heading, who))
                page[heading][who] = row[3]
    return page


def read_cases(path):
    cases = []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        directive = re.match(r"\? ([a-z+]+): *(.*)", line)
        if line.startswith("== "):
            cases.append(Case(line[3:].strip()))
        elif not cases or (line.startswith("# ") and not cases[-1].code.count("#define")):
            continue
        elif directive:
            what, rest = directive.groups()
            if what == "flags":
                cases[-1].flags = rest.split()
            elif what == "form":
                cases[-1].forms = rest.split()
            elif what in ("link", "page", "only"):
                setattr(cases[-1], what, rest)
            elif what in ("include", "library") and rest == "none":
                setattr(cases[-1], what, False)
            elif what == "collect":
                cases[-1].collect = True
            elif what == "file":
                cases[-1].files.append([rest.split(), ""])
            elif rest == "compiles" and (what in LANGUAGE or what in ("c", "c++", "all")):
                cases[-1].expect[what] = rest
            else:
                sys.exit("%s:%d: %s?" % (path, number, what))
        elif cases[-1].files:
            cases[-1].files[-1][1] += line
        else:
            cases[-1].code += line
    for case in cases:
        # Of its code what compilers say, or of its files what the linker says.
        if not (case.page or case.expect or case.link) or bool(case.link) > bool(case.files):
            sys.exit("%s: %s: what should happen?" % (path, case.name))
    return cases


def plain(text):
    """What compilers say, in one line, with straight quotes."""
    return " ".join(text.translate({0x2018: "'", 0x2019: "'"}).split())


def pattern(words, case):
    """
    A message of the page as a regular expression: of capitals MACRO is the macro that the case is
    named for, and others are names.  What begins or goes on with dots may have anything there;
    else a message begins what is said of an error, but for the words that say what kind it is.
    """
    macro = re.match("[A-Z_]+(?=:)", case.name)
    text = re.escape(plain(words)).replace("MACRO", macro[0] if macro else "[A-Z_]+").replace("…", ".*")
    text = re.sub("(?<![A-Z_])(KEY|DEFAULT|OTHER|NAME|SYMBOL)(?![A-Z])", r"\\w+", text)
    begins = r"(error|Error|warning): ((static assertion failed:?|static_assert failed) \"?)?"
    return (begins if case.files == [] else "") + text


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=dict(os.environ, LC_ALL="C.UTF-8"), check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def judge(status, output, words, right, expression=None):
    """None if all is well, or what is wrong."""
    if words == right:
        return None if status == 0 and not output else "should do:\n" + output
    if status == 0:
        return "should fail with: " + words
    if status < 0 or "internal compiler error" in output:
        return "the compiler died:\n" + output
    return None if re.search(expression, plain(output)) else "should say: %s\n%s" % (words, output)


def write_case(case, compiler, name, directory, mark=""):
    source = os.path.join(directory, name + (".cc" if LANGUAGE[compiler] == "c++" else ".c"))
    with open(source, "w", encoding="utf-8") as out:
        out.write('%s#include "preamble.h"\n%s#line 1 "case"\n%s' % (mark, EXPRESSION, case.code))
    return source


def options(case, compiler, form, include, words):
    language = LANGUAGE[compiler]
    warnings = WARNINGS + MORE_WARNINGS[language] if words == "compiles" else []
    if compiler == "clang++":
        warnings = [w for w in warnings if w != "-Wuseless-cast"]
    return [STANDARD[language], "-O2", *warnings, *form, *case.flags, *["-I" + include] * case.include, "-I" + HERE]


def compile_case(case, compiler, form, include, words, directory):
    source = write_case(case, compiler, "case", directory)
    status, output = run(compiler, *options(case, compiler, form, include, words), "-c", source, "-o", "/dev/null")
    return judge(status, output, words, "compiles", pattern(words, case))


def compile_together(jobs, directory):
    """
    Arguments of compile_case() with the same options, of what must fail, by one process of Clang's, which
    takes three times as long to start as to compile a case.  Returns which are seen to fail as they
    should; others are to be compiled alone: after an error, what is found in generated code is not told.
    """
    case, compiler = jobs[0][:2]
    source = write_case(case, compiler, "any", directory)
    said = run(compiler, "-###", *options(*jobs[0]), "-c", source, "-o", "object")[1]
    command = [line for line in said.splitlines() if '"-cc1"' in line]
    if len(command) != 1:
        return [False] * len(jobs)
    inner = shlex.split(command[0])
    output = inner.index("-o")
    inner = [w for w in inner[:output] + inner[output + 2:] if w != source]
    # Without -o each object is beside its source.
    said = run(*inner, "-ferror-limit", "0", *[
        write_case(job[0], compiler, "case%d" % i, directory, '#pragma message("@@%d")\n' % i)
        for i, job in enumerate(jobs)])[1]
    parts = re.split(r"^.*(?:warning|error): @@(\d+).*$", said, flags=re.M)
    of = dict(zip(map(int, parts[1::2]), parts[2::2]))
    return ["error: " in of.get(i, "") and re.search(pattern(job[4], job[0]), plain(of[i])) is not None
            for i, job in enumerate(jobs)]


def together(work):
    """Jobs of which there are several for compile_together(), by where they are in `work`."""
    groups = {}
    for place, (_, (function, *arguments)) in enumerate(work):
        if function is compile_case and "clang" in arguments[1] and arguments[4] != "compiles":
            groups.setdefault((arguments[1], *options(*arguments)), []).append(place)
    return [places for places in groups.values() if len(places) > 2]


def link_case(case, compiler, form, include, library, tool, words, directory):
    objects, library = [], [library, "-pthread"] if case.library else []
    for i, (flags, code) in enumerate(case.files):
        source = os.path.join(directory, "file%d.c" % i)
        with open(source, "w", encoding="utf-8") as out:
            out.write("#include <ffp.h>\n" + code)
        objects.append(source[:-1] + "o")
        rest = library if "-shared" in flags else ["-c"]
        status, output = run(compiler, "-std=gnu11", "-O2", "-Wall", "-Wextra", *form, *flags,
                             "-I" + include, source, *rest, "-o", objects[-1])
        if status or output:
            return "file %d should compile:\n%s" % (i + 1, output)
    if case.collect:
        status, output = run(tool, "collect", *objects)
        if status or output:
            return "ffp collect:\n" + output
    status, output = run(compiler, *objects, *library, "-o", os.path.join(directory, "program"))
    return judge(status, output, words, "links", pattern(words, case))


def compile_header(header, compiler, standard, include, directory):
    language = LANGUAGE[compiler]
    source = os.path.join(directory, "header." + ("cc" if language == "c++" else "c"))
    with open(source, "w", encoding="utf-8") as out:
        out.write("#include <%s>\n#include <%s>\nint not_empty;\n" % (header, header))
    status, output = run(compiler, "-std=" + standard, *PEDANTIC, "-I" + include, "-c", source,
                         "-o", "/dev/null")
    return judge(status, output, "compiles", "compiles")


def all_warnings(compiler):
    """All that a compiler can warn of, but for what is said of other languages or of fine code."""
    if "clang" in compiler:
        return ["-Weverything", "-Wno-unknown-warning-option"]
    listed = run(compiler, "-Q", "--help=warnings")[1]
    options = re.findall(r"^ +(-W[a-z0-9+-]+)\s+\[disabled\]", listed, re.M)
    foreign = set(OTHER_LANGUAGES)
    if compiler == "g++":
        # It lists C's as well.
        said = run("g++", *options, "-E", "-x", "c++", "/dev/null")[1]
        foreign |= set(re.findall("(-W[a-z0-9+-]+)\\W* is valid for C", said))
    return PEDANTIC + [w for w in options if w not in foreign and
                       (w == "-Wc++-compat" or "compat" not in w)]


def compile_every(compiler, standard, form, include, directory):
    """Each macro, in a file of a user's that warns of all."""
    language = LANGUAGE[plain_name(compiler)]
    source = os.path.join(directory, "every." + ("cc" if language == "c++" else "c"))
    shutil.copyfile(os.path.join(HERE, "every.c"), source)
    status, output = run(compiler, "-std=" + standard, "-O2", *all_warnings(compiler), "-Werror",
                         *form, "-I" + include, "-c", source, "-o", "/dev/null")
    return judge(status, output, "compiles", "compiles")


# What Cppcheck takes for defined; --force: nothing, and all else that it finds one after the other.
CONFIGURATIONS = {
    "c": [["-D__x86_64__", "-D__GNUC__=12", "-D__STDC_VERSION__=201112L", *form] for form in ([], ["-DFFP_POINTER"])],
    "c++": [["--force"]],
}


def cppcheck_every(language, configuration, include, directory):
    """Each macro, as Cppcheck reads it, by -I."""
    source = os.path.join(directory, "every." + ("cc" if language == "c++" else "c"))
    shutil.copyfile(os.path.join(HERE, "every.c"), source)
    status, output = run("cppcheck", "-q", *configuration, "--error-exitcode=1", "--suppress=legacyUninitvar", "-I" + include, source)
    return judge(status, output, "compiles", "compiles")


def short_names(include):
    """Macros of all names of one and two letters, and of those of three that the headers have."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = {a + b for a in letters + letters.upper() for b in [""] + list(letters + letters.upper())}
    for folder, _, files in os.walk(include):
        for file in files:
            if file.endswith(".h"):
                text = open(os.path.join(folder, file), encoding="utf-8").read()
                text = re.sub(r'/\*.*?\*/|"(\\.|[^"\\])*"', " ", text, flags=re.S)
                names |= set(re.findall(r"\b[A-Za-z]{3}\b", text))
    return "".join("#define %s )%s is met with(\n" % (n, n) for n in sorted(names - NOT_OURS))


def compile_shortened(compiler, standard, form, include, directory):
    """Each macro, behind a user's macros of short names."""
    language = LANGUAGE[compiler]
    source = os.path.join(directory, "every." + ("cc" if language == "c++" else "c"))
    with open(source, "w", encoding="utf-8") as out:
        out.write("#include <stddef.h>\n#include <stdint.h>\n" + short_names(include) +
                  '#include "%s"\n' % os.path.join(HERE, "every.c"))
    status, output = run(compiler, "-std=" + standard, *form, "-I" + include, "-c", source,
                         "-o", "/dev/null")
    return judge(status, output, "compiles", "compiles")


MODULE = """module;
#include <ffp.h>
export module unit;
extern "C" int one(int value) { return value; }
DEFINE_FFP(plain, one);
DEFINE_FFP_EXPORT(exported, one);
DEFINE_FFP_STATIC(local, one);
DEFINE_FFP_NULL(hook, void(int));
DEFINE_FFP_RETURN(may, int(int), 1);
DEFINE_FFP_RETURN_STATIC(local_may, int(int), 1);
export int run() { hook(1); return plain(1) + exported(1) + local(1) + SET_FFP(plain, one); }
"""


def compile_module(compiler, form, include, directory):
    """Keys behind the start of a C++20 module's unit."""
    source = os.path.join(directory, "unit.cppm")
    with open(source, "w", encoding="utf-8") as out:
        out.write(MODULE)
    status, output = run(compiler, "-std=c++20", *form, "-I" + include, "-x", "c++-module",
                         "--precompile", source, "-o", os.path.join(directory, "unit.pcm"))
    return judge(status, output, "compiles", "compiles")


def compile_library(compiler, include, directory):
    """The library itself, as the README has it: by any C11 compiler."""
    root = os.path.dirname(include)
    sources = [os.path.join(root, folder, file) for folder in ("src", "insn")
               for file in sorted(os.listdir(os.path.join(root, folder))) if file.endswith(".c")]
    status, output = run(compiler, "-std=c11", *PEDANTIC, "-Wno-pedantic", "-fsyntax-only",
                         *["-I" + os.path.join(root, folder)
                           for folder in ("include", "insn", "src")], *sources)
    return judge(status, output, "compiles", "compiles")


def plain_name(compiler):
    return re.sub("-[0-9]+$", "", compiler)


def in_directory(function, *arguments):
    with tempfile.TemporaryDirectory(prefix="ffp-must-fail-") as directory:
        return function(*arguments, directory)


def page_case(page, cases, _directory):
    """Nothing on the page that no case expects, and no case of which it tells nothing."""
    wrong = []
    for heading, rows in page.items():
        expected = [c for c in cases if c.page == heading]
        wrong += ["nothing tries: %s, %s" % (heading, who) for who in rows
                  if not any(c.words(w, page) == rows[who] for c in expected
                             for w in [*LANGUAGE, "linker"])]
    wrong += ["not on the page: %s: %s" % (c.name, c.page) for c in cases if c.page and c.page not in page]
    return "\n".join(wrong)


def jobs(cases, page, compilers, include, library, tool):
    """Pairs of a name and what to call for it."""
    forms = {"direct": [], "pointer": ["-DFFP_POINTER"]}
    yield ("docs/errors.md: every message is tried", (page_case, page, cases))
    for number, case in enumerate(cases):
        for compiler in compilers:
            if not case.files:
                words = case.words(compiler, page)
                both = ALL or words == "compiles" or len(case.forms) == 1
                for name in (case.forms if both else [case.forms[number % 2]]) if words else []:
                    yield ("%s, %s: %s" % (compiler, name, case.name),
                           (compile_case, case, compiler, forms[name], include, words))
            elif LANGUAGE[compiler] == "c":
                words = case.link or case.words("linker", page)
                # Those that mix the forms name the one that they are not.
                mixed = any("-DFFP_POINTER" in flags for flags, _ in case.files)
                expects_entry = "__ffp_fn" in words or "__ffp_ex" in words
                for name in case.forms:
                    if name == "direct" or not (mixed or expects_entry):
                        yield ("%s, %s: %s" % (compiler, name, case.name),
                               (link_case, case, compiler, forms[name], include, library, tool,
                                words))
    for compiler in compilers:
        for number, standard in enumerate(HEADER_STANDARDS[LANGUAGE[compiler]]):
            for which, (name, form) in enumerate(forms.items()):
                if standard.startswith("gnu") or not (ALL or (number + which) % 2):
                    continue
                for one in (compiler, compiler + "-19"):
                    if "clang" in one and shutil.which(one) or one == compiler:
                        yield ("%s -std=%s, %s: every macro, with all warnings" %
                               (one, standard, name), (compile_every, one, standard, form, include))
                if standard in ("c11", "c++98", "c++17"):
                    yield ("%s -std=%s, %s: every macro, where short names are macros" %
                           (compiler, standard, name),
                           (compile_shortened, compiler, standard, form, include))
        if compiler == "clang++":
            for name, form in forms.items():
                yield ("%s, %s: keys in a module's unit" % (compiler, name),
                       (compile_module, compiler, form, include))
        if shutil.which("cppcheck") and "clang" not in compiler:
            language = LANGUAGE[compiler]
            for configuration in [["--force"]] if ALL else CONFIGURATIONS[language]:
                yield ("cppcheck, %s %s: every macro" % (language, configuration[-1]),
                       (cppcheck_every, language, configuration, include))
        if LANGUAGE[compiler] == "c":
            for one in [compiler, *(OTHER_MACHINES if compiler == "gcc" else [])]:
                if shutil.which(one):
                    yield ("%s -std=c11: the library itself" % one,
                           (compile_library, one, os.path.abspath(include)))
    headers = ["ffp.h"] + sorted("ffp/" + h for h in os.listdir(os.path.join(include, "ffp")))
    for compiler in compilers:
        for standard in HEADER_STANDARDS[LANGUAGE[compiler]]:
            for header in headers:
                if header_stands_alone(header):
                    yield ("%s -std=%s: <%s> alone" % (compiler, standard, header),
                           (compile_header, header, compiler, standard, include))


def header_stands_alone(header):
    """The parts of <ffp.h> behind it are no headers of their own."""
    return header in ("ffp.h", "ffp/abi.h", "ffp/form.h")


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    include, library, tool = sys.argv[1:4]
    wanted = [word for word in sys.argv[4:] if word != "--all"] or list(LANGUAGE)
    compilers = [c for c in wanted if shutil.which(c)]
    work = list(jobs(read_cases(os.path.join(HERE, "cases.txt")), read_page(PAGE), compilers, include,
                     library, tool))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        sure = {}
        for places in together(work):
            batch = pool.submit(in_directory, compile_together, [work[place][1][1:] for place in places])
            sure.update((place, (batch, i)) for i, place in enumerate(places))

        def result(place):
            """Those who compile together are begun first, so none waits for what has not begun."""
            if place in sure:
                batch, i = sure[place]
                if batch.result()[i]:
                    return None
            return in_directory(*work[place][1])
        for (name, _), wrong in zip(work, pool.map(result, range(len(work)))):
            tap.ok(not wrong, name, *(wrong or "").splitlines()[:12])
    for compiler in wanted:
        if compiler not in compilers:
            tap.skip(compiler, "not installed")
    tap.done()


if __name__ == "__main__":
    main()
