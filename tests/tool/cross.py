# SPDX-License-Identifier: MIT
"""Objects of another machine, on whatever machine this runs: what is collected, and how it
links.  For machines whose calls are one instruction; each has a test of its own that says
what a Machine is, and has what only that machine has."""
import json
import re

from lib import *

RUN = os.path.join(HERE, '..', 'run')
LIBRARY = """
#include <ffp.h>
const struct ffp_library ffp_library;
void ffp_module_add(const struct ffp_module *m) { (void)m; }
void ffp_module_remove(const struct ffp_module *m) { (void)m; }
int ffp_apply(const struct ffp_change *c, size_t n, unsigned f) { (void)c; (void)n; (void)f; return 0; }
int ffp_set_target(const struct ffp *k, void *f) { (void)k; (void)f; return 0; }
int ffp_set_return(const struct ffp *k, uint64_t v) { (void)k; (void)v; return 0; }
int ffp_reset_target(const struct ffp *k) { (void)k; return 0; }
int ffp_info(const struct ffp *k, struct ffp_info *i) { (void)k; (void)i; return 0; }
void *ffp_target(const struct ffp *k) { (void)k; return 0; }
const struct ffp *ffp_find(const char *n) { (void)n; return 0; }
int ffp_each(int (*f)(const struct ffp *, void *), void *a) { (void)f; (void)a; return 0; }
"""
# What compilers say of a linker that is not there, or that they do not know.
NO_LINKER = "cannot find '?(?:\\S*-)?ld\\b|invalid linker name|unrecognized command-line option"


class Machine:
    """
    triple  of its compilers
    name    as the tool has it
    branch  a regular expression: a call or tail call, in assembly, what precedes the symbol
    types   relocations of branches
    link    the linkers to try
    """

    def __init__(self, triple, name, branch, types, link):
        self.name, self.types, self.link = name, types, link
        self.branch = re.compile(r'^\s*(?:' + branch + r')"?__ffp_(fn|ex)\.')
        self.arch = os.path.join(HERE, '..', 'arch', triple.split('-')[0])
        self.inc = ['-std=gnu11', '-I' + INCLUDE, '-I' + self.arch, '-DFORM=1']
        self.cc = {'gcc': [shutil.which(triple + '-gcc')],
                   'clang': [CC['clang'], '--target=' + triple] if CC['clang'] else [None]}
        if not self.cc['gcc'][0]:
            skip_all('no %s-gcc' % triple)
        # One for all machines, which a GCC for another does not look for.
        os.mkdir('linkers')
        os.symlink(shutil.which('ld.lld') or 'none', 'linkers/ld.lld')
        write('library.c', LIBRARY)
        must(*self.cc['gcc'], *self.inc, '-O2', '-c', 'library.c', '-o', 'library.o')

    def is_veneer(self, section, r):
        """Is this branch a way to an entry that the tool put there?"""
        return False

    def branches_left(self, path):
        """Branches to keys that no table knows of: all but entries' own and veneers."""
        elf = Elf(path)
        return sum(r.type in self.types and r.symbol.name.startswith(('__ffp_fn.', '__ffp_ex.'))
                   and not self.is_veneer(s, r)
                   for s in elf.sections if s.flags & 4 and s.name != '.text.ffp'
                   for r in elf.relas(s))

    def compiled(self, name, cc, flags):
        must(*cc, *self.inc, *flags, '-S', os.path.join(RUN, 'compiled.c'), '-o', 'count.s')
        n = sum(1 for line in open('count.s') if self.branch.match(line))
        must(*cc, *self.inc, *flags, '-c', os.path.join(RUN, 'compiled.c'), '-o', 'compiled.o')
        ok(n >= 12, '%s: the compiler writes %d branches to keys' % (name, n))
        equal(collect('compiled.o'), [n], name + ': all are collected')
        kinds = collections.Counter(s.kind for s in Elf('compiled.o').sites() if s.kind < 3)
        equal(sum(kinds.values()), n, '%s: and in the table: %r' % (name, dict(kinds)))
        equal(self.branches_left('compiled.o'), 0, name + ': none is left on an entry')
        image = read('compiled.o')
        equal(collect('compiled.o'), [0], name + ': nothing is left for a second time')
        equal(read('compiled.o'), image, name + ': a second time changes nothing')
        r = ffp('verify', '--strict', 'compiled.o')
        equal(r.status, 0, name + ': verified', r)
        return n

    def links(self, name, cc, objects, sites, *flags):
        worked = 0
        for linker in self.link:
            r = run(*cc, '-Blinkers/', '-fuse-ld=' + linker, *flags, *objects, 'library.o', '-o', 'prog')
            if r.status and re.search(NO_LINKER, r.err):
                skip('%s: linked by %s' % (name, linker), r.err.splitlines()[0])
                continue
            worked += 1
            r = r if r.status else ffp('verify', '--strict', 'prog')
            equal(r.status, 0, '%s: linked by %s and verified' % (name, linker), r)
            listing = json.loads(ffp('list', '--json', 'prog').out)
            equal((listing['machine'], listing['nsites']), (self.name, sites),
                  '%s: linked by %s, its sites' % (name, linker))
        ok(worked, '%s: some linker was there' % name)

    def assembly(self, kinds):
        """The sites of sites.S, of these kinds, and of sites.c; returns the former's relocations."""
        cc = self.cc['gcc']
        must(*cc, *self.inc, '-c', os.path.join(self.arch, 'sites.S'), '-o', 'sites.o')
        must(*cc, *self.inc, '-O2', '-c', os.path.join(RUN, 'sites.c'), '-o', 'main.o')
        equal(collect('sites.o', 'main.o')[:1], [sum(kinds)], 'assembly: all sites are collected')
        elf = Elf('sites.o')
        found = collections.Counter(s.kind for s in elf.sites())
        equal(tuple(found[k] for k in range(3)), kinds,
              'assembly: calls, jumps, conditional ones')
        self.links('assembly', cc, ['sites.o', 'main.o'], sum(kinds))
        text = elf.named('.text')[0]
        return collections.Counter((r.type, r.symbol.name) for r in elf.relas(text)
                                   if r.type in self.types and not self.is_veneer(text, r))

    def partial(self):
        cc = self.cc['gcc']
        must(*cc, *self.inc, '-O2', '-c', os.path.join(RUN, 'basic.c'), '-o', 'basic.o')
        must(*cc, *self.inc, '-c', os.path.join(self.arch, 'sites.S'), '-o', 'sites.o')
        must(*cc, '-r', '-nostdlib', 'basic.o', 'sites.o', '-o', 'both.o')
        n = collect('basic.o', 'sites.o')
        equal(collect('both.o'), [sum(n)], 'ld -r before collecting: as many sites as alone')
        must(*cc, '-r', '-nostdlib', 'basic.o', 'sites.o', '-o', 'after.o')
        equal(collect('after.o'), [0], 'ld -r after collecting: none is left')
        equal(ffp('verify', '--strict', 'both.o').status, 0, 'ld -r: verified')
        equal(ffp('verify', '--strict', 'after.o').status, 0, 'ld -r: verified')

    def at_once(self, name, cc):
        """Compile and link in one go: the assembler is the target's, and its objects are collected."""
        r = run(FFP_CC, *cc, *self.inc, '-O2', os.path.join(RUN, 'basic.c'), 'library.o', '-o', 'prog')
        equal(r.status, 0, name + ': compiled and linked in one go', r)
        ok(json.loads(ffp('list', '--json', 'prog').out)['nsites'] > 0, name + ': and collected')

    def compilers(self, flags, linked):
        """Each compiler with each of the flags, by label; those of some labels are linked, too."""
        for label, compiler in combinations(list(flags), list(self.cc)):
            name, cc = '%s, %s' % (compiler, label), self.cc[compiler]
            if not cc[0]:
                skip(name, 'not installed')
                continue
            n = self.compiled(name, cc, flags[label])
            if label in linked:
                self.links(name, cc, ['compiled.o'], n)
        for compiler, cc in self.cc.items():
            if cc[0]:
                self.at_once(compiler, cc)
