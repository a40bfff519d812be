#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
The pages of section 3 of the manual: the EXAMPLE of each, compiled and run, prints what the page says;
a page names only what the headers have; and every macro and function of the headers has a page.

The first block of code in an EXAMPLE is a program, the second what it prints.  Options of the compiler
that the program needs are in the text there, in bold type.
"""
import platform

from lib import *

ROOT = os.path.join(HERE, '..', '..')
MAN = os.path.join(ROOT, 'man')
PARTS = ['NAME', 'SYNOPSIS', 'DESCRIPTION', 'RETURN VALUE', 'ERRORS', 'CONTEXT', 'EXAMPLE', 'SEE ALSO']
# Overviews, whose parts are their own.
OVERVIEWS = ['ffp', 'ffp-control']
# Their examples have a processor's features or instructions.
X86_64 = ['FFP_CLONES', 'FFP_SYMBOL']
# Words that are no identifiers of the headers: variables of the environment, an option, and what the
# macros and the tool make.
OTHERS = {'FFP_USE', 'FFP_HIDE', 'FFP_POINTER', 'fn_ffp_default'}


def header(name):
    """A header's code, without its comments."""
    text = read(os.path.join(INCLUDE, name)).decode()
    return re.sub(r'/\*.*?\*/|//[^\n]*', ' ', text, flags=re.S)


public = header('ffp.h') + header('ffp/control.h')
# What the macros of the program's side call is not for programs.
functions = set(re.findall(r'^[a-z][\w ]*[ *](ffp_\w+)\(', public, re.M))
functions -= set(re.findall(r'\b(ffp_module_\w+)\(', public))
macros = {name for name in re.findall(r'^#define (\w+)', public, re.M)
          if '__' not in name and not name.endswith('_H')}
constants = {name for body in re.findall(r'\benum\b[^{;]*\{([^}]*)\}', public)
             for name in re.findall(r'\b(FFP_\w+)', body)}
fields = {name for body in re.findall(r'^struct ffp_\w+ \{\n(.*?)^\};', public, re.M | re.S)
          for name in re.findall(r'(\w+)(?:\[[^;]*\])?(?: : \d+)?;', body)} - {'pad', 'spare'}
known = set(re.findall(r'\w+', public + header('ffp/abi.h'))) | OTHERS

pages = {}
for file in sorted(os.listdir(MAN)):
    if file.endswith('.3.scd'):
        pages[file[:-len('.3.scd')]] = read(os.path.join(MAN, file)).decode()


def parts(page):
    """The parts of a page, by their headings, and the order of these."""
    split = re.split(r'^# (.*)\n', page, flags=re.M)
    return dict(zip(split[1::2], split[2::2])), split[1::2]


def names(page):
    return parts(page)[0]['NAME'].split(' - ')[0].strip().replace('\n', ' ').split(', ')


def unescaped(text):
    return re.sub(r'\\(.)', r'\1', text)


installed = read(os.path.join(MAN, 'meson.build')).decode()
named = [name for page in pages.values() for name in names(page)]
for page, text in pages.items():
    inside, order = parts(text)
    plain = unescaped(text)
    ok("'%s.3'" % page in installed, page + ': is installed')
    ok(text.startswith(page + '(3)\n') and page in names(text), page + ': has its own name')
    if page not in OVERVIEWS:
        equal(order, PARTS, page + ': has the parts of a page')
    unknown = {w for w in re.findall(r'\b\w*(?:FFP|ffp)_\w+', plain)} - known
    equal(unknown, set(), page + ': names only what the headers have')
    leads = set(re.findall(r'\*([\w-]*ffp[\w-]*)\*\(3\)', plain, re.I))
    equal(leads - set(named), set(), page + ': leads only to pages that are there')
    missing = [n for n in names(text) if page not in OVERVIEWS and n not in inside['SYNOPSIS']]
    equal(missing, [], page + ': shows how each of its names is used')
equal((macros | functions) - set(named), set(), 'every macro and function has a page')
together = set(re.findall(r'[^\W_](?:\w*[^\W_])?', ' '.join(map(unescaped, pages.values()))))
equal((constants | fields) - together, set(), 'every constant and field is in a page')
ok(len(macros) > 40 and len(functions) > 15 and len(constants) > 20 and len(fields) > 30,
   'the headers are read: %d macros, %d functions, %d constants, %d fields'
   % (len(macros), len(functions), len(constants), len(fields)))
ok(len(named) == len(set(named)), 'no name has two pages',
   sorted(n for n in set(named) if named.count(n) > 1))


with Scratch() as scratch:
    library, control = os.environ['FFP_LIBRARY'], os.environ['FFP_CONTROL']
    environment = {'PATH': os.path.dirname(TOOL) + ':' + os.environ['PATH'], 'XDG_RUNTIME_DIR': scratch}
    for page, text in pages.items():
        if page == 'ffp':
            continue
        example = parts(text)[0].get('EXAMPLE', '')
        code = [unescaped(block) for block in re.findall(r'^```\n(.*?)^```$', example, re.M | re.S)]
        options = re.findall(r'\*(-[\w-]+(?:=\w+)?)\*', re.sub(r'^```\n.*?^```$', '', example,
                                                               flags=re.M | re.S))
        if not ok(len(code) == 2 and all(code), page + ': has an example, and what it prints'):
            continue
        if page in X86_64 and platform.machine() != 'x86_64':
            skip(page + ': the example', 'it is for x86-64')
            continue
        write(page + '.c', code[0])
        for compiler in ('gcc', 'clang'):
            what = '%s: the example, by %s' % (page, compiler)
            if not CC[compiler]:
                skip(what, compiler + ' is not installed')
                continue
            built = run(FFP_CC, CC[compiler], *options, '-O2', '-Wall', '-Wextra', '-Werror', '-I' + INCLUDE,
                        '-c', page + '.c', '-o', page + '.o')
            if ok(built.status == 0, what + ', compiles', built):
                # Clang takes twice as long to call the linker.
                must('gcc', page + '.o', control, library, '-pthread', '-o', page)
                equal(run('./' + page, env=environment).out, code[1], what + ', prints what the page says')
done()
