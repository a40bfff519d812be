# SPDX-License-Identifier: MIT
"""
FFP_PUBLIC: a library's function that became a key keeps its symbol, which those find who know of no
key, by the linker and by dlsym(); in each form, by each compiler, however library and program are
built.  The symbol is a function's, and in the forms with an entry it is the entry's.
"""
import json

from lib import *

LIBRARY_C = r'''
#include <ffp.h>
#ifdef __cplusplus
extern "C" {
#endif
#ifndef FFP_POINTER
/* As the header for others has them. */
int sum(int x);
__attribute__((visibility("default"))) int area(int x);
#endif
int sum_slow(int x);
int sum_slow(int x) { return x + 1; }
int sum_fast(int x);
int sum_fast(int x) { return x + 2; }
int area_slow(int x);
int area_slow(int x) { return x + 10; }
int area_fast(int x);
int area_fast(int x) { return x + 20; }
DEFINE_FFP(sum, sum_slow);
FFP_PUBLIC(sum);
DEFINE_FFP_EXPORT(area, area_slow);
FFP_PUBLIC(area);
FFP_PUBLIC_AS(area, _ZN6figure4areaEi);
/* Two calls of keys. */
__attribute__((visibility("default"))) int library_calls(int x);
int library_calls(int x) { return sum(x) * 1000 + area(x); }
__attribute__((visibility("default"))) int library_set(int fast);
int library_set(int fast)
{
	return fast ? SET_FFP(sum, sum_fast) + SET_FFP(area, area_fast) : RESET_FFP(sum) + RESET_FFP(area);
}
#ifdef __cplusplus
}
#endif
'''

USER_C = r'''
#include <dlfcn.h>
#include <stdio.h>
int sum(int x);
int area(int x);
int mangled(int x) __asm__("_ZN6figure4areaEi");
int library_calls(int x);
int library_set(int fast);
#ifdef INTERPOSE
int sum(int x) { return x + 500; }
#endif
static int (*const by_address)(int) = sum;
static void calls(void)
{
	int (*found)(int) = (int (*)(int))dlsym(RTLD_DEFAULT, "sum");
	printf("%d %d %d %d %d %d\n", sum(0), by_address(0), found ? found(0) : -1, area(0), mangled(0),
	       library_calls(0));
}
int main(void)
{
	calls();
	if (library_set(1))
		return 1;
	calls();
#ifdef WAIT
	puts("ready");
	fflush(stdout);
	getchar();
#endif
	if (library_set(0))
		return 1;
	calls();
	return 0;
}
'''
PRINTS = '1 1 1 10 10 1010\n2 2 2 20 20 2020\n1 1 1 10 10 1010\n'
OWN = '500 500 500 10 10 1010\n500 500 500 20 20 2020\n500 500 500 10 10 1010\n'

FORMS = {'direct': ([FFP_CC], []), 'trampoline': ([], []), 'pointer': ([], ['-DFFP_POINTER'])}
WAYS = {
    'plain': ([], []),
    'hidden': (['-fvisibility=hidden', '-fcf-protection=full'], ['-fno-plt']),
    'bound inside': (['-Wl,-Bsymbolic', '-Wl,-z,now', '-O0'], []),
    'optimised at link time': (['-flto'], []),
    'optimised at link time, the program too': (['-flto', '-fvisibility=hidden'], ['-flto']),
    'a program that is not moved': ([], ['-fno-pie', '-no-pie']),
    'by lld': (['-fuse-ld=lld', '-Wl,--gc-sections', '-ffunction-sections'], ['-fuse-ld=lld']),
    'Intel': (['-masm=intel', '-g'], ['-g']),
}
FFP_LIBRARY = os.environ['FFP_LIBRARY']


def build(form, cc, output, source, *flags):
    launcher, more = FORMS[form]
    must(*launcher, CC[cc], '-O2', '-Wall', '-Wextra', '-Werror', '-fPIC', '-I' + INCLUDE, *more, source, '-o',
         output, *flags)


def library(form, cc, *flags, source='library.c', output='libpublic.so'):
    build(form, cc, output, source, '-shared', *flags, FFP_LIBRARY, '-pthread')


def user(cc, *flags, output='user', of='./libpublic.so'):
    must(CC[cc], '-O2', 'user.c', *flags, '-o', output, of, '-rdynamic', '-ldl')


def prints(expected, name, program='./user'):
    r = run(program, env={'LD_LIBRARY_PATH': '.'})
    equal((r.status, r.out), (0, expected), name + ': calls by the symbol follow the key', r)


def symbols(form, name, path='libpublic.so'):
    """The public names are functions; with an entry, they are at that."""
    elf = Elf(path)
    found = {s.name: s for s in elf.symbols}
    for public, entry in (('sum', '__ffp_fn.sum.sum_slow'), ('area', '__ffp_ex.area.area_slow')):
        s = found.get(public)
        ok(s and (s.bind, s.type, s.vis) == (1, 2, 0) and s.section and s.size,
           '%s: %s is a function, with a size' % (name, public), s)
        if form != 'pointer':
            equal(s and (s.value, s.size), (found[entry].value, found[entry].size),
                  '%s: %s is the entry' % (name, public))


def versions(cc, form):
    """A library whose next release has another function of that name."""
    name = '%s, %s, versions' % (cc, form)
    first = LIBRARY_C.replace('FFP_PUBLIC(sum);', 'FFP_PUBLIC_AS(sum, sum_1);\n'
                              '__asm__(".symver sum_1, sum@SUM_1");')
    second = first + '''
int next_slow(int x);
int next_slow(int x) { return x + 100; }
DEFINE_FFP(next, next_slow);
FFP_PUBLIC_AS(next, sum_2);
__asm__(".symver sum_2, sum@@SUM_2");
'''
    write('first.c', first.replace('sum@SUM_1', 'sum@@SUM_1'))
    write('second.c', second)
    names = 'area; _ZN6figure4areaEi; library_*;'
    write('first.map', 'SUM_1 { global: sum; %s local: *; };\n' % names)
    write('second.map', 'SUM_1 { global: sum; %s local: *; };\nSUM_2 { global: sum; } SUM_1;\n' % names)
    library(form, cc, '-Wl,--version-script=first.map', '-Wl,-soname,libpublic.so', source='first.c')
    user(cc)
    prints(PRINTS, name + ', of the first release')
    library(form, cc, '-Wl,--version-script=second.map', '-Wl,-soname,libpublic.so', source='second.c')
    # dlsym() finds the default version.
    prints(re.sub(r'^(\S+ \S+) \S+', r'\1 100', PRINTS, flags=re.M), name + ', of the second, an old program')
    user(cc)
    prints(re.sub(r'^\S+ \S+ \S+', '100 100 100', PRINTS, flags=re.M), name + ', of the second, a new program')
    listed = run('readelf', '-W', '--dyn-syms', 'libpublic.so').out
    equal(sorted(re.findall(r'FUNC +GLOBAL DEFAULT +\d+ (sum\S*)', listed)), ['sum@@SUM_2', 'sum@SUM_1'],
          name + ': both are in the library, and no other', listed)


with Scratch():
    write('library.c', LIBRARY_C)
    write('library.cc', LIBRARY_C)
    write('user.c', USER_C)
    compilers = [c for c in ('gcc', 'clang') if CC[c]]
    for cc, form, way in combinations(compilers, list(FORMS), list(WAYS)):
        name = '%s, %s, %s' % (cc, form, way)
        ours, theirs = WAYS[way]
        library(form, cc, *ours)
        symbols(form, name)
        user(cc, *theirs)
        prints(PRINTS, name)
        if form == 'direct':
            r = ffp('verify', '--strict', 'libpublic.so')
            equal((r.status, r.err), (0, ''), name + ': ffp verify finds all in order', r)
            r = ffp('list', 'libpublic.so')
            equal(re.findall(r'^(\w+): .*, (\d+) site', r.out, re.M), [('area', '1'), ('sum', '1')],
                  name + ': ffp list shows the keys, and their calls', r)
        user(cc, '-DINTERPOSE', *theirs)
        # Calls by the address are the library's with -Bsymbolic of the program alone.
        prints(OWN, name + ', interposed')
    for cc, form in combinations(compilers, list(FORMS)):
        versions(cc, form)
        name = '%s, %s' % (cc, form)
        build(form, cc, 'library.o', 'library.c', '-c')
        if os.path.exists('library.a'):
            os.unlink('library.a')
        must('ar', 'crs', 'library.a', 'library.o')
        must(CC[cc], '-O2', 'user.c', '-o', 'user', 'library.a', FFP_LIBRARY, '-pthread', '-rdynamic', '-ldl')
        prints(PRINTS, name + ', an archive')
        cxx = {'gcc': 'g++', 'clang': 'clang++'}[cc]
        if CC[cxx]:
            library(form, cxx, source='library.cc')
            symbols(form, name + ', C++')
            user(cc)
            must('strip', 'libpublic.so')
            prints(PRINTS, name + ', C++, stripped')
    library('direct', 'gcc')
    user('gcc', '-DWAIT')
    p = subprocess.Popen('./user', stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    ok([p.stdout.readline() for i in range(3)][-1] == b'ready\n', 'the program runs')
    r = ffp('status', '--json', str(p.pid))
    shown = {k['name']: (k['target']['function'], k['default']['function'], k['nsites'])
             for k in json.loads(r.out or '{"keys": []}')['keys']}
    equal(shown, {'sum': ('sum_fast', 'sum_slow', 1), 'area': ('area_fast', 'area_slow', 1)},
          'ffp status shows the keys', r)
    p.communicate(b'\n')
    equal(p.returncode, 0, 'and it ends well')
done()
