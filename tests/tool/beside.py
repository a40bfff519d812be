# SPDX-License-Identifier: MIT
"""Other tools beside ours: compilers' options, what edits a program's file, what runs it."""
import re

from lib import *

SOURCE = os.path.join(SRC, 'changes.c')
LIBRARY = [os.environ['FFP_LIBRARY'], *os.environ['FFP_LIBRARY_ARGS'].split()]
# A compiler may make more sites of the three; all must be direct.
EXPECTED = re.compile(r'68 112 68, (\d+) of \1\n')

# They add calls and branches to functions, or jumps and tables beside them.
OPTIONS = ['--coverage', '-pg', '-finstrument-functions', '-fprofile-generate', '-gsplit-dwarf', '-fsplit-stack',
           '-fpatchable-function-entry=8,4', '-ffunction-sections -Wl,--gc-sections']
ONLY = {'gcc': ['-fzero-call-used-regs=used', '-fcf-protection=full', '-mfunction-return=thunk'],
        'clang': ['-fcf-protection=full', '-mretpoline']}


def program(cc, name, *flags):
    """Built by the launcher, or what the compiler said."""
    return run(FFP_CC, cc, '-I' + INCLUDE, '-O2', *flags, SOURCE, '-o', name, '-pthread', *LIBRARY)


def proved(path, text, *before):
    """The program does what it does elsewhere, and the tool finds it in order."""
    r, v = run(*before, './' + path), ffp('verify', '--strict', path)
    ok((r.status, v.status) == (0, 0) and EXPECTED.fullmatch(r.out), text, r, v)


def options():
    for cc in ('gcc', 'clang'):
        for flags in OPTIONS + ONLY[cc]:
            with Scratch():
                r = program(CC[cc], 'it', *flags.split())
                if r.status and re.search('(unknown|unrecognized|unsupported)', r.err):
                    skip('%s %s' % (cc, flags), 'not known here')
                elif r.status:
                    ok(False, '%s %s' % (cc, flags), r)
                else:
                    proved('it', '%s %s' % (cc, flags))
    with Scratch():
        must(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', '--coverage', SOURCE, '-o', 'it', '-pthread', *LIBRARY)
        must('./it')
        r = run('gcov', '-t', next(name for name in os.listdir('.') if name.endswith('.gcda')))
        counts = {line.split(':', 2)[2].strip(): line.split(':', 1)[0].strip() for line in r.out.splitlines()
                  if line.count(':') > 1}
        equal((counts.get('return x + 1;'), counts.get('return x * 2;')), ('6', '3'),
              'gcov counts the calls of both implementations', r)


# What else edits files is in rewritten.py.
EDITS = {
    'objcopy --compress-debug-sections': ['objcopy', '--compress-debug-sections', 'it'],
    'eu-strip -f': ['eu-strip', '-f', 'it.debug', 'it'],
}


def edits():
    for name, command in EDITS.items():
        if not shutil.which(command[0]):
            skip(name, 'not installed')
            continue
        with Scratch():
            program(CC['gcc'], 'it', '-g')
            must(*command)
            proved('it', name + ': the program is as good')
            r = ffp('list', 'it')
            ok(re.search(r'two_calls +\S*changes\.c:', r.out), name + ': lines are found', r)
    with Scratch():
        program(CC['gcc'], 'it', '-g')
        must('objcopy', '--only-keep-debug', 'it', 'it.debug')
        must('strip', 'it')
        must('objcopy', '--add-gnu-debuglink=it.debug', 'it')
        proved('it', 'debug information in a file of its own')
        r = ffp('list', 'it')
        ok(re.search(r'two_calls +\S*changes\.c:', r.out), 'the tool finds it there', r)
        r = ffp('list', 'it.debug')
        ok(r.status and 'no contents: a file of debug information? Name the program instead' in r.err, 'of that file itself it says what it is', r)


UNDER = {
    'strace': ['strace', '-f', '-o', 'out'],
    'ltrace': ['ltrace', '-o', 'out'],
    'callgrind': ['valgrind', '-q', '--tool=callgrind', '--callgrind-out-file=out'],
    'a user namespace, with a /proc of its own': ['unshare', '-Urmpf', '--mount-proc'],
    'bwrap, without any capability': ['bwrap', '--ro-bind', '/', '/', '--unshare-all', '--proc', '/proc', '--dev', '/dev',
                                      '--cap-drop', 'ALL'],
    'bwrap, without /proc': ['bwrap', '--ro-bind', '/', '/', '--unshare-all', '--tmpfs', '/proc', '--dev', '/dev'],
    'setpriv --no-new-privs': ['setpriv', '--no-new-privs'],
    'a preloaded library': ['env', 'LD_PRELOAD=./empty.so'],
    'an auditor': ['env', 'LD_AUDIT=./audit.so'],
    'no randomisation': ['setarch', '-R'],
}
AUDIT = b'''#define _GNU_SOURCE
#include <link.h>
unsigned la_version(unsigned v) { return v; }
unsigned la_objopen(struct link_map *m, Lmid_t l, uintptr_t *c) { return LA_FLG_BINDTO | LA_FLG_BINDFROM; }
'''


def under():
    with Scratch():
        program(CC['gcc'], 'it')
        must(CC['gcc'], '-shared', '-fPIC', '-x', 'c', '-', '-o', 'empty.so', stdin=b'int empty;')
        must(CC['gcc'], '-shared', '-fPIC', '-x', 'c', '-', '-o', 'audit.so', stdin=AUDIT)
        for name, command in UNDER.items():
            if not shutil.which(command[0]) or run(*command, 'true').status:
                skip('under ' + name, 'not installed, or not permitted')
                continue
            proved('it', 'under ' + name, *command)
            if name == 'callgrind' and shutil.which('callgrind_annotate'):
                r = run('callgrind_annotate', '--threshold=100', 'out')
                ok('first' in r.out and 'second' in r.out, 'callgrind names both implementations', r)


JOINED = """#include <ffp.h>
#include <stdio.h>
extern int asked;
int one(int x);
DECLARE_FFP_EXPORT(first, one);
static int better(int x) { return x + 10; }
#ifdef FIRST
int asked;
int one(int x) { return x; }
DEFINE_FFP_EXPORT(first, one);
FFP_IMPL(first, better, 1, ++asked);
#else
DEFINE_FFP_STATIC(second, better);
static int best(int x) { return x + 20; }
FFP_IMPL(second, best, 1, ++asked);
static int chosen(const struct ffp_impl_info *impl, void *n)
{
	*(int *)n += impl->state == FFP_IMPL_CHOSEN;
	return 0;
}
int main(void)
{
	int n = 0;

	ffp_each_impl(NULL, chosen, &n);
	printf("%d %d, %d of %d chosen\\n", first(1), second(1), n, asked);
	return 0;
}
#endif
"""


# Of many keys, whose updates take more room than small transactions have.
MANY = """#include <ffp.h>
static int by(int x) { return x + 1; }
%s
const struct ffp *@_key(void);
const struct ffp *@_key(void) { return FFP_KEY(@0); }
int @_sum(int x);
int @_sum(int x) { return %s; }
"""
ENDED = """#include <ffp.h>
#include <stdio.h>
const struct ffp *first_key(void), *second_key(void);
int first_sum(int x), second_sum(int x);
static int other(int x) { return x + 2; }
int main(void)
{
	const struct ffp *key = first_key(), *left = second_key();
	int set = ffp_set_target(key, (void *)other) || ffp_reset_target(key), aimed;
	struct ffp_change change = { NULL, (void *)other, 0, FFP_TO_TARGET };

	/* The one that stands for both goes, as its destructor does. */
	if (!key->module->state->module) {
		key = left;
		left = first_key();
	}
	ffp_module_remove(key->module);
	change.key = left;
	aimed = ffp_apply(&change, 1, FFP_AIM | FFP_CALLS);
	printf("%d %d %d\\n", set, aimed, first_sum(0) + second_sum(0));
	return 0;
}
"""


def join(cc, source, name, *flags):
    """An object made local."""
    must(FFP_CC, CC[cc], '-I' + INCLUDE, '-O2', '-c', *flags, source, '-o', name + '.o')
    must('ld', '-r', '--force-group-allocation', name + '.o', '-o', name + '-joined.o')
    must('objcopy', '--localize-hidden', name + '-joined.o')


def ended():
    """Of two descriptors one has ended, and a change is what lists the other."""
    keys = range(400)
    with Scratch():
        write('ended.c', ENDED)
        for name in ('first', 'second'):
            text = MANY % ('\n'.join('DEFINE_FFP_STATIC(@%d, by);' % i for i in keys),
                           ' + '.join('@%d(x)' % i for i in keys))
            write(name + '.c', text.replace('@', name))
            join('gcc', name + '.c', name)
        must(CC['gcc'], '-I' + INCLUDE, 'ended.c', 'first-joined.o', 'second-joined.o', *LIBRARY, '-pthread', '-o', 'it')
        r = run('./it')
        ok((r.status, r.out) == (0, '0 0 %d\n' % (2 * len(keys) + 1)), 'one of two descriptors has ended: all keys are aimed', r)


def joined():
    """Objects made local bring a descriptor each, with one table of candidates."""
    with Scratch():
        write('joined.c', JOINED)
        for cc in ('gcc', 'clang'):
            for name, *flags in (('first', '-DFIRST'), ('second',)):
                join(cc, 'joined.c', name, *flags)
            must(CC[cc], 'first-joined.o', 'second-joined.o', *LIBRARY, '-pthread', '-o', 'it')
            equal([s.name for s in Elf('it').symbols].count('__ffp_module'), 2, cc + ': two descriptors')
            equal(run('./it').out, '11 21, 2 of 2 chosen\n', cc + ': each candidate is asked once')


for test in (options, edits, under, joined, ended):
    test()
done()
