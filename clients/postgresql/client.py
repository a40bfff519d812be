# SPDX-License-Identifier: MIT
"""PostgreSQL: pointers that replace themselves, and hooks that a loaded module sets."""
import os
import re
import shutil

import common

HERE = os.path.dirname(os.path.abspath(__file__))
server = common.load("server", os.path.join(HERE, "server.py"))

PACKAGE = "postgresql-15"
PACKAGES = ["bison", "flex", "perl"]
ROUNDS = 5


def configure(tree):
    extra = []
    if tree.patched:
        # A program and the modules that it loads are to share one libffp.
        extra = [f"CPPFLAGS={tree.cppflags}", "LIBS=-lffp",
                 f"LDFLAGS=-L{tree.library.lib} -Wl,-rpath,{tree.library.lib}"]
    # What is found out about the machine holds for every build by one compiler.
    cache = os.path.join(os.path.dirname(tree.path), tree.compiler + ".cache")
    if os.path.exists(cache):
        with open(cache, encoding="utf-8") as found, open(tree.path + "/config.cache", "w", encoding="utf-8") as own:
            own.writelines(line for line in found if not line.startswith("ac_cv_env_"))
    common.run("sh", "./configure", "-C", f"CC={tree.cc}", f"CFLAGS={' '.join(['-O2'] + tree.flags)}", *extra,
               "--without-readline", "--without-zlib", cwd=tree.path, log=tree.log("configure"))
    shutil.copy(tree.path + "/config.cache", cache)


def build(tree):
    configure(tree)
    if tree.flags:
        # To be measured: the server, with all else that it needs from the build without flags.
        # Headers first: a parallel make of this directory alone does not wait for them.
        for target in ("generated-headers", "all"):
            tree.make("-s", "-C", "src/backend", target, log=tree.log("build"))
        return
    tree.make("-s", log=tree.log("build"))
    tree.make("-s", "-C", "contrib/pg_stat_statements", log=tree.log("module"))
    for where in (".", "contrib/pg_stat_statements"):
        tree.make("-s", "-C", where, f"DESTDIR={server.installed(tree)}", "install", log=tree.log("install"))


def test(tree):
    """As an ordinary user, since the server refuses to be root's."""
    common.give_to_user(tree.path)
    for where, prefix in ((".", ""), ("contrib/pg_stat_statements", "pg_stat_statements: ")):
        status, text = common.run("make", "-C", where, "check", cwd=tree.path, user=True, check=False,
                                  log=tree.log("check-" + (prefix.rstrip(": ") or "all")))
        for name, how in re.findall(r"^(?:test)?\s+(\S+)\s+\.\.\. (\S+)", text, re.M):
            yield prefix + name, how == "ok"
        yield prefix + "make check", status == 0
    yield from server.checks(tree)


def pointers(_):
    return ["pg_popcount32", "pg_popcount64", "pg_comp_crc32c"] + server.HOOKS


# They set the pointers and call through them.
CHOOSERS = ["pg_popcount32_choose", "pg_popcount64_choose", "pg_comp_crc32c_choose"]


def binary(tree):
    return os.path.join(tree.path, "src", "backend", "postgres")


# Each prints what it took of the processor.
FIGURES = {
    "popcount of 1 MB, 1,200 times": """do $$ declare b bytea := decode(repeat('a5', 1000000), 'hex');
        n bigint := 0; begin for i in 1..1200 loop n := n + bit_count(b); end loop; end $$""",
    "execute 'select 1', 200,000 times": """do $$ begin for i in 1..200000 loop
        execute 'select 1'; end loop; end $$""",
    "short WAL records, 1,000,000": """select count(pg_logical_emit_message(false, 'a', 'b'))
        from generate_series(1, 1000000)""",
}


def counter(tree, pad):
    """A program that counts bits by libpgport, with its text moved."""
    return os.path.join(tree.path, f"popcount{pad}")


def build_counter(tree, pad):
    words = [*tree.cc.split(), "-O2", *tree.flags, *tree.cppflags.split(), f"-I{tree.path}/src/include",
             common.padding(tree, pad), os.path.join(HERE, "popcount.c"), f"{tree.path}/src/port/libpgport.a"]
    common.run(*words, *([tree.library.static, "-pthread"] if tree.patched else []), "-o", counter(tree, pad))


def run_counter(tree, pad):
    lines = (line.rpartition(" ") for line in common.run(counter(tree, pad)).splitlines())
    return {name: float(value) for name, _, value in lines}


def moved(tree, pad):
    return server.program(tree, f"postgres{'-'.join(['', *tree.flags])}-{pad}")


def bench_build(tree, pad):
    """A server program with its text moved, and what counts bits alone."""
    build_counter(tree, pad)
    if os.path.exists(moved(tree, pad)):
        return
    if not os.path.exists(server.place(tree, "measured")):
        server.cluster(tree, "measured")
    common.run("gcc", "-c", common.padding(tree, pad), "-o", f"pad{pad}.o", cwd=tree.path)
    kept = binary(tree) + ".kept"
    os.rename(binary(tree), kept)
    tree.make("-s", "-C", "src/backend", "postgres", f"CC={tree.cc} {tree.path}/pad{pad}.o")
    os.rename(binary(tree), moved(tree, pad))
    os.rename(kept, binary(tree))


def bench_run(tree, pad):
    """Seconds of the processor, which the server itself tells, of one process without any other."""
    data = server.place(tree, "measured")
    queries = [query.replace("\n", " ") for query in FIGURES.values()]
    output = common.run(moved(tree, pad), "--single", "-D", data, "-F", "-c", "log_statement_stats=on", "postgres",
                        cwd=data, env=server.environment(tree), user=True, text="\n".join(queries) + "\n")
    took = re.findall(r"([\d.]+) s user, ([\d.]+) s system, [\d.]+ s elapsed", output)
    if len(took) != len(queries):
        raise common.Failed(f"{len(took)} measurements of {len(queries)}:\n{output}")
    figures = {figure + ", s": float(user) + float(system) for figure, (user, system) in zip(FIGURES, took)}
    return {**figures, **run_counter(tree, pad)}
