# SPDX-License-Identifier: MIT
"""Objects of other machines, with this one's tool: those that have a back end are
collected, the others are left as the compiler made them, and collect says why."""
import json
import shutil

from lib import *

SOURCE = '''#include <ffp.h>
int def(int x);
int def(int x) { return x + 1; }
DEFINE_FFP(key, def);
DEFINE_FFP_FLAG_STATIC(flag);
int call(int x);
int tail(int x);
int call(int x) { return key(x) + 1; }
int tail(int x) { return key(x); }
int on(void) { return FFP_ON(flag) ? 3 : 4; }
int likely(void) { return FFP_LIKELY_ON(flag) ? 3 : 4; }
'''
COLLECTED = {'aarch64-linux-gnu': 'AArch64', 'riscv64-linux-gnu': 'riscv64',
             's390x-linux-gnu': 's390x', 'x86_64-linux-gnu': 'x86-64'}
OTHERS = {'powerpc64le-linux-gnu': 'machine 21: not supported',
          'arm-linux-gnueabihf': 'not 64-bit ELF',
          'i686-linux-gnu': 'not 64-bit ELF'}

with Scratch():
    write('k.c', SOURCE)
    for triple, name in COLLECTED.items():
        for cc in ([triple + '-gcc'], ['clang', '--target=' + triple]):
            what = '%s for %s' % (cc[0], triple)
            if not shutil.which(cc[0]) or not shutil.which(triple + '-gcc'):
                skip(what, 'no such compiler')
                continue
            r = run(FFP_CC, *cc, '-O2', '-fPIC', '-I' + INCLUDE, '-c', 'k.c', '-o', 'k.o')
            equal(r.status, 0, what + ': compiles', r)
            must(triple + '-gcc', '-shared', '-nostdlib', 'k.o', '-o', 'k.so')
            for path in ('k.o', 'k.so'):
                listed = json.loads(ffp('list', '--json', path).out)
                equal(listed['machine'], name, '%s, %s: the machine' % (what, path))
                flag, key = listed['keys']
                equal((key['name'], len(key['sites'])), ('key', 2), '%s, %s: both sites collected' % (what, path), key)
                equal(sorted((b['kind'], b['state'], b['function']) for b in flag['branches']),
                      [('branch', 'off', 'on'), ('likely', 'off', 'likely')], '%s, %s: branches' % (what, path))
                r = ffp('verify', '--strict', path)
                ok(r.status == 0 and '2 sites, 2 branches, all good' in r.out, '%s, %s: verified' % (what, path), r)
    for triple, why in OTHERS.items():
        cc = triple + '-gcc'
        if not shutil.which(cc):
            skip(cc, 'no such compiler')
            continue
        must(cc, '-O2', '-I' + INCLUDE, '-c', 'k.c', '-o', 'plain.o')
        r = run(FFP_CC, cc, '-O2', '-I' + INCLUDE, '-c', 'k.c', '-o', 'k.o')
        ok(r.status == 0 and read('k.o') == read('plain.o'), cc + ': the object is as the compiler made it', r)
        r = ffp('collect', 'k.o')
        ok(r.status == 1 and why in r.err, cc + ': collect says: ' + why, r)
        ok(read('k.o') == read('plain.o'), cc + ': and leaves it so')
done()
