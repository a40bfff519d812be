# SPDX-License-Identifier: MIT
"""Objects of AArch64, on whatever machine this runs: what is collected, and how it links."""
import json
import re

from lib import *

PREFIX = 'aarch64-linux-gnu-'
CROSS = {'gcc': [shutil.which(PREFIX + 'gcc')],
         'clang': [CC['clang'], '--target=aarch64-linux-gnu'] if CC['clang'] else [None]}
RUN = os.path.join(HERE, '..', 'run')
ARCH = os.path.join(HERE, '..', 'arch', 'aarch64')
FLAGS = {
    'plain': ['-O2'],
    'unoptimised': ['-O0'],
    'pic': ['-O2', '-fPIC'],
    'sections': ['-O2', '-ffunction-sections', '-fdata-sections'],
    'debug': ['-O1', '-g'],
    'protected': ['-O2', '-mbranch-protection=standard'],
    'size': ['-Os'],
    'outline-atomics': ['-O2', '-moutline-atomics'],
    'lse': ['-O2', '-march=armv8.1-a'],
    'no-plt': ['-O2', '-fPIC', '-fno-plt'],
}
INC = ['-std=gnu11', '-I' + INCLUDE, '-I' + ARCH, '-DFORM=1']
JUMP26, CALL26, TSTBR14, CONDBR19 = 282, 283, 279, 280
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


def properties(path):
    return [s.data for s in Elf(path).sections if s.name == '.note.gnu.property']


def branches_left(path):
    """Branches to keys that no table knows of: all but entries' own and veneers."""
    elf = Elf(path)
    left = 0
    for s in elf.sections:
        if not s.flags & 4 or s.name == '.text.ffp':
            continue
        for r in elf.relas(s):
            veneer = r.type == JUMP26 and r.offset + 4 * 8 > s.size
            if r.type in (JUMP26, CALL26) and r.symbol.name.startswith(('__ffp_fn.', '__ffp_ex.')):
                left += not veneer
    return left


def compiled(name, cc, flags):
    must(*cc, *INC, *flags, '-S', os.path.join(RUN, 'compiled.c'), '-o', 'count.s')
    branch = re.compile(r'^\s*(bl|b)\s+"?__ffp_(fn|ex)\.')
    n = sum(1 for line in open('count.s') if branch.match(line))
    must(*cc, *INC, *flags, '-c', os.path.join(RUN, 'compiled.c'), '-o', 'compiled.o')
    before = properties('compiled.o')
    ok(n >= 12, '%s: the compiler writes %d branches to keys' % (name, n))
    equal(collect('compiled.o'), [n], name + ': all are collected')
    kinds = collections.Counter(s.kind for s in Elf('compiled.o').sites() if s.kind < 3)
    equal(sum(kinds.values()), n, '%s: and in the table: %r' % (name, dict(kinds)))
    equal(branches_left('compiled.o'), 0, name + ': none is left on an entry')
    equal(properties('compiled.o'), before, name + ': marks of branch protection stay')
    if 'protected' in name:
        ok(before and before[0][-8] & 3 == 3, name + ': and say BTI and PAC', before)
    image = read('compiled.o')
    equal(collect('compiled.o'), [0], name + ': nothing is left for a second time')
    equal(read('compiled.o'), image, name + ': a second time changes nothing')
    r = ffp('verify', '--strict', 'compiled.o')
    equal(r.status, 0, name + ': verified', r)
    return n


def links(name, cc, objects, sites, *flags):
    for linker in ('bfd', 'gold', 'lld'):
        r = run(*cc, '-fuse-ld=' + linker, *flags, *objects, 'library.o', '-o', 'prog')
        if r.status and re.search('cannot find|invalid linker|unrecognized', r.err):
            continue
        r = r if r.status else ffp('verify', '--strict', 'prog')
        equal(r.status, 0, '%s: linked by %s and verified' % (name, linker), r)
        listing = json.loads(ffp('list', '--json', 'prog').out)
        equal((listing['machine'], listing['nsites']), ('AArch64', sites),
              '%s: linked by %s, its sites' % (name, linker))


def conditional(cc):
    must(*cc, *INC, '-c', os.path.join(ARCH, 'sites.S'), '-o', 'sites.o')
    must(*cc, *INC, '-O2', '-c', os.path.join(RUN, 'sites.c'), '-o', 'main.o')
    equal(collect('sites.o', 'main.o')[:1], [24], 'assembly: all sites are collected')
    elf = Elf('sites.o')
    kinds = collections.Counter(s.kind for s in elf.sites())
    equal((kinds[0], kinds[1], kinds[2]), (2, 2, 20), 'assembly: calls, jumps, conditional ones')
    text = elf.named('.text')[0]
    aimed = collections.Counter(
        (r.type, r.symbol.name) for r in elf.relas(text)
        if r.type in (JUMP26, CALL26, TSTBR14, CONDBR19) and r.offset < text.size - 8)
    equal(aimed[CALL26, 'op_default'] + aimed[JUMP26, 'op_default'], 2,
          'assembly: a call and a jump aimed at the default')
    equal((aimed[CONDBR19, '__ffp_fn.op.op_default'], aimed[TSTBR14, '__ffp_fn.op.op_default']),
          (17, 2), 'assembly: conditional ones stay, since no linker bridges them', aimed)
    links('assembly', cc, ['sites.o', 'main.o'], 24)


def far(cc):
    """Half of the text out of reach: the linker's veneers are seen through."""
    flags = ['-fno-pie', '-O2']
    must(*cc, *INC, *flags, '-c', os.path.join(RUN, 'far.c'), '-o', 'far.o')
    equal(collect('far.o'), [6], 'far: collected')
    r = run(*cc, '-no-pie', '-fuse-ld=bfd', '-Wl,--section-start=far=0x30000000', 'far.o',
            'library.o', '-o', 'prog')
    r = r if r.status else ffp('verify', '--strict', 'prog')
    equal(r.status, 0, 'far: linked and verified', r)


def partial(cc):
    must(*cc, *INC, '-O2', '-c', os.path.join(RUN, 'basic.c'), '-o', 'basic.o')
    must(*cc, *INC, '-c', os.path.join(ARCH, 'sites.S'), '-o', 'sites.o')
    must(*cc, '-r', '-nostdlib', 'basic.o', 'sites.o', '-o', 'both.o')
    n = collect('basic.o', 'sites.o')
    equal(collect('both.o'), [sum(n)], 'ld -r before collecting: as many sites as alone')
    must(*cc, '-r', '-nostdlib', 'basic.o', 'sites.o', '-o', 'after.o')
    equal(collect('after.o'), [0], 'ld -r after collecting: none is left')
    equal(ffp('verify', '--strict', 'both.o').status, 0, 'ld -r: verified')
    equal(ffp('verify', '--strict', 'after.o').status, 0, 'ld -r: verified')


def at_once(name, cc):
    """Compile and link in one go: the assembler is the target's, and its objects are collected."""
    r = run(FFP_CC, *cc, *INC, '-O2', os.path.join(RUN, 'basic.c'), 'library.o', '-o', 'prog')
    equal(r.status, 0, name + ': compiled and linked in one go', r)
    ok(json.loads(ffp('list', '--json', 'prog').out)['nsites'] > 0, name + ': and collected')


def main():
    if not CROSS['gcc'][0]:
        print('1..0 # SKIP no %sgcc' % PREFIX)
        return
    write('library.c', LIBRARY)
    must(*CROSS['gcc'], *INC, '-O2', '-c', 'library.c', '-o', 'library.o')
    for compiler, cc in CROSS.items():
        if not cc[0]:
            skip(compiler, 'not installed')
            continue
        for label, flags in FLAGS.items():
            name = '%s, %s' % (compiler, label)
            n = compiled(name, cc, flags)
            if label in ('plain', 'sections', 'protected', 'pic'):
                links(name, cc, ['compiled.o'], n)
        at_once(compiler, cc)
    conditional(CROSS['gcc'])
    far(CROSS['gcc'])
    partial(CROSS['gcc'])
    done()


with Scratch():
    main()
