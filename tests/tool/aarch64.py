# SPDX-License-Identifier: MIT
"""Objects of AArch64."""
from cross import *

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
JUMP26, CALL26, TSTBR14, CONDBR19 = 282, 283, 279, 280


def properties(path):
    return [s.data for s in Elf(path).sections if s.name == '.note.gnu.property']


class Aarch64(Machine):
    def is_veneer(self, section, r):
        return r.type == JUMP26 and r.offset + 4 * 8 > section.size

    def compiled(self, name, cc, flags):
        must(*cc, *self.inc, *flags, '-c', os.path.join(RUN, 'compiled.c'), '-o', 'before.o')
        before = properties('before.o')
        n = super().compiled(name, cc, flags)
        equal(properties('compiled.o'), before, name + ': marks of branch protection stay')
        if 'protected' in name:
            ok(before and before[0][-8] & 3 == 3, name + ': and say BTI and PAC', before)
        return n


def conditional(machine):
    aimed = machine.assembly((2, 2, 20))
    equal(aimed[CALL26, 'op_default'] + aimed[JUMP26, 'op_default'], 2,
          'assembly: a call and a jump aimed at the default')
    equal((aimed[CONDBR19, '__ffp_fn.op.op_default'], aimed[TSTBR14, '__ffp_fn.op.op_default']),
          (17, 2), 'assembly: conditional ones stay, since no linker bridges them', aimed)


def far(machine):
    """Half of the text out of reach: the linker's veneers are seen through."""
    cc, flags = machine.cc['gcc'], ['-fno-pie', '-O2']
    for name in ('far', 'far-gap', 'far-call'):
        source = os.path.join(RUN, name + '.c')
        if name == 'far-call':
            source = write('far-call.c', '#include <ffp.h>\nlong near_default(long x);\n'
                           'DECLARE_FFP(to_near, near_default);\n__attribute__((section("far"))) '
                           'long more(long x);\nlong more(long x)\n{\n\treturn to_near(x) + 1;\n}\n')
        must(*cc, *machine.inc, *flags, '-c', source, '-o', name + '.o')
    equal(collect('far.o'), [6], 'far: collected')
    if not shutil.which('ld.lld-19'):
        return skip('far: linked by lld 19', 'not installed')
    os.mkdir('lld-19')
    os.symlink(shutil.which('ld.lld-19'), 'lld-19/ld.lld')
    lld = ['-Blld-19/', '-fuse-ld=lld', 'far.o', 'far-gap.o']
    # As in tests/run: lld's plain branches, before defaults, or before veneers and defaults.
    for name, how, text, place in (
            ('GNU ld', ['-fuse-ld=bfd', 'far.o'], None, 0x30000000),
            ('lld, far above', lld, 0x1000000, 0x9008000), ('lld, far below', lld, 0x9008000, 0x1000000),
            ('lld, far below, and a call that was not collected', lld + ['far-call.o'], 0x9008000, 0x1000000)):
        r = run(*cc, '-no-pie', *how, *(['-Wl,--section-start=.text=%#x' % text] if text else []),
                '-Wl,--section-start=far=%#x' % place, 'library.o', '-o', 'prog')
        if not equal(r.status, 0, name + ': linked', r):
            continue
        missed = 'far-call.o' in how
        r = ffp('verify', '--strict', 'prog')
        equal((r.status, r.err), (int(missed), 'prog: error: 1 site not collected\n' * missed),
              name + ': verified', r)
        keys = json.loads(ffp('list', '--json', 'prog').out)['keys']
        equal({k['name']: (len(k['sites']), len(k['uses'])) for k in keys},
              {'to_far': (2, 0), 'to_near': (3, int(missed)), 'note': (1, 0)}, name + ': listed', keys)
        if 'below' not in name:
            continue
        elf = Elf('prog')
        section, = elf.named('far')
        # A veneer's line that names another key than it leads to.
        table, = elf.named('ffp_sites')
        lines = [list(elf.unpack('ii', table.data, 8 * i)) for i in range(table.size // 8)]
        at = [i for i, line in enumerate(lines) if (table.addr + 8 * i + 4 + line[1]) & 3 == 3]
        at = [i for i in at if section.addr <= table.addr + 8 * i + lines[i][0] < section.addr + section.size]
        equal(len(at), 3, name + ': a veneer of each key')
        image = bytearray(elf.image)
        to = [table.addr + 8 * i + 4 + lines[i][1] for i in at]
        struct.pack_into('<i', image, table.offset + 8 * at[0] + 4, to[1] - (table.addr + 8 * at[0] + 4))
        write('hurt', bytes(image))
        r = ffp('verify', 'hurt')
        ok(r.status == 1 and says(r.err, 'key …: a veneer that does not lead to its entry'),
           name + ': a veneer of another key is refused', r)


with Scratch():
    aarch64 = Aarch64('aarch64-linux-gnu', 'AArch64', r'(?:bl|b)\s+',
                      (JUMP26, CALL26, TSTBR14, CONDBR19), ('bfd', 'gold', 'lld'))
    aarch64.compilers(FLAGS, ('plain', 'sections', 'protected', 'pic'))
    conditional(aarch64)
    far(aarch64)
    aarch64.partial()
done()
