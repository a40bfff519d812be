# SPDX-License-Identifier: MIT
"""PostgreSQL: pointers that replace themselves, and hooks that a loaded module sets."""
import os
import re

import common

PACKAGE = "postgresql-15"
PACKAGES = ["bison", "flex", "perl"]


def build(tree):
    extra = []
    if tree.patched:
        # A program and the modules that it loads are to share one libffp.
        extra = [f"CPPFLAGS={tree.cppflags}", "LIBS=-lffp",
                 f"LDFLAGS=-L{tree.library.lib} -Wl,-rpath,{tree.library.lib}"]
    common.run("sh", "./configure", f"CC={tree.cc}", f"CFLAGS={' '.join(['-O2'] + tree.flags)}", *extra,
               "--without-readline", "--without-zlib", cwd=tree.path, log=tree.log("configure"))
    tree.make("-s", log=tree.log("build"))
    tree.make("-s", "-C", "contrib/pg_stat_statements", log=tree.log("module"))


def test(tree):
    """As an ordinary user, since the server refuses to be root's."""
    common.give_to_user(tree.path)
    for where, prefix in ((".", ""), ("contrib/pg_stat_statements", "pg_stat_statements: ")):
        status, text = common.run("make", "-C", where, "check", cwd=tree.path, user=True, check=False,
                                  log=tree.log("check-" + os.path.basename(where)))
        for name, how in re.findall(r"^(?:test)?\s+(\S+)\s+\.\.\. (\S+)", text, re.M):
            yield prefix + name, how == "ok"
        yield prefix + "make check", status == 0


def pointers(_):
    return ["pg_popcount32", "pg_popcount64", "pg_comp_crc32c", "planner_hook", "ExecutorStart_hook",
            "ExecutorRun_hook", "ExecutorFinish_hook", "ExecutorEnd_hook", "ProcessUtility_hook"]


def binary(tree):
    return os.path.join(tree.path, "src", "backend", "postgres")
