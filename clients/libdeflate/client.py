# SPDX-License-Identifier: MIT
"""libdeflate: three file-local pointers that replace themselves during the first call."""
import glob
import os

import common

PACKAGE = "libdeflate"
PACKAGES = ["zlib1g-dev"]
ROUNDS = 20
HERE = os.path.dirname(os.path.abspath(__file__))
# In the manner of upstream's run_tests.sh: with everything, then with less, so that other
# candidates are chosen.
FEATURES = ["", "avx2,avx,bmi2", "avx2,avx,bmi2,pclmul,sse2"]


def libraries(tree):
    return [tree.library.static, "-pthread"] if tree.patched else []


def build(tree):
    tree.make("TEST_SUPPORT__DO_NOT_USE=1", f"CC={tree.cc}", f"CPPFLAGS={tree.cppflags}",
              f"CFLAGS={' '.join(tree.flags)}", f"FFP_LIBS={' '.join(libraries(tree))}",
              "all", "test_programs", log=tree.log("build"))
    compile_own(tree, "first", "-pthread")


def compile_own(tree, name, *flags):
    """A program of this directory, with the library that was built; compiled alike for all builds."""
    common.run(tree.compiler, "-O2", "-Wall", "-Wextra", f"-I{tree.path}", *flags,
               os.path.join(HERE, name + ".c"), os.path.join(tree.path, "libdeflate.a"),
               *libraries(tree), "-o", os.path.join(tree.path, name))


def test(tree):
    programs = [path for path in sorted(glob.glob(os.path.join(tree.path, "test_*"))) if os.access(path, os.X_OK)]
    for features in FEATURES:
        for program in [os.path.join(tree.path, "first")] + programs:
            status, _ = common.run(program, cwd=tree.path, check=False,
                                   env={"LIBDEFLATE_DISABLE_CPU_FEATURES": features})
            yield os.path.basename(program) + (f" without {features}" if features else ""), status == 0


def pointers(_):
    return ["crc32_impl", "adler32_impl", "decompress_impl"]


def binary(tree):
    return os.path.join(tree.path, "libdeflate.so")


def bench_build(tree, pad):
    common.run("gcc", "-O2", f"-I{tree.path}", common.padding(tree, pad), os.path.join(HERE, "bench.c"),
               os.path.join(tree.path, "libdeflate.a"), *libraries(tree),
               "-o", os.path.join(tree.path, f"bench{pad}"))


def bench_run(tree, pad):
    figures = {}
    for line in common.run(os.path.join(tree.path, f"bench{pad}")).splitlines():
        name, _, value = line.rpartition(" ")
        figures[name] = float(value)
    return figures
