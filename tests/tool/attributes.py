# SPDX-License-Identifier: MIT
"""What keys have of their defaults' attributes, and what <ffp.h> says of that.

A target that breaks what the default promises is set, and the caller looks: does its check see
what the target did, or has the compiler taken the promise for the target's?
"""
import platform
import re

from lib import *

LIBRARY = [os.path.abspath(os.environ['FFP_LIBRARY'])] + os.environ.get('FFP_LIBRARY_ARGS', '').split()
COMPILERS = {'gcc': ('c', '-std=gnu11'), 'clang': ('c', '-std=gnu11'),
             'g++': ('c++', '-std=c++17'), 'clang++': ('c++', '-std=c++17')}

# What becomes of an attribute: of what is seen in a caller …
LEFT = 'left behind'   # the caller sees what the target did
KEPT = 'kept'	       # the caller believes what the default promised
# … or of the target.
REFUSED = 'refused'    # it does not compile, with a message

MESSAGE = {'promise': 'must be declared so too', 'type': 'the new target must be a function of exactly the type',
           'type++': 'the_new_target_must_be_a_function_of_exactly_the_keys_type'}


class Attribute:
    def __init__(self, name, text, default, target, look, becomes, message='promise', here='', only=None,
                 renames=False):
        self.name, self.text, self.default, self.target, self.look = name, text, default, target, look
        self.becomes, self.message, self.here, self.only = becomes, message, here, only
        self.renames = renames

    def what(self, compiler):
        return self.becomes.get(compiler, self.becomes.get('all'))


# @ is the function's name: %s of `default` and `target` are its declarations, `look` the body of
# a function that returns whether what the target did is seen.
ATTRIBUTES = [
    Attribute('nonnull', '__attribute__((nonnull))', 'int @(const char *p)', 'return !p;',
              'volatile char *volatile none = 0; const char *p = (const char *)none; int r = key_nonnull(p);'
              ' return r && !p;', {'gcc': KEPT, 'all': LEFT}),
    Attribute('returns_nonnull', '__attribute__((returns_nonnull))', 'void *@(void)', 'return 0;',
              'return !key_returns_nonnull();', {'gcc': REFUSED, 'all': LEFT}),
    Attribute('const', '__attribute__((const))', 'int @(int x)', 'return x + ++counted;',
              'int a = key_const(1); return a != key_const(1);', {'all': LEFT}),
    Attribute('pure', '__attribute__((pure))', 'int @(int x)', 'return x + ++counted;',
              'int a = key_pure(1); return a != key_pure(1);', {'all': LEFT}),
    Attribute('malloc', '__attribute__((malloc))', 'void *@(void)', 'return &shared;',
              'int *p = (int *)key_malloc(); shared = 1; *p = 2; return shared == 2;', {'all': LEFT}),
    Attribute('alloc_size', '__attribute__((alloc_size(1)))', 'void *@(size_t n)', 'return n ? room : 0;',
              'void *p = key_alloc_size(4); return __builtin_object_size(p, 0) != 4;', {'gcc': KEPT, 'all': LEFT}),
    Attribute('assume_aligned', '__attribute__((assume_aligned(64)))', 'void *@(void)', 'return room + 1;',
              'return ((size_t)key_assume_aligned() & 63) != 0;', {'gcc': REFUSED, 'all': LEFT}),
    Attribute('alloc_align', '__attribute__((alloc_align(1)))', 'void *@(size_t n)', 'return room + (n != 0);',
              'return ((size_t)key_alloc_align(64) & 63) != 0;', {'gcc': KEPT, 'all': LEFT}),
    Attribute('leaf', '__attribute__((leaf))', 'void @(void)', 'called_back();',
              'own = 1; key_leaf(); return own == 2;', {'all': LEFT},
              here='static int own; extern int own_now(void); int own_now(void) { return own; }\n'
                   'void called_back(void) { own = 2; }'),
    Attribute('nothrow', '__attribute__((nothrow))', 'int @(int x)',
              '#ifdef __cplusplus\nif (x)\n\tthrow 5;\n#endif\nreturn x;',
              '#ifdef __cplusplus\ntry {\n\tkey_nothrow(1);\n} catch (int) {\n\treturn 1;\n}\nreturn 0;\n'
              '#else\nreturn key_nothrow(1);\n#endif', {'all': LEFT}),
    Attribute('noexcept', 'noexcept', 'int @(int x)', 'if (x)\n\tthrow 5;\nreturn x;',
              'try {\n\tkey_noexcept(1);\n} catch (int) {\n\treturn 1;\n}\nreturn 0;',
              {'g++': LEFT, 'clang++': LEFT}),
    Attribute('cold', '__attribute__((cold))', 'int @(int x)', 'return x;', 'return key_cold(1);', {'all': LEFT}),
    # That the target is declared so, too, is what the type asks for.
    Attribute('ms_abi', '__attribute__((ms_abi))', 'int @(int a, int b)', 'return a - b;',
              'return key_ms_abi(2, 1);', {'all': REFUSED}, 'type', only='x86_64'),
    # Their symbols are not their names.
    Attribute('vectorcall', '__attribute__((vectorcall))', 'int @(int a, double b)', 'return a > b;',
              'return key_vectorcall(2, 1);', {'clang': REFUSED, 'clang++': REFUSED}, 'type', only='x86_64',
              renames=True),
    Attribute('regcall', '__attribute__((regcall))', 'int @(int a, float b)', 'return a > b;',
              'return key_regcall(2, 1);', {'clang': REFUSED, 'clang++': REFUSED}, 'type', only='x86_64',
              renames=True),
    # (What Clang makes of it in C is below.  A call that must not return cannot be looked at.)
    Attribute('noreturn', '__attribute__((noreturn))', 'void @(void)', '', 'key_noreturn(); return 1;',
              {'gcc': LEFT, 'g++': LEFT, 'clang++': LEFT}),
    # The system's own: the attribute changes nothing.
    Attribute('sysv_abi', '__attribute__((sysv_abi))', 'int @(int a, int b)', 'return a - b;',
              'return key_sysv_abi(2, 1);', {'all': LEFT}, only='x86_64'),
]

# Attributes by which callers are warned: whether the compiler says anything of such a call.
WARNINGS = [
    ('warn_unused_result', '__attribute__((warn_unused_result))', 'int @(int x)', '(1)',
     {'gcc': KEPT, 'all': LEFT}),
    ('format', '__attribute__((format(printf, 1, 2)))', 'void @(const char *f, ...)', '("%s", 1)',
     {'gcc': KEPT, 'all': LEFT}),
    ('sentinel', '__attribute__((sentinel))', 'void @(const char *f, ...)', '("", "")',
     {'gcc': KEPT, 'all': LEFT}),
    ('nonnull', '__attribute__((nonnull))', 'void @(const char *p)', '((char *)0)', {'gcc': KEPT, 'all': LEFT}),
    ('access', '__attribute__((access(write_only, 1, 2)))', 'void @(char *p, size_t n)', '(small, 100)',
     {'gcc': KEPT, 'all': LEFT}),
    # Behind such a call, statements are never reached.
    ('noreturn', '__attribute__((noreturn))', 'void @(void)', '(), (void)(small[0] = 1)', {'clang': KEPT, 'all': LEFT}),
]

BEGIN = '#include <ffp.h>\n#include <stddef.h>\n#include <stdio.h>\n#ifdef __cplusplus\nextern "C" {\n#endif\n'
END = '#ifdef __cplusplus\n}\n#endif\n'
SHARED = 'extern int shared, counted;\nextern char room[128];\nvoid called_back(void);\n'


def of(compiler):
    return [a for a in ATTRIBUTES if a.what(compiler) and a.only in (None, platform.machine())]


def declare(a, name, attributed):
    return a.default.replace('@', name) + (' ' + a.text if attributed else '') + ';\n'


def default_body(a):
    """What keeps the promise."""
    if a.name == 'noreturn':
        return 'for (;;)\n\t;'
    if a.default.startswith('void *'):
        return 'return room;'
    return '' if a.default.startswith('void') else 'return 1;'


def users(attributes, targets_attributed=()):
    """The file with the keys and their callers."""
    out = BEGIN + SHARED + 'int main(void);\n'
    for a in attributes:
        out += declare(a, 'default_' + a.name, True)
        out += declare(a, 'target_' + a.name, a.name in targets_attributed)
    for a in attributes:
        out += 'DEFINE_FFP%s(key_%s, default_%s);\n%s\n' % (
            '_STATIC' if a.renames else '', a.name, a.name, a.here)
    out += END
    for a in attributes:
        out += '__attribute__((noinline)) static int look_%s(void)\n{\n%s\n}\n' % (a.name, a.look)
    out += 'int main(void)\n{\n'
    for a in attributes:
        out += '\tprintf("%s %%d", SET_FFP(key_%s, target_%s));\n' % ((a.name,) * 3)
        out += '\tprintf(" %%d\\n", look_%s());\n' % a.name
    return out + '\treturn 0;\n}\n'


def functions(attributes, targets_attributed=()):
    """The file with what they call."""
    out = BEGIN + SHARED + 'int shared, counted;\nchar room[128] __attribute__((aligned(64)));\n'
    for a in attributes:
        for which, attributed, body in (('default_', a.message == 'type', default_body(a)),
                                        ('target_', a.name in targets_attributed, a.target)):
            out += '%s %s\n{\n%s\n}\n' % (a.text if attributed else '',
                                         a.default.replace('@', which + a.name), body)
    return out + END


def compile(compiler, path, source, *flags):
    language, standard = COMPILERS[compiler]
    path += '.cc' if language == 'c++' else '.c'
    write(path, source)
    return run(FFP_CC, compiler, standard, '-I' + INCLUDE, '-O2', *flags, '-c', path)


def program(compiler, attributes, attributed=()):
    """What it prints: by attribute, what SET_FFP returned, and whether the target's doing is seen."""
    # No warning of SET_FFP's; of what a caller passes or of a check that is for nothing, one may come.
    r = compile(compiler, 'users', users(attributes, attributed), '-Wall', '-Wextra', '-Werror',
                '-Wno-nonnull', '-Wno-unused-parameter')
    if not ok(r.status == 0, compiler + ': keys, callers and SET_FFP, without a warning', r):
        return {}
    r = compile(compiler, 'functions', functions(attributes, attributed), '-w')
    if not r.status:
        r = run(FFP_CC, compiler, 'users.o', 'functions.o', *LIBRARY, '-o', 'prog')
    if not ok(r.status == 0, compiler + ': links', r):
        return {}
    r = run('./prog')
    ok(r.status == 0, compiler + ': runs', r)
    return {line.split()[0]: line.split()[1:] for line in r.out.splitlines()}


def table(compiler):
    language = COMPILERS[compiler][0]
    attributes = of(compiler)
    refused = [a for a in attributes if a.what(compiler) == REFUSED]
    said = program(compiler, [a for a in attributes if a not in refused])
    for a in attributes:
        if a not in refused:
            equal(said.get(a.name), ['0', '1' if a.what(compiler) == LEFT else '0'],
                  '%s: the attribute %s is %s' % (compiler, a.name, a.what(compiler)))
    r = compile(compiler, 'refused', users(refused), '-w')
    said = ' '.join(r.err.split())
    for a in refused:
        message = MESSAGE[a.message + ('++' if language == 'c++' and a.message == 'type' else '')]
        ok(r.status and message in said and re.search(r'error: (?:(?!error: ).)*SET_FFP\(key_%s,' % a.name, said),
           '%s: %s: a target that is not declared so does not compile' % (compiler, a.name), r)
    # Those that must be declared so do compile.
    typed = [a for a in refused if a.message == 'type' and a.name != 'vectorcall']
    said = program(compiler, typed, [a.name for a in typed]) if typed else {}
    for a in typed:
        equal(said.get(a.name), ['0', '1'], '%s: %s: a target that is declared so' % (compiler, a.name))
    for a in of(compiler):
        if a.renames:
            r = compile(compiler, 'renamed', BEGIN + declare(a, 'own', True) + 'DEFINE_FFP(key, own);\n' + END)
            ok(r.status and 'DEFINE_FFP(key, own): the default has the symbol' in r.err,
               '%s: %s: a key that others call is refused for its symbol' % (compiler, a.name), r)
        if a.name == 'vectorcall':
            compile(compiler, 'users', users([a], [a.name]), '-w')
            compile(compiler, 'functions', functions([a], [a.name]), '-w')
            r = run(FFP_CC, compiler, 'users.o', 'functions.o', *LIBRARY, '-o', 'prog')
            ok(r.status and "undefined reference to `__ffp_fn.key_vectorcall.default_vectorcall@@" in r.err,
               compiler + ': vectorcall: Clang gives the key another symbol too, and it does not link', r)
    source = BEGIN
    for name, text, default, _, _ in WARNINGS:
        source += '%s %s;\nDEFINE_FFP(key_%s, own_%s);\n' % (default.replace('@', 'own_' + name), text, name, name)
    source += END + 'extern char small[4];\nvoid misused(void);\nvoid misused(void)\n{\n'
    for name, _, _, call, _ in WARNINGS:
        source += '\tkey_%s%s;\n' % (name, call)
    r = compile(compiler, 'warned', source + '}\n', '-Wall', '-Wextra', '-Wunreachable-code', '-Wno-attributes',
                *(['-Wno-unknown-attributes'] if 'clang' in compiler else []))
    ok(r.status == 0, compiler + ': calls that draw warnings', r)
    said = ' '.join(r.err.split())
    for name, _, _, _, becomes in WARNINGS:
        what = becomes.get(compiler, becomes['all'])
        equal(bool(re.search(r'warning: (?:(?!warning: ).)*key_%s\(' % name, said)), what == KEPT,
              '%s: the warning of %s is %s' % (compiler, name, what), r)


with Scratch():
    for compiler in COMPILERS:
        if CC[compiler]:
            table(compiler)
        else:
            skip(compiler, 'not installed')
done()
