# SPDX-License-Identifier: MIT
"""What the tests of the tool share: compilers, and an ELF reader.

The reader shares nothing with the tool's, so that a mistake in one shows in
the other.
"""
import collections
import itertools
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..'))
from tap import done, equal, ok, skip, skip_all  # noqa: E402

SRC = os.path.join(HERE, 'src')
INCLUDE = os.path.join(HERE, '..', '..', 'include')
TOOL = os.path.abspath(os.environ['FFP_TOOL'])
FFP_CC = os.path.join(os.path.dirname(TOOL), 'ffp-cc')
ASDIR = os.path.join(os.path.dirname(TOOL), 'libexec', 'ffp')
CC = {name: shutil.which(name) for name in ('gcc', 'clang', 'g++', 'clang++')}

# Given by ./check --long: every combination, not only each of its parts once.
ALL = '--all' in sys.argv


def says(output, expected):
    """Is a message in the output?  "…" in it stands for anything within a line."""
    return re.search('.*'.join(re.escape(part) for part in expected.split('…')), output)


def combinations(*factors):
    """
    Of what is to be tried with each other: without --all, so many combinations that each value of
    each factor is in one, the first of all with each other.
    """
    if ALL:
        return list(itertools.product(*factors))
    return [tuple(f[i % len(f)] for f in factors) for i in range(max(map(len, factors)))]


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def __str__(self):
        return 'status %d\nstdout: %s\nstderr: %s' % (self.status, self.out[-2000:], self.err[-2000:])


def run(*args, cwd=None, env=None, stdin=None, preexec=None):
    full = dict(os.environ, LC_ALL='C')
    full.pop('FFP_AS', None)
    full.update(env or {})
    p = subprocess.run([str(a) for a in args], cwd=cwd, env=full, input=stdin,
                       stdin=None if stdin is not None else subprocess.DEVNULL,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=preexec)
    return Result(p.returncode, p.stdout.decode('utf-8', 'replace'),
                  p.stderr.decode('utf-8', 'replace'))


def must(*args, **kw):
    """Run something that is not under test."""
    r = run(*args, **kw)
    if r.status:
        print('# %s failed: %s' % (' '.join(map(str, args)), r))
        raise SystemExit('Bail out! a command outside of the test failed')
    return r


def ffp(*args, **kw):
    return run(TOOL, *args, **kw)


def collect(*files):
    """Collect; the numbers of sites, by file."""
    r = ffp('collect', '--stats', *files)
    if r.status:
        print('# ' + str(r).replace('\n', '\n# '))
        return None
    return [int(line.rsplit(': ', 1)[1].split()[0]) for line in r.out.splitlines()]


def compile(cc, source, output, *flags, cwd=None):
    path = source if os.path.isabs(source) else os.path.join(SRC, source)
    must(cc, '-I' + INCLUDE, '-I' + SRC, *flags, '-c', path, '-o', output, cwd=cwd)
    return output


def read(path):
    with open(path, 'rb') as f:
        return f.read()


def write(path, data):
    with open(path, 'wb') as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


class Scratch:
    """A directory for the time of a test."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix='ffp-test-')
        self.old = os.getcwd()
        os.chdir(self.path)
        return self.path

    def __exit__(self, *exc):
        os.chdir(self.old)
        shutil.rmtree(self.path, ignore_errors=True)


Section = collections.namedtuple(
    'Section', 'index name type flags addr offset size link info align entsize data')
Symbol = collections.namedtuple('Symbol', 'index name bind type vis section value size')
Rela = collections.namedtuple('Rela', 'offset type symbol addend')
Site = collections.namedtuple('Site', 'section offset key kind')


class Elf:
    def __init__(self, path):
        self.image = d = read(path)
        assert d[:5] == b'\x7fELF\x02' and d[5] in (1, 2), path
        self.order = '<>'[d[5] - 1]
        self.type, self.machine = self.unpack('HH', d, 16)
        self.shoff, = self.unpack('Q', d, 40)
        n, strndx = self.unpack('HH', d, 60)
        first = self.unpack('IIQQQQIIQQ', d, self.shoff)
        n = n or first[5]
        strndx = first[6] if strndx == 0xffff else strndx
        heads = [self.unpack('IIQQQQIIQQ', d, self.shoff + 64 * i) for i in range(n)]
        names = d[heads[strndx][4]:heads[strndx][4] + heads[strndx][5]]
        self.sections = [
            Section(i, text(names, h[0]), *h[1:], b'' if h[1] == 8 else d[h[4]:h[4] + h[5]])
            for i, h in enumerate(heads)]
        self.symbols = []
        for s in self.sections:
            if s.type == 2:
                self.read_symbols(s)

    def unpack(self, fields, data, offset):
        return struct.unpack_from(self.order + fields, data, offset)

    def read_symbols(self, s):
        extended = [x for x in self.sections if x.type == 18 and x.link == s.index]
        strings = self.sections[s.link].data
        self.first_global = s.info
        for i in range(s.size // 24):
            name, info, other, shndx, value, size = self.unpack('IBBHQQ', s.data, 24 * i)
            if shndx == 0xffff:
                shndx, = self.unpack('I', extended[0].data, 4 * i)
            self.symbols.append(Symbol(i, text(strings, name), info >> 4, info & 15, other & 3,
                                       shndx, value, size))

    def named(self, name):
        return [s for s in self.sections if s.name == name]

    def relas(self, section):
        """The relocations of a section."""
        out = []
        for s in self.sections:
            if s.type == 4 and s.info == section.index:
                for i in range(s.size // 24):
                    offset, info, addend = self.unpack('QQq', s.data, 24 * i)
                    out.append(Rela(offset, info & 0xffffffff, self.symbols[info >> 32], addend))
        return out

    def sites(self):
        """What the tables say."""
        out = []
        for table in self.named('ffp_sites'):
            by = {r.offset: r for r in self.relas(table)}
            for at in range(0, table.size, 8):
                site, key = by[at], by[at + 4]
                name, addend = key.symbol.name, key.addend
                if key.symbol.type == 3:
                    # A section symbol: the key that stands there.
                    place = key.symbol.value + key.addend
                    addend = place & 3
                    name = [k.name for k in self.symbols
                            if k.section == key.symbol.section and k.value == place & ~3
                            and k.name.startswith('__ffp_')][0]
                out.append(Site(site.symbol.section, site.symbol.value + site.addend,
                                name, addend))
        return out


def text(strings, at):
    return strings[at:strings.index(b'\0', at)].decode('utf-8', 'surrogateescape')
