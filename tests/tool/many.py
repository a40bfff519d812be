#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Objects with a hundred thousand sections or keys, or with a million sites.

Each command takes seconds for one of these.  If its time went with the square of their
number it would take many minutes, and the test's time would be over.
"""
from lib import *

sys.path.insert(0, os.path.join(HERE, '..', '..', 'benchmarks'))
from scale import OBJECTS  # noqa: E402

with Scratch():
    for name, keys, sites in (('sections', 1, 100000), ('keys', 100000, 100000),
                              ('exported', 100000, 100000), ('sites', 1, 1000000)):
        with open('many.s', 'w', encoding='ascii') as f:
            f.write(OBJECTS[name](sites))
        must('as', 'many.s', '-o', 'many.o')
        equal(collect('many.o'), [sites], name + ': collected')
        r = ffp('verify', 'many.o')
        ok(not r.status and 'all good' in r.out, name + ': verified', r.err[-200:])
        equal(ffp('list', 'many.o').out.splitlines()[-1],
              '%d key%s, %d sites' % (keys, 's' * (keys > 1), sites), name + ': listed')
done()
