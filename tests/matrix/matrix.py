# SPDX-License-Identifier: MIT
"""
Cells of the matrix, built and checked; each row against docs/matrix.md.

	matrix.py fast|slow	those of ./check, or the others
	matrix.py --write [WORD...]	all, or those with all these words, and write their
				rows anew
"""
import concurrent.futures
import os
import shutil
import sys
import threading

from build import Broken, make, ROOT, step
import lib
from cells import FACTORS, QUICK, cells, covering, impossible, name as name_of_cell

TABLE = os.path.join(ROOT, 'docs', 'matrix.md')
BEGIN, END = '<!-- made by tests/matrix -->\n', '<!-- end -->\n'
HEAD = ['compiler', 'linker', 'kind', 'level', 'way', 'sites', 'direct at first',
        'direct after a change', 'not direct, and why']


def chosen(which, words):
    everything = cells()
    if which == '--write':
        return [c for c in everything if set(words) <= {w for f in c[:6] for w in f.split()}]
    return everything[:QUICK] if which == 'fast' else everything[QUICK:]


class Musl:
    """The library as musl-gcc compiles it; made once, by who is first."""

    def __init__(self, scratch):
        self.dir, self.lock, self.path = os.path.join(scratch, 'musl'), threading.Lock(), None

    def kernel(self):
        """The kernel's headers, which musl has none of, without the other C library's."""
        arch = step(self.dir, 'gcc', '-print-multiarch').strip()
        for name, path in (('linux', 'linux'), ('asm-generic', 'asm-generic'),
                           ('asm', os.path.join(arch, 'asm'))):
            link = os.path.join(self.dir, 'kernel', name)
            os.makedirs(os.path.dirname(link), exist_ok=True)
            if not os.path.islink(link):
                os.symlink(os.path.join('/usr/include', path), link)
        return ['-idirafter', os.path.join(self.dir, 'kernel')]

    def __call__(self):
        with self.lock:
            if not self.path:
                os.makedirs(self.dir, exist_ok=True)
                sources = [os.path.join(ROOT, d, f) for d in ('src', 'insn')
                           for f in sorted(os.listdir(os.path.join(ROOT, d))) if f.endswith('.c')]
                step(self.dir, 'musl-gcc', '-O2', '-fPIC', '-fvisibility=hidden',
                     *['-I' + os.path.join(ROOT, d) for d in ('include', 'insn', 'src')],
                     *self.kernel(), '-c', *sources)
                step(self.dir, 'ar', 'rcs', 'libffp.a',
                     *sorted(f for f in os.listdir(self.dir) if f.endswith('.o')))
                self.path = os.path.join(self.dir, 'libffp.a')
            return self.path


def line(row):
    return '| ' + ' | '.join(str(x) for x in row) + ' |\n'


def committed():
    """The rows of the table, by the five columns that name a cell."""
    with open(TABLE) as f:
        text = f.read()
    rows = text[text.index(BEGIN):text.index(END)].splitlines(keepends=True)[3:]
    return {name_of(r): r for r in rows}


def name_of(row):
    return tuple(row[2:].split(' | ')[:5])


def write(rows):
    """The table anew, in the order of the cells; of those not built now the old rows."""
    order = [name_of_cell(c) for c in cells()]
    with open(TABLE) as f:
        text = f.read()
    body = ''.join(rows[name] for name in order if name in rows)
    head = line(HEAD) + line(['---'] * len(HEAD))
    with open(TABLE, 'w') as f:
        f.write(text[:text.index(BEGIN)] + BEGIN + head + body + text[text.index(END):])


def missing(cell):
    """What a cell needs and this machine lacks, or None."""
    musl = cell[5] == 'musl'
    needs = ['musl-gcc' if musl else cell[0], 'ld.' + cell[1]]
    needs += {'clang-14': ['llvm-ar-14', 'ld.lld-14'], 'clang-19': ['llvm-ar-19', 'ld.lld-19'],
              'gcc': []}[cell[0]]
    for program in needs:
        if not shutil.which(program):
            return program + ' is not installed'
    return None


def attempt(cell, scratch, musl):
    try:
        return make(cell, scratch, musl), None
    except Broken as e:
        return None, e


def covered():
    """The array does cover every pair, counted afresh."""
    missing = 0
    array = covering()
    for i in range(5):
        for j in range(i + 1, 5):
            for a in FACTORS[i]:
                for b in FACTORS[j]:
                    possible = any(not impossible(c) for c in combinations(i, a, j, b))
                    missing += possible and not any(c[i] == a and c[j] == b for c in array)
    lib.equal(missing, 0, 'every pair of values that can occur is in a cell')


def combinations(i, a, j, b):
    import itertools
    return itertools.product(*[[a] if k == i else [b] if k == j else f
                               for k, f in enumerate(FACTORS)])


def main():
    which, words = sys.argv[1], sys.argv[2:]
    jobs = int(os.environ.get('FFP_JOBS', '2'))
    rows = committed()
    with lib.Scratch() as scratch, concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        musl = Musl(scratch)
        todo = chosen(which, words)
        if which == 'fast':
            covered()
        absent = [missing(cell) for cell in todo]
        for cell, reason in zip(todo, absent):
            if reason:
                lib.skip(' '.join(filter(None, cell[:6])), reason)
        todo = [cell for cell, reason in zip(todo, absent) if not reason]
        for cell, (row, error) in zip(todo, pool.map(lambda c: attempt(c, scratch, musl), todo)):
            name = ' '.join(filter(None, cell[:6] + tuple(cell[6])))
            if not lib.ok(row, name + ': the sites of the assembly, collected and direct', error):
                continue
            got = line(row)
            if which == '--write':
                rows[name_of(got)] = got
                write(rows)
            else:
                lib.equal(got, rows.get(name_of(got)), name + ': as docs/matrix.md says')
    lib.done()


main()
