# SPDX-License-Identifier: MIT
"""Keys by symbol: which calls become sites, by which way the names come, and who may lack the key."""
from lib import *

LIBRARY = [os.environ['FFP_LIBRARY'], *os.environ['FFP_LIBRARY_ARGS'].split(), '-pthread']
NAMES = ['--ffp-symbol=malloc', '--ffp-symbol=twice']
LINKERS = [name for name in ('bfd', 'gold', 'lld', 'mold') if shutil.which('ld.' + name)]

# The calls, and what is no call of the function.  malloc is libc's, twice is of another file.
USER = '''
#include <stdlib.h>
int twice(int);
void *take(void) { char *p = malloc(3); if (p) *p = 1; return p; }
void *(*address(void))(size_t) { return malloc; }
int tail(int x) { return twice(x + 1); }
'''
STATIC = '''
static int __attribute__((noinline)) twice(int x) { __asm__ volatile(""); return x + 7; }
int own(int x) { return twice(x) + 1; }
'''
PLAIN = '''
#include <stdio.h>
void *take(void); int tail(int);
int twice(int x) { return 2 * x; }
int main(void) { return printf("%d %d\\n", take() != 0, tail(1)) < 0; }
'''
KEY = '''
#include <ffp.h>
static int five(int x) { return x + 5; }
static int six(int x) { return x + 6; }
DEFINE_FFP(other, five);
int changed(void);
int changed(void) { return SET_FFP(other, six) ? -1 : other(1); }
'''
MOCKS = '''
#include <ffp.h>
#include <stdio.h>
#include <stdlib.h>
void *take(void); int tail(int), twice(int); void *(*address(void))(size_t);
int twice(int x) { return 2 * x; }
DECLARE_FFP_SYMBOL(malloc);
DEFINE_FFP_SYMBOL(malloc);
DEFINE_FFP_SYMBOL(twice);
static int calls;
static void *counting(size_t n) { calls++; return FFP_DEFAULT(malloc)(n); }
static int thrice(int x) { return 3 * x; }
int main(void)
{
	struct ffp_info m, t;
	int r = SET_FFP(malloc, counting) || SET_FFP(twice, thrice);

	r = r || ffp_info(ffp_find("malloc"), &m) || ffp_info(ffp_find("twice"), &t);
	printf("%d %d %d", r, !take() + !take() + !address()(5), tail(1));
	printf(" %d %zu %zu %d", calls, m.sites, t.sites, FFP_TARGET(malloc) == counting);
	r = RESET_FFP(malloc) || SET_FFP_RETURN(twice, 7) || !take();
	printf(" %d %d", calls, tail(1));
	r = r || RESET_FFP(twice);
	printf(" %d %d\\n", tail(1), r);
	return r;
}
'''
EXPECTED = '0 0 6 2 1 1 1 2 7 4 0\n'


def sources():
    for name, source in (('user.c', USER), ('static.c', STATIC), ('plain.c', PLAIN), ('key.c', KEY),
                         ('mocks.c', MOCKS)):
        write(name, source)


def sites(path):
    """The sites of each key that the tool lists."""
    out, r = {}, ffp('list', path)
    for line in r.out.splitlines():
        if ' key, default ' in line:
            out[line.split(':')[0]] = int(line.rsplit(', ', 1)[1].split()[0])
    return out


def programs():
    """The program changes the calls of its other file, however it was built."""
    builds = [('gcc', '-O2', *NAMES), ('clang', '-O2', *NAMES), ('gcc', '-O0', *NAMES),
              ('gcc', '-O2', '-fPIC', '-fno-plt', *NAMES),
              ('gcc', '-O2', '-flto', *NAMES), ('clang', '-O2', '-flto', *NAMES),
              ('gcc', '-O2', '-static', '--ffp-symbol=malloc', '--ffp-symbol=+twice')]
    builds += [('gcc', '-O2', '-fuse-ld=' + ld, *NAMES) for ld in LINKERS]
    for cc, *flags in builds:
        if cc == 'clang' and '-flto' in flags and 'lld' not in LINKERS:
            continue
        r = run(FFP_CC, CC[cc], '-I' + INCLUDE, *flags, 'user.c', 'mocks.c', '-o', 'it', *LIBRARY)
        got = run('./it') if not r.status else r
        ok(got.out == EXPECTED, '%s %s: calls follow the keys, addresses do not' % (cc, ' '.join(flags)), got)


def ways():
    """Each way to give the names gives the same sites."""
    write('names', '# two names\ntwice\n\t+malloc # needed\n')
    both = {'malloc': 1, 'twice': 1}
    for text, *command in (
            ('--ffp-symbols before the compiler', FFP_CC, '--ffp-symbols=names', CC['gcc'], '-O2'),
            ('-Wa, among other options', FFP_CC, CC['gcc'], '-O2', '-Wa,--ffp-symbols=names,--noexecstack'),
            ('-Xassembler', FFP_CC, CC['gcc'], '-O2', '-Xassembler', '--ffp-symbols=names'),
            ('-Wa, for Clang', FFP_CC, CC['clang'], '-O2', '-Wa,--ffp-symbols=names'),
            ('-B', CC['gcc'], '-B' + ASDIR + '/', '-O2', '-Wa,--ffp-symbols=names')):
        r = run(*command, '-c', 'user.c', '-o', 'user.o')
        equal((r.status, sites('user.o')), (0, both), text, r)
    r = run(FFP_CC, CC['gcc'], '-O2', '-c', 'user.c', '-o', 'user.o', env={'FFP_SYMBOLS': 'twice:@names'})
    equal((r.status, sites('user.o')), (0, both), 'FFP_SYMBOLS', r)
    must(CC['gcc'], '-O2', '-c', 'user.c', '-o', 'user.o')
    equal(sites('user.o'), {}, 'without a name nothing is a site')
    before = Elf(read('user.o')).section('.text').data if hasattr(Elf, 'section') else None
    r = ffp('collect', '--symbol=malloc', '--symbols=names', 'user.o')
    equal((r.status, sites('user.o')), (0, both), 'ffp collect --symbol, --symbols', r)
    if before is not None:
        equal(Elf(read('user.o')).section('.text').data, before, 'the text is as before')
    r = ffp('collect', '--symbol=malloc', '--symbols=names', 'user.o')
    equal((r.status, sites('user.o')), (0, both), 'collecting again changes nothing', r)
    must(FFP_CC, CC['gcc'], '-O2', *NAMES, '-c', 'static.c', '-o', 'static.o')
    equal(sites('static.o'), {}, 'a static function of that name is another function')


def undefined():
    """A module without the key."""
    must(FFP_CC, CC['gcc'], '-O2', *NAMES, '-c', 'user.c', '-o', 'user.o')
    for ld in LINKERS:
        r = run(CC['gcc'], '-fuse-ld=' + ld, 'user.o', '-O2', 'plain.c', '-o', 'it')
        equal((r.status, run('./it').out), (0, '1 4\n'), ld + ': a program without the keys, and without the library', r)
        r = ffp('verify', 'it')
        ok(not r.status, ld + ': it is in order', r)
    write('main.c', PLAIN.replace('int main(void) {', 'int changed(void); int main(void) { if (changed() != 7) return 1;'))
    must(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', 'user.o', 'main.c', 'key.c', '-o', 'it', *LIBRARY)
    equal(run('./it').out, '1 4\n', 'another key of the program can be changed')
    must(FFP_CC, CC['gcc'], '-O2', '--ffp-symbol=+twice', '-c', 'user.c', '-o', 'user.o')
    r = run(CC['gcc'], 'user.o', 'plain.c', '-o', 'it')
    ok(r.status and '__ffp_fn.twice.twice' in r.err, 'a needed key that nobody defines is undefined', r)


def errors():
    for text, option, message in (
            ('no name', '--ffp-symbol=', "error: '': not the name of a function, as objects have it"),
            ('a name with a dot', '--ffp-symbol=a.b', "error: 'a.b': not the name of a function, as objects have it"),
            ('no file', '--ffp-symbols=nowhere', 'nowhere: error: cannot open')):
        for command in ((FFP_CC, CC['gcc']), (CC['gcc'], '-B' + ASDIR + '/')):
            word = option if command[0] == FFP_CC else '-Wa,' + option
            r = run(*command, word, '-c', 'user.c', '-o', 'bad.o')
            ok(r.status and message in r.err, '%s: %s' % (os.path.basename(command[0]), text), r)
    os.mkdir('a:b')
    write('a:b/names', 'malloc\n')
    r = run(FFP_CC, CC['gcc'], '--ffp-symbols=a:b/names', '-c', 'user.c', '-o', 'bad.o')
    ok(r.status and "'%s': a colon in the name" % os.path.realpath('a:b/names') in r.err, 'a colon in the path', r)


with Scratch():
    sources()
    programs()
    ways()
    undefined()
    errors()
done()
