# SPDX-License-Identifier: MIT
"""
What `ffp list` and `ffp verify` say of calls that were never collected, against
what objdump sees in the same file.
"""
import json
import re

from lib import *

LINKERS = [l for l in ('bfd', 'gold', 'lld', 'mold') if shutil.which('ld.' + l)]
CROSS = [(cc + ' for ' + arch, [path, *target], triple + '-')
         for arch in ('aarch64', 'riscv64', 's390x') for triple in (arch + '-linux-gnu',)
         for cc, path, target in (('gcc', shutil.which(triple + '-gcc'), []),
                                  ('clang', CC['clang'], ['--target=' + triple]))
         if path and (cc, arch) != ('clang', 'riscv64')]
NATIVE = [(cc, [CC[cc]], '') for cc in ('gcc', 'clang') if CC[cc]]
BRANCH = re.compile(r'\t(?:addr32 |bnd |notrack )?(call|jmp|j\w*|b\w*(?:\.\w+)?|cbn?z|tbn?z)\s'
                    r'.*<__ffp_(?:fn|ex|im)\.(\w+)(?:\.\w+)?(?:@plt|@@\w+|@plt\.\w+)?>')
LABEL = re.compile(r'[0-9a-f]+ <([^>]+)>:')
LARGE = re.compile(r'\s+movabsq?\s+\$__ffp_(?:fn|ex|im)\.(\w+)')
KEYS = ['f', 'g', 'm', 'n', 's']


def seen(path, prefix=''):
    """Branches to keys outside of entries, by function and key, as objdump has them."""
    found, function = collections.Counter(), None
    for line in must(prefix + 'objdump', '-d', '--no-show-raw-insn', path).out.splitlines():
        label = LABEL.match(line)
        function = label.group(1) if label else function
        branch = BRANCH.search(line)
        if branch and not function.startswith('__ffp_') and '.plt' not in function:
            found[function, branch.group(2)] += 1
    return found


def listing(path):
    r = ffp('list', '--json', path)
    return json.loads(r.out) if r.status == 0 else ok(False, 'list ' + path, r) or {'keys': []}


def uses(path, *states):
    """Of these states, by function and key."""
    return collections.Counter((u['function'], k['name']) for k in listing(path)['keys']
                               for u in k['uses'] if u['state'] in states)


def by_key(counter):
    total = collections.Counter()
    for (_, key), n in counter.items():
        total[key] += n
    return total


def build(cc, *flags, sources=('sites', 'program'), launcher=()):
    """The program, with nothing collected but by `launcher`."""
    for name in sources:
        must(*launcher, *cc, '-I' + INCLUDE, '-I' + SRC, *flags, '-c',
             os.path.join(SRC, name + '.c'), '-o', name + '.o')
    return [name + '.o' for name in sources]


def says_missed(path, name, n):
    """What verify says: a note, or with --strict an error."""
    text = '%d %s not collected\n' % (n, 'site' if n == 1 else 'sites')
    r = ffp('verify', path)
    equal((r.status, r.err), (0, '%s: note: %s' % (path, text)), name + ': verify notes it', r)
    r = ffp('verify', '--strict', path)
    equal((r.status, r.err), (1, '%s: error: %s' % (path, text)), name + ': an error if strict', r)
    r = ffp('list', path)
    ok(r.out.count('  missed  ') == n and r.out.count('(not collected') == n and
       re.search(r', %d not collected(, \d+ address(es)?)?\n$' % n, r.out),
       name + ': list tells people', r)


def plain():
    """Objects that no tool of ours has seen."""
    for (name, cc, prefix), flags in combinations(
            NATIVE + CROSS, (['-O2', '-fno-pie', '-no-pie'], ['-O0', '-fPIE', '-pie'], ['-O2', '-static'])):
        cflags = [f for f in flags if not f.startswith('-Wl') and f not in ('-no-pie', '-static')]
        files = build(cc, *cflags)
        what = '%s %s' % (name, ' '.join(flags))
        r = run(*cc, *flags, *files, '-o', 'prog')
        if r.status and 'static' in flags[-1]:
            skip(what, 'no static C library')
            continue
        expected = seen('prog', prefix)
        ok(sum(expected.values()) == 13 or '-O0' in flags and sum(expected.values()) >= 13,
           what + ': objdump sees all calls', expected)
        equal(uses('prog', 'missed'), expected, what + ': list shows each')
        says_missed('prog', what, sum(expected.values()))
        shutil.copy('prog', 'stripped')
        must(prefix + 'strip', '--strip-all', 'stripped')
        equal(by_key(uses('stripped', 'missed')), by_key(expected), what + ': and stripped')
        equal(by_key(uses('sites.o', 'missed')) + by_key(uses('program.o', 'missed')),
              by_key(expected), what + ': and in the objects')


def collected():
    """Nothing is said of a program that was collected, or was in part."""
    for name, cc, _ in NATIVE + CROSS:
        files = build(cc, '-O2', launcher=[FFP_CC])
        must(*cc, *files, '-o', 'prog')
        l = listing('prog')
        equal((l['nsites'], l['nmissed']), (13, 0), name + ': all collected')
        equal(ffp('verify', '--strict', 'prog').status, 0, name + ': and verified')
        build(cc, '-O2', sources=['program'])
        must(*cc, *files, '-o', 'prog')
        l = listing('prog')
        equal((l['nsites'], l['nmissed'], uses('prog', 'missed')), (12, 1, {('main', 's'): 1}),
              name + ': one object was not')
        says_missed('prog', name + ', in part', 1)


def debug():
    """The source line."""
    for name, cc, _ in NATIVE:
        must(*cc, '-g', *build(cc, '-O2', '-g'), '-o', 'prog')
        at = {u['function']: u for k in listing('prog')['keys'] for u in k['uses']}['call_f']
        with open(os.path.join(SRC, 'sites.c')) as f:
            line = 1 + ['return f(x + 1) + 1' in line for line in f].index(True)
        equal((os.path.basename(at['file']), at['line']), ('sites.c', line), name + ': the line')


def large():
    """The large code model, whose calls are no branches to a key."""
    for (name, cc, _), flags in combinations(
            NATIVE, (['-O2', '-fno-pie', '-no-pie'], ['-O0', '-fno-pie', '-no-pie'],
                     ['-O0', '-fPIE', '-pie'], ['-O2', '-fPIE', '-pie'])):
        what = '%s -mcmodel=large %s' % (name, ' '.join(flags))
        cflags = ['-mcmodel=large', *flags[:2]]
        files = build(cc, *cflags)
        expected = collections.Counter()
        for source in ('sites', 'program'):
            must(*cc, '-I' + INCLUDE, '-I' + SRC, *cflags, '-S',
                 os.path.join(SRC, source + '.c'), '-o', 'x.s')
            with open('x.s') as f:
                expected += collections.Counter(m.group(1) for m in map(LARGE.match, f) if m)
        must(*cc, *flags, *files, '-o', 'prog')
        n = sum(expected.values())
        ok(n >= 13, '%s: the compiler writes %d' % (what, n))
        for stripped in ('', ', stripped'):
            if stripped:
                must('strip', 'prog')
            equal(by_key(uses('prog', 'large')), expected, what + stripped + ': list shows each')
            equal(listing('prog')['nmissed'], 0, what + stripped + ': no branch among them')
            r = ffp('verify', '--strict', 'prog')
            ok(r.status == 1 and '%d addresses of keys by instructions of 64 bits (-mcmodel=large): calls by these '
               'are no sites' % n in r.err,
               what + stripped + ': an error if strict', r)
        r = ffp('list', 'prog')
        equal(r.out.count('-mcmodel=large'), n, what + ': list says why', r)
        equal(sum(uses('sites.o', 'large').values()) + sum(uses('program.o', 'large').values()),
              n, what + ': and in the objects')


def optimised():
    """Link-time optimisation, compiled and linked without the launcher."""
    for name, cc, more in (('gcc', CC['gcc'], []), ('clang', CC['clang'], ['-fuse-ld=lld'])):
        if not cc:
            continue
        for flags in (['-O1', '-flto'], ['-O2', '-flto']):
            what = '%s %s' % (name, ' '.join(flags))
            must(cc, *flags, *more, *build([cc], *flags, sources=['sites']),
                 *build([cc], '-O2', sources=['program']), '-o', 'prog')
            expected = seen('prog')
            ok(sum(expected.values()) >= 13, what + ': objdump sees all calls', expected)
            equal(uses('prog', 'missed'), expected, what + ': list shows each')
            says_missed('prog', what, sum(expected.values()))


def through_got():
    """-fno-plt, where the linker leaves the calls as they are."""
    for name, cc, _ in NATIVE:
        for linker in ('bfd', 'lld'):
            if linker not in LINKERS:
                continue
            files = build(cc, '-O1', '-fno-plt', '-fPIC')
            must(*cc, '-fuse-ld=' + linker, '-Wl,--no-relax', *files, '-o', 'prog')
            calls = must('objdump', '-dr', '--no-show-raw-insn', 'sites.o').out
            n = len(re.findall(r'(?:call|jmp) +\*0x0\(%rip\).*\n.*__ffp_', calls))
            ok(n == 12, '%s, no PLT: the compiler writes %d calls through the GOT' % (name, n), calls)
            r = ffp('list', 'prog')
            equal(r.out.count('(not collected, through the GOT)'), n,
                  '%s, no PLT, %s: list shows each' % (name, linker), r)
            equal(by_key(uses('prog', 'missed')), by_key(uses('sites.o', 'missed')) +
                  by_key(uses('program.o', 'missed')),
                  '%s, no PLT, %s: as in the objects' % (name, linker))


def thunks():
    """Retpolines and -fno-plt: plain keys keep their sites, and of others the load is an address taken."""
    write('user.c', '#include <ffp.h>\nint f_def(int);\nDECLARE_FFP(plain, f_def);\nDECLARE_FFP_EXPORT(other, f_def);\n'
          'int a(int);\nint a(int x) { return plain(x) + 1; }\nint b(int);\nint b(int x) { return other(x) + 1; }\n'
          'int (*c(void))(int);\nint (*c(void))(int) { return other; }\n')
    for name, cc, _ in NATIVE:
        must(FFP_CC, *cc, '-I' + INCLUDE, '-O2', '-fPIC', '-fno-plt', '-c', 'user.c',
             '-mindirect-branch=thunk' if name == 'gcc' else '-mretpoline')
        keys = {k['name']: k for k in listing('user.o')['keys']}
        equal((len(keys['plain']['sites']), len(keys['other']['sites']), keys['plain']['uses'],
               uses('user.o', 'taken')), (1, 0, [], {('b', 'other'): 1, ('c', 'other'): 1}),
              name + ', retpolines and no PLT: as docs/other-tools.md says')
        equal(ffp('verify', '--strict', 'user.o').err, '', name + ', retpolines and no PLT: verify cannot tell')


def library():
    """A program that calls a library's keys through the PLT, of every linker."""
    write('lib.c', '#include <ffp.h>\nint x_def(int);\nint x_def(int x) { return x + 1; }\n'
          'DEFINE_FFP_EXPORT(x, x_def);\nDEFINE_FFP_NULL_EXPORT(y, void(int));\n'
          'const struct ffp_library ffp_library;\n'
          'void ffp_module_add(const struct ffp_module *m) { (void)m; }\n'
          'void ffp_module_remove(const struct ffp_module *m) { (void)m; }\n'
          'int own(int a);\nint own(int a) { return x(a) + 1; }\n')
    write('user.c', '#include <ffp.h>\nint x_def(int);\nDECLARE_FFP_EXPORT(x, x_def);\n'
          'DECLARE_FFP_NULL_EXPORT(y, void(int));\n'
          'int (*volatile kept)(int) = x;\n'
          'int main(int c, char **v)\n{\n\t(void)v;\n\ty(c);\n\treturn x(c) + kept(c);\n}\n')
    for name, cc, _ in NATIVE:
        kinds = [[], ['-Wl,-z,now'], ['-fno-pie', '-no-pie'], ['-fno-plt', '-Wl,--no-relax'],
                 ['-fcf-protection=full', '-Wl,-z,ibtplt']][:5 if name == 'gcc' else 1]
        worked = set()
        for flags, linker in combinations(kinds, LINKERS):
            cflags = [f for f in flags if not f.startswith('-Wl') and f != '-no-pie']
            must(*cc, '-I' + INCLUDE, '-O2', *cflags, '-c', 'user.c')
            what = '%s %s, %s' % (name, ' '.join(flags), linker)
            must(*cc, '-fuse-ld=' + linker, '-I' + INCLUDE, '-O2', '-fPIC', '-shared', 'lib.c',
                 '-o', 'libx.so')
            equal(by_key(uses('libx.so', 'missed')), {'x': 1}, what + ": the library's own call")
            r = run(*cc, '-fuse-ld=' + linker, *flags, 'user.o', './libx.so', '-o', 'prog')
            if r.status and 'ibtplt' in r.err:
                skip(what, r.err.splitlines()[0])
                continue
            worked.add(' '.join(flags))
            for stripped in ('', ', stripped'):
                if stripped:
                    must('strip', 'prog')
                equal(by_key(uses('prog', 'missed')), {'x': 1, 'y': 1},
                      what + stripped + ': calls of another module', ffp('list', 'prog'))
                equal([(k['name'], k['scope'], k['defined'], k['sites'])
                       for k in listing('prog')['keys']],
                      [('x', 'exported', False, []), ('y', 'exported', False, [])],
                      what + stripped + ': and their keys')
            ok('stored' in ffp('list', 'prog').out or '-fno-pie' in flags,
               what + ': the pointer that is kept', ffp('list', 'prog'))
        for flags in map(' '.join, kinds):
            ok(flags in worked, '%s %s: some linker knows these options' % (name, flags))


def neighbours():
    """PLT entries of eight bytes, as GNU ld makes of what has its address in the GOT as well."""
    each = ''.join('F(%d) ' % i for i in range(8)) + '\n'
    write('lib.c', '#include <ffp.h>\n#define F(n) int f##n(int x) { return x + n; } '
          'int d##n(int x) { return x + n; } DEFINE_FFP_EXPORT(k##n, d##n);\n' + each +
          'const struct ffp_library ffp_library;\n'
          'void ffp_module_add(const struct ffp_module *m) { (void)m; }\n'
          'void ffp_module_remove(const struct ffp_module *m) { (void)m; }\n')
    write('user.c', '#include <ffp.h>\nint (*volatile p)(int);\n'
          '#define F(n) int f##n(int); int d##n(int); DECLARE_FFP_EXPORT(k##n, d##n); '
          'int c##n(int x) { p = f##n; p = k##n; return f##n(x) + k##n(x) + 1; }\n' + each)
    for name, cc, _ in NATIVE:
        for flags in ([], ['-fcf-protection=full']):
            what = '%s %s, neighbours in the PLT' % (name, ' '.join(flags))
            for path, *libraries in (('lib',), ('user', './lib.so')):
                must(FFP_CC, *cc, '-I' + INCLUDE, '-O2', '-fPIC', '-shared', *flags, path + '.c',
                     *libraries, '-o', path + '.so')
            r = ffp('verify', '--strict', 'user.so')
            equal((r.status, r.err), (0, ''), what + ': a call of one is none of the other', r)
            equal((by_key(uses('user.so', 'taken')), by_key(uses('user.so', 'missed'))),
                  ({'k%d' % i: 1 for i in range(8)}, {}), what + ': and listed so')


def addresses():
    """Addresses are shown, and no errors."""
    write('user.c', '#include <ffp.h>\nint f_def(int);\nDECLARE_FFP(f, f_def);\n'
          'int (*const table[])(int) = { f, f_def, f };\nint (*volatile p)(int);\n'
          'int more(int);\nint more(int i)\n{\n\tp = f;\n\treturn p(i) + table[i & 1](i);\n}\n')
    for (name, cc, prefix), flags in combinations(NATIVE + CROSS, (['-fPIE', '-pie'], ['-fno-pie', '-no-pie'])):
        if cc[0] == CC['gcc'] and '-pie' in flags:
            flags = [*flags, '-fuse-ld=lld', '-Wl,--pack-dyn-relocs=relr']
        files = build(cc, '-O2', flags[0], '-DMORE', launcher=[FFP_CC])
        must(FFP_CC, *cc, '-I' + INCLUDE, '-O2', flags[0], '-c', 'user.c')
        must(*cc, *flags, *files, 'user.o', '-o', 'prog')
        what = '%s %s' % (name, ' '.join(flags))
        r = ffp('verify', '--strict', 'prog')
        equal((r.status, r.err), (0, ''), what + ': no error', r)
        equal((uses('prog', 'taken')[('more', 'f')], by_key(uses('prog', 'stored'))), (1, {'f': 2}),
              what + ': taken in code, stored in data', ffp('list', 'prog'))
        must(prefix + 'strip', 'prog')
        equal(by_key(uses('prog', 'stored')), {'f': 2}, what + ': and stripped')
        # There an address in code is two instructions, with a relocation each.
        pair = 'aarch64' in name or 'riscv64' in name and flags[0] == '-fno-pie'
        equal(by_key(uses('user.o', 'taken', 'stored')), {'f': 4 if pair else 3},
              what + ': and in the object',
              ffp('list', 'user.o'))


with Scratch():
    for test in (plain, collected, debug, large, optimised, through_got, thunks, library, neighbours,
                 addresses):
        test()
done()
