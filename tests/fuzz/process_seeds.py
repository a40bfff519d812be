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
source = os.path.join(here, '..', 'tool', 'src', 'running.c')
inc = '-I' + os.path.join(here, '..', '..', 'include')
launcher = os.path.join(os.path.dirname(tool), 'ffp-cc')


def dump(path, *args):
    """The regions of the program's own file, as the target reads them."""
    p = subprocess.Popen([os.path.abspath('program'), *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    p.stdout.readline()
    data = b'\0'
    with open('/proc/%d/maps' % p.pid) as maps, open('/proc/%d/mem' % p.pid, 'rb') as memory:
        for line in maps:
            start, end, rights, name = re.match(r'(\w+)-(\w+) (\S+) \S+ \S+ \S+ *(.*)', line).groups()
            if 'program' not in name:
                continue
            start, end = int(start, 16), int(end, 16)
            memory.seek(start)
            bits = sum(bit for c, bit in (('r', 4), ('w', 2), ('x', 1)) if c in rights)
            data += struct.pack('<QIBBH', start, end - start, bits, 1, 0) + memory.read(end - start)
    p.stdin.close()
    p.wait()
    with open(path, 'wb') as f:
        f.write(data)


os.makedirs(out, exist_ok=True)
os.chdir(out)
for cc in [cc for cc in ('gcc', 'clang') if shutil.which(cc)]:
    for flags in ([], ['-no-pie'], ['-DFFP_POINTER']):
        subprocess.run([launcher, cc, inc, '-O2', *flags, source, '-o', 'program', '-pthread', library],
                       check=True)
        # The pointer form has no sites.
        for args in ([], ['reset']) if '-DFFP_POINTER' in flags else ([], ['reset'], ['foreign'], ['sites']):
            dump('-'.join([cc, *[f.strip('-') for f in flags], *args]), *args)
os.unlink('program')
