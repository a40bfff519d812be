# SPDX-License-Identifier: MIT
"""Which cells of the matrix are built: a covering array, and some by hand."""
import functools
import itertools

COMPILERS = ['gcc', 'clang-14', 'clang-19']
LINKERS = ['bfd', 'gold', 'lld', 'mold']
KINDS = ['pie', 'no-pie', 'static', 'static-pie', 'shared']
LEVELS = ['-O0', '-O2', '-Os', '-O3']
# What else is asked of the compiler (first list) and the linker (second).
WAYS = {
    'plain': ([], []),
    'lto': (['-flto'], []),
    'thin-lto': (['-flto=thin'], []),
    'gc-sections': (['-ffunction-sections'], ['-Wl,--gc-sections']),
    'icf': (['-ffunction-sections'], ['-Wl,--icf=all']),
    'no-plt': (['-fno-plt'], []),
    'cet': (['-fcf-protection=full'], []),
    'large': (['-mcmodel=large'], []),
    'z-now': ([], ['-Wl,-z,now']),
    'noseparate': ([], ['-Wl,-z,noseparate-code']),
    'strip': ([], []),
    'objcopy': (['-g'], []),
    'split-debug': (['-g', '-gsplit-dwarf'], []),
    'ld-r': ([], []),
    'archive': ([], []),
    'thin-archive': ([], []),
}
FACTORS = [COMPILERS, LINKERS, KINDS, LEVELS, list(WAYS)]

# A further flag, or another way of building, on top of a cell.
BY_HAND = [
    # Link-time optimisation, where its parts come apart or are mixed.
    ('gcc', 'bfd', 'pie', '-O2', 'lto', 'partitions', ['-flto-partition=max']),
    ('gcc', 'bfd', 'pie', '-O2', 'lto', 'parallel', ['-flto=auto']),
    ('gcc', 'bfd', 'pie', '-O2', 'lto', 'fat', ['-ffat-lto-objects']),
    ('gcc', 'bfd', 'pie', '-O2', 'lto', 'mixed', []),
    ('gcc', 'bfd', 'pie', '-O2', 'lto', 'in-archive', []),
    ('gcc', 'gold', 'shared', '-O2', 'lto', 'in-archive', []),
    ('clang-14', 'lld', 'pie', '-O2', 'lto', 'mixed', []),
    ('clang-14', 'lld', 'pie', '-O2', 'lto', 'in-archive', []),
    ('clang-14', 'bfd', 'pie', '-O2', 'lto', '', []),
    ('clang-19', 'lld', 'shared', '-O2', 'thin-lto', 'in-archive', []),
    ('clang-19', 'lld', 'pie', '-O2', 'lto', '', []),
    ('clang-19', 'lld', 'pie', '-O2', 'lto', 'strip', ['-ffunction-sections']),
    ('clang-14', 'lld', 'pie', '-O2', 'thin-lto', '', []),
    # Dropped sections, with each linker.
    ('gcc', 'bfd', 'pie', '-O2', 'gc-sections', '', []),
    ('gcc', 'gold', 'pie', '-O2', 'gc-sections', '', []),
    ('gcc', 'lld', 'pie', '-O2', 'gc-sections', 'strip', []),
    ('gcc', 'mold', 'pie', '-O2', 'gc-sections', '', []),
    # Not direct at all, and the reason differs.
    ('gcc', 'bfd', 'pie', '-O2', 'plain', 'uncollected', []),
    ('gcc', 'bfd', 'pie', '-O2', 'plain', 'partly', []),
    # Another C library, with the library compiled for it.
    ('gcc', 'bfd', 'pie', '-O2', 'plain', 'musl', []),
    ('gcc', 'bfd', 'static', '-O2', 'plain', 'musl', []),
    ('gcc', 'bfd', 'shared', '-O2', 'plain', 'musl', []),
    ('gcc', 'bfd', 'static', '-Os', 'lto', 'musl', []),
]


def impossible(cell):
    """Why a combination of factors cannot be built at all; None if it can."""
    compiler, linker, kind, _, way = cell
    if way == 'thin-lto' and compiler == 'gcc':
        return 'GCC has no thin LTO'
    if way == 'icf' and linker == 'bfd':
        return 'GNU ld does not fold'
    if way == 'noseparate' and linker == 'gold':
        return 'gold never separates'
    if way == 'lto' and compiler == 'gcc' and linker == 'lld':
        return 'lld takes no plugin'
    if linker == 'gold' and kind == 'static-pie':
        return 'gold does not know an option that compilers pass'
    return None


@functools.lru_cache()
def covering():
    """
    A pairwise covering array: every two values of two factors that can occur
    together do so in some cell.  Greedy, and the same each time: of all
    combinations the first that covers the most pairs still uncovered.
    """
    everything = [c for c in itertools.product(*FACTORS) if not impossible(c)]
    pairs = {c: frozenset(((i, c[i]), (j, c[j])) for i in range(5) for j in range(i + 1, 5))
             for c in everything}
    todo = frozenset().union(*pairs.values())
    chosen = []
    while todo:
        best = max(everything, key=lambda c: len(pairs[c] & todo))
        chosen.append(best)
        todo -= pairs[best]
    return chosen


# So many of the first cells are built by ./check; all others take --long.  The array's
# first cells are those that cover the most pairs.
QUICK = 16


def cells():
    """All cells, each a tuple: five factors, what is special, more flags."""
    array = [c + ('', []) for c in covering()]
    return array + [c for c in BY_HAND if c not in array]


def name(cell):
    """A cell, by the five columns of its row."""
    return (*cell[:4], ', '.join(filter(None, cell[4:6])))
