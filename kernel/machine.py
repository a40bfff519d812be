# SPDX-License-Identifier: MIT
"""A machine that boots a kernel and an initramfs, and what its serial line said."""
import os
import re
import selectors
import shlex
import subprocess
import time

QEMU = ("qemu-system-x86_64 -accel tcg,thread={threads} -cpu max -smp 2,sockets=2,cores=1,threads=1 -m 512 "
        "-nodefaults -no-user-config -display none -serial stdio -no-reboot "
        "-device isa-debug-exit,iobase=0xf4,iosize=0x04 -kernel {kernel} -initrd {initrd} "
        "-append 'console=ttyS0 panic=-1 oops=panic no_timer_check printk.devkmsg=on printk.time=0 {words}'")
# User-mode Linux is its own machine.
UML = "{kernel} mem=256M initrd={initrd} con=null con0=null,fd:1 panic=-1 oops=panic printk.devkmsg=on printk.time=0 {words}"
# What kernel/init.c makes QEMU end with: 2 * 0x10 + 1.
ENDED = 33
# What the kernel says of itself when it is broken.
BROKEN = re.compile(r"WARNING: CPU: |\bBUG: |kernel BUG at|\bOops\b|Kernel panic|general protection fault")
# Seconds without a line after which a machine hangs, and for a boot as a whole.  A loaded host is slow.
SILENCE = 300
WHOLE = 3600


def initramfs(files):
    """An archive in the format newc of name -> (contents, mode); a device's contents are its numbers."""
    out = bytearray()
    folders = {os.path.dirname(name) for name in files if os.path.dirname(name)}
    entries = [(name, b"", 0o040755) for name in sorted(folders | {"proc", "sys", "dev"})]
    entries += [(name, *what) for name, what in files.items()] + [("TRAILER!!!", b"", 0)]
    for inode, (name, data, mode) in enumerate(entries, 1):
        device = (0, 0)
        if mode & 0o170000 == 0o020000:
            device, data = data, b""
        fields = (inode, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(name) + 1, 0)
        out += b"070701" + b"".join(b"%08X" % field for field in fields) + name.encode() + b"\0"
        out += b"\0" * (-len(out) % 4) + data
        out += b"\0" * (-len(out) % 4)
    return bytes(out)


class Boot:
    """One boot: lines of the console, and why it failed, if it did."""

    def __init__(self, lines, failure):
        self.lines, self.failure = lines, failure

    def tail(self):
        return self.lines[-40:]


def boot(command, log, ended=ENDED, silence=SILENCE, whole=WHOLE):
    """Run what boots a machine, up to its end or its silence."""
    lines, failure, rest = [], None, b""
    end = last = time.monotonic()
    end += whole
    with open(log, "wb", buffering=0) as f, \
            subprocess.Popen(shlex.split(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT) as machine:
        with selectors.DefaultSelector() as selector:
            selector.register(machine.stdout, selectors.EVENT_READ)
            while True:
                now = time.monotonic()
                if now > end or now > last + silence:
                    failure = "it hangs: no line for %d s" % silence if now <= end else "it does not end in %d s" % whole
                    machine.kill()
                    break
                if not selector.select(1):
                    continue
                data = os.read(machine.stdout.fileno(), 65536)
                if not data:
                    break
                last = now
                f.write(data)
                *whole_lines, rest = (rest + data).split(b"\n")
                lines += [clean(line) for line in whole_lines]
        status = machine.wait()
    if rest:
        lines.append(clean(rest))
    if not failure and status != ended:
        failure = "it ended with the status %d" % status
    for line in lines:
        if not failure and BROKEN.search(line):
            failure = line
    return Boot(lines, failure)


def clean(line):
    """Text without what a firmware sends to a terminal, and without the time of printk."""
    text = re.sub(r"\x1b\[[0-9;?=]*[A-Za-z]|\x1bc", "", line.decode(errors="replace")).rstrip("\r")
    return re.sub(r"^(<\d+>)?\[ *\d+\.\d+\] ", "", text)


class Results:
    """What lines of TAP or KTAP say: results, and plans, each of which its results must meet."""

    def __init__(self, lines):
        self.results = []  # (passed or None for skipped, text)
        self.figures = {}
        self.comments = []
        plan, seen = None, 0

        def close():
            if plan is not None and plan != seen:
                self.results.append((False, "%d results for a plan of %d" % (seen, plan)))

        for line in lines:
            line = line.strip()
            m = re.match(r"1\.\.(\d+)", line)
            if m:
                close()
                plan, seen = int(m[1]), 0
                continue
            m = re.match(r"(not ok|ok)\b *(\d*) *(?:- )?(.*)", line)
            if m:
                if m[2]:
                    seen += 1
                    if plan is None or int(m[2]) != seen:
                        self.results.append((False, "the result %s is out of the plan: %s" % (m[2], m[3])))
                        seen = int(m[2])
                skipped = re.search(r"# *skip", m[3], re.I)
                self.results.append((None if skipped and m[1] == "ok" else m[1] == "ok", m[3]))
            elif re.match(r"# ffp:", line):
                for name, value in re.findall(r"(\w+)=(\d+)", line):
                    self.figures[name] = self.figures.get(name, 0) + int(value)
            elif line.startswith("#"):
                self.comments.append(line)
        close()
