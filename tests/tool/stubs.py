# SPDX-License-Identifier: MIT
"""The pointer form's constants where a word has 32 bits, of either order: without
libatomic, unless a key returns more than a word, and from the right half."""
from lib import *

# By name: compilers; the emulator; exit(what check() returns).
MACHINES = {
    'i686': ([['clang', '--target=i686-linux-gnu'], ['i686-linux-gnu-gcc'],
              ['i686-linux-gnu-gcc', '-march=i486']], 'qemu-i386',
             'call check\nmov %eax, %ebx\nmov $1, %eax\nint $0x80\n'),
    'arm': ([['clang', '--target=arm-linux-gnueabihf'], ['arm-linux-gnueabihf-gcc']], 'qemu-arm',
            'bl check\nmov r7, #1\nswi #0\n'),
    'powerpc': ([['clang', '--target=powerpc-linux-gnu']], 'qemu-ppc',
                'bl check\nli 0, 1\nsc\n'),
    'mips': ([['clang', '--target=mips-linux-gnu', '-mno-abicalls', '-fno-pic']], 'qemu-mips',
             '.set noreorder\nlui $gp, %hi(_gp)\naddiu $gp, %lo(_gp)\n'
             'jal check\nnop\nmove $4, $2\nli $2, 4001\nsyscall\n'),
}
BIG = ('powerpc', 'mips')
# Those that load eight bytes at once by themselves.
WIDE = ('i686-linux-gnu-gcc', 'arm-linux-gnueabihf-gcc')

with Scratch():
    for machine, (compilers, emulator, start) in MACHINES.items():
        write('start.s', '.globl _start\n_start:\n' + start)
        for cc in compilers:
            what = ' '.join(cc)
            if not shutil.which(cc[0]) or not shutil.which('ld.lld'):
                skip(what, 'no such compiler, or no lld')
                continue
            must(*cc, '-c', 'start.s', '-o', 'start.o')
            for level in '-O0', '-O2':
                for wide in [[]] + [['-DWIDE']] * (cc[0] in WIDE and '-march=i486' not in cc):
                    name = ' '.join([what, level] + wide)
                    r = run(*cc, '-std=gnu11', '-Wall', '-Wextra', '-Werror', '-ffreestanding',
                            '-DFFP_POINTER', '-DUNSEEN_WIDE=%d' % (machine not in BIG), level,
                            *wide, '-I' + INCLUDE, '-c', os.path.join(SRC, 'stubs.c'),
                            '-o', 'stubs.o')
                    if not ok(r.status == 0, name + ': compiles', r):
                        continue
                    atomic = [w for w in must('nm', '-u', 'stubs.o').out.split() if 'atomic' in w]
                    equal(atomic, [], name + ': asks for nothing of libatomic')
                    r = run('ld.lld', '-e', '_start', 'start.o', 'stubs.o', '-o', 'program')
                    if not ok(r.status == 0, name + ': links', r):
                        continue
                    if not shutil.which(emulator):
                        skip(name, 'no ' + emulator)
                        continue
                    r = run(emulator, './program')
                    equal(r.status, 0, name + ': every stub gives the constant', r)
done()
