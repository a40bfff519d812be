# SPDX-License-Identifier: MIT
"""Collecting from objects of RISC-V: relaxed or not, compressed or not; the programs run."""
import json
import re

from lib import *

TARGET = 'riscv64-linux-gnu'
CROSS = {
    'gcc': [shutil.which(TARGET + '-gcc')],
    'clang': [CC['clang'], '--target=' + TARGET] if CC['clang'] else [None],
}
CXX = shutil.which(TARGET + '-g++')
QEMU = ['qemu-riscv64', '-L', '/usr/' + TARGET]
# Debian's start files have alignment that only a linker which relaxes can do: lld since 15.
LLD = shutil.which('ld.lld-19')
FLAGS = {
    'plain': ['-O2'],
    'unoptimised': ['-O0'],
    'size': ['-Os'],
    'pic': ['-O2', '-fPIC'],
    'relax': ['-O2', '-mrelax'],
    'no-relax': ['-O2', '-mno-relax'],
    'uncompressed': ['-O2', '-march=rv64g'],
    'medany': ['-O2', '-mcmodel=medany', '-fno-pie'],
    'medlow': ['-O2', '-mcmodel=medlow', '-fno-pie'],
    'sections': ['-O2', '-ffunction-sections', '-g'],
}
RELOCATIONS = {'none': 0, 'branch': 16, 'jal': 17, 'call': 19, 'relax': 51, 'pcrel': 57}
CALL, JUMP, COND, VENEER = range(4)


def output(sites, veneers, more=0):
    return ('%d sites, %d veneers: 21 30 50 7, 201 300 500 7, 3 4 5 60 %d\n'
            % (sites, veneers, more))


def branches(cc, source, *flags):
    """Branches to keys, as the compiler itself wrote them: an independent count."""
    must(*cc, '-I' + INCLUDE, '-I' + SRC, *flags, '-S', os.path.join(SRC, source), '-o', 'count.s')
    branch = re.compile(r'^\s*(call|tail|j|jal)\s+"?__ffp_(fn|ex)\.')
    return sum(1 for line in open('count.s') if branch.match(line))


def build(cc, source, output, *flags):
    path = source if os.path.exists(source) else os.path.join(SRC, source)
    must(*cc, '-I' + INCLUDE, '-I' + SRC, *flags, '-c', path, '-o', output)
    return output


def linkers(cc):
    """Names and flags; each relaxes, and is told not to."""
    gnu = ['-fuse-ld=bfd'] if cc[0] == CROSS['gcc'][0] else []
    out = [('ld', gnu), ('ld --no-relax', gnu + ['-Wl,--no-relax'])]
    if LLD and cc[0] == CROSS['clang'][0]:
        lld = ['--ld-path=' + LLD]
        out += [('lld', lld), ('lld --no-relax', lld + ['-Wl,--no-relax'])]
    return out


def runs(cc, objects, expected, name, *flags):
    for linker, how in linkers(cc):
        r = run(*cc, *how, *flags, *objects, '-o', 'prog')
        out = run(*QEMU, './prog') if r.status == 0 else r
        equal(out.out, expected, '%s: runs when linked by %s' % (name, linker), r, out)
        r = ffp('verify', 'prog')
        equal(r.status, 0, '%s: linked by %s, verified' % (name, linker), r)
        check_code(name + ', ' + linker, 'no-relax' in linker)


def check_code(name, whole):
    """What stands at each site of `prog`, as objdump reads it; the default's name is beside it."""
    sites = json.loads(ffp('list', '--json', 'prog').out)
    text = must(TARGET + '-objdump', '-d', '-M', 'no-aliases', 'prog').out
    at = {int(m[1], 16): m[2].replace('\t', ' ') for m in
          re.finditer(r'^ +([0-9a-f]+):\t[0-9a-f ]+\t(.*)$', text, re.M)}
    wrong, one = [], 0
    for key in sites['keys']:
        for site in key['sites']:
            first, link = at.get(site['address'], ''), 'ra' if site['kind'] == 'call' else 'zero'
            second = at.get(site['address'] + 4, '')
            one += first.startswith('jal ')
            # Another object's exported NULL key may be set before this one comes: no no-op.
            if key['null'] and (key['scope'] != 'exported' or site['state'] == 'nothing'):
                good = second.split(' #')[0] == ('addi zero,zero,0' if link == 'ra' else 'jalr zero,0(ra)')
            elif first.startswith('jal '):
                good = first.startswith('jal ' + link + ',')
            else:
                good = (first.startswith('auipc ') and
                        second.startswith('jalr ' + link + ',') and '#' in second)
            # An imported key starts at its entry, which the symbol beside it names.
            if not key['null'] and site['state'] == 'direct' and key['scope'] != 'exported':
                good = good and '<%s>' % key['default'] in first + second
            if not good:
                wrong.append('%s %s at %x: %s; %s' % (key['name'], site['kind'], site['address'],
                                                      first, second))
    ok(not wrong and sites['keys'], name + ': each site is what it should be', *wrong)
    if whole:
        equal(one, 0, name + ': none is relaxed')
    return one


def tables(elf):
    """For each text section: its sites and veneers."""
    out = collections.defaultdict(lambda: ([], []))
    for site in elf.sites():
        out[site.section][site.kind == VENEER].append(site)
    return out


def kinds(compiler, label, flags):
    cc, name = CROSS[compiler], '%s, %s' % (compiler, label)
    n = branches(cc, 'sites.c', *flags)
    build(cc, 'sites.c', 'sites.o', *flags)
    build(cc, 'program.c', 'program.o', *flags)
    # 12 functions of sites.c contain a site each, program.c one more.
    equal(n, 12, name + ': the compiler writes 12 branches')
    equal(collect('sites.o', 'program.o'), [12, 1], name + ': all are collected')
    elf = Elf('sites.o')
    veneers = 1
    for section, (sites, near) in tables(elf).items():
        keys = sorted(set(s.key for s in sites))
        veneers += len(near)
        equal(sorted(v.key for v in near), keys, '%s: %s has a veneer of each key it calls'
              % (name, elf.sections[section].name))
    relas = {s.index: elf.relas(s) for s in elf.sections}
    text = [(s.section, r) for s in elf.sites() for r in relas[s.section] if r.offset == s.offset]
    ok(all(r.symbol.name.startswith('.Lffp') and r.symbol.bind == 0 and r.addend == 0
           for t in elf.named('ffp_sites') for r in relas[t.index] if r.offset % 8 == 0),
       name + ': places are labels, which move as code does')
    jumps = {(s.section, s.offset) for s in elf.sites()
             if s.kind == JUMP or s.kind == VENEER or s.key == '__ffp_fn.n.0'}
    equal([r for section, r in text if r.type == RELOCATIONS['relax'] and
           (section, r.offset) in jumps], [],
          name + ': tail calls, veneers and what does nothing are not to be relaxed')
    before = read('sites.o'), read('program.o'), os.stat('sites.o').st_ino
    equal(collect('sites.o', 'program.o'), [0, 0], name + ': nothing is left for a second time')
    ok((read('sites.o'), read('program.o'), os.stat('sites.o').st_ino) == before,
       name + ': a second time changes nothing')
    r = ffp('verify', '--strict', 'sites.o', 'program.o')
    equal(r.status, 0, name + ': verified', r)
    link = ['-no-pie'] if '-fno-pie' in flags else []
    runs(cc, ['sites.o', 'program.o'], output(13, veneers), name, *link)
    if label == 'plain':
        must(TARGET + '-ld', '-r', 'sites.o', 'program.o', '-o', 'both.o')
        equal(collect('both.o'), [0], name + ': ld -r leaves nothing to collect')
        runs(cc, ['both.o'], output(13, veneers), name + ', ld -r')
        for f in ('sites', 'program'):
            build(cc, f + '.c', f + '.o', *flags)
        must(TARGET + '-ld', '-r', 'sites.o', 'program.o', '-o', 'both.o')
        equal(collect('both.o'), [13], name + ': collected after ld -r')
        runs(cc, ['both.o'], output(13, len([s for s in Elf('both.o').sites() if s.kind == 3])),
             name + ', collected after ld -r')


def relaxed():
    """GNU ld makes one instruction of calls, and of nothing else."""
    cc = CROSS['gcc']
    for f in ('sites', 'program'):
        build(cc, f + '.c', f + '.o', '-O2')
    collect('sites.o', 'program.o')
    must(*cc, 'sites.o', 'program.o', '-o', 'prog')
    # Of f, g and m a call each, and the static key's.
    equal(check_code('relaxed', False), 4, 'relaxed: calls are one instruction')


def assembly():
    write('a.s', '''
        .option norelax
        .globl more
more:   addi sp, sp, -16
        sd ra, 0(sp)
        jal ra, __ffp_fn.f.f_def        # a near call
        call t0, __ffp_fn.f.f_def       # returns elsewhere: no site
        lla t1, __ffp_fn.f.f_def        # an address
        .reloc ., R_RISCV_BRANCH, __ffp_fn.f.f_def
        .word 0x00100063                # a condition: beq zero, ra
        jal t0, __ffp_fn.f.f_def        # no site
        ld ra, 0(sp)
        addi sp, sp, 16
        j __ffp_fn.n.0                  # of a NULL key
        j __ffp_fn.f.f_def
''')
    must(*CROSS['gcc'], '-c', 'a.s')
    r = ffp('collect', '-v', 'a.o')
    equal(r.out, 'a.o: 4 sites collected, 3 addresses taken\n', 'assembly: collected', r)
    elf = Elf('a.o')
    equal([(s.key, s.kind) for s in elf.sites()],
          [('__ffp_fn.f.f_def', CALL), ('__ffp_fn.f.f_def', COND), ('__ffp_fn.n.0', JUMP),
           ('__ffp_fn.f.f_def', JUMP)], 'assembly: of the right kinds; none needs a veneer')
    left = [r.symbol.name for r in elf.relas(elf.named('.text')[0])
            if r.type in (RELOCATIONS['jal'], RELOCATIONS['branch'])]
    equal(left, ['__ffp_fn.f.f_def'] * 4, 'assembly: near branches stay aimed at the entry')
    equal([s['state'] for k in json.loads(ffp('list', '--json', 'a.o').out)['keys']
           for s in k['sites']], ['entry', 'entry', 'entry', 'nothing'], 'assembly: listed so')
    r = ffp('verify', '--strict', 'a.o')
    equal(r.status, 0, 'assembly: verified', r)


def large():
    """A section beyond a jal's reach: what cannot be near a veneer stays with the entry."""
    calls = ''.join('x%d: call __ffp_fn.f.f_def\n.skip %d\n' % (i, gap - 8)
                    for i, gap in enumerate([0x10000] * 18))
    write('large.s', '.option norelax\n.text\n.globl more\nmore: li a0, 0\nret\n' + calls)
    must(*CROSS['gcc'], '-c', 'large.s')
    r = ffp('collect', '-v', 'large.o')
    # 18 calls 64 KiB apart; from the first two it is 1 MiB and more to the end.
    equal((r.status, r.out), (0, 'large.o: 15 sites collected, 0 addresses taken\n'),
          'large: what is near enough is collected', r)
    equal(r.err, 'large.o: note: 3 sites too far from the end of the section: not collected\n',
          'large: and the rest is counted')
    text = Elf('large.o').named('.text')[0]
    sites = Elf('large.o').sites()
    ok(all(text.size - s.offset <= 1 << 20 for s in sites), 'large: all in reach', text.size, sites)
    r = ffp('verify', 'large.o')
    ok(r.status == 0 and '3 sites not collected' in r.err, 'large: verify says so', r)
    listing = json.loads(ffp('list', '--json', 'large.o').out)
    equal((listing['nmissed'], [(u['section'], u['offset']) for k in listing['keys'] for u in k['uses']
                                if u['state'] == 'missed']),
          (3, [('.text', min(s.offset for s in sites) - i * 0x10000) for i in (3, 2, 1)]),
          'large: and list, each')
    equal(ffp('verify', '--strict', 'large.o').status, 1, 'large: and --strict minds')
    for f in ('sites', 'program'):
        build(CROSS['gcc'], f + '.c', f + '.o', '-O2', '-DMORE')
    collect('sites.o', 'program.o')
    n = len([s for s in Elf('sites.o').sites() if s.kind == VENEER])
    runs(CROSS['gcc'], ['sites.o', 'program.o', 'large.o'], output(13 + 15, n + 2), 'large')


def names():
    """So many symbols are added that their names move."""
    n = 300
    write('names.c', '#include <ffp.h>\n' + ''.join(
        'int e%d(int); DECLARE_FFP_EXPORT(x%d, e%d); int p%d(int); DECLARE_FFP(y%d, p%d);\n' % ((i,) * 6)
        for i in range(n)) + 'int use(int a)\n{\n' +
        ''.join('\ta += x%d(a) + y%d(a);\n' % (i, i) for i in range(n)) + '\treturn a;\n}\n')
    build(CROSS['gcc'], os.path.abspath('names.c'), 'names.o', '-O1')
    r = ffp('collect', '--stats', 'names.o')
    equal((r.status, r.out), (0, 'names.o: %d sites collected, 0 addresses taken\n' % (2 * n)),
          'many names: all are collected', r)
    out = must(TARGET + '-nm', '-u', 'names.o').out.split()[1::2]
    wanted = [name % i for i in range(n)
              for name in ('__ffp_ex.x%d.e%%d' % i, '__ffp_fn.y%d.p%%d' % i, 'p%d', '__ffp_rec.x%d')]
    equal(sorted(set(wanted) - set(out)), [], 'many names: all of them are right')
    r = ffp('verify', 'names.o')
    equal(r.status, 0, 'many names: verified', r)


def edge():
    """The end of the section just within reach of a site, and just not."""
    for far in (0, 1):
        # The site, filling, and a veneer of 8 bytes; its end is what counts.
        write('e.s', '.option norelax\ncall __ffp_fn.f.f_def\n.skip 0x%x\n'
              % ((1 << 20) - 4 - 16 + 4 * far))
        must(*CROSS['gcc'], '-march=rv64gc', '-c', 'e.s')
        equal(collect('e.o'), [1 - far], 'reach: %s' % ('beyond' if far else 'just within'))
        if not far:
            site, veneer = sorted(Elf('e.o').sites(), key=lambda s: s.offset)
            ok(veneer.offset - (site.offset + 4) < 1 << 20, 'reach: of the second instruction')


def comdat():
    if not CXX:
        return skip('COMDAT', TARGET + '-g++ is not installed')
    cc = CROSS['gcc']
    for f in ('sites', 'program'):
        build(cc, f + '.c', f + '.o', '-O2', '-DMORE')
    build([CXX], 'inline.cc', 'one.o', '-O2', '-DNAME=more', '-std=gnu++17')
    build([CXX], 'inline.cc', 'two.o', '-O2', '-DNAME=unused', '-std=gnu++17')
    equal(collect('one.o', 'two.o', 'sites.o', 'program.o'), [4, 4, 12, 1], 'COMDAT: collected')
    # The template calls n and f, the inline function f: a veneer each, once only of both files.
    runs(cc, ['sites.o', 'program.o', 'one.o', 'two.o'],
         output(13 + 4, 4 + 1 + 3, 70 + 80 + 71), 'COMDAT')


def dropped():
    """Sections that the linker drops take their sites and veneers along."""
    cc = CROSS['gcc']
    for f in ('sites', 'program'):
        build(cc, f + '.c', f + '.o', '-O2', '-ffunction-sections')
    build(cc, 'cold.c', 'cold.o', '-O2', '-ffunction-sections')
    equal(collect('sites.o', 'program.o', 'cold.o'), [12, 1, 3], 'gc: collected')
    runs(cc, ['sites.o', 'program.o', 'cold.o'], output(13, 13), 'gc', '-Wl,--gc-sections',
         '-Wl,-z,start-stop-gc')


def damaged():
    """verify looks at veneers, too."""
    cc = CROSS['gcc']
    for f in ('sites', 'program'):
        build(cc, f + '.c', f + '.o', '-O2')
    collect('sites.o', 'program.o')
    veneer = [s for s in Elf('sites.o').sites() if s.kind == VENEER][0]
    image = bytearray(read('sites.o'))
    elf = Elf('sites.o')
    for s in elf.sections:
        if s.type == 4 and s.info == veneer.section:
            for at in range(s.offset, s.offset + s.size, 24):
                if struct.unpack_from('<Q', image, at)[0] == veneer.offset:
                    struct.pack_into('<q', image, at + 16, 4)
    write('bad.o', bytes(image))
    r = ffp('verify', 'bad.o')
    ok(r.status == 1 and 'a veneer that does not lead to its entry' in r.err,
       'damaged: a veneer that leads elsewhere, in an object', r)
    must(*cc, 'program.o', 'bad.o', '-o', 'prog')
    r = ffp('verify', 'prog')
    ok(r.status == 1 and 'a veneer that does not lead to its entry' in r.err,
       'damaged: and in a program', r)


for tool in (CROSS['gcc'][0], shutil.which(QEMU[0]), shutil.which(TARGET + '-objdump')):
    if not tool:
        skip_all('gcc-riscv64-linux-gnu and qemu-user are needed')
with Scratch():
    for label, compiler in combinations(list(FLAGS), list(CROSS)):
        if CROSS[compiler][0]:
            kinds(compiler, label, FLAGS[label])
        else:
            skip('%s, %s' % (compiler, label), 'not installed')
    for test in (relaxed, assembly, large, names, edge, comdat, dropped, damaged):
        test()
done()
