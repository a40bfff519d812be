# SPDX-License-Identifier: MIT
"""Build one cell of the matrix, and look at what came out."""
import collections
import glob
import json
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tool'))
import lib  # noqa: E402
from cells import WAYS  # noqa: E402

SRC = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'src')
ROOT = os.path.join(SRC, '..', '..', '..')
LIBRARY = os.path.abspath(os.environ['FFP_LIBRARY'])
# Objects: source, more flags, and whether it defines keys.
PARTS = {
    'calls': ('calls.c', [], False),
    'first': ('local.c', [], True),
    'second': ('local.c', ['-DNAME=second', '-DNUMBER=30'], True),
    'defs': ('defs.c', [], True),
    'main': ('main.c', [], False),
}
KEYS = ['local', 'local', 'plain', 'quiet', 'shown']
BRANCH = re.compile(r'\s+(?:call|jmp|j[a-z]{1,3})q?\s+\*?__ffp_(?:fn|ex)\.(\w+)\.\w+'
                    r'(?:@PLT|@GOTPCREL\(%rip\))?\s*(?:#.*)?$')
LARGE = re.compile(r'\s+movabsq?\s+\$__ffp_(?:fn|ex)\.(\w+)')
LABEL = re.compile(r'([A-Za-z_][\w.$]*):')


class Broken(Exception):
    """A step of the build failed, or something was not as it must be."""


def step(cwd, *command):
    r = lib.run(*command, cwd=cwd)
    if r.status:
        raise Broken('%s\n%s' % (' '.join(map(str, command)), r))
    return r.out


class Cell:
    def __init__(self, cell, scratch, musl):
        self.compiler, self.linker, self.kind, self.level, self.way, self.special, flags = cell
        self.dir = os.path.join(scratch, '_'.join(filter(None, cell[:6])).replace('-', ''))
        os.makedirs(self.dir)
        self.musl = self.special == 'musl'
        self.cc = 'musl-gcc' if self.musl else self.compiler
        self.library = musl() if self.musl else LIBRARY
        # What says which code is made; and the same for the linker.
        pic = {'no-pie': ['-fno-pie'], 'static': ['-fno-pie'], 'shared': ['-fPIC']}
        self.cflags = [self.level, *pic.get(self.kind, ['-fPIE']), *WAYS[self.way][0], *flags]
        self.lflags = [*WAYS[self.way][1]]
        if not self.musl:
            self.lflags += ['-fuse-ld=' + self.linker]
        if self.way == 'gc-sections' and self.linker == 'bfd':
            self.lflags += ['-Wl,-z,start-stop-gc']
        self.lto = self.way in ('lto', 'thin-lto')
        self.assembly = set()

    def name(self):
        return ' '.join(filter(None, [self.compiler, self.linker, self.kind, self.level, self.way,
                                      self.special]))

    def native(self, part):
        """Is this part compiled to code, and not for the optimiser at link time?"""
        return not self.lto or PARTS[part][2] or (self.special == 'mixed' and part == 'calls')

    def flags_of(self, part):
        flags = ['-I' + os.path.join(ROOT, 'include'), *self.cflags, *PARTS[part][1]]
        if self.special == 'mixed' and part == 'calls':
            flags += ['-fno-lto']
        if self.kind == 'shared' and part == 'main':
            flags = [f for f in flags if f != '-fPIC'] + ['-fPIE']
        return flags

    def source(self, part):
        return os.path.join(SRC, PARTS[part][0])

    def launcher(self, part):
        if self.special == 'uncollected' or (self.special == 'partly' and part == 'calls'):
            return []
        return [lib.FFP_CC]

    def compile(self):
        for part in PARTS:
            step(self.dir, *self.launcher(part), self.cc, *self.flags_of(part), '-c',
                 self.source(part), '-o', part + '.o')

    def pack(self, parts):
        """The parts as the linker gets them."""
        objects = [p + '.o' for p in parts]
        if self.way == 'ld-r':
            step(self.dir, 'ld.' + self.linker, '-r', *objects, '-o', 'all.o')
            return ['all.o']
        if self.way in ('archive', 'thin-archive') or self.special == 'in-archive':
            ar = {'gcc': 'gcc-ar', 'clang-14': 'llvm-ar-14', 'clang-19': 'llvm-ar-19'}
            thin = 'T' if self.way == 'thin-archive' else ''
            step(self.dir, ar[self.compiler], 'rcs' + thin, 'all.a', *objects)
            # For a shared library nothing asks for a member.
            if self.kind == 'shared':
                return ['-Wl,--whole-archive', 'all.a', '-Wl,--no-whole-archive']
            return ['all.a']
        return objects

    def commands(self, launcher, *more):
        """The commands that link, without their outputs: program last."""
        libs = [self.library, '-pthread', *more]
        parts = [p for p in PARTS if p != 'main']
        kind = {'pie': ['-pie'], 'no-pie': ['-no-pie'], 'static': ['-static'],
                'static-pie': ['-static-pie']}
        if self.kind == 'static' and not self.musl:
            kind['static'] += ['-no-pie'] if self.compiler == 'gcc' else []
        if self.kind == 'shared':
            lib_flags = [f for f in self.cflags if f != '-fPIE']
            main_flags = [f for f in self.cflags if f != '-fPIC'] + ['-fPIE']
            return [([*launcher, self.cc, *lib_flags, '-shared', *self.lflags, *self.pack(parts),
                      *libs], 'libkeys.so'),
                    ([*launcher, self.cc, *main_flags, '-pie', *self.lflags, 'main.o', 'libkeys.so',
                      '-Wl,-rpath,$ORIGIN', *more], 'prog')]
        return [([*launcher, self.cc, *self.cflags, *kind[self.kind], *self.lflags, 'main.o',
                  *self.pack(parts), *libs], 'prog')]

    def link(self):
        launcher = [] if self.special == 'uncollected' else [lib.FFP_CC]
        self.outputs = []
        for command, output in self.commands(launcher):
            step(self.dir, *command, '-o', output)
            self.outputs.append(output)
        self.functions = {o: self.symbols(o) for o in self.outputs}

    def symbols(self, output):
        """Of a linked file: addresses of functions, by name."""
        where = collections.defaultdict(set)
        for line in step(self.dir, 'nm', output).splitlines():
            fields = line.split()
            if len(fields) == 3 and fields[1] in 'tTwW':
                where[re.sub(r'\.(lto_priv|llvm)\.\d+$', '', fields[2])].add(fields[0])
        return where

    def finish(self):
        """What is done to a program after it is linked."""
        for output in self.outputs:
            if self.way == 'strip' or self.special == 'strip':
                step(self.dir, 'strip', '--strip-all', output)
            elif self.way == 'objcopy':
                step(self.dir, 'objcopy', '--only-keep-debug', output, output + '.debug')
                step(self.dir, 'objcopy', '--strip-debug', '--add-gnu-debuglink=' + output + '.debug',
                     output, 'copy')
                os.rename(os.path.join(self.dir, 'copy'), os.path.join(self.dir, output))
            elif self.way == 'split-debug':
                if not glob.glob(os.path.join(self.dir, '*.dwo')):
                    raise Broken('no .dwo file: debug information is not split')

    # The independent count: branches on key symbols in the compiler's assembly.

    def count(self, path, pattern=BRANCH):
        """Branches on keys, or what else the pattern says, by function and key."""
        function, found = None, collections.Counter()
        with open(path) as f:
            for line in f:
                label = LABEL.match(line)
                if label and not label.group(1).startswith('.L'):
                    function = re.sub(r'\.(lto_priv|llvm)\.\d+$', '', label.group(1))
                branch = pattern.match(line)
                if branch:
                    found[function, branch.group(1)] += 1
        return found

    def count_parts(self, collected=True, pattern=BRANCH):
        """By output: those of the parts that are code when they are compiled."""
        found = {o: collections.Counter() for o in self.outputs}
        for part in PARTS:
            if not self.native(part) or bool(self.launcher(part)) != collected:
                continue
            flags = [f for f in self.flags_of(part) if f != '-ffat-lto-objects']
            if part not in self.assembly:
                step(self.dir, self.cc, *flags, *(['-fno-lto'] if self.lto else []), '-S',
                     self.source(part), '-o', part + '.s')
                self.assembly.add(part)
            found[self.outputs[0 if part != 'main' else -1]] += self.count(
                os.path.join(self.dir, part + '.s'), pattern)
        return found

    def check_uses(self):
        """What `ffp list` says of calls that are no sites, against the assembly."""
        self.uses = collections.Counter()
        for output in self.outputs:
            for key in json.loads(step(self.dir, lib.TOOL, 'list', '--json', output))['keys']:
                self.uses += collections.Counter(u['state'] for u in key['uses'])
        wanted = {'missed': self.count_parts(collected=False),
                  'large': self.count_parts(pattern=LARGE)}
        for state, found in wanted.items():
            n = sum(sum(f.values()) for f in found.values())
            if n != self.uses[state]:
                raise Broken('ffp list: %d %s, the assembly has %d' % (self.uses[state], state, n))

    def count_link(self, found):
        """Those in what the optimiser makes at link time, by plain commands."""
        for command, output in self.commands([]):
            work = os.path.join(self.dir, 'asm-' + output)
            os.makedirs(work)
            if self.compiler == 'gcc':
                step(self.dir, *command, '-save-temps', '-o', os.path.join(work, 'x'))
                files = glob.glob(os.path.join(work, '*.ltrans*.s')) + \
                    glob.glob(os.path.join(work, '*.lto.s'))
            else:
                # With lld, whatever the linker: the others know no such option.
                command = [c if not c.startswith('-fuse-ld=') else '-fuse-ld=lld' for c in command]
                # Newer ones write the parts of thin optimisation where they run.
                for stale in glob.glob(os.path.join(self.dir, 'x*.lto.*')):
                    os.unlink(stale)
                step(self.dir, *command, '-Wl,--plugin-opt=emit-asm', '-o', os.path.join(work, 'x'))
                files = glob.glob(os.path.join(work, 'x*')) + \
                    glob.glob(os.path.join(self.dir, 'x*.lto.*'))
            if not files:
                raise Broken('no assembly of link-time optimisation')
            for path in files:
                found[output] += self.count(path)

    def expected(self):
        """
        The number of sites by output and key.  A function that the linker dropped
        has none; of functions that it folded, one has.
        """
        found = self.count_parts()
        if self.lto:
            self.count_link(found)
        self.dropped = self.folded = 0
        sites = {}
        for output, counts in found.items():
            where, seen = self.functions[output], set()
            sites[output] = collections.Counter()
            for (function, key), n in sorted(counts.items()):
                places = where.get(function)
                if not places:
                    self.dropped += n
                elif len(places) == 1 and (places & seen) and function.startswith('twin'):
                    self.folded += n
                else:
                    sites[output][key] += n
                if places and function.startswith('twin'):
                    seen |= places
        return sites

    # What the program itself says.

    def run(self):
        out = step(self.dir, './prog')
        if 'wrong' in out or not out.endswith('fine\n'):
            raise Broken(out)
        told = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
        for line in out.splitlines()[:-1]:
            when, key, *fields = line.split()
            for field in fields:
                name, value = field.split('=')
                told[when][key][name] += int(value)
        return told


def make(cell, scratch, musl):
    """Build and check a cell: the row of the table, or Broken."""
    c = Cell(cell, scratch, musl)
    c.compile()
    c.link()
    expected = c.expected()
    c.finish()
    told = c.run()
    for output in c.outputs:
        r = lib.ffp('verify', output, cwd=c.dir)
        if r.status:
            raise Broken('ffp verify: %s' % r)
    c.check_uses()
    wanted = sum(expected.values(), collections.Counter())
    outside = expected['prog'] if c.kind == 'shared' else collections.Counter()
    problems = []
    for key in sorted(set(KEYS)):
        for when in ('before', 'after', 'back'):
            got = told[when][key]
            if got['sites'] != wanted[key]:
                problems.append('%s, %s: %d sites, the assembly has %d'
                                % (key, when, got['sites'], wanted[key]))
            if got['direct'] + got['trampoline'] != got['sites'] or got['foreign']:
                problems.append('%s, %s: %s' % (key, when, dict(got)))
        # A program is out of a library's reach: those sites go through their import.
        got = told['after'][key]
        if got['unreachable'] != outside[key] or got['direct'] != wanted[key] - outside[key]:
            problems.append('%s, after: %s, of %d sites %d are out of reach'
                            % (key, dict(got), wanted[key], outside[key]))
    if problems:
        raise Broken('\n'.join(problems))
    total = {when: sum((told[when][k] for k in told[when]), collections.Counter())
             for when in ('before', 'after')}
    row = [c.compiler, c.linker, c.kind, c.level, ', '.join(filter(None, [c.way, c.special])),
           sum(wanted.values()), total['before']['direct'], total['after']['direct'],
           '; '.join(remarks(c, total, outside, wanted)) or '']
    shutil.rmtree(c.dir)
    return row


def remarks(c, total, outside, wanted):
    """What is not direct, and why."""
    if c.uses['large']:
        yield 'trampoline: calls by %d addresses of 64 bits, and no branches to the key' \
            % c.uses['large']
    if c.uses['missed']:
        yield 'trampoline: %d in objects that were not collected' % c.uses['missed']
    if total['before']['unaimed']:
        yield '%d on the entry until the first change' % total['before']['unaimed']
    if sum(outside.values()):
        yield '%d out of reach after a change: through the import' % sum(outside.values())
    if c.dropped:
        yield '%d dropped with their functions' % c.dropped
    if c.folded:
        yield '%d folded' % c.folded
    if c.way == 'gc-sections' and not c.dropped:
        yield 'the linker keeps dead functions that have sites'
