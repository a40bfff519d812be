# SPDX-License-Identifier: MIT
"""seeds.py TOOL DIRECTORY - small objects and programs for the fuzzer to start from."""
import os
import shutil
import subprocess
import sys

tool, out = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
here = os.path.dirname(os.path.abspath(__file__))
src = os.path.join(here, '..', 'tool', 'src')
inc = ['-I' + src, '-I' + os.path.join(here, '..', '..', 'include')]

# Whatever refers to symbols by number, and no section symbol.
ODD = '''
        .section .text.one, "axG", @progbits, group_one, comdat
        .globl group_one
group_one:
        call __ffp_fn.f.f_def
        ret
        .section .text.two, "ax", @progbits
two:    jmp __ffp_fn.n.0
        jne __ffp_ex.g.g_def
        call *__ffp_ex.g.g_def@GOTPCREL(%rip)
        .data
        .quad two
        .addrsig
        .addrsig_sym two
        .cg_profile two, group_one, 32
'''


def cc(*args):
    subprocess.run(args, check=True, cwd=out)


os.makedirs(out, exist_ok=True)
with open(os.path.join(out, 'odd.s'), 'w') as f:
    f.write(ODD)
for compiler in ('gcc', 'clang'):
    if not shutil.which(compiler):
        continue
    for source in ('sites.c', 'main.c', 'local1.c', 'flags.c', 'flagged.c'):
        for flags in (['-O2'], ['-O0', '-ffunction-sections'], ['-O2', '-fno-plt', '-fPIC']):
            name = '-'.join([compiler, source[:-2]] + [f.strip('-') for f in flags]) + '.o'
            cc(compiler, *inc, *flags, '-fno-asynchronous-unwind-tables', '-c',
               os.path.join(src, source), '-o', name)
            shutil.copy(os.path.join(out, name), os.path.join(out, 'collected-' + name))
            subprocess.run([tool, 'collect', 'collected-' + name], check=True, cwd=out)
    a, b = ('collected-%s-%s-O2.o' % (compiler, n) for n in ('sites', 'main'))
    cc(compiler, '-no-pie', '-nostartfiles', '-Wl,-e,main', '-s', a, b, '-o', compiler + '-stripped')
    cc(compiler, a, b, '-o', compiler + '-linked')
    cc('ld', '-r', a, b, '%s-local1-O2.o' % compiler, '-o', compiler + '-joined.o')
    # Branches (FFP_ON): what the library has is not there.
    library, program = ('collected-%s-%s' % (compiler, n) for n in ('flags-O2-fno-plt-fPIC.o', 'flagged-O2.o'))
    cc(compiler, '-shared', library, '-o', compiler + '-flags.so')
    cc(compiler, '-no-pie', '-nostartfiles', '-Wl,-e,main,--unresolved-symbols=ignore-all', program,
       '-o', compiler + '-flagged')
    cc('ld', '-r', library, program, '-o', compiler + '-flagged-joined.o')
if shutil.which('clang'):
    cc('clang', '-c', 'odd.s', '-o', 'odd.o')
os.unlink(os.path.join(out, 'odd.s'))
# Objects with veneers and labels, and big-endian ones, where there is a compiler of such.
for arch in ('riscv64', 's390x', 'aarch64'):
    gcc = arch + '-linux-gnu-gcc'
    if not shutil.which(gcc):
        continue
    for source in ('sites', 'program', 'flags', 'flagged'):
        name = '%s-%s.o' % (arch, source)
        cc(gcc, *inc, '-O2', '-c', os.path.join(src, source + '.c'), '-o', name)
        shutil.copy(os.path.join(out, name), os.path.join(out, 'collected-' + name))
        subprocess.run([tool, 'collect', 'collected-' + name], check=True, cwd=out)
    cc(gcc, 'collected-%s-sites.o' % arch, 'collected-%s-program.o' % arch, '-o', arch + '-linked')
    cc(gcc, '-no-pie', '-nostartfiles', '-Wl,-e,main,--unresolved-symbols=ignore-all',
       'collected-%s-flagged.o' % arch, '-o', arch + '-flagged')
