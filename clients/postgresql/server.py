# SPDX-License-Identifier: MIT
"""A PostgreSQL server of one build, and what its processes have as text."""
import json
import os
import re
import signal
import subprocess
import tempfile
import time

import common

HOOKS = ["planner_hook", "ExecutorStart_hook", "ExecutorRun_hook", "ExecutorFinish_hook",
         "ExecutorEnd_hook", "ProcessUtility_hook"]


def place(tree, name):
    """A directory of the build without flags, which those with flags use too."""
    return os.path.join(tree.path.removesuffix("-thunk"), name)


def installed(tree):
    return place(tree, "installed")


def program(tree, name):
    return os.path.join(installed(tree), "usr", "local", "pgsql", "bin", name)


def environment(tree):
    return {"LD_LIBRARY_PATH": os.path.join(installed(tree), "usr", "local", "pgsql", "lib")}


def cluster(tree, name):
    """An empty data directory."""
    path = place(tree, name)
    common.run("rm", "-rf", path)
    os.mkdir(path)
    common.give_to_user(path)
    common.run(program(tree, "initdb"), "-D", path, "-A", "trust", "-U", "postgres", "-N",
               cwd=path, env=environment(tree), user=True)
    return path


class Server:
    """A running server, as long as a `with` block lasts."""

    def __init__(self, tree, *settings):
        self.tree = tree
        self.data = cluster(tree, "data")
        # The name of a socket must be short.
        self.place = tempfile.TemporaryDirectory(prefix="ffp-pg-")
        common.give_to_user(self.place.name)
        self.options = ["-D", self.data, "-k", self.place.name, "-F"]
        for setting in ("listen_addresses=",) + settings:
            self.options += ["-c", setting]

    def start(self, name, *arguments, **options):
        command, environ = common.prepared([program(self.tree, name), *arguments], self.data,
                                           environment(self.tree), user=True)
        return subprocess.Popen(command, cwd=self.data, env=environ, text=True, **options)

    def __enter__(self):
        with open(self.tree.log("server"), "w", encoding="utf-8") as log:
            self.process = self.start("postgres", *self.options, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        for _ in range(600):
            if self.process.poll() is not None:
                break
            if self.psql("select 1", check=False)[0] == 0:
                return self
            time.sleep(0.2)
        self.__exit__()
        raise common.Failed("the server does not start, see " + self.tree.log("server"))

    def __exit__(self, *_):
        # A fast stop: a session that is still open does not keep it.
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        self.place.cleanup()

    def to_psql(self):
        return ["-X", "-q", "-A", "-t", "-h", self.place.name, "-U", "postgres", "postgres"]

    def psql(self, command, check=True):
        """What one command prints, in a session of its own."""
        return common.run(program(self.tree, "psql"), *self.to_psql(), "-c", command, cwd=self.data,
                          env=environment(self.tree), user=True, check=check)

    def session(self):
        """A session that stays, and the number of its server process."""
        psql = self.start("psql", *self.to_psql(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        psql.stdin.write("select pg_backend_pid();\n")
        psql.stdin.flush()
        return psql, int(psql.stdout.readline())


# Text


def sites(tree):
    """{key: addresses of its sites} in the server program."""
    listed = json.loads(common.run(tree.library.tool, "list", "--json", program(tree, "postgres")))
    return {key["name"]: [site["address"] for site in key["sites"]] for key in listed["keys"]}


def check_programs(tree):
    """Yields (name, passed): the other programs that have a key, by way of libpgport."""
    found = set()
    for name in sorted(os.listdir(os.path.dirname(program(tree, "postgres")))):
        if name.startswith("post"):  # the server, its other name, and what is measured
            continue
        listed = json.loads(common.run(tree.library.tool, "list", "--json", program(tree, name)))
        for key in listed["keys"]:
            found.add(name)
            status, _ = common.run(tree.library.tool, "verify", "--strict", program(tree, name), check=False)
            direct = [site["state"] for site in key["sites"]].count("direct")
            yield (f"{name}: {key['name']}, {len(key['sites'])} sites, all direct",
                   status == 0 and direct == len(key["sites"]) > 0)
    yield "seven other programs have a key", len(found) == 7


def built(tree, address, size=6):
    """Bytes of the program, as the file has them."""
    path = program(tree, "postgres")
    loads = re.findall(r"^\s*LOAD\s+(\w+) (\w+) \w+ (\w+)", common.run("readelf", "-lW", path), re.M)
    for offset, start, length in ((int(word, 16) for word in load) for load in loads):
        if start <= address < start + length:
            with open(path, "rb") as f:
                f.seek(offset + address - start)
                return f.read(size)
    raise common.Failed(f"{path} has no {address:#x}")


def live(tree, process, address, size=6):
    """Bytes of the program, as a process has them now."""
    path = os.path.realpath(program(tree, "postgres"))
    with open(f"/proc/{process}/maps", encoding="ascii") as f:
        start = min(int(line.split("-")[0], 16) for line in f if line.rstrip().endswith(path))
    with open(f"/proc/{process}/mem", "rb", 0) as f:
        f.seek(start + address)
        return f.read(size)


def check_text(tree, server, module):
    """Yields (name, passed): a server process has the text that its postmaster had when it forked."""
    psql, backend = server.session()
    known = sites(tree)
    for key in HOOKS + ["pg_comp_crc32c"]:
        # The postmaster chooses a checksum when it reads its control file.
        changed = module or key not in HOOKS
        good = len(known[key]) > 0
        for address in known[key]:
            here, parent, file = (live(tree, backend, address), live(tree, server.process.pid, address),
                                  built(tree, address))
            good = good and here == parent and (here != file) == changed
        yield f"{key}: {'inherited' if changed else 'as built'}, {len(known[key])} sites", good
    psql.stdin.close()
    psql.wait()


def checks(tree):
    """Yields (name, passed): hooks that a module set before the server forked, in the processes it forked."""
    with Server(tree, "shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track_planning=on") as server:
        server.psql("create extension pg_stat_statements")
        for _ in range(3):
            server.psql("select sum(n) from generate_series(1, 3) n")
            server.psql("create temporary table probe ()")
        counted = server.psql("select plans, calls from pg_stat_statements where query like 'select sum%'")
        yield "preload: each of three processes planned and executed by way of the module", counted == "3|3\n"
        counted = server.psql("select calls from pg_stat_statements where query like 'create temp% probe%'")
        yield "preload: each of three processes ran a utility statement by way of the module", counted == "3\n"
        if tree.patched:
            for name, good in check_text(tree, server, True):
                yield "preload: " + name, good
    if tree.patched:
        yield from check_programs(tree)
        with Server(tree) as server:
            for name, good in check_text(tree, server, False):
                yield "no preload: " + name, good
