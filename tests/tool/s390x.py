# SPDX-License-Identifier: MIT
"""Objects of s390x, which are big-endian."""
from cross import *

FLAGS = {
    'plain': ['-O2'],
    'unoptimised': ['-O0'],
    'pic': ['-O2', '-fPIC'],
    'sections': ['-O2', '-ffunction-sections', '-fdata-sections'],
    'debug': ['-O1', '-g'],
    'size': ['-Os'],
    'newest': ['-O2', '-march=z14'],
    'no-plt': ['-O2', '-fPIC', '-fno-plt'],
}
PLT32DBL, PC32DBL = 20, 19


def oldest(machine):
    """What compilers and the header write for the first machines of 64 bits."""
    machine.links('z900', machine.cc['gcc'], ['compiled.o'],
                  machine.compiled('z900', machine.cc['gcc'], ['-O2', '-march=z900']))


def conditional(machine):
    aimed = machine.assembly((2, 2, 15))
    equal(aimed, {(PLT32DBL, 'op_default'): 16, (PLT32DBL, '__ffp_fn.note.0'): 1},
          'assembly: aimed at the default, but where nothing cannot be said')


def short(machine):
    """Calls of 16 bits are no sites, and told."""
    write('short.s', '.text\nf: bras %r14, __ffp_fn.f.f_def\nbrasl %r0, __ffp_fn.f.f_def\n'
          'brasl %r14, __ffp_fn.f.f_def\nj __ffp_fn.f.f_def\n')
    must(*machine.cc['gcc'], '-c', 'short.s')
    r = ffp('collect', '-v', 'short.o')
    equal(r.out, 'short.o: 1 site collected, 3 addresses taken\n', 'short: one of four', r)


with Scratch():
    s390x = Machine('s390x-linux-gnu', 's390x', r'brasl\s+%r14,\s*|jg\w*\s+',
                    (PLT32DBL, PC32DBL), ('bfd', 'gold'))
    s390x.compilers(FLAGS, ('plain', 'sections', 'pic'))
    oldest(s390x)
    conditional(s390x)
    short(s390x)
    s390x.partial()
done()
