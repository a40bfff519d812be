# SPDX-License-Identifier: MIT
"""Collecting from objects of unusual shape."""
from lib import *

LINKERS = [l for l in ('bfd', 'gold', 'lld') if shutil.which('ld.' + l)]


def prepare(cc, *flags):
    """The objects that every program here needs, collected."""
    compile(cc, 'sites.c', 'sites.o', '-O2')
    compile(cc, 'main.c', 'main.o', '-O2', *flags)
    collect('sites.o', 'main.o')


def output(more, sites):
    return '21 30 50 7, 201 300 500 7, 3 4 5 60 %d, %d sites\n' % (more, sites)


def runs(cc, objects, expected, name, *flags, linkers=LINKERS):
    for linker in linkers:
        r = run(cc, '-fuse-ld=' + linker, *flags, *objects, '-o', 'prog')
        out = run('./prog') if r.status == 0 else r
        equal(out.out, expected, '%s: runs when linked by %s' % (name, linker), r, out)


def groups(elf):
    """Group members by section index."""
    return {m: s.index for s in elf.sections if s.type == 17
            for m in struct.unpack('<%dI' % (s.size // 4), s.data)[1:]}


def comdat():
    for cc, cxx in (('gcc', 'g++'), ('clang', 'clang++')):
        if not CC[cxx]:
            skip('COMDAT: ' + cxx, 'not installed')
            continue
        prepare(CC[cc], '-DMORE')
        compile(CC[cxx], 'inline.cc', 'one.o', '-O2', '-DNAME=more', '-std=gnu++17')
        compile(CC[cxx], 'inline.cc', 'two.o', '-O2', '-DNAME=unused', '-std=gnu++17')
        equal(collect('one.o', 'two.o'), [4, 4], 'COMDAT, %s: collected' % cxx)
        elf = Elf('one.o')
        tables = elf.named('ffp_sites')
        member = groups(elf)
        ok(tables and all(t.flags & 0x200 and member.get(t.index) == member[t.link] for t in tables),
           'COMDAT, %s: each table is in the group of its text' % cxx)
        relas = [s for s in elf.sections if s.name == '.relaffp_sites']
        ok(relas and all(s.flags & 0x200 and member[s.index] == member[s.info] for s in relas),
           'COMDAT, %s: so are its relocations' % cxx)
        # n, f, f in the template and f in the inline function; once only, of both files.
        runs(CC[cc], ['sites.o', 'main.o', 'one.o', 'two.o'], output(70 + 80 + 71, 13 + 4),
             'COMDAT, ' + cxx)


def collect_sections():
    """Sections that the linker drops take their sites along."""
    compile(CC['gcc'], 'sites.c', 'sites.o', '-O2', '-ffunction-sections')
    compile(CC['gcc'], 'main.c', 'main.o', '-O2', '-ffunction-sections', '-DMORE')
    write('dead.c', '#include "keys.h"\nKEY(int, f, (int), f_def);\n'
          'int more(int x);\nint more(int x) { return x; }\n'
          'int dead(int x);\nint dead(int x) { return f(x) + 1; }\n')
    compile(CC['gcc'], os.path.abspath('dead.c'), 'dead.o', '-O2', '-ffunction-sections')
    equal(collect('sites.o', 'main.o', 'dead.o'), [12, 1, 1], 'gc: collected')
    elf = Elf('sites.o')
    tables = elf.named('ffp_sites')
    equal(len(tables), 12, 'gc: a table for each section of text')
    ok(all(t.flags & 0x80 and elf.sections[t.link].name.startswith('.text.') for t in tables),
       'gc: each linked to its text')
    for linker, flags in (('lld', []), ('bfd', ['-Wl,-z,start-stop-gc'])):
        if linker in LINKERS:
            runs(CC['gcc'], ['sites.o', 'main.o', 'dead.o'], output(7, 13), 'gc',
                 '-Wl,--gc-sections', *flags, linkers=[linker])


def cold():
    prepare(CC['gcc'], '-DMORE')
    compile(CC['gcc'], 'cold.c', 'cold.o', '-O2', '-freorder-blocks-and-partition',
            '-ffunction-sections')
    equal(collect('cold.o'), [3], 'cold: collected')
    elf = Elf('cold.o')
    names = sorted(elf.sections[s.section].name for s in elf.sites())
    equal(names, ['.text.more', '.text.unlikely.more', '.text.unlikely.rare'],
          'cold: in their sections')
    runs(CC['gcc'], ['sites.o', 'main.o', 'cold.o'], output(71, 16), 'cold')


def sections():
    """A section without a section symbol: all global symbols move up by one."""
    prepare(CC['gcc'], '-DMORE')
    for cc in ('gcc', 'clang'):
        compile(CC[cc], 'cold.c', 'old.o', '-O2', '-fno-asynchronous-unwind-tables')
        compile(CC[cc], 'cold.c', 'new.o', '-O2', '-fno-asynchronous-unwind-tables')
        old = Elf('old.o')
        if cc == 'clang':
            ok(not [s for s in old.symbols if s.type == 3],
               'no section symbols, %s: none to begin with' % cc)
        equal(collect('new.o'), [3], 'no section symbols, %s: collected' % cc)
        new = Elf('new.o')
        text = new.named('.text')[0].index
        equal(sum(1 for s in new.symbols if s.type == 3 and s.section == text), 1,
              'no section symbols, %s: one for the text afterwards' % cc)
        ok(all(s.bind == 0 for s in new.symbols[:new.first_global]) and
           all(s.bind != 0 for s in new.symbols[new.first_global:]),
           'no section symbols, %s: local symbols first' % cc)
        equal([s[1:] for s in new.symbols if s.name and s.name != 'f_def'],
              [s[1:] for s in old.symbols if s.name], 'no section symbols, %s: others stay' % cc)
        runs(CC[cc], ['sites.o', 'main.o', 'new.o'], output(71, 16), 'no section symbols, ' + cc)


def renumbering():
    """Everything that refers to symbols by number follows."""
    write('r.s', '''
        .section .text.one, "axG", @progbits, group_one, comdat
        .globl group_one
        .type group_one, @function
group_one:
        call __ffp_fn.f.f_def
        call other
        ret
        .section .text.two, "ax", @progbits
        .globl two
two:    call __ffp_fn.f.f_def
        call group_one
        ret
        .data
        .quad other, two, .data
        .addrsig
        .addrsig_sym two
        .addrsig_sym other
        .addrsig_sym group_one
        .cg_profile two, group_one, 32
        .cg_profile two, other, 11
''')
    if not CC['clang']:
        return skip('renumbering', 'clang not installed')

    def refers(path):
        elf = Elf(path)
        signature = [elf.symbols[s.info].name for s in elf.sections if s.type == 17]
        addrsig = [[elf.symbols[i].name for i in uleb(s.data)]
                   for s in elf.sections if s.type == 0x6fff4c03]
        relocated = {s.name: [(r.offset, r.symbol.name or r.symbol.section, r.addend)
                              for r in elf.relas(s)]
                     for s in elf.sections if s.name in ('.data',)}
        profile = []
        for s in elf.sections:
            if s.type == 9 and elf.sections[s.info].type == 0x6fff4c09:
                profile += [elf.symbols[struct.unpack_from('<QQ', s.data, i)[1] >> 32].name
                            for i in range(0, s.size, 16)]
        return signature, addrsig, relocated, profile

    must(CC['clang'], '-c', 'r.s', '-o', 'r.o')
    # As compilers and other tools may leave it: without the symbols of sections.
    before, symbols = refers('r.o'), len(Elf('r.o').symbols)
    equal(collect('r.o'), [2], 'renumbering: collected')
    after = refers('r.o')
    equal(len(Elf('r.o').symbols) - symbols, 3, 'renumbering: two sections and the default')
    for name, b, a in zip(('signatures of groups', '.llvm_addrsig', 'relocations',
                           'call graph profile (SHT_REL)'), before, after):
        ok(b and b == a, 'renumbering: ' + name, b, a)
    equal(run('readelf', '-aW', 'r.o').err, '', 'renumbering: readelf has no objection')

    # The profile of LLVM up to 12, with symbol numbers inside.
    must(CC['clang'], '-c', 'r.s', '-o', 'r.o')
    elf = Elf('r.o')
    image = bytearray(elf.image)
    profile = [s for s in elf.sections if s.type == 0x6fff4c09][0]
    rel = [s for s in elf.sections if s.type == 9][0]
    by = {s.name: s.index for s in elf.symbols}
    at = elf.shoff + 64 * profile.index
    struct.pack_into('<I', image, at + 4, 0x6fff4c02)
    struct.pack_into('<QQ', image, at + 24, rel.offset, 16)
    struct.pack_into('<Q', image, at + 56, 16)
    struct.pack_into('<I', image, elf.shoff + 64 * rel.index + 4, 1)
    struct.pack_into('<II', image, elf.shoff + 64 * rel.index + 40, 0, 0)
    struct.pack_into('<IIQ', image, rel.offset, by['two'], by['group_one'], 32)
    write('old.o', bytes(image))
    collect('old.o')
    elf = Elf('old.o')
    data = [s for s in elf.sections if s.type == 0x6fff4c02][0].data
    equal([elf.symbols[i].name for i in struct.unpack_from('<II', data)], ['two', 'group_one'],
          'renumbering: call graph profile (of old)')

    # One that is not known: refuse rather than corrupt.
    struct.pack_into('<I', image, at + 4, 0x6fff4cff)
    write('odd.o', bytes(image))
    r = ffp('collect', 'odd.o')
    ok(r.status == 1 and '.llvm.call-graph-profile+0x0: section type 0x6fff4cff' in r.err,
       'renumbering: an unknown section that goes with the symbols is an error', r)
    ok(read('odd.o') == bytes(image), 'renumbering: and the file stays as it was')


def uleb(data):
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0


def long_addrsig():
    """Symbol numbers that need another byte once they are shifted."""
    if not CC['clang']:
        return skip('.llvm_addrsig: longer numbers', 'clang not installed')
    lines = ['.text', 'call __ffp_fn.f.f_def', '.data', '.addrsig']
    for i in range(126):
        lines += ['.quad s%d' % i, '.addrsig_sym s%d' % i]
    write('a.s', '\n'.join(lines) + '\n')
    must(CC['clang'], '-c', 'a.s', '-o', 'a.o')

    def names():
        elf = Elf('a.o')
        s, = [s for s in elf.sections if s.type == 0x6fff4c03]
        return [elf.symbols[i].name for i in uleb(s.data)], s.size

    before, size = names()
    equal(collect('a.o'), [1], '.llvm_addrsig: collected')
    after, new = names()
    ok(before == after and new > size, '.llvm_addrsig: longer numbers', before, after, size, new)


def many():
    """More sections than a 16-bit field holds."""
    n = 66000
    with open('many.s', 'w') as f:
        for i in range(n):
            f.write('.section .text.f%d,"ax",@progbits\nf%d: ret\n' % (i, i))
        f.write('.section .text.last,"ax",@progbits\n.globl more\nmore: call __ffp_fn.f.f_def\n'
                'add $1, %eax\nret\n.section .note.GNU-stack,"",@progbits\n')
    prepare(CC['gcc'], '-DMORE')
    must(CC['gcc'], '-c', 'many.s')
    equal(collect('many.o'), [1], 'many sections: collected')
    elf = Elf('many.o')
    site, = elf.sites()
    equal(elf.sections[site.section].name, '.text.last', 'many sections: in the right one')
    table, = elf.named('ffp_sites')
    equal(elf.sections[table.link].name, '.text.last', 'many sections: and linked to it')
    equal({s.name: elf.sections[s.section].name for s in elf.symbols if s.name in ('f0', 'f65999')},
          {'f0': '.text.f0', 'f65999': '.text.f65999'}, 'many sections: symbols stay in theirs')
    runs(CC['gcc'], ['sites.o', 'main.o', 'many.o'], output(71, 14), 'many sections',
         linkers=['bfd', 'lld'])
    equal(ffp('verify', 'many.o').status, 0, 'many sections: verified')

    # … of which none that is far has a symbol: the table of long numbers must be made.
    with open('many.s', 'w') as f:
        for i in range(n):
            f.write('.section .text.f%d,"ax",@progbits\nret\n' % i)
        f.write('.section .text.last,"ax",@progbits\ncall __ffp_fn.f.f_def\nadd $1, %eax\nret\n'
                '.section .note.GNU-stack,"",@progbits\n')
    if not CC['clang']:
        return skip('many sections without symbols', 'clang not installed')
    must(CC['clang'], '-c', 'many.s', '-o', 'many.o')
    ok(not Elf('many.o').named('.symtab_shndx'), 'many sections without symbols: to begin with')
    equal(collect('many.o'), [1], 'many sections without symbols: collected')
    elf = Elf('many.o')
    equal([elf.sections[s.section].name for s in elf.sites()], ['.text.last'],
          'many sections without symbols: in the right one')


def relocatable():
    """Objects that ld -r made of collected and uncollected ones."""
    for linker in LINKERS:
        name = 'ld -r, %s' % linker
        compile(CC['gcc'], 'sites.c', 'sites.o', '-O2', '-ffunction-sections')
        compile(CC['gcc'], 'main.c', 'main.o', '-O2', '-DMORE')
        compile(CC['gcc'], 'cold.c', 'cold.o', '-O2')
        equal(collect('sites.o', 'cold.o'), [12, 3], name + ': collected in part')
        must('ld.' + linker, '-r', 'sites.o', 'main.o', 'cold.o', '-o', 'all.o')
        equal(collect('all.o'), [1], name + ': only the rest is collected')
        equal(collect('all.o'), [0], name + ': and that once')
        equal(len(set(Elf('all.o').sites())), 16, name + ': all in the tables')
        equal(ffp('verify', '--strict', 'all.o').status, 0, name + ': verified')
        runs(CC['gcc'], ['all.o'], output(71, 16), name, linkers=[linker])
        compile(CC['gcc'], 'sites.c', 'sites.o', '-O2')
        compile(CC['gcc'], 'cold.c', 'cold.o', '-O2')
        must('ld.' + linker, '-r', 'sites.o', 'main.o', 'cold.o', '-o', 'all.o')
        equal(collect('all.o'), [16], name + ': all at once')
        runs(CC['gcc'], ['all.o'], output(71, 16), name + ', all at once', linkers=[linker])


def loose():
    """Joined by linkers that forget what the tables are to stay with: --gc-sections."""
    write('one.c', '#include <ffp.h>\nint d(int);\nint d(int x) { return x; }\nDEFINE_FFP(k, d);\n'
          'int use(int);\nint use(int x) { return k(x); }\n')
    for joiner in ('gold', 'mold'):
        if not shutil.which('ld.' + joiner):
            skip('tables joined by ' + joiner, 'not installed')
            continue
        name = joiner + ' -r'
        compile(CC['gcc'], os.path.abspath('one.c'), 'one.o', '-O2', '-ffunction-sections')
        for part in ('sites', 'main', 'cold'):
            compile(CC['gcc'], part + '.c', part + '.o', '-O2', '-DMORE', '-ffunction-sections')
        collect('one.o', 'sites.o', 'main.o', 'cold.o')
        must('ld.' + joiner, '-r', 'one.o', '-o', 'single.o')
        must('ld.' + joiner, '-r', 'sites.o', 'cold.o', '-o', 'all.o')
        r = ffp('verify', 'single.o', 'all.o')
        equal((r.status, r.err.count('--gc-sections may drop this table: collect the object')), (1, 3),
              name + ': not to be linked so', r)
        equal(collect('single.o', 'all.o'), [0, 0], name + ': collected again')
        equal(ffp('verify', '--strict', 'single.o', 'all.o').status, 0, name + ': verified')
        elf = Elf('single.o')
        equal({s.name: (s.flags, elf.sections[s.link].name) for s in elf.sections
               if s.name in ('ffp_sites', 'ffp_keys')},
              {'ffp_sites': (0x82, '.text.use'), 'ffp_keys': (0x82, '.text.ffp')},
              name + ': each table goes with its section')
        before = read('all.o')
        ok(collect('all.o') == [0] and read('all.o') == before, name + ': and that once')
        # GNU ld and gold do not take the groups that mold has joined.
        both = [('lld', []), ('mold', [])]
        gnu = [('bfd', []), ('bfd', ['-Wl,-z,start-stop-gc']), ('gold', [])]
        for linker, more in both + (gnu if joiner == 'gold' else []):
            if shutil.which('ld.' + linker):
                runs(CC['gcc'], ['all.o', 'main.o'], output(71, 16),
                     ' '.join([name, '--gc-sections'] + more), '-Wl,--gc-sections', *more,
                     linkers=[linker])


def local():
    """Keys of one file: of one name in two files, also when ld -r joins them."""
    expected = '%d %d, 4 sites\n' % (2 + 10 + 1, 3 + 10 + 1)
    for cc in ('gcc', 'clang'):
        if not CC[cc]:
            continue
        for flags in (['-O2'], ['-O0'], ['-O2', '-fPIC']):
            name = 'local keys, %s %s' % (cc, flags[-1])
            two = ['-DANSWER=2', '-DNAME=second']
            compile(CC[cc], 'local1.c', 'l1.o', *flags)
            compile(CC[cc], 'local1.c', 'l2.o', *flags, *two)
            compile(CC[cc], 'local_main.c', 'lm.o', *flags)
            must('ld', '-r', 'l1.o', 'l2.o', '-o', 'joined.o')
            equal(collect('l1.o', 'l2.o', 'lm.o'), [2, 2, 0], name + ': collected')
            equal([s.key for s in Elf('l1.o').sites()], ['__ffp_fn.s.s_def', '__ffp_fn.f.f_def'],
                  name + ': found by their place')
            runs(CC[cc], ['l1.o', 'l2.o', 'lm.o'], expected, name)
            equal(collect('joined.o'), [4], name + ', joined: collected')
            runs(CC[cc], ['joined.o', 'lm.o'], expected, name + ', joined')
            equal(ffp('verify', '--strict', 'joined.o', 'l1.o').status, 0, name + ': verified')


def ambiguous():
    """A default that cannot be told from another file's function: the entry is called."""
    write('a.c', '#include "keys.h"\nKEY(int, f, (int), f_def);\nint more(int);\n'
          'int more(int x) { return f(x) + 1; }\n')
    write('b.c', 'static int f_def(int x) { return x + 1000; }\nint (*other)(int) = f_def;\n')
    compile(CC['gcc'], os.path.abspath('a.c'), 'a.o', '-O2')
    must(CC['gcc'], '-O2', '-c', 'b.c')
    must('ld', '-r', 'a.o', 'b.o', '-o', 'ab.o')
    equal(collect('ab.o'), [1], 'ambiguous default: collected')
    elf = Elf('ab.o')
    equal([r.symbol.name for r in elf.relas(elf.named('.text')[0]) if r.type], ['__ffp_fn.f.f_def'],
          'ambiguous default: stays on the entry')
    equal(collect('ab.o'), [0], 'ambiguous default: is in the table, though')
    equal(ffp('verify', '--strict', 'ab.o').status, 0, 'ambiguous default: verified')
    prepare(CC['gcc'], '-DMORE')
    runs(CC['gcc'], ['sites.o', 'main.o', 'ab.o'], output(71, 14), 'ambiguous default')

    # Nor is a header's own static function the one that the key's record knows.
    write('c.c', '#include "keys.h"\nKEY(int, f, (int), f_def);\nint more(int);\n'
          'static __attribute__((used)) int f_def(int x) { return x + 1; }\n'
          'int more(int x) { return f(x) + 1; }\n')
    compile(CC['gcc'], os.path.abspath('c.c'), 'c.o', '-O2')
    collect('c.o')
    elf = Elf('c.o')
    equal([r.symbol.name for r in elf.relas(elf.named('.text')[0]) if r.type], ['__ffp_fn.f.f_def'],
          'a static default of a file that does not define the key: stays on the entry')


def folded():
    """Functions that differ in the key alone, of one default or of none, stay two (--icf)."""
    source = """
#include "keys.h"
#include <stdio.h>
__attribute__((used)) int f_def(int x) { return x; }
ENTRY("__ffp_fn.", f, f_def, HIDDEN, "0x100");
ENTRY("__ffp_fn.", g, f_def, HIDDEN, "0x100");
ENTRY_NULL("__ffp_fn.", n, HIDDEN, "0x101");
ENTRY_NULL("__ffp_fn.", m, HIDDEN, "0x101");
KEY(int, f, (int), f_def);
KEY(int, g, (int), f_def);
KEY(void, n, (int), 0);
KEY(void, m, (int), 0);
#define CALLER(name, call) __attribute__((noinline)) int name(int x) { call; return 3 * x; }
CALLER(a, x += f(x)) CALLER(b, x += g(x)) CALLER(c, x += f(x))
CALLER(d, n(x)) CALLER(e, m(x)) CALLER(h, n(x))
int main(void)
{
	int (*volatile p[])(int) = { a, b, c, d, e, h };
	printf("%d %d %d %d\\n", p[0] == p[1], p[0] == p[2], p[3] == p[4], p[3] == p[5]);
	return 0;
}
"""
    write('icf.c', source)
    compile(CC['gcc'], os.path.abspath('icf.c'), 'icf.o', '-O2', '-ffunction-sections', '-fno-ipa-icf')
    equal(collect('icf.o'), [6], 'folding: collected')
    for linker in [l for l in LINKERS if l != 'bfd']:
        must(CC['gcc'], '-fuse-ld=' + linker, '-Wl,--icf=all', 'icf.o', '-o', 'icf')
        equal(run('./icf').out, '0 1 0 1\n', 'folding by %s: by one key only' % linker)
        equal(ffp('verify', 'icf').status, 0, 'folding by %s: verified' % linker)


def known():
    """A table that is in no order, of sites that are still on their entry."""
    lines = ['.text'] + ['%d: jne __ffp_fn.n.0' % i for i in range(1, 8)]
    lines += ['.section ffp_sites,"ao",@progbits,.text', '.balign 8']
    lines += ['.long %db - ., __ffp_fn.n.0 + 2 - .' % i for i in (3, 7, 1, 6, 2, 4)]
    write('k.s', '\n'.join(lines) + '\n')
    must(CC['gcc'], '-c', 'k.s')
    equal(collect('k.o'), [1], 'a table in no order: only what is missing is collected')
    equal(sorted(s.offset for s in Elf('k.o').sites()), [6 * i for i in range(7)],
          'a table in no order: all there')


def exported():
    """An exported key whose definition lacks the names that its module uses."""
    write('x.s', '.section .data.rel.ro.x,"aw"\n1: .quad 0, g_def, 0, 0, 0, 0, 0\n'
          '.section .text.ffp,"ax"\n.balign 16\n.quad 0\n.long 1b - ., 0x104\n'
          '.globl __ffp_ex.g.g_def\n__ffp_ex.g.g_def: jmp g_def\n'
          '.org __ffp_ex.g.g_def + 32\n.text\nnop\n.globl g_def\ng_def: ret\n')
    must(CC['gcc'], '-c', 'x.s')
    equal(collect('x.o'), [0], 'exported, without its names: collected')
    elf = Elf('x.o')
    at = {s.name: (elf.sections[s.section].name, s.value) for s in elf.symbols}
    equal(at.get('__ffp_dx.g'), ('.text', 1), 'exported, without its names: starts at the default')
    before = read('x.o')
    collect('x.o')
    ok(read('x.o') == before, 'exported, without its names: a second time changes nothing')
    # A default that other modules can see has a PLT; one place for all sites of the module.
    write('p.s', read('x.s').decode() + 'call __ffp_ex.g.g_def\n')
    must(CC['gcc'], '-c', 'p.s')
    equal(collect('p.o'), [1], 'exported, default visible: collected')
    elf = Elf('p.o')
    equal({r.symbol.name for name in ('.text', '.text.ffp') for r in elf.relas(elf.named(name)[0])
           if r.type == 4}, {'__ffp_dx.g'}, 'exported, default visible: site and entry go the same way')


def link_time():
    """Code of link-time optimisation: the default keeps its name, as an object refers to it."""
    for name in ('<artificial>', 'ld-temp.o'):
        write('p.s', '.file "%s"\n.text\ncall __ffp_fn.f.f_def\njmp __ffp_fn.g.g_def\n'
              '.globl g_def\ng_def: ret\n' % name)
        must(CC['gcc'], '-c', 'p.s')
        equal(collect('p.o'), [2], 'link-time optimisation, %s: collected' % name)
        elf = Elf('p.o')
        equal([r.symbol.name for r in elf.relas(elf.named('.text')[0]) if r.type],
              ['f_def', 'g_def'],
              'link-time optimisation, %s: aimed by name' % name)
    compile(CC['gcc'], 'sites.c', 'sites.o', '-O2', '-flto')
    compile(CC['gcc'], 'main.c', 'main.o', '-O2')
    collect('main.o')
    must(CC['gcc'], '-B' + ASDIR + '/', '-O2', '-flto', '-flto-partition=one', 'sites.o', 'main.o',
         '-o', 'prog')
    equal(run('./prog').out.rsplit(',', 1)[0], output(0, 0).rsplit(',', 1)[0],
          'link-time optimisation: runs')
    r = ffp('verify', 'prog')
    # The compiler may copy functions, and drop them.
    ok(r.status == 0 and int(r.out.split()[3]) >= 12, 'link-time optimisation: verified', r)


def same_default():
    """Two keys with one default: one symbol."""
    write('d.c', '#include "keys.h"\nKEY(int, f, (int), f_def);\nKEY_EXPORT(int, g, (int), f_def);\n'
          'int more(int);\nint more(int x) { return f(x) + g(x); }\n')
    compile(CC['gcc'], os.path.abspath('d.c'), 'd.o', '-O2')
    equal(collect('d.o'), [2], 'one default of two keys: collected')
    equal([(s.bind, s.type, s.vis, s.section) for s in Elf('d.o').symbols if s.name == 'f_def'],
          [(1, 0, 0, 0)], 'one default of two keys: one undefined symbol')


def named_otherwise():
    """A default that the linker knows by another name."""
    write('e.c', '#include "keys.h"\nint f_def(int) __asm__("renamed");\nint f_def(int x) { return x; }\n'
          'ENTRY("__ffp_fn.", f, renamed, HIDDEN, "0x100");\n')
    text = read('e.c').decode().replace('ENTRY("__ffp_fn.", f, renamed', 'ENTRY("__ffp_fn.", f, f_def')
    # The record is C's, and follows the asm name; the label says what was written.
    text = text.replace('ENTRY(', '#undef ENTRY_\n#define ENTRY_(l, k, d, c, f, s) __asm__('
                        '".pushsection .data.rel.ro.x,\\"aw\\"\\n1: .quad 0, renamed, 0, 0, 0, 0, 0\\n.popsection\\n"'
                        '".pushsection .text.ffp,\\"ax\\"\\n.balign 16\\n.quad 0\\n.long 1b - ., 0x100\\n" s(l) l ": ret\\n.popsection")\nENTRY(')
    write('e.c', text)
    compile(CC['gcc'], os.path.abspath('e.c'), 'e.o', '-O2')
    before = read('e.o')
    r = ffp('collect', 'e.o')
    ok(r.status == 1 and 'e.o: error: key f: the symbol of its default f_def is renamed: what calls the key goes by the name' in r.err,
       'a default of another name: an error', r)
    ok(read('e.o') == before, 'a default of another name: the file stays as it was')
    write('x.cc', 'extern "C" {\n#include "keys.h"\nKEY(int, s, (int), s_def);\n}\n'
          'static __attribute__((used)) int s_def(int x) { return x; }\n'
          '__asm__(".pushsection .data.rel.ro.x,\\"aw\\"\\n1: .quad 0, _ZL5s_defi, 0, 0, 0, 0, 0\\n.popsection\\n"'
          '".pushsection .text.ffp,\\"ax\\"\\n.balign 16\\n.quad 0\\n.long 1b - ., 0x100\\n__ffp_fn.s.s_def: ret\\n.popsection");\n')
    compile(CC['g++'], os.path.abspath('x.cc'), 'x.o', '-O2')
    r = ffp('collect', 'x.o')
    ok(r.status == 0, 'a file-local key with a static default of C++ linkage: collected', r)


with Scratch():
    for test in (comdat, collect_sections, cold, sections, renumbering, long_addrsig, many,
                 relocatable, loose, local, ambiguous, folded, known, exported, link_time, same_default,
                 named_otherwise):
        test()
done()
