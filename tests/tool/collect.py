# SPDX-License-Identifier: MIT
"""Collecting: every kind of site, with every compiler and linker; the program runs."""
import re

from lib import *

LINKERS = [l for l in ('bfd', 'gold', 'lld') if shutil.which('ld.' + l)]
EXPECTED = '21 30 50 7, 201 300 500 7, 3 4 5 60 %d, %d sites\n'
FLAGS = {
    'plain': ['-O2'],
    'unoptimised': ['-O0'],
    'pic': ['-O2', '-fPIC'],
    'no-plt': ['-O2', '-fPIE', '-fno-plt'],
    'sections': ['-O2', '-ffunction-sections', '-fdata-sections'],
    'debug': ['-O1', '-g'],
    'cet': ['-O2', '-fcf-protection'],
    'size': ['-Os'],
}


def calls_in_assembly(cc, source, *flags):
    """Branches to keys, as the compiler itself wrote them: an independent count."""
    must(cc, '-I' + INCLUDE, '-I' + SRC, *flags, '-S', os.path.join(SRC, source), '-o', 'count.s')
    branch = re.compile(r'^\s*(notrack\s+)?(call|jmp|j[a-z]+)q?\s+\*?"?__ffp_(fn|ex)\.')
    return sum(1 for line in open('count.s') if branch.match(line))


def links(cc, objects, expected, name, *flags):
    for linker in LINKERS:
        r = run(cc, '-fuse-ld=' + linker, *flags, *objects, '-o', 'prog')
        out = run('./prog') if r.status == 0 else r
        equal(out.out, expected, '%s: runs when linked by %s' % (name, linker), r, out)


def kinds(cc, label, flags):
    name = '%s, %s' % (cc, label)
    n = calls_in_assembly(CC[cc], 'sites.c', *flags)
    compile(CC[cc], 'sites.c', 'sites.o', *flags)
    compile(CC[cc], 'main.c', 'main.o', *flags)
    # 12 functions of sites.c contain a site each, main.c one more.
    equal(n, 12, name + ': the compiler writes 12 branches')
    equal(collect('sites.o', 'main.o'), [12, 1], name + ': all are collected')
    sites = Elf('sites.o').sites()
    equal(len(sites), n, name + ': all are in the table')
    key = collections.Counter(s.key for s in sites)
    equal(key, {'__ffp_fn.f.f_def': 3, '__ffp_im.g': 3, '__ffp_fn.n.0': 3, '__ffp_im.m': 3},
          name + ': of the right keys')
    # address_f() aside, nothing refers to an entry any more (but NULL keys' conditional jumps).
    elf = Elf('sites.o')
    left = sum(1 for s in elf.sections if s.flags & 4 for r in elf.relas(s)
               if r.type and r.symbol.name.startswith('__ffp_') and r.symbol.name[-2:] not in ('.0', '.m') and
               not r.symbol.name.startswith('__ffp_dx.') and s.name != '.text.ffp')
    equal(left, 1, name + ': only the address stays on an entry')
    before = read('sites.o'), read('main.o'), os.stat('sites.o').st_ino
    equal(collect('sites.o', 'main.o'), [0, 0], name + ': nothing is left for a second time')
    ok((read('sites.o'), read('main.o'), os.stat('sites.o').st_ino) == before,
       name + ': a second time changes nothing')
    links(CC[cc], ['sites.o', 'main.o'], EXPECTED % (0, 13), name)


def conditional():
    compile(CC['gcc'], 'jcc.S', 'jcc.o')
    compile(CC['gcc'], 'sites.c', 'sites.o', '-O2')
    compile(CC['gcc'], 'main.c', 'main.o', '-O2', '-DMORE')
    r = ffp('collect', '-v', 'jcc.o')
    equal(r.out, 'jcc.o: 17 sites collected, 5 addresses taken\n',
          'assembly: 16 conditional jumps and one of a NULL key', r)
    elf = Elf('jcc.o')
    equal([s.kind for s in elf.sites()], [2] * 17, 'assembly: all are conditional')
    equal([s.offset for s in elf.sites()], [6 * i for i in range(17)], 'assembly: in order')
    relas = sorted((r for r in elf.relas(elf.named('.text')[0]) if r.type), key=lambda r: r.offset)
    equal([r.symbol.name for r in relas[:17]], ['f_def'] * 16 + ['__ffp_fn.n.0'],
          'assembly: aimed at the default; of a NULL key at its entry')
    equal([r.symbol.name for r in relas[17:]], ['__ffp_fn.f.f_def'] * 5,
          'assembly: addresses stay')
    collect('sites.o', 'main.o')
    links(CC['gcc'], ['jcc.o', 'sites.o', 'main.o'], EXPECTED % (70, 30), 'assembly')
    if CC['clang']:
        compile(CC['clang'], 'sites.c', 'sites.o', '-Os')
        collect('sites.o')
        ok(2 in [s.kind for s in Elf('sites.o').sites()],
           'clang -Os: makes conditional tail calls, and they are collected')


def bytes_of_sites():
    """The very bytes that a site holds."""
    compile(CC['gcc'], 'sites.c', 'sites.o', '-O2', '-fno-plt', '-fPIE', '-ffunction-sections')
    collect('sites.o')
    elf = Elf('sites.o')
    by = {elf.sections[s.section].name: s for s in elf.sites()}

    def at(function, before, n):
        site = by['.text.' + function]
        data = elf.sections[site.section].data
        return data[site.offset - before:site.offset + n].hex()

    equal(at('call_f', 0, 1), 'e8', 'a call stays a call')
    equal(at('jump_f', 0, 1), 'e9', 'a jump stays a jump')
    equal(at('call_g', 1, 1), '67e8', 'a call through the GOT becomes a call, with a prefix')
    equal(at('jump_g', 0, 6)[0:2] + at('jump_g', 0, 6)[-2:], 'e9cc', 'a jump through the GOT becomes one, and a trap')
    equal(at('call_n', 0, 5), '0f1f440000', 'a call of a NULL key becomes a no-op')
    equal(at('jump_n', 0, 5), 'c3cccccccc', 'a jump of a NULL key becomes a return')
    # Another object's exported key may have been set before this one comes.
    equal((at('call_m', 1, 1), at('jump_m', 0, 1)), ('67e8', 'e9'),
          "another object's exported NULL key: a call through the GOT, and a jump, become branches")
    relas = {s.name: [r for r in elf.relas(s) if r.type] for s in elf.sections
             if s.name in ('.text.call_m', '.text.jump_m')}
    equal([[r.symbol.name for r in relas[name]] for name in sorted(relas)], [['__ffp_dx.m']] * 2,
          'to where the sites of the module begin')
    # Where the object defines the key, nobody can.
    write('both.c', '#include "sites.c"\n#include "main.c"\n')
    must(CC['gcc'], '-I' + INCLUDE, '-I' + SRC, '-O2', '-fno-plt', '-fPIC', '-ffunction-sections',
         '-c', 'both.c')
    os.unlink('both.c')
    collect('both.o')
    elf = Elf('both.o')
    by = {elf.sections[s.section].name: s for s in elf.sites()}
    equal(at('call_m', 1, 5), '670f1f440000', 'of its own: a call through the GOT becomes a no-op')
    equal(at('jump_m', 0, 6), 'c3cccccccccc', 'of its own: a jump through the GOT becomes a return')
    nothing = [r for s in elf.sections if s.name in ('.text.call_n', '.text.jump_m')
               for r in elf.relas(s)]
    equal([(r.type, r.symbol.index, r.addend) for r in nothing if not r.symbol.index], [(0, 0, 0)] * 2,
          'a site that does nothing has a relocation that does nothing')


def several():
    r = ffp('collect', '--stats', 'no-such.o', 'sites.o')
    equal(r.status, 1, 'several files: an error is remembered')
    ok('sites.o: 0 sites' in r.out, 'several files: the others are done all the same', r)
    equal(ffp('collect').status, 2, 'no file: usage')
    equal(ffp('collect', '--nonsense', 'sites.o').status, 2, 'unknown option: usage')
    os.rename('sites.o', '-odd name.o')
    equal(ffp('collect', '--', '-odd name.o').status, 0, 'a file name with a dash and a space')


def preserved():
    compile(CC['gcc'], 'sites.c', 'sites.o', '-O2')
    os.chmod('sites.o', 0o640)
    os.symlink('sites.o', 'link.o')
    collect('link.o')
    equal(os.stat('sites.o').st_mode & 0o7777, 0o640, 'the mode stays')
    ok(os.path.islink('link.o') and len(Elf('sites.o').sites()) == 12,
       'a symbolic link stays one, and its target is collected')
    first = read('sites.o')
    compile(CC['gcc'], 'sites.c', 'sites.o', '-O2')
    collect('sites.o')
    ok(read('sites.o') == first, 'the same object gives the same result')
    write('none.c', 'int f(int x) { return x; }')
    must(CC['gcc'], '-c', 'none.c')
    ino = os.stat('none.o').st_ino
    equal((collect('none.o'), os.stat('none.o').st_ino), ([0], ino), 'a file without keys is not written')


def defaults():
    """What the linker, not the object, says of a default: calls go where they go uncollected."""
    write('k.h', '#include <ffp.h>\n#ifdef __cplusplus\nextern "C" {\n#endif\n'
          'int d(int);\nDECLARE(k, d);\n#ifdef __cplusplus\n}\n#endif\n')
    write('use.c', '#include "k.h"\nint use(int x) { return k(x) + k(x + 1); }\n')
    write('main.c', '#include "k.h"\n#include <stdio.h>\nint use(int);\n'
          'static int e(int x) { return x * 100; }\n'
          'int main(void)\n{\n\tint before = use(1), target = FFP_TARGET(k)(1), set = SET_FFP(k, e);\n\n'
          '\tprintf("%d %d %d %d", before, target, set, use(1));\n'
          '\tset = RESET_FFP(k);\n\tprintf(" %d %d", set, use(1));\n\treturn 0;\n}\n')
    write('weak.c', '#include "k.h"\n__attribute__((weak)) int d(int x) { return x + 1; }\nDEFINE(k, d);\n')
    write('strong.c', 'int d(int x) { return x + 1000; }\n')
    write('ifunc.c', '#include "k.h"\nstatic int impl(int x) { return x + 1; }\n'
          'static void *resolve(void) { return impl; }\nint d(int) __attribute__((ifunc("resolve")));\nDEFINE(k, d);\n')
    inline = '#include <ffp.h>\nextern "C" {\ninline __attribute__((noinline)) int d(int x) { return x + 1; }\nDECLARE(k, d);\n}\n'
    write('one.cc', inline + 'int one(int x) { return d(x); }\n')
    write('two.cc', inline + 'extern "C" {\nDEFINE(k, d);\n}\n')
    write('plain.c', '#include "k.h"\nint d(int x) { return x + 1; }\nDEFINE(k, d);\n')
    write('other.c', 'static __attribute__((noinline)) int d(int x) { return x - 1000; }\n'
          'int other(int x) { return d(x) + d(x * 2); }\n')
    library = [os.environ['FFP_LIBRARY'], '-pthread', *os.environ['FFP_LIBRARY_ARGS'].split()]
    for kind in ('', '_EXPORT'):
        flags = ['-O2', '-I.', '-I' + INCLUDE, '-DDECLARE=DECLARE_FFP' + kind, '-DDEFINE=DEFINE_FFP' + kind]
        for f in os.listdir('.'):
            if f.endswith(('.c', '.cc')) and f != 'none.c':
                must(CC['gcc'] if f.endswith('.c') else 'g++', *flags, '-c', f, '-o', f[:f.index('.')] + '.o')
        for name, objects, value in (('weak, and a strong one', ['weak.o', 'strong.o'], 1000), ('weak', ['weak.o'], 1),
                                     ('chosen by a resolver', ['ifunc.o'], 1),
                                     ('in a group that is dropped', ['one.o', 'two.o'], 1)):
            objects += ['use.o', 'main.o']
            collect(*objects)
            for linker in LINKERS:
                must('g++', '-fuse-ld=' + linker, *objects, *library, '-o', 'prog')
                r = run('timeout', '20', './prog')
                equal((r.status, r.out), (0, '%d %d 0 300 0 %d' % (2 * value + 3, value + 1, 2 * value + 3)),
                      'a default%s, %s, by %s' % (' of an exported key' if kind else '', name, linker), r)
        # No symbol says any more that two files are in it.
        must(CC['gcc'], *flags, '-c', 'use.c', '-o', 'use.o')
        must('ld', '-r', 'other.o', 'use.o', '-o', 'merged.o')
        must('strip', '-g', 'merged.o')
        objects = ['merged.o', 'plain.o', 'main.o']
        collect(*objects)
        must('g++', *objects, *library, '-o', 'prog')
        equal(run('./prog').out, '5 2 0 300 0 5', 'a default whose name is a local function\'s, too' + kind)
    write('in.h', '#include <ffp.h>\nstatic inline __attribute__((noinline)) int d(int x) { return x + 1; }\nDECLARE_FFP(k, d);\n')
    write('use.c', '#include "in.h"\nint use(int x) { return k(x) + k(x + 1); }\nint own(int x) { return d(x); }\n')
    write('k.h', '#include "in.h"\nDEFINE_FFP(k, d);\n')
    for f in ('use', 'main'):
        must(CC['gcc'], *flags, '-c', f + '.c', '-o', f + '.o')
    collect('use.o', 'main.o')
    must(CC['gcc'], 'use.o', 'main.o', *library, '-o', 'prog')
    equal(run('./prog').out, '5 2 0 300 0 5', 'a default that each file has for itself')


def last_in_text():
    """An entry that ends where the last page of the text does."""
    if os.environ['FFP_LIBRARY_ARGS']:
        return skip('the last entry of the text', 'Python would have to be built with a sanitizer too')
    write('last.c', '#include <ffp.h>\nint d(int x);\nint d(int x) { return x + 1; }\n'
          'static int o(int x) { return x + 2; }\nDEFINE_FFP(k, d);\n'
          'int call(int x) { return k(x); }\nint set(void) { return SET_FFP(k, o); }\n')
    # The first object with keys holds what a module has once, behind its entries.
    write('first.c', '#include <ffp.h>\nDEFINE_FFP_NULL(first, void(void));\n')
    for f in ('first.c', 'last.c'):
        must(CC['gcc'], '-O2', '-fPIC', '-I' + INCLUDE, '-c', f)
    collect('last.o')
    place = os.path.dirname(os.environ['FFP_LIBRARY'])
    pad = 0
    for _ in range(2):
        write('pad.s', '.section .note.GNU-stack,"",@progbits\n.text\n.skip %d, 0x90\n' % pad)
        must(CC['gcc'], '-c', 'pad.s')
        must(CC['gcc'], '-shared', '-nostartfiles', 'pad.o', 'first.o', 'last.o', '-L' + place, '-lffp',
             '-Wl,-rpath,' + place, '-o', 'last.so')
        text = Elf('last.so').named('.text')[0]
        pad = -(text.addr + text.size) % 4096
    equal(pad, 0, 'the text ends with a page')
    ok(any(s.kind == 1 for s in Elf('last.o').sites()), 'a jump is among its sites')
    r = run(sys.executable, '-c', 'import ctypes; l = ctypes.CDLL("./last.so"); print(l.set(), l.call(0))')
    equal(r.out, '0 2\n', 'the last entry of the text can be changed', r)


def kernel():
    """What --kernel and --module do otherwise."""
    # The alternative to other code is copied before it runs.
    write('alt.s', '.section .altinstr_replacement,"ax",@progbits\ncall __ffp_fn.f.f_def\n'
          '.text\ncall __ffp_fn.f.f_def\njmp __ffp_fn.f.f_def\njne __ffp_fn.f.f_def\n'
          '.section .init.text,"ax",@progbits\ncall __ffp_fn.f.f_def\n')

    def made(*options):
        must(CC['gcc'], '-c', 'alt.s', '-o', 'alt.o')
        r = ffp('collect', '--stats', *options, 'alt.o')
        elf = Elf('alt.o')
        tables = elf.named('ffp_sites')
        return (r, elf, [(t.flags, t.link != 0) for t in tables],
                sorted((elf.sections[s.section].name, s.offset, s.kind) for s in elf.sites()))

    def branches(elf, section):
        return [(r.type != 0, r.symbol.name) for r in elf.relas(elf.named(section)[0])]

    sites = [('.init.text', 0, 0), ('.text', 0, 0), ('.text', 5, 1), ('.text', 10, 2)]
    r, elf, tables, found = made()
    equal(found, sorted(sites + [('.altinstr_replacement', 0, 0)]), 'user space: every section has sites', r)
    for option, aim in ('--kernel', 'f_def'), ('--module', '__ffp_fn.f.f_def'):
        r, elf, tables, found = made(option)
        equal(r.status, 0, option + ': status', r)
        equal(found, sorted(sites), option + ': alternatives to other code have no sites', r)
        equal(tables, [(2, False)] * 2, option + ': tables without SHF_LINK_ORDER')
        equal(branches(elf, '.text'), [(True, aim)] * 3,
              option + ': sites go to %s, and nothing stands in front of their relocations' % aim)
        equal(branches(elf, '.altinstr_replacement'), [(True, '__ffp_fn.f.f_def')],
              option + ': an alternative calls the entry')
        before = read('alt.o')
        equal(ffp('collect', '--stats', option, 'alt.o').out,
              'alt.o: 0 sites collected, 0 addresses taken\n', option + ': a second time')
        equal(read('alt.o'), before, option + ': a second time changes nothing')
    # A default that the module itself has can be named.
    write('own.s', open('alt.s').read() + '.text\n.globl f_def\nf_def: ret\n')
    must(CC['gcc'], '-c', 'own.s', '-o', 'own.o')
    ffp('collect', '--module', 'own.o')
    equal(branches(Elf('own.o'), '.text'), [(True, 'f_def')] * 3, '--module: a default in the same object is named')
    # A return is not the same instruction on every processor.
    write('none.s', '.text\ncall __ffp_fn.n.0\njmp __ffp_fn.n.0\njne __ffp_fn.n.0\n')
    for option in '--kernel', '--module':
        must(CC['gcc'], '-c', 'none.s', '-o', 'none.o')
        ffp('collect', option, 'none.o')
        elf = Elf('none.o')
        text = elf.named('.text')[0]
        equal((bytes(text.data[:6]), branches(elf, '.text')),
              (b'\x0f\x1f\x44\x00\x00\xe9', [(False, '')] + [(True, '__ffp_fn.n.0')] * 2),
              option + ': of a NULL key, a call does nothing, and jumps go to the entry')
    # A kernel has objects that are not of its own machine.
    small = bytearray(read('alt.o'))
    small[4] = 1
    write('small.o', bytes(small))
    for option in '--kernel', '--module':
        r = ffp('collect', option, 'small.o')
        equal((r.status, r.err, read('small.o')), (0, '', bytes(small)), option + ': 32 bits: passed by')
        equal(ffp('collect', option, 'missing-kernel.o').status, 1, option + ': no such file: an error')
    ok(ffp('collect', 'small.o').status, 'user space: 32 bits: an error')
    equal(ffp('collect', '--kernels', 'alt.o').status, 2, 'an unknown option: an error')


with Scratch():
    for compiler in ('gcc', 'clang'):
        for label, flags in FLAGS.items():
            if CC[compiler]:
                kinds(compiler, label, flags)
            else:
                skip('%s, %s' % (compiler, label), 'not installed')
    conditional()
    bytes_of_sites()
    several()
    preserved()
    defaults()
    last_in_text()
    kernel()
done()
