# SPDX-License-Identifier: MIT
"""Branches (FFP_ON) as every compiler makes them: C and C++, levels of optimisation, code models,
link-time optimisation; in two files that share static inline functions."""
from lib import *

HEADER = '''#include <ffp.h>
DECLARE_FFP_NULL(trace, void(int *));
DECLARE_FFP_FLAG(flag);
DECLARE_FFP_FLAG_EXPORT(shown);
static inline int state(void)
{
	return FFP_ON(flag) + 2 * FFP_LIKELY_ON(flag) + 4 * FFP_ON(shown) + 8 * FFP_LIKELY_ON(trace);
}
static inline int traced(int x)
{
	if (FFP_ON(trace))
		trace(&x);
	return x;
}
#ifdef __cplusplus
template <int n> static inline int times()
{
	struct local { static int on() { return FFP_ON(flag); } };
	return n * local::on() + n * [] { return FFP_LIKELY_ON(flag); }();
}
#else
#define times(n) (n * (FFP_ON(flag) + FFP_LIKELY_ON(flag)))
#endif
int there(void), traced_there(int x);
'''
OTHER = '''#include "on.h"
int there(void) { return state(); }
int traced_there(int x) { return traced(x); }
'''
MAIN = '''#include "on.h"
static void add_ten(int *x) { *x += 10; }
DEFINE_FFP_NULL(trace, void(int *));
DEFINE_FFP_FLAG(flag);
DEFINE_FFP_FLAG_EXPORT(shown);
#ifdef __cplusplus
#define TWICE times<5>()
#else
#define TWICE times(5)
#endif
static int is(int expected, int x)
{
	return state() == expected && there() == expected && traced(1) == x && traced_there(1) == x &&
	       TWICE == (expected & 1) * 10;
}
int main(void)
{
	struct ffp_info info;
	int n;

	if (!is(0, 1))
		return 1;
	if (SET_FFP_FLAG(flag, 1) || !is(3, 1))
		return 2;
	if (SET_FFP_FLAG(shown, 1) || SET_FFP(trace, add_ten) || !is(15, 11))
		return 3;
	if (ffp_info(ffp_find("flag"), &info) || info.branches_on != info.branches || info.branches < 4)
		return 4;
	n = SET_FFP_FLAG(flag, 0) || !is(12, 11) || RESET_FFP(trace) || !is(4, 1) || SET_FFP_FLAG(shown, 0);
	return n || !is(0, 1) ? 5 : 0;
}
'''
LIBRARY = [os.environ['FFP_LIBRARY'], '-pthread', *os.environ['FFP_LIBRARY_ARGS'].split()]
LEVELS = ['-O2', '-O0', '-O1', '-O3', '-Os', '-Og']
# How code is made, and how it is linked.
PLACES = {'pie': (['-fPIE'], ['-pie']), 'fixed': (['-fno-pie'], ['-no-pie']), 'pic': (['-fPIC'], ['-pie']),
          'static': (['-fPIE'], ['-static-pie']), 'large': (['-mcmodel=large', '-fno-pie'], ['-no-pie']),
          'large pic': (['-mcmodel=large', '-fPIC'], ['-pie']),
          'sections': (['-fPIE', '-ffunction-sections'], ['-pie', '-Wl,--gc-sections'])}
LINKING = {'plain': [], 'lto': ['-flto'], 'launcher': [], 'launcher, lto': ['-flto']}


def variant(cc, level, place, link):
    name = ', '.join([cc, level, place, link])
    language = ['-std=gnu++17', '-x', 'c++'] if '++' in cc else ['-std=gnu11', '-x', 'c']
    compiles, links = PLACES[place]
    launcher = [FFP_CC] if 'launcher' in link else []
    flags = [level, *compiles, *LINKING[link]]
    linker = ['-fuse-ld=lld'] if 'clang' in cc and '-flto' in flags else []
    for source in ('main', 'other'):
        r = run(*launcher, CC[cc], *language, *flags, '-Wall', '-Wextra', '-Werror', '-I' + INCLUDE, '-c', source + '.c',
                '-o', source + '.o')
        if r.status:
            return ok(False, name + ': compiles', r)
    r = run(*launcher, CC[cc], *flags, *links, *linker, 'main.o', 'other.o', '-o', 'prog', *LIBRARY)
    if not ok(r.status == 0, name + ': links', r):
        return None
    r = ffp('verify', 'prog')
    ok(r.status == 0 and ' branches, all good' in r.out, name + ': verified', r)
    return equal(run('./prog').status, 0, name + ': every branch is what its key is')


with Scratch():
    write('on.h', HEADER)
    write('other.c', OTHER)
    write('main.c', MAIN)
    compilers = [c for c in ('gcc', 'clang', 'g++', 'clang++') if CC[c]]
    # Each compiler with each way of linking, and with most of the rest.
    for i in range(len(PLACES) * len(LINKING) if ALL else 4 * len(compilers)):
        place, link = list(PLACES)[i % len(PLACES)], list(LINKING)[i // len(compilers) % len(LINKING)]
        for k, cc in enumerate(compilers) if ALL else [(0, compilers[i % len(compilers)])]:
            variant(cc, LEVELS[(i // len(compilers) + i + k) % len(LEVELS)], place, link)
done()
