# SPDX-License-Identifier: MIT
"""Defaults whose symbol may not be their name: every key calls what C means, or does not build.

Each way to give a function another symbol is tried with each kind of key, form, language,
compiler, and with link-time optimisation.  The symbol that a default has, and every one that it
might be mistaken for, is a function that counts its calls.
"""
import re

from lib import *

LIBRARY = [os.path.abspath(os.environ['FFP_LIBRARY'])] + os.environ.get('FFP_LIBRARY_ARGS', '').split()


class Way:
    """A spelling: `meant` is the symbol of what C means, `wrong` those of what it does not."""

    def __init__(self, name, declare, meant, wrong, own='', call='(1)', default='%', refused=True,
                 only='', kinds='pes'):
        self.name, self.declare, self.own, self.call = name, declare, own, call
        self.meant, self.wrong = meant, wrong
        self.default, self.refused, self.only, self.kinds = default, refused, only, kinds


# % is a name of the way's own.  What is defined in `own` is in the file that defines the keys, and
# counts as MEANT or WRONG; other symbols are another file's.
WAYS = [
    Way('no other symbol', 'int %(int x);', ['%'], [], refused=False),
    Way('a label that is the name', 'int %(int x) __asm__("%");', ['%'], [], refused=False),
    Way('a label on the declaration', 'int %(int x) __asm__("%_other");', ['%_other'], ['%']),
    Way('a label that is another label\'s function', 'int %_b(int x) __asm__("%"); int %(int x) __asm__("%_b");',
        ['%_b'], ['%']),
    Way('a label on what is defined here', 'int %(int x) __asm__("%_other");', [], ['%'],
        own='int %(int x) { MEANT; return x; }'),
    Way('a label on a static function', 'static int %(int x) __asm__("%_other");', [], ['%'],
        own='static int %(int x) { MEANT; return x; }', kinds='s'),
    Way('a label with signs that C has not', 'int %(int x) __asm__("%.part$1");', [], ['%'],
        own='int %(int x) { MEANT; return x; }'),
    Way('#pragma redefine_extname', '#pragma redefine_extname % %_other\nint %(int x);', ['%_other'],
        ['%']),
    Way('a macro', '#define % %_other\nint %(int x);', ['%_other'], ['%_'], refused=False),
    Way('a macro for a label', '#define % %_name\nint %(int x) __asm__("%_other");', ['%_other'], ['%_name']),
    Way('an alias', 'int %(int x); int %_first(int x);', [], [],
        own='int %_first(int x) { MEANT; return x; }\n'
            'int %(int x) __attribute__((alias("%_first")));', refused=False),
    Way('a weak alias', 'int %(int x); int %_first(int x);', [], [],
        own='int %_first(int x) { MEANT; return x; }\n'
            'int %(int x) __attribute__((weak, alias("%_first")));', refused=False),
    Way('a weak alias of a static function', 'int %(int x);', [], [],
        own='__attribute__((used)) static int %_first(int x) __asm__("%_first");\n'
            'static int %_first(int x) { MEANT; return x; }\n'
            'int %(int x) __attribute__((weak, alias("%_first")));', refused=False),
    Way('a weak alias, and a strong function elsewhere', 'int %(int x); int %_first(int x);', ['%'], [],
        own='int %_first(int x) { WRONG; return x; }\n'
            'int %(int x) __attribute__((weak, alias("%_first")));', refused=False),
    Way('a weak function, and a strong one elsewhere', 'int %(int x);', ['%'], [],
        own='__attribute__((weak)) int %(int x) { WRONG; return x; }', refused=False),
    Way('an alias with a label', 'int %(int x) __asm__("%_other"); int %_first(int x);', [], ['%'],
        own='int %_first(int x) { MEANT; return x; }\n'
            'int %(int x) __attribute__((alias("%_first")));'),
    Way('an alias of what has a label', 'int %(int x); int %_first(int x) __asm__("%_other");', [],
        ['%_first'], own='int %_first(int x) { MEANT; return x; }\n'
        'int %(int x) __attribute__((alias("%_other")));', refused=False),
    Way('strerror_r of POSIX', '#include <string.h>', ['__xpg_strerror_r'], ['strerror_r'],
        call='(1, text, sizeof(text))', default='strerror_r'),
    Way('stat of 64 bits', '#include <sys/stat.h>', ['stat64'], ['stat'], call='("", &status)',
        default='stat'),
    Way('open of 64 bits', '#include <fcntl.h>', ['open64'], ['open'], call='("", 0)', default='open'),
    Way('fseeko of 64 bits', '#include <stdio.h>', ['fseeko64'], ['fseeko'], call='(stdin, 0, 0)',
        default='fseeko'),
    Way('sscanf of C99', '#include <stdio.h>', ['__isoc99_sscanf'], ['sscanf'], call='("", text)',
        default='sscanf'),
    Way('a function of C++', 'extern "C++" int %(int x);', [], ['%'],
        own='extern "C++" int %(int x) { MEANT; return x; }', only='c++'),
]
LIBC = '#define _POSIX_C_SOURCE 200809L\n#define _FILE_OFFSET_BITS 64\n#undef _GNU_SOURCE\n'
KINDS = {'p': ('plain', 'DEFINE_FFP', 'DECLARE_FFP'),
         'e': ('exported', 'DEFINE_FFP_EXPORT', 'DECLARE_FFP_EXPORT'),
         's': ('file-local', 'DEFINE_FFP_STATIC', None)}
FORMS = {'direct': ([FFP_CC], []), 'trampoline': ([], []), 'pointer': ([], ['-DFFP_POINTER'])}
# Without --all: each compiler, form and way of optimising once or twice.
SHORT = [('gcc', 'direct', False), ('gcc', 'trampoline', True), ('clang', 'direct', False),
         ('g++', 'direct', True), ('clang++', 'pointer', True), ('clang++', 'trampoline', False)]
C_BEGIN, C_END = '#ifdef __cplusplus\nextern "C" {\n#endif\n', '#ifdef __cplusplus\n}\n#endif\n'


def name(i):
    return 'way%d' % i


def fill(text, i):
    return text.replace('MEANT', 'meant[%d]++' % i).replace('WRONG', 'wrong[%d]++' % i) \
               .replace('%', name(i))


def key(i, kind):
    return 'key_%s%d' % (kind, i)


def declared(cells):
    """What both files see of the defaults."""
    out = LIBC + '#include <stdio.h>\n#include <sys/stat.h>\n#include <ffp.h>\n' + C_BEGIN
    out += 'extern volatile int meant[], wrong[], other[];\n' + C_END
    out += '__attribute__((unused)) static char text[100];\n__attribute__((unused)) static struct stat status;\n'
    for i in sorted({i for i, _ in cells}):
        include = WAYS[i].declare.startswith('#include')
        out += fill(WAYS[i].declare, i) + '\n' if include else C_BEGIN + fill(WAYS[i].declare, i) + '\n' + C_END
    return out


def calls(function, cells):
    """A function that calls the key of a number."""
    out = C_BEGIN + 'void %s(int n);\nvoid %s(int n)\n{\n\tswitch (n) {\n' % (function, function)
    for n, cell in enumerate(cells):
        if not cell:
            continue
        i, kind = cell
        out += '\tcase %d:\n\t\t(void)%s%s;\n\t\tbreak;\n' % (n, key(i, kind), WAYS[i].call)
    return out + '\t}\n}\n' + C_END


def definer(cells):
    out = declared(cells) + C_BEGIN
    for i in sorted({i for i, _ in cells}):
        out += fill(WAYS[i].own, i) + '\n'
    for i, kind in cells:
        out += '%s(%s, %s);\n' % (KINDS[kind][1], key(i, kind), fill(WAYS[i].default, i))
    out += C_END + calls('in_definer', cells) + C_BEGIN
    for function, result, what in (('key_of', 'const struct ffp *', 'FFP__KEY(%(key)s)'),
                                   ('default_of', 'void *', 'FFP__VOID(%(default)s)')):
        out += '%s%s(int n);\n%s%s(int n)\n{\n\tswitch (n) {\n' % (result, function, result, function)
        for n, (i, kind) in enumerate(cells):
            out += '\tcase %d:\n\t\treturn %s;\n' % (
                n, what % {'key': key(i, kind), 'default': fill(WAYS[i].default, i)})
        out += '\t}\n\treturn 0;\n}\n'
    return out + C_END


def caller(cells):
    """Only declares."""
    shared = [c for c in cells if c[1] != 's']
    out = declared(shared)
    for i, kind in shared:
        out += '%s(%s, %s);\n' % (KINDS[kind][2], key(i, kind), fill(WAYS[i].default, i))
    return out + calls('in_caller', [c if c in shared else None for c in cells])


MAIN = '''#include <ffp.h>
#include <stdio.h>
extern volatile int meant[], wrong[], other[];
extern const int way_of[], n_cells;
void in_definer(int n), in_caller(int n), *default_of(int n);
const struct ffp *key_of(int n);
static int current;
int target(void);
int target(void)
{
	other[current]++;
	return 0;
}
static void call(int n)
{
	int i = current = way_of[n];

	meant[i] = wrong[i] = other[i] = 0;
	in_definer(n);
	printf(" %d%d%d", meant[i], wrong[i], other[i]);
	meant[i] = wrong[i] = other[i] = 0;
	in_caller(n);
	printf("%d%d%d", meant[i], wrong[i], other[i]);
}
int main(void)
{
	for (int n = 0; n < n_cells; n++) {
		const struct ffp *key = key_of(n);
		struct ffp_info info;

		printf("%d", n);
		call(n);
		printf(" %d", ffp_target(key) == default_of(n));
		printf(" %d", ffp_set_target(key, (void *)target));
		call(n);
		printf(" %d", ffp_reset_target(key));
		call(n);
		printf(" %d", ffp_info(key, &info));
		printf(" %d\\n", info.sites && info.direct == info.sites);
	}
	return 0;
}
'''


def functions(cells):
    """The functions of all symbols that a default may be thought to have."""
    out = 'volatile int meant[%d], wrong[%d], other[%d];\n' % ((len(WAYS),) * 3)
    out += 'const int n_cells = %d, way_of[] = { %s };\n' % (len(cells), ', '.join(str(i) for i, _ in cells))
    for i in sorted({i for i, _ in cells}):
        for which in ('meant', 'wrong'):
            for j, symbol in enumerate(getattr(WAYS[i], which)):
                out += 'int f_%s_%d_%d(void) __asm__("%s");\n' % (which, i, j, fill(symbol, i))
                out += 'int f_%s_%d_%d(void) { %s[%d]++; return -1; }\n' % (which, i, j, which, i)
    return out


def build(cells, launcher, compiler, flags, only_definer):
    """Status and messages of building a program of these keys."""
    suffix = '.cc' if '++' in compiler else '.c'
    for path, source in (('definer' + suffix, definer(cells)), ('caller' + suffix, caller(cells))):
        write(path, source)
    base = launcher + [compiler, '-I' + INCLUDE, '-O2', '-w', *flags]
    if 'clang' in compiler:
        base.append('-ferror-limit=0')
    r = run(*base, '-c', 'definer' + suffix, '-o', 'definer.o')
    if r.status or only_definer:
        return r
    write('functions.c', functions(cells))
    must('gcc', '-O1', '-fno-builtin', '-w', '-c', 'functions.c', '-o', 'functions.o')
    must(*base, '-c', 'caller' + suffix, '-o', 'caller.o')
    linker = ['-fuse-ld=lld', '-Wl,--error-limit=0'] if '-flto' in flags and 'clang' in compiler else []
    return run(*launcher, compiler, '-O2', *flags, *linker, 'definer.o', 'caller.o', 'functions.o', 'main.o',
               *LIBRARY, '-o', 'prog')


def expected(n, cell):
    """What the program prints of a cell: counts of what is meant, wrong and set, from each file."""
    elsewhere = '000' if cell[1] == 's' else '100'
    others = '000' if cell[1] == 's' else '001'
    return '%d 100%s 1 0 001%s 0 100%s 0' % (n, elsewhere, others, elsewhere)


def reaches(what, cells, form, launcher, compiler, flags):
    r = build(cells, launcher, compiler, flags, False)
    if not ok(r.status == 0, what + ': builds', r):
        return
    r = run('./prog')
    lines = r.out.splitlines()
    if not equal((r.status, len(lines)), (0, len(cells)), what + ': runs', r):
        return
    wrong = []
    for n, (cell, line) in enumerate(zip(cells, lines)):
        got, direct = line.rsplit(' ', 1)
        if got != expected(n, cell) or (form == 'direct' and direct != '1'):
            wrong.append('%s, %s: %s, not %s' % (WAYS[cell[0]].name, KINDS[cell[1]][0], line,
                                                 expected(n, cell)))
    ok(not wrong, '%s: %d keys call what C means, from both files, and again once they are reset' %
       (what, len(cells)), *wrong)


def refuses(what, cells, launcher, compiler, flags):
    """All at once: the messages name each key."""
    r = build(cells, launcher, compiler, flags, launcher or '-flto' not in flags)
    silent = ['%s, %s' % (WAYS[i].name, KINDS[kind][0]) for i, kind in cells
              if '%s(%s, ' % (KINDS[kind][1], key(i, kind)) not in r.err]
    ok(r.status != 0 and not silent, '%s: %d keys are refused by their names' % (what, len(cells)),
       *silent, r if silent else '')


def table(compiler, form, lto):
    launcher, flags = FORMS[form]
    language = 'c++' if '++' in compiler else 'c'
    what = ', '.join([compiler, form] + (['-flto'] if lto else []))
    flags = flags + (['-flto'] if lto else [])
    cells = [(i, kind) for i, way in enumerate(WAYS) for kind in way.kinds
             if way.only in ('', language)]
    refused = [(i, kind) for i, kind in cells
               if WAYS[i].refused and kind != 's' and form != 'pointer']
    reaches(what, [c for c in cells if c not in refused], form, launcher, compiler, flags)
    if refused:
        refuses(what, refused, launcher, compiler, flags)


with Scratch():
    write('main.c', MAIN)
    must('gcc', '-I' + INCLUDE, '-O1', '-w', '-c', 'main.c', '-o', 'main.o')
    for compiler in sorted(CC):
        for form in FORMS:
            for lto in (False, True):
                if '--all' not in sys.argv and (compiler, form, lto) not in SHORT:
                    continue
                if CC[compiler]:
                    table(compiler, form, lto)
                else:
                    skip('%s, %s' % (compiler, form), 'not installed')
done()
