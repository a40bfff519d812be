# SPDX-License-Identifier: MIT
"""Keys by symbol: which calls become sites, by which way the names come, and who may lack the key."""
import json

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
ABSENT = """
#include <ffp.h>
#include <stdio.h>
int absent(int) __attribute__((weak)); int call(int);
DEFINE_FFP_SYMBOL(absent);
static int other(int x) { return x; }
int main(void)
{
	int r = SET_FFP(absent, other);
	return printf("%d %d %d\\n", r, call(1), RESET_FFP(absent)) < 0;
}
"""
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
    write('weak.c', 'int absent(int) __attribute__((weak)); int call(int x) { return absent ? absent(x) + 1 : 0; }\n')
    write('main.c', ABSENT)
    must(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', '-w', '--ffp-symbol=absent', 'weak.c', 'main.c', '-o', 'it', *LIBRARY)
    equal(run('./it').out, '-22 0 -22\n', 'the key of a function that nothing defines cannot be changed')
    must(FFP_CC, CC['gcc'], '-O2', '--ffp-symbol=+twice', '-c', 'user.c', '-o', 'user.o')
    r = run(CC['gcc'], 'user.o', 'plain.c', '-o', 'it')
    ok(r.status and '__ffp_fn.twice.twice' in r.err, 'a needed key that nobody defines is undefined', r)


# Calls that the collector does not find, with a way of compiling by which it finds them.
UNREACHED = (
    ('inlined', 'int f(int x) { return x + 1; } int g(int x) { return f(x) * 2; }', 'f', ['-fno-inline']),
    ('answered by the compiler', '#include <string.h>\nsize_t g(void) { return strlen("four"); }', 'strlen',
     ['-fno-builtin-strlen']),
    ('replaced by a call of another function', '#include <stdio.h>\nvoid g(void) { printf("line\\n"); }', 'printf',
     ['-fno-builtin-printf', '-U_FORTIFY_SOURCE']),
    ('of a fortified function', '#include <string.h>\nchar b[8]; void g(const char *p) { strcpy(b, p); }', 'strcpy',
     ['-U_FORTIFY_SOURCE']),
    ('of a copy of the function', """
__attribute__((noinline)) int f(int x, int n) { while (n--) x += x / 7; return x; }
int g(int x) { return f(x, 9) + 1; }""", 'f', ['-fno-ipa-cp']),
    ('by a pointer', 'int f(int); int (*volatile p)(int) = f; int g(int x) { return p(x) + 1; }', 'f', None),
    ('by an address that is loaded first', 'int f(int); int g(int x) { return f(x) + 1; }', 'f',
     ['-mcmodel=small']),
    ('bound to the same file', '__attribute__((noinline)) int f(int x) { __asm__(""); return x; } '
     'int g(int x) { return f(x) + 1; }', 'f', ['-fsemantic-interposition']),
    ('of a static function', 'static __attribute__((noinline)) int f(int x) { __asm__(""); return x; }'
     ' int g(int x) { return f(x) + 1; }', 'f', None),
)


def unreached():
    """What is no site: as the page says, and how it becomes one."""
    for what, source, name, option in UNREACHED:
        write('unreached.c', source)
        command = [FFP_CC, CC['gcc'], '-O3', '-D_FORTIFY_SOURCE=2', '-w', '--ffp-symbol=' + name, '-c', 'unreached.c']
        if 'address' in what:
            command += ['-mcmodel=large']
        if 'bound' in what:
            command += ['-fPIC', '-fno-semantic-interposition']
        r = run(*command, '-o', 'unreached.o')
        equal((r.status, sites('unreached.o')), (0, {}), 'no site: a call %s' % what, r)
        if option:
            r = run(*command, *option, '-o', 'unreached.o')
            equal((r.status, sites('unreached.o')), (0, {name: 1}), 'with %s it is one' % ' '.join(option), r)
    # The branches of a short reach, and one of a long one.
    for triple, short, far in (('aarch64-linux-gnu', ('b.eq f', 'cbz x0, f', 'tbz x0, #3, f'), 'b f'),
                               ('riscv64-linux-gnu', ('beqz a0, f', 'jal f', 'j f'), 'tail f')):
        cc = shutil.which(triple + '-gcc')
        if not cc:
            skip(triple + ': branches of a short reach', 'no compiler')
            continue
        write('short.S', '.globl g\n.type g, %function\ng:\n' + '\n'.join(short) + '\n' + far + '\n')
        must(cc, '-c', 'short.S', '-o', 'plain.o')
        must(cc, '-c', 'short.S', '-o', 'short.o')
        r = ffp('collect', '--symbol=f', 'short.o')
        equal((r.status, sites('short.o')), (0, {'f': 1}), triple + ': one site, of a long reach', r)

        def branches(path):
            elf = Elf(path)
            return [(r.offset, r.type, r.symbol.name) for r in elf.relas(elf.named('.text')[0])
                    if r.offset < 4 * len(short) and r.type]
        equal(branches('short.o'), branches('plain.o'), triple + ': what has a short reach stays as it is')


# A function and calls of it in one file: GCC sees which registers the function leaves alone.
SEEN = """
int leaf(int x);
__attribute__((noinline)) int leaf(int x) { __asm__ volatile("" : "+r"(x)); return x + 1; }
long use(long a, long b, long c, long d)
{
	long sum = 0;
	for (int i = 0; i < 4 && sum < 1000; i++)
		sum += leaf(i) * a + 3 * b + 5 * c + 7 * d;
	return sum;
}
"""
SEEING = """
#include <ffp.h>
#include <stdio.h>
int leaf(int); long use(long, long, long, long);
DEFINE_FFP_SYMBOL(leaf);
static int changes_all(int x)
{
#ifdef __x86_64__
	__asm__ volatile("" ::: "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11");
	__asm__ volatile("xor %eax, %eax; mov $-1, %rcx; mov $-1, %rdx; mov $-1, %rsi; mov $-1, %r8; mov $-1, %r9; "
			 "mov $-1, %r10; mov $-1, %r11");
#endif
	return x + 1;
}
int main(void)
{
	struct ffp_info info;
	int r = SET_FFP(leaf, changes_all) || ffp_info(FFP_KEY(leaf), &info);
	return printf("%d %ld %d\\n", r, use(1, 2, 3, 4), !!info.sites) < 0;
}
"""


def seen():
    """The target of a function whose body the compiler sees may change all that a function may."""
    note = 'note: 1 call of functions that the file defines: not collected, since GCC was not given -fno-ipa-ra ' \
           'and -fno-ipa-icf'
    write('seen.c', SEEN)
    write('seeing.c', SEEING)
    as_only = [CC['gcc'], '-B' + ASDIR + '/', '-Wa,--ffp-symbol=leaf']
    for sites, text, *command in (
            (1, 'ffp-cc gcc', FFP_CC, CC['gcc'], '--ffp-symbol=leaf'),
            (1, 'ffp-cc gcc -flto', FFP_CC, CC['gcc'], '-flto', '--ffp-symbol=leaf'),
            (1, 'ffp-cc clang', FFP_CC, CC['clang'], '--ffp-symbol=leaf'),
            (1, '-B, with both options', *as_only, '-fno-ipa-ra', '-fno-ipa-icf'),
            (0, '-B, with one of them', *as_only, '-fno-ipa-ra'), (0, '-B, with the other', *as_only, '-fno-ipa-icf'),
            (0, '-B, without', *as_only)):
        r = run('timeout', '20', *command, '-O2', '-I' + INCLUDE, 'seen.c', 'seeing.c', '-o', 'it', *LIBRARY)
        got = run('timeout', '20', './it') if not r.status else r
        equal((got.out, note in r.err), ('0 206 %d\n' % sites, not sites),
              text + ': a call of a function of the same file keeps nothing where a target may change it', r)


# Two functions with one body, of which one is named.
EQUALS = """
int ext(int), one(int), two(int), calls_one(int), calls_two(int);
#define BODY { int s = 0; for (int i = 0; i < x; i++) s += ext(i) * ext(s) + i; return x + s; }
int one(int x) BODY
int two(int x) BODY
int calls_one(int x) { return one(x) + 1; }
int calls_two(int x) { return two(x) + 2; }
"""
EQUALLING = """
#include <ffp.h>
#include <stdio.h>
int ext(int), one(int), two(int), calls_one(int), calls_two(int);
DEFINE_FFP_SYMBOL(NAME);
static int target(int x) { return x + 1000; }
int ext(int x) { return x; }
int main(void)
{
	int r = SET_FFP(NAME, target);
	return printf("%d %d %d\\n", r, calls_one(3), calls_two(3)) < 0;
}
"""


def equals():
    """A key of a function is not one of another with the same body."""
    write('equals.c', EQUALS)
    write('equalling.c', EQUALLING)
    for name, out in (('one', '0 1004 10\n'), ('two', '0 9 1005\n')):
        as_only = [CC['gcc'], '-B' + ASDIR + '/', '-Wa,--ffp-symbol=' + name]
        for text, expected, *command in (
                ('ffp-cc gcc', out, FFP_CC, CC['gcc'], '--ffp-symbol=' + name),
                ('ffp-cc gcc -flto', out, FFP_CC, CC['gcc'], '-flto', '--ffp-symbol=' + name),
                ('ffp-cc clang', out, FFP_CC, CC['clang'], '--ffp-symbol=' + name),
                ('-B, with both options', out, *as_only, '-fno-ipa-ra', '-fno-ipa-icf'),
                ('-B, with one of them', '0 9 10\n', *as_only, '-fno-ipa-ra')):
            r = run(*command, '-O2', '-fno-inline', '-I' + INCLUDE, '-DNAME=' + name, 'equals.c', 'equalling.c', '-o',
                    'it', *LIBRARY)
            equal(run('./it').out if not r.status else str(r), expected,
                  '%s: %s has the body of another function' % (text, name), r)


# Calls of a function of the same section: one, two that are jumps, and one that is a conditional jump.
NEAR = """
int f(int), g(int), h(int);
__attribute__((noipa)) int f(int x) { return x + 1; }
__attribute__((noipa)) int g(int x) { return x > 5 ? f(x) : x * 3; }
__attribute__((noipa)) int h(int x) { return f(x) + g(x); }
__attribute__((noipa)) int i(int x) { return f(x + 2); }
int main(int argc, char **argv) { (void)argv; return i(h(argc)); }
"""


def near():
    """No call of a function of the same file is resolved before it can be collected."""
    write('near.c', NEAR)
    as_only = [CC['gcc'], '-B' + ASDIR + '/', '-Wa,--ffp-symbol=f', '-fno-ipa-ra', '-fno-ipa-icf',
               '-ffunction-sections']
    for command in ([FFP_CC, CC['gcc'], '--ffp-symbol=f'], [FFP_CC, CC['gcc'], '-flto', '--ffp-symbol=f'],
                    [FFP_CC, CC['clang'], '--ffp-symbol=f'], [FFP_CC, CC['clang'], '-MD', '--ffp-symbol=f'], as_only):
        for hidden in ([], ['-fvisibility=hidden']):
            words = [*command, *hidden, '-O2', '-Dnoipa=noinline' if CC['clang'] in command else '-DGCC', 'near.c']
            r = run(*words, '-o', 'near')
            what = ' '.join(w for w in words[:-2] if '/' not in w) + (' Clang' if CC['clang'] in command else ' GCC')
            equal((r.status, len(json.loads(ffp('list', '--json', 'near').out)['keys'][0]['sites'])), (0, 3),
                  what + ': calls of the same file are sites', r)


LINKER, CONVENTION, TWICE = ('linkers rewrite the instructions around its calls',
                             'it has a calling convention of its own',
                             'it returns twice, and a function that calls it returns before that')
REFUSED = {
    LINKER: '__tls_get_addr __tls_get_offset',
    CONVENTION: 'mcount _mcount __fentry__ __x86_indirect_thunk_rax __x86_indirect_thunk_nt_r11 '
                '__x86_return_thunk __llvm_retpoline_r11 __llvm_lvi_thunk_r11 __llvm_slsblr_thunk_x8 '
                '__call_indirect_x16 __s390_indirect_jump_r1 __s390_indirect_jump_r1use_r9 __riscv_save_0 '
                '__riscv_restore_12 __savms64_12 __savms64f_17 __resms64x_13 __morestack '
                '__morestack_non_split __probestack __rust_probestack __asan_check_load_add_8_RAX '
                '__hwasan_check_x0_2_short_v2',
    TWICE: 'setjmp _setjmp sigsetjmp __sigsetjmp savectx getcontext vfork __vfork',
}
ACCEPTED = ('__tls_get_addr_ mcount_ _mcounts __fentry my__x86_indirect_thunk_rax longjmp siglongjmp setcontext '
            'swapcontext fork __riscv_sav __cyg_profile_func_enter __stack_chk_fail _Unwind_Resume')


def refused():
    """What no function can stand in for; the names that look like it are accepted."""
    for why, names in REFUSED.items():
        wrong = []
        for name in names.split():
            r = ffp('collect', '--symbol=' + name, 'user.o')
            if not r.status or "error: '%s': its calls cannot be sites: %s\n" % (name, why) not in r.err:
                wrong.append((name, str(r)))
        equal(wrong, [], 'refused: %s: %s' % (why, names))
    must(CC['gcc'], '-O2', '-c', 'user.c', '-o', 'user.o')
    write('names', ACCEPTED)
    r = ffp('collect', '--symbols=names', 'user.o')
    ok(not r.status, 'accepted: ' + ACCEPTED, r)
    # The compiler makes the call, by a sequence that the linker knows.
    write('tls.c', 'extern __thread int x; int *f(void); int *f(void) { return &x; }')
    write('names', 'malloc +__tls_get_addr\n')
    for command in ([FFP_CC, CC['gcc'], '--ffp-symbols=names'],
                    [CC['gcc'], '-B' + ASDIR + '/', '-Wa,--ffp-symbols=names']):
        r = run(*command, '-O2', '-fPIC', '-c', 'tls.c', '-o', 'tls.o')
        ok(r.status and "names: error: '+__tls_get_addr': its calls cannot be sites: " + LINKER in r.err
           and not os.path.exists('tls.o'), os.path.basename(command[0]) + ': from a file of names', r)
    r = run(FFP_CC, CC['gcc'], '-O2', '-c', 'user.c', '-o', 'no.o', env={'FFP_SYMBOLS': 'malloc:vfork'})
    ok(r.status and "FFP_SYMBOLS: error: 'vfork': its calls cannot be sites: " + TWICE in r.err,
       'from the environment', r)


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


LOG = '#include <unistd.h>\nlong log_line(void); long log_line(void) { return write(1, "line\\n", 5) + 1; }'
LOGGING = '''
#include <stdio.h>
long log_line(void); int disk_is_full(int);
int main(void)
{
	long before = log_line(), set = disk_is_full(1), full = log_line(), reset = disk_is_full(0);
	return printf("%ld %ld %ld %ld %ld\\n", before, set, full, reset, log_line()) < 0;
}
'''
TRACED = '''
#include <stdio.h>
#include <stdlib.h>
unsigned long trace_malloc(int);
int main(void)
{
	unsigned long before = trace_malloc(1);
	free(malloc(1));
	return printf("%lu %lu\\n", before, trace_malloc(0)) < 0;
}
'''
ROOM = '''
#include "shapes.h"
int room(const shapes::box *box); int room(const shapes::box *box) { return 10 * shapes::area(3) + box->area(); }
'''
SHAPES = '''
#include "shapes.h"
#include <cstdio>
namespace shapes { int area(int side) { return side * side; } int box::area() const { return 5; } }
int room(const shapes::box *), areas_are_one(int);
int main()
{
	shapes::box box = shapes::box();
	int before = room(&box), set = areas_are_one(1), one = room(&box), reset = areas_are_one(0);
	return std::printf("%d %d %d %d %d\\n", before, set, one, reset, room(&box)) < 0;
}
'''


def documented():
    """What docs/symbols.md has as code, as it stands there."""
    page = read(os.path.join(HERE, '..', '..', 'docs', 'symbols.md')).decode()
    blocks = re.findall(r'^```(.*)\n((?:.*\n)*?)```$', page, re.M)
    equal([kind for kind, text in blocks], ['c', '', 'c', 'cpp', ''], 'the code in docs/symbols.md')
    disk, log, trace, shapes, room = (text for kind, text in blocks)

    def build(command, others, cc):
        """The page's command; then the others are compiled, and all linked."""
        words = command.split()
        equal((words[0], words[-2]), ('ffp-cc', '-c'), 'a command: ' + command.strip())
        r = run(FFP_CC, CC[words[1]], *words[2:])
        equal(r.status, 0, 'does what the page says', r)
        r = run(FFP_CC, CC[cc], '-Wall', '-Wextra', '-Werror', '-I' + INCLUDE, '-O2', *others,
                os.path.splitext(words[-1])[0] + '.o', '-o', 'documented', *LIBRARY)
        return run('./documented').out if not r.status else str(r)

    write('log.c', LOG)
    write('disk.c', disk)
    write('logging.c', LOGGING)
    equal(build(log, ['disk.c', 'logging.c'], 'gcc'), 'line\nline\n6 0 0 0 6\n',
          'a mock that injects a fault: compiled and run')
    write('trace.c', trace)
    write('traced.c', TRACED)
    r = run(FFP_CC, CC['gcc'], '-Wall', '-Wextra', '-Werror', '-I' + INCLUDE, '-O2', '-fno-builtin',
            '--ffp-symbol=malloc', 'trace.c', 'traced.c', '-o', 'documented', *LIBRARY)
    equal(run('./documented').out if not r.status else str(r), '0 1\n',
          'a target that calls the function: compiled and run')
    header = re.search(r'"shapes.h" // (.*)', shapes)[1]
    write('shapes.h', '#pragma once\n' + header + '\n')
    write('shapes.cc', shapes)
    write('room.cc', ROOM)
    write('main.cc', SHAPES)
    equal(build(room, ['shapes.cc', 'main.cc'], 'g++'), '95 0 11 0 95\n', 'C++: compiled and run')


with Scratch():
    sources()

    programs()
    ways()
    undefined()
    unreached()
    seen()
    equals()
    near()
    refused()
    errors()
    documented()
done()
