# SPDX-License-Identifier: MIT
"""SQLite: the tables of methods for memory, mutexes and the page cache."""
import os
import re

import common

PACKAGE = "sqlite3"
PACKAGES = ["tcl", "tcl-dev", "zlib1g-dev"]
ROUNDS = 7


def libraries(tree):
    return [tree.library.static, "-lpthread"] if tree.patched else ["-lpthread"]


def build(tree):
    libs = [f"CPPFLAGS={tree.cppflags}", f"LIBS={' '.join(libraries(tree))}"] if tree.patched else []
    common.run("sh", "./configure", "--disable-shared", f"CC={tree.cc}",
               f"CFLAGS={' '.join(['-O2'] + tree.flags)}", *libs, cwd=tree.path, log=tree.log("configure"))
    tree.make("sqlite3.c", log=tree.log("make"))
    # What is counted and measured: the amalgamation and nothing else.
    common.run(*tree.cc.split(), "-O2", *tree.flags, *tree.cppflags.split(), "-DSQLITE_THREADSAFE=1",
               "-DSQLITE_OMIT_LOAD_EXTENSION", "-c", "sqlite3.c", "-o", "measured.o", cwd=tree.path)
    common.run(tree.compiler, "-O2", "-I.", "test/speedtest1.c", "measured.o", *libraries(tree), "-lm",
               "-o", "speedtest1", cwd=tree.path)


def test(tree):
    tree.make("testfixture", log=tree.log("testfixture"))
    common.give_to_user(tree.path)
    for script in PART if tree.part else ["veryquick"]:
        _, text = common.run("./testfixture", f"test/{script}.test", cwd=tree.path, user=True, check=False,
                             log=tree.log(script))
        yield from outcome_of(text, script, tree.path).items()


# What uses the tables most, of its test scripts, and replaces them.
PART = ["mutex1", "mutex2", "pcache", "pcache2", "memsubsys1", "memsubsys2", "mem5", "softheap1", "init",
        "thread001", "thread002", "shared2", "select1", "trans", "savepoint", "mallocK"]


def outcome_of(text, script, path):
    # pager1-16.1.N is named after the length of a path; call it by how much longer than the tree's.
    text = re.sub(r"\bpager1-16\.1\.(\d+)", lambda m: f"pager1-16.1.path+{int(m[1]) - len(path)}", text)
    # A name may occur several times: all must pass.
    outcome = {}
    # Before it may stand dots, with which a test showed that it was alive; behind it, what it took.
    for name, how in re.findall(r"^\.*([^\s.]\S*)\.\.\. (?:\(.*\) +)?(Ok|.*)$", text, re.M):
        outcome[name] = outcome.get(name, True) and how == "Ok"
    failures = re.search(r"^!Failures on these tests: *(.*)$", text, re.M)
    for name in failures[1].split() if failures else []:
        outcome[name] = False
    outcome[f"{script} ran to its end"] = re.search(r"^\d+ errors out of \d+ tests", text, re.M) is not None
    return outcome


# GCC 12: 395 calls through the tables become 427 sites, since what now calls directly is
# inlined in more places.
INLINED_OTHERWISE = True
MEMBERS = {
    "m": ["xMalloc", "xFree", "xRealloc", "xSize", "xRoundup"],
    "mutex": ["xMutexAlloc", "xMutexFree", "xMutexEnter", "xMutexTry", "xMutexLeave"],
    "pcache2": ["xCreate", "xCachesize", "xPagecount", "xFetch", "xUnpin", "xRekey", "xTruncate",
                "xDestroy", "xShrink"],
}


def pointers(tree):
    """The members of sqlite3Config, by their offsets as the compiler has them."""
    names = [(table, member) for table, members in MEMBERS.items() for member in members]
    source = os.path.join(tree.path, "offsets.c")
    with open(source, "w", encoding="ascii") as out:
        out.write('#include "sqlite3.c"\n#include <stdio.h>\nint main(void)\n{\n')
        for table, member in names:
            out.write(f'\tprintf("%zu\\n", offsetof(struct Sqlite3Config, {table}.{member}));\n')
        out.write("\treturn 0;\n}\n")
    common.run("gcc", "-O0", f"-I{tree.library.include}", "offsets.c", *libraries(tree), "-lm", "-o", "offsets",
               cwd=tree.path)
    return [("sqlite3Config", int(line)) for line in common.run("./offsets", cwd=tree.path).split()]


def binary(tree):
    return os.path.join(tree.path, "speedtest1")


def bench_build(tree, pad):
    common.run("gcc", "-O2", "-I.", common.padding(tree, pad), "test/speedtest1.c", "measured.o", *libraries(tree),
               "-lm", "-o", f"speedtest{pad}", cwd=tree.path)


def bench_run(tree, pad):
    """Seconds of the processor, which the load of the machine touches least."""
    seconds = common.processor_time("./" + f"speedtest{pad}", "--memdb", "--size", "60", cwd=tree.path)
    return {"speedtest1, s": seconds}
