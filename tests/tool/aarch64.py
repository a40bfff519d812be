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
    must(*cc, *machine.inc, *flags, '-c', os.path.join(RUN, 'far.c'), '-o', 'far.o')
    equal(collect('far.o'), [6], 'far: collected')
    r = run(*cc, '-no-pie', '-fuse-ld=bfd', '-Wl,--section-start=far=0x30000000', 'far.o',
            'library.o', '-o', 'prog')
    r = r if r.status else ffp('verify', '--strict', 'prog')
    equal(r.status, 0, 'far: linked and verified', r)


with Scratch():
    aarch64 = Aarch64('aarch64-linux-gnu', 'AArch64', r'(?:bl|b)\s+',
                      (JUMP26, CALL26, TSTBR14, CONDBR19), ('bfd', 'gold', 'lld'))
    aarch64.compilers(FLAGS, ('plain', 'sections', 'protected', 'pic'))
    conditional(aarch64)
    far(aarch64)
    aarch64.partial()
done()
