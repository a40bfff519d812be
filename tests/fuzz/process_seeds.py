# SPDX-License-Identifier: MIT
"""process_seeds.py TOOL LIBRARY DIRECTORY - the memory of running programs, for fuzz_process.c."""
import os
import re
import shutil
import struct
import subprocess
import sys

tool, library, out = map(os.path.abspath, sys.argv[1:])
here = os.path.dirname(os.path.abspath(__file__))
running, flagged, flags = (os.path.join(here, '..', 'tool', 'src', name + '.c')
                           for name in ('running', 'flagged', 'flags'))
inc = '-I' + os.path.join(here, '..', '..', 'include')
launcher = os.path.join(os.path.dirname(tool), 'ffp-cc')


def dump(path, *args):
    """The regions of the program's own file and its library's, as the target reads them."""
    p = subprocess.Popen([os.path.abspath('program'), *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    p.stdout.readline()
    data = b'\0'
    with open('/proc/%d/maps' % p.pid) as maps, open('/proc/%d/mem' % p.pid, 'rb') as memory:
        for line in maps:
            start, end, rights, name = re.match(r'(\w+)-(\w+) (\S+) \S+ \S+ \S+ *(.*)', line).groups()
            number = [n for n, file in ((1, '/program'), (2, '/flags.so')) if name.endswith(file)]
            if not number:
                continue
            start, end = int(start, 16), int(end, 16)
            memory.seek(start)
            bits = sum(bit for c, bit in (('r', 4), ('w', 2), ('x', 1)) if c in rights)
            data += struct.pack('<QIBBH', start, end - start, bits, *number, 0) + memory.read(end - start)
    p.stdin.close()
    p.wait()
    with open(path, 'wb') as f:
        f.write(data)


os.makedirs(out, exist_ok=True)
os.chdir(out)
for cc in [cc for cc in ('gcc', 'clang') if shutil.which(cc)]:
    for way in ([], ['-no-pie'], ['-DFFP_POINTER']):
        name = [cc, *[f.strip('-') for f in way]]
        subprocess.run([launcher, cc, inc, '-O2', *way, running, '-o', 'program', '-pthread', library],
                       check=True)
        # The pointer form has no sites.
        for args in ([], ['reset']) if '-DFFP_POINTER' in way else ([], ['reset'], ['foreign'], ['sites']):
            dump('-'.join([*name, *args]), *args)
        # Branches (FFP_ON), also of another module's key.  One copy of the library: the program's.
        subprocess.run([cc, inc, '-O2', '-fPIC', '-shared', *[f for f in way if f != '-no-pie'], flags, '-o', 'flags.so'],
                       check=True)
        subprocess.run([launcher, cc, inc, '-O2', *way, '-rdynamic', flagged, './flags.so', '-o', 'program',
                        '-pthread', library], check=True)
        for args in ([],) if '-DFFP_POINTER' in way else ([], ['foreign'], ['behind'], ['double'], ['inside'], ['told']):
            dump('-'.join([*name, 'flagged', *args]), *args)
os.unlink('program')
os.unlink('flags.so')
