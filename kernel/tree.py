# SPDX-License-Identifier: MIT
"""Linux's source, with the first so many patches of the series applied, and kernels built of it.

A file is written only if its contents change, so that make compiles only what depends on it.
"""
import hashlib
import json
import os
import re
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
WORK = os.path.join(TOP, "build-linux")
ARCHIVE = "/usr/src/linux-source-6.1.tar.xz"
TOOL = os.path.join(WORK, "tool", "tool", "ffp")
NAMED = re.compile(r"^(?:---|\+\+\+) [ab]/([^\t\n]+)|^(?:rename|copy) (?:from|to) ([^\t\n]+)", re.M)


class Failed(Exception):
    """A step did not work; the text tells what it printed."""


def run(command, log=None, cwd=None, env=None):
    """Run a command; what it prints goes to the file `log`, whose end a failure shows."""
    command = [str(word) for word in command]
    with open(log or os.devnull, "ab") as f:
        done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=f if log else subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=dict(os.environ, LC_ALL="C.UTF-8", **(env or {})),
                              check=False)
    if log:
        with open(log, encoding="utf-8", errors="replace") as f:
            said = f.read()
    else:
        said = done.stdout.decode(errors="replace")
    if done.returncode:
        # The first lines with an error in them tell more than the end does, of a build by several jobs.
        lines = said.splitlines()
        errors = [line for line in lines if re.search(r"error|Error|undefined|FAILED|fatal", line)]
        raise Failed("\n".join([" ".join(command[:6]) + ": exit status %d" % done.returncode] +
                               errors[:10] + lines[-15:]))
    return said


def series(folder=None):
    """The patches in their order, without the cover letter."""
    folder = folder or os.path.join(HERE, "patches")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder)
                  if name.endswith(".patch") and not name.startswith("0000"))


def touched(patch):
    with open(patch, encoding="utf-8") as f:
        return {m[1] or m[2] for m in NAMED.finditer(f.read())}


def contents(path):
    try:
        with open(path, "rb") as f:
            return f.read(), os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        return None


def put(path, what):
    """Write a whole file, or remove it."""
    if what is None:
        if os.path.exists(path):
            os.remove(path)
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".new", "wb") as f:
        f.write(what[0])
    os.chmod(path + ".new", what[1])
    os.replace(path + ".new", path)


class Source:
    """A source tree in WORK/name, and beside it the originals of the files that patches touched."""

    def __init__(self, work, name):
        self.path = os.path.join(work, name)
        self.originals = self.path + ".originals"
        self.list = self.path + ".touched"

    def unpack(self, archive=ARCHIVE):
        """Have the source, as Debian releases it: anew if there is another release."""
        stat = os.stat(archive)
        release = "%s %d %d\n" % (archive, stat.st_size, stat.st_mtime)
        if contents(self.path + ".release") == (release.encode(), 0o644):
            return
        self.remove()
        os.makedirs(self.path)
        run(["tar", "-C", self.path, "--strip-components=1", "-xf", archive])
        put(self.path + ".release", (release.encode(), 0o644))

    def remove(self):
        for path in (self.path + ".release", self.list):
            if os.path.exists(path):
                os.remove(path)
        for path in (self.path, self.originals):
            shutil.rmtree(path, ignore_errors=True)

    def times(self):
        """When each file that patches touched was written."""
        known = json.loads(contents(self.list)[0])
        return {name: os.stat(os.path.join(self.path, name)).st_mtime_ns
                for name in known if os.path.exists(os.path.join(self.path, name))}

    def restore(self, patches, times):
        """Apply the patches that were applied when these times were taken, as if they had been all along."""
        self.apply(patches)
        for name, time in times.items():
            os.utime(os.path.join(self.path, name), ns=(time, time))

    def apply(self, patches, behind=None):
        """Have exactly these patches applied.  Each must apply without fuzz to those before it.

        The text `behind` has for a file that they touch comes behind that file's own.
        """
        before = json.loads(contents(self.list)[0]) if os.path.exists(self.list) else {}
        names = set(before)
        for patch in patches:
            names |= touched(patch)
        # Whether there was such a file; its contents are kept before the first change.
        known = dict(before)
        for name in sorted(names - set(before)):
            original = contents(os.path.join(self.path, name))
            known[name] = original is not None
            if original:
                put(os.path.join(self.originals, name), original)
        put(self.list, (json.dumps(known, indent=0, sort_keys=True).encode(), 0o644))

        scratch = self.path + ".scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        os.makedirs(scratch)
        for name in names:
            if known[name]:
                put(os.path.join(scratch, name), contents(os.path.join(self.originals, name)))
        for patch in patches:
            try:
                run(["patch", "-p1", "-s", "-t", "-N", "--fuzz=0", "--no-backup-if-mismatch", "-d", scratch, "-i", patch])
            except Failed as failed:
                raise Failed("%s does not apply: %s" % (os.path.basename(patch), failed)) from failed
        for name, text in (behind or {}).items():
            what, mode = contents(os.path.join(scratch, name))
            put(os.path.join(scratch, name), (what + text.encode(), mode))
        for name in sorted(names):
            what, at = contents(os.path.join(scratch, name)), os.path.join(self.path, name)
            if contents(at) != what:
                put(at, what)
        shutil.rmtree(scratch)


class Kernel:
    """What is built in WORK/name of a source: a configuration, a compiler, words for make."""

    def __init__(self, source, name, fragments, compiler="gcc", words=()):
        self.source, self.name, self.fragments = source, name, fragments
        # Options that come with a patch, which may not be applied.
        self.optional = ""
        self.path = os.path.join(WORK, name)
        self.log = self.path + ".log"
        self.words = ["CC=" + " ".join(filter(None, [os.environ.get("KERNEL_LAUNCHER"), compiler])), "FFP=" + TOOL, *words]

    def make(self, *targets):
        # Two more than run at once, since many steps of a kernel's build wait for another.
        jobs = "-j%d" % (os.cpu_count() + 2)
        run(["make", "-s", "-C", self.source.path, "O=" + self.path, jobs, *self.words, *targets], self.log)

    def configure(self):
        """Every option of the fragments, all that these need, and nothing else."""
        text = ""
        for fragment in self.fragments:
            with open(os.path.join(HERE, fragment), encoding="utf-8") as f:
                text += f.read()
        wanted = {}
        for m in re.finditer(r"^(?:# )?(CONFIG_\w+)(?:=(.*)| is not set)$", text, re.M):
            wanted[m[1]] = m[2]
        # The options that this source has: new ones may be wanted.
        stamp = hashlib.sha256(repr((wanted, self.words)).encode())
        for name in sorted(json.loads(contents(self.source.list)[0])):
            if os.path.basename(name).startswith("Kconfig"):
                stamp.update(repr(contents(os.path.join(self.source.path, name))).encode())
        stamp = (stamp.hexdigest().encode(), 0o644)
        if contents(os.path.join(self.path, "configured")) == stamp:
            return
        os.makedirs(self.path, exist_ok=True)
        fragment = os.path.join(self.path, "fragment")
        put(fragment, ("".join("%s=%s\n" % (name, value) if value else "# %s is not set\n" % name
                               for name, value in wanted.items()).encode(), 0o644))
        self.make("KCONFIG_ALLCONFIG=" + fragment, "allnoconfig")
        with open(os.path.join(self.path, ".config"), encoding="utf-8") as f:
            have = dict(re.findall(r"^(CONFIG_\w+)=(.*)$", f.read(), re.M))
        wrong = [name for name, value in wanted.items() if have.get(name) != (value if value != "n" else None) and
                 not (self.optional and name.startswith(self.optional))]
        if wrong:
            raise Failed("the configuration %s does not come out as it is asked for: %s" %
                         (self.name, " ".join(sorted(wrong))))
        put(os.path.join(self.path, "configured"), stamp)

    def build(self, *targets):
        if os.path.exists(self.log):
            os.remove(self.log)
        self.configure()
        self.make(*targets)

    def objects(self):
        """The object files of C and assembly in the kernel and in its modules."""
        found = set(run(["ar", "t", "vmlinux.a"], cwd=self.path).split())
        with open(os.path.join(self.path, "modules.order"), encoding="utf-8") as f:
            modules = f.read().split()
        for module in modules:
            with open(os.path.join(self.path, re.sub(r"\.k?o$", ".mod", module)), encoding="utf-8") as f:
                found.update(f.read().split())
        return found

    def modules(self):
        """Name -> path of every module, also of those that were built beside the tree."""
        found = {}
        for folder, _, names in os.walk(self.path):
            for name in names:
                if name.endswith(".ko"):
                    found[name[:-3].replace("-", "_")] = os.path.join(folder, name)
        return found

    def warnings(self):
        """What compilers, objtool and modpost had to say, without the lines and offsets, which patches move."""
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return [re.sub(r"(?<=\w)(\+0x[0-9a-f]+|:\d+)", "", line.rstrip()) for line in f
                    if "warning:" in line.lower()]
