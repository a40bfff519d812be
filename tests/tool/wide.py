# SPDX-License-Identifier: MIT
"""Programs whose text is wider than a branch spans, and nearly so: each machine, each linker
that bridges it, as found in the file and as it runs."""
import glob

from lib import *

ROOT = os.path.join(HERE, '..', '..')
PLACES = 4
# lld 14 knows no relaxation of RISC-V's; there is no gold of that machine.
LINKERS = {'bfd': ('aarch64', 'riscv64', 's390x'), 'gold': ('aarch64', 's390x'), 'lld-14': ('aarch64',),
           'lld-19': ('aarch64', 'riscv64'), 'mold': ('aarch64', 'riscv64')}
# In MiB, around what a branch of AArch64 spans.
SIZES = {'aarch64': (112, 136, 200), 'riscv64': (200,), 's390x': (200,)}


def linker(name, triple):
    """Options that make the compiler take it; None if it is not there."""
    if name in ('bfd', 'gold'):
        return ['-fuse-ld=' + name] if shutil.which('%s-ld.%s' % (triple, name)) else None
    path = shutil.which(name if name == 'mold' else 'ld.' + name)
    if not path:
        return None
    os.makedirs(name, exist_ok=True)
    plain = name.split('-')[0]
    link = '%s/ld.%s' % (name, plain)
    if not os.path.exists(link):
        os.symlink(path, link)
    return ['-B%s/' % name, '-fuse-ld=' + plain]


def gap(cc, mib):
    """An object of so much text; what is not written takes no room."""
    write('gap.s', '.section .text.gap,"ax"\n.skip %d, 0\n' % (mib << 20))
    must(cc, '-c', 'gap.s', '-o', 'full.o')
    must('cp', '--sparse=always', 'full.o', 'gap.o')
    os.unlink('full.o')


def machine(arch):
    triple = arch + '-linux-gnu'
    cc, qemu = shutil.which(triple + '-gcc'), shutil.which('qemu-' + arch)
    if not cc or not qemu:
        return skip(arch, 'no compiler or no emulator')
    flags = ['-O1', '-fPIE', '-std=gnu11', '-D_GNU_SOURCE', '-ffunction-sections', '-I' + INCLUDE, '-I' + SRC]
    library = []
    for source in glob.glob(ROOT + '/src/*.c') + glob.glob('%s/insn/%s*.c' % (ROOT, arch)):
        library.append('library-%s.o' % os.path.basename(source))
        must(cc, *flags, '-I%s/insn' % ROOT, '-I%s/src' % ROOT, '-c', source, '-o', library[-1])
    places = ['place-%d.o' % i for i in range(PLACES)]
    for i, place in enumerate(places):
        must(FFP_CC, cc, *flags, '-DPLACE=%d' % i, '-DPLACES=%d' % PLACES, '-c',
             os.path.join(SRC, 'wide-place.c'), '-o', place)
    must(FFP_CC, cc, *flags, '-c', os.path.join(SRC, 'wide-main.c'), '-o', 'main.o')
    for mib in SIZES[arch]:
        gap(cc, mib // (PLACES - 1))
        spread = [f for place in places for f in (place, 'gap.o')][:-1]
        for name, of in LINKERS.items():
            what = '%s, %d MiB, %s' % (arch, mib, name)
            how = linker(name, triple) if arch in of else None
            if not how:
                if arch in of:
                    skip(what, 'not installed')
                continue
            r = run(cc, '-pie', *how, *spread, 'main.o', *library, '-pthread', '-o', 'prog')
            if not equal(r.status, 0, what + ': linked', r):
                continue
            r = ffp('verify', '--strict', 'prog')
            equal((r.status, r.out), (0, 'prog: 4 keys, 28 sites, all good\n'), what + ': verified', r)
            r = run(qemu, '-L', '/usr/' + triple, 'prog')
            equal((r.status, r.out), (0, '0 wrong, 0 refused, 28 sites, 0 foreign\n'), what + ': runs', r)
            os.unlink('prog')


with Scratch():
    for arch in ('aarch64', 'riscv64', 's390x'):
        machine(arch)
done()
