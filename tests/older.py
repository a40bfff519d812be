#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make of a module what tools did that made a no-op of every site of a NULL key: of another
module's keys as well, to which a site that begins as a branch is now left.

usage: older.py FFP MODULE OUT [COUNT]

COUNT: how many sites are then expected to do nothing; an error if there are not so many.
"""
import json
import os
import shutil
import struct
import subprocess
import sys

ffp, path, out = sys.argv[1:4]
with open(path, 'rb') as f:
    image = bytearray(f.read())
order = '>' if image[5] == 2 else '<'
machine, = struct.unpack_from(order + 'H', image, 18)

# By machine: what a call and a tail call become.
NOTHING = {
    62: (bytes.fromhex('0f1f440000'), bytes.fromhex('c3cccccccc')),      # x86-64
    183: (struct.pack('<I', 0xd503201f), struct.pack('<I', 0xd65f03c0)),  # AArch64
    243: (struct.pack('<I', 0x00000013), struct.pack('<I', 0x00008067)),  # RISC-V
    22: (bytes.fromhex('c00400000000'), bytes.fromhex('07fe00000000')),   # s390x
}


def sections():
    at, = struct.unpack_from(order + 'Q', image, 40)
    size, n, names = struct.unpack_from(order + '3H', image, 58)
    heads = [struct.unpack_from(order + '2I4Q', image, at + i * size) for i in range(n)]
    strings = heads[names][4]
    for head in heads:
        start = strings + head[0]
        yield image[start:image.index(b'\0', start)].decode(), head[4]


offset = dict(sections())
listing = json.loads(subprocess.run([ffp, 'list', '--json', path], stdout=subprocess.PIPE,
                                    check=True).stdout)
count = 0
for key in listing['keys']:
    for site in key['sites']:
        if key['defined'] or not key['null'] or site['state'] != 'entry' or site['kind'] == 'cond':
            continue
        at = offset[site['section']] + site['offset']
        # Of a pair, the second instruction is the site.
        if machine == 243 and image[at] & 0x7f == 0x17:
            at += 4
        made = NOTHING[machine][site['kind'] == 'jump']
        image[at:at + len(made)] = made
        count += 1
if len(sys.argv) > 4 and count != int(sys.argv[4]):
    sys.exit('%s: %d sites, not %s' % (path, count, sys.argv[4]))
with open(out, 'wb') as f:
    f.write(image)
shutil.copymode(path, out)
