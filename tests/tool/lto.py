# SPDX-License-Identifier: MIT
"""Link-time optimisation: what ffp-cc does about it, and that no key is ever the wrong one."""
import re
import stat

from lib import *

LIBRARY = os.path.abspath(os.environ['FFP_LIBRARY'])
INC = '-I' + INCLUDE
FILES = {
    # Two files with a static function of one name; one of them is a default.
    'a.c': '#include <ffp.h>\nstatic int slow(int x) { return x + 1; }\n'
           'static int fast(int x) { return x + 2; }\nDEFINE_FFP_STATIC(sum, slow);\n'
           'int a(int x) { return sum(x) + 10; }\nint set(void) { return SET_FFP(sum, fast); }\n',
    'b.c': 'static int slow(int x) { return x + 100; }\nint (*volatile pb)(int) = slow;\n'
           'int b(int x) { return pb(x) + 1000; }\n',
    # A caller of a key with a default elsewhere, and a static function of its name.
    'c.c': '#include "k.h"\nint c(int x) { return crc(x) * crc(x + 1); }\n',
    'd.c': 'static int tab(int x) { return x + 7; }\nint (*volatile pd)(int) = tab;\n'
           'int d(int x) { return pd(x); }\n',
    'k.h': '#include <ffp.h>\nint tab(int);\nDECLARE_FFP(crc, tab);\n',
    'k.c': '#include "k.h"\nDEFINE_FFP(crc, tab);\n',
    't.c': 'int tab(int x) { return x + 3; }\n',
    # A static default, and a public function of its name; what they need of the library.
    's.c': '#include <ffp.h>\nstatic int slow(int x) { return x + 1; }\n'
           'DEFINE_FFP_STATIC(sum, slow);\nint s(int x) { return sum(x) + 10; }\n',
    'u.c': 'int slow(int x);\nint slow(int x) { return x + 100; }\n',
    'v.c': '#include <stdio.h>\nint s(int), slow(int);\nconst char ffp_library[64];\n'
           'void ffp_module_add(const void *m) { (void)m; }\n'
           'void ffp_module_remove(const void *m) { (void)m; }\n'
           'int main(void) { printf("%d %d\\n", s(0), slow(0)); return 0; }\n',
    'm.c': '#include <stdio.h>\nint a(int), b(int), c(int), d(int), set(void);\n'
           'int main(void)\n{\n\tprintf("%d %d %d %d, ", a(0), b(0), c(1), d(1));\n'
           '\tint r = set();\n\tprintf("%d %d %d\\n", r, a(0), b(0));\n\treturn 0;\n}\n',
}
EXPECTED = '11 1100 20 8, 0 12 1100\n'
SOURCES = ['a', 'b', 'c', 'd', 'k', 't', 'm']
COMPILERS = [(cc, shutil.which(cc)) for cc in ('gcc', 'clang-14', 'clang-19')]
WAYS = {'gcc': [['-flto'], ['-flto', '-flto-partition=max'], ['-flto', '-flto-partition=none']]}
CLANG = [['-flto', '-fuse-ld=lld'], ['-flto=thin', '-fuse-ld=lld'], ['-flto', '-fuse-ld=bfd']]


# What was compiled once, by how.
compiled = {}


def objects(order, launcher, cc, flags):
    for name in order:
        how = (name, *launcher, cc, *flags)
        if how not in compiled:
            must(*launcher, cc, INC, '-O2', *flags, '-c', name + '.c', '-o', name + '.o')
            compiled[how] = read(name + '.o')
        write(name + '.o', compiled[how])
    return [name + '.o' for name in order]


def programs():
    for cc, path in COMPILERS:
        if not path:
            skip(cc, 'not installed')
            continue
        for flags, order in combinations(WAYS.get(cc, CLANG), (SOURCES, SOURCES[::-1])):
            cflags = [f for f in flags if not f.startswith('-fuse-ld')]
            name = '%s, from %s' % (' '.join([cc] + flags), order[0])
            files = objects(order, [FFP_CC], cc, cflags)
            r = run(FFP_CC, cc, '-O2', *flags, *files, LIBRARY, '-o', 'prog')
            equal(run('./prog').out if not r.status else '', EXPECTED, name + ': runs', r)
            r = ffp('verify', 'prog')
            # Optimising module by module copies functions, and the calls in them.
            copies = '-flto=thin' in flags
            sites = int(r.out.split(' keys, ')[-1].split()[0]) if r.status == 0 else 0
            ok(sites > 3 if copies else sites == 3, name + ': every site is collected', r)
            equal(set(states('prog')), {'direct'}, name + ': and calls the default itself')
        if cc == 'gcc':
            bits = Elf('c.o').named('.gnu.lto_.symtab') or \
                [s for s in Elf('c.o').sections if s.name.startswith('.gnu.lto_.symtab')]
            ok(bits, cc + ': what only calls keys is optimised at link time')
            ok(not [s for s in Elf('a.o').sections if s.name.startswith('.gnu.lto_')],
               cc + ': what defines keys is not')
        else:
            equal((read('c.o')[:2], read('a.o')[:4]), (b'BC', b'\x7fELF'),
                  cc + ': what calls keys is bitcode, what defines them is not')
        r = run(FFP_CC, cc, INC, '-O2', *(WAYS.get(cc, CLANG)[0]),
                *[name + '.c' for name in SOURCES], LIBRARY, '-o', 'prog')
        equal(run('./prog').out if not r.status else '', EXPECTED, cc + ': in one command', r)
        equal(len(re_lines(ffp('list', 'prog').out)), 3, cc + ': in one command: collected')


def re_lines(out):
    return [line for line in out.splitlines() if line.startswith('  0x')]


def states(path):
    """Sites, and calls that are none, by what they are."""
    of = collections.defaultdict(list)
    for line in re_lines(ffp('list', path).out):
        of[line.split()[2]].append(line)
    return of


def without():
    """Nothing of ours but the header: a program runs right, or does not link."""
    for cc, path in COMPILERS:
        for flags, order in combinations(WAYS.get(cc, CLANG[:2]), (SOURCES, SOURCES[::-1])) if path else []:
            name = 'without ffp-cc: %s, from %s' % (' '.join([cc] + flags), order[0])
            r = run(cc, INC, '-O2', *flags, *[n + '.c' for n in order], LIBRARY, '-o', 'prog')
            if r.status:
                ok(cc == 'gcc' and 'undefined reference' in r.err, name + ': does not link', r)
            else:
                equal(run('./prog').out, EXPECTED, name + ': runs', r)


def pipes():
    """Sources that can be read but once, and must be read twice."""
    for cc in ('gcc', 'clang'):
        if not CC[cc]:
            continue
        must(cc, INC, '-O2', '-c', 'k.c', '-o', 'k.o')
        keys = ffp('list', 'k.o').out
        base = [FFP_CC, cc, INC, '-I.', '-O2', '-flto', '-x', 'c', '-c', '-o', 'piped.o']
        for name in ('-', '/dev/stdin', '/dev/fd/0'):
            r = run(*base, name, stdin=read('k.c'))
            equal((r.status, ffp('list', 'piped.o').out), (0, keys), '%s, from %s' % (cc, name), r)
        r = run('bash', '-c', '"$@" <(cat k.c)', 'bash', *base)
        equal((r.status, ffp('list', 'piped.o').out), (0, keys), cc + ', from <(...)', r)
        r = run('sh', '-c', '"$@" - <k.c', 'sh', *base)
        equal((r.status, ffp('list', 'piped.o').out), (0, keys), cc + ', from <FILE', r)
        os.unlink('piped.o')
        os.mkfifo('fifo')
        r = run(*base, 'fifo')
        ok(r.status == 1 and 'fifo: error: a pipe, and with -flto a source may be read twice: name a file, or ' \
           'standard input' in r.err and not os.path.exists('piped.o'),
           cc + ', from a named pipe: an error', r)
        os.unlink('fifo')


def long():
    """More words in an @FILE than can be passed on without one."""
    must('gcc', INC, '-O2', '-c', 'k.c', '-o', 'k.o')
    keys = ffp('list', 'k.o').out
    os.mkdir('a dir')
    # Few words, which a compiler is quick about, and long ones.
    write('many', ' '.join('-L"/no such %s/%06d"' % (10000 * 'x', i) for i in range(250)) +
          ' -I. "-I' + INCLUDE + '" "-La dir" -O2 -flto')
    if CC['clang']:
        r = run(FFP_CC, 'clang', '@many', '-Qunused-arguments', '-c', 'k.c', '-o', 'long.o')
        equal((r.status, ffp('list', 'long.o').out), (0, keys), 'a long command: compiles again', r)
        write('none.c', 'int main(void) { return 7; }\n')
        r = run(FFP_CC, 'clang', '@many', '-fuse-ld=lld', 'none.c', '-o', 'prog')
        equal((r.status, run('./prog').status if not r.status else 0), (0, 7),
              'a long command: compiles and links', r)
        r = run(FFP_CC, 'clang', '@many', '-fuse-ld=lld', *objects(SOURCES, [FFP_CC], 'clang', ['-flto']),
                LIBRARY, '-o', 'prog')
        equal((r.status, set(states('prog'))), (0, {'direct'}), 'a long command: links again', r)


def refused():
    """A key defined in code of the optimiser's, where ffp-cc did not see it compiled."""
    must('gcc', INC, '-O2', '-flto', '-c', 'k.c', '-o', 'k.o')
    objects(['a', 'b', 'c', 'd', 't', 'm'], [FFP_CC], 'gcc', ['-flto'])
    r = run(FFP_CC, 'gcc', '-O2', '-flto', *[n + '.o' for n in SOURCES], LIBRARY, '-o', 'prog')
    ok(r.status != 0 and 'error: key crc: link-time optimisation of what defines it' in r.err,
       'a key defined in optimised code: an error that says so', r)
    # By -B alone: the same, until those files are compiled without.
    define = ['a', 'k']
    for name, flags in (('with', ['-flto']), ('without', ['-flto', '-fno-lto'])):
        with_b = ['gcc', INC, '-O2', '-B%s/' % ASDIR]
        for source in SOURCES:
            must(*with_b, *(flags if source in define else ['-flto']), '-c', source + '.c')
        r = run(*with_b, '-flto', *[n + '.o' for n in SOURCES], LIBRARY, '-o', 'prog')
        if name == 'with':
            ok(r.status != 0 and re.search('error: key (crc|sum): link-time optimisation of what defines it: '
                                           'compile that file through ffp-cc, or with -fno-lto', r.err),
               'gcc -B: a key defined in optimised code: an error that says what to do', r)
        else:
            equal((r.status, run('./prog').out if not r.status else '', set(states('prog'))),
                  (0, EXPECTED, {'direct'}), 'gcc -B: what defines keys without -flto', r)


def guarded():
    """Clang's check of calls through pointers, which puts addresses of its own in place of functions'."""
    write('g.c', '#include <ffp.h>\n#include <stdio.h>\n'
          'int one(int x), two(int x);\nint one(int x) { return x + 1; }\nint two(int x) { return x + 2; }\n'
          'DEFINE_FFP(plain, one);\nDEFINE_FFP_EXPORT(exported, one);\nDEFINE_FFP_STATIC(own, one);\n'
          'int (*volatile pointer)(int) = plain;\n'
          'int main(void)\n{\n\tstruct ffp_info info;\n\tint r = pointer(0), s = SET_FFP(plain, two);\n'
          '\tint t = SET_FFP(exported, two), u = SET_FFP(own, two), i = ffp_info(ffp_find("plain"), &info);\n'
          '\tprintf("%d %d %d %d %d, %d %d %d\\n", r, s, t, u, i, plain(0), exported(0), own(0));\n'
          '\treturn 0;\n}\n')
    guard = '-fsanitize=cfi-icall'
    for cc, path in COMPILERS:
        if cc == 'gcc' or not path:
            continue
        # Its list of exceptions need not be installed.
        flags = [INC, '-O2', '-flto', '-fvisibility=hidden', '-fno-sanitize-ignorelist']
        lld = ['-fuse-ld=lld', LIBRARY]
        for what in (['-c', 'g.c', '-o', 'none'], ['g.c', *lld, '-o', 'none']):
            r = run(FFP_CC, cc, *flags, guard, *what)
            equal((r.status, r.err, os.path.exists('none')),
                  (1, 'ffp-cc: error: %s: not in a file that defines keys, which is compiled without '
                   '-flto\n' % guard, False), '%s %s: refused, %s' % (cc, guard, what[0]))
        for launcher, check, expected in (([FFP_CC], [], '1 0 0 0 0, 2 2 2\n'),
                                          ([], [guard], '1 -22 -22 -22 -22, 1 1 1\n')):
            must(*launcher, cc, *flags, *check, 'g.c', *lld, '-o', 'prog')
            r = run('./prog')
            equal((r.status, r.out), (0, expected), '%s, %s: %s' % (
                cc, guard if check else 'without ' + guard,
                'no key is changed, and every call is good' if check else 'keys are changed'), r)


def linker():
    """What the linker's personality does when things go wrong."""
    cc = 'clang'
    if not CC[cc]:
        return skip('ffp-ld', 'clang not installed')
    files = objects(SOURCES, [FFP_CC], cc, ['-flto'])
    write('ld', '#!/bin/sh\ncase "$*" in *obj-path*) exec ld.lld "$@";; esac\nexit 1\n')
    os.chmod('ld', 0o755)
    ld = os.path.abspath('ld')
    r = run(FFP_CC, cc, '-flto', '-fuse-ld=lld', *files, LIBRARY, '-o', 'prog', env={'FFP_LD': ld})
    ok(r.status == 0 and 'prog: note: 2 sites not collected: linking their code again has failed'
       in r.err, 'a second link that fails is noted', r)
    equal(run('./prog').out, EXPECTED, 'a second link that fails: the first one counts')
    equal([f for f in os.listdir('.') if '.ffp-' in f], [], 'a second link that fails: no file left')
    write('ld', '#!/bin/sh\nexit 3\n')
    r = run(FFP_CC, cc, '-flto', '-fuse-ld=lld', *files, LIBRARY, '-o', 'prog', env={'FFP_LD': ld})
    ok(r.status != 0 and 'exit code 3' in r.err, 'a first link that fails', r)
    ours = os.path.join(ASDIR, 'ffp-ld')
    r = run(ours, 'c.o')
    ok(r.status == 1 and 'FFP_LD does not name the linker' in r.err, 'ffp-ld by itself', r)
    equal(run(ours, '--version', env={'FFP_LD': 'ld.lld'}).out, run('ld.lld', '--version').out,
          'ffp-ld --version')
    # What is no program is left alone; -r gives an object, with its sites.
    r = run(FFP_CC, cc, '-flto', '-fuse-ld=lld', '-r', 'c.o', 'd.o', '-o', 'cd.o')
    equal((r.status, len(Elf('cd.o').sites())), (0, 2), 'bitcode linked with -r: collected', r)
    r = run(FFP_CC, cc, '-O2', '-fuse-ld=lld', *files, LIBRARY, '-o', 'prog')
    equal((r.status, len(re_lines(ffp('list', 'prog').out))), (0, 3),
          'bitcode, and no -flto for the link', r)
    write('ld', '#!/bin/sh\nexec ld.lld "$@"\n')
    for option in ('--ld-path=' + ld, '-fuse-ld=' + ld):
        r = run(FFP_CC, cc, '-flto', option, *files, LIBRARY, '-o', 'prog')
        equal((r.status, len(states('prog')['direct'])), (0, 3), 'the linker named by ' + option, r)
    thin = objects(SOURCES, [FFP_CC], cc, ['-flto=thin'])
    for fuse, option in (('lld', '--thinlto-cache-dir=cache'), ('bfd', '-plugin-opt=cache-dir=cache')):
        for time in ('first', 'second'):
            r = run(FFP_CC, cc, '-flto=thin', '-fuse-ld=' + fuse, '-Wl,' + option, *thin, LIBRARY,
                    '-o', 'prog')
            equal((r.status, set(states('prog'))), (0, {'direct'}),
                  'a cache of %s, %s time: collected' % (fuse, time), r)
    for fuse, option in combinations(('lld', 'bfd', 'gold', 'mold'),
                                     ('--dependency-file=link.d', '--dependency-file,link.d')):
        if not shutil.which('ld.' + fuse):
            skip('--dependency-file, ' + fuse, 'not installed')
            continue
        r = run(FFP_CC, cc, '-flto', '-fuse-ld=' + fuse, *files, LIBRARY, '-o', 'prog',
                '-Wl,' + option)
        equal((r.status, set(states('prog'))), (0, {'direct'}), '%s %s' % (fuse, option), r)
        write('Makefile', 'all: prog\ninclude link.d\n')
        r = run('make', '-q')
        listed = [w for w in read('link.d').decode().split() if w in ['prog:'] + files]
        equal((r.status, sorted(set(listed))), (0, sorted(['prog:'] + files)),
              '%s %s: the program and what it is made of' % (fuse, option), r)
        os.unlink('link.d')
    temp = os.path.abspath('temp')
    os.makedirs(temp, exist_ok=True)
    run(FFP_CC, cc, '-flto', '-fuse-ld=lld', *files, LIBRARY, '-o', 'prog', env={'TMPDIR': temp})
    run(FFP_CC, cc, INC, '-flto', '-fuse-ld=lld', *[n + '.c' for n in SOURCES], LIBRARY, '-o', 'prog',
        env={'TMPDIR': temp})
    equal(os.listdir(temp), [], 'no temporary file is left')


def second(files, script, name, expected, *options):
    """A second link that fails, for `script` comes before it: the first one counts."""
    write('ld', '#!/bin/sh\ncase "$*" in\n*obj-path*) ld.lld "$@" || exit; %s\nexit 1\n' % script)
    os.chmod('ld', 0o755)
    r = run(FFP_CC, 'clang', '-flto', '-fuse-ld=lld', *files, LIBRARY, '-o', 'prog', *options,
            env={'FFP_LD': os.path.abspath('ld')})
    ok(r.status == 0 and re.match(expected + '\nprog: note: 2 sites not collected: linking their '
                                  'code again has failed\n$', r.err), name + ': says so', r)
    equal((run('./prog').out, [f for f in os.listdir('.') if '.ffp-' in f]), (EXPECTED, []),
          name + ': the first link counts, and no other file is left')


def archives():
    """Bitcode in an archive, which an object that is none refers to, or that is taken whole."""
    whole = ['-Wl,--whole-archive', '-l:libtwo.a', '-Wl,--no-whole-archive']
    write('e.c', '#include "k.h"\n#include <stdio.h>\nint c(int), t(void);\nDEFINE_FFP(crc, tab);\n'
          'int main(void) { printf("%d %d\\n", c(1), crc(1)); return 0; }\n')
    for cc, path in COMPILERS[1:]:
        if not path:
            skip(cc, 'not installed')
            continue
        for flto in ('-flto', '-flto=thin'):
            files = objects(['c', 't', 'e'], [FFP_CC], cc, [flto])
            # c refers to the key, and e, which is none of the optimiser's, to both.
            if os.path.exists('libtwo.a'):
                os.unlink('libtwo.a')
            must('llvm-ar-' + cc.split('-')[1], 'rc', 'libtwo.a', 'c.o', 't.o')
            for fuse in ('lld', 'bfd', 'gold', 'mold'):
                if fuse != 'lld' and (cc != 'clang-14' or flto != '-flto' or not shutil.which('ld.' + fuse)):
                    continue
                ways = [['libtwo.a'], ['-L.', '-ltwo'], ['-L.', *whole]]
                for how in ways[2:] if fuse != 'lld' else ways[:1] if flto == '-flto=thin' else ways:
                    name = ' '.join([cc, flto, fuse] + how)
                    r = run(FFP_CC, cc, '-O2', flto, '-fuse-ld=' + fuse, 'e.o', *how, LIBRARY, '-o', 'prog')
                    equal((r.status, r.err, run('./prog').out), (0, '', '20 4\n'), name + ': linked')
                    equal(set(states('prog')), {'direct'}, name + ': every site is collected')


def damaged():
    """Archives and files that change or go, between the two links."""
    if not CC['clang']:
        return skip('ffp-ld between its links', 'clang not installed')
    files = objects(SOURCES, [FFP_CC], 'clang', ['-flto'])
    rest = [f for f in files if f not in ('c.o', 't.o', 'k.o')]
    # Of members with long names, so that there is a table of these.
    members = [shutil.copy(f, 'a-name-that-is-long-' + f) for f in ('c.o', 't.o', 'k.o')]
    must('ar', 'rc', 'good.a', *members)
    image, whole = read('good.a'), ['-Wl,--whole-archive', 'whole.a', '-Wl,--no-whole-archive']
    at = {}
    place = 8
    while place < len(image):
        at[image[place:place + 16].rstrip()] = place
        place += 60 + (int(image[place + 48:place + 58]) + 1) // 2 * 2
    ok(set(at) >= {b'//', b'/0'}, 'an archive with long names', at)
    first = at[b'/0']
    for name, where, field in (('a header', first + 58, b'??'), ('a size', first + 48, b'9999999999'),
                               ('a name', first + 1, b'9999'), ('its end', len(image), b'\nmore')):
        write('good.a', image)
        shutil.copy('good.a', 'whole.a')
        write('bad.a', image[:where] + field + image[where + len(field):])
        told = len(image) if where == len(image) else first
        second(rest, 'cp bad.a whole.a; exit;; esac', 'an archive with %s damaged' % name,
               'whole.a: error: damaged archive at offset %d' % told, *whole)
    shutil.copy('good.a', 'whole.a')
    # Where the members are to be put, links that lead nowhere.
    second(rest, 'd=${*##*obj-path=}; d=${d%/*}; for n in $(seq 60); do for i in 0 1 2 3 4 5; do '
           'ln -s /no/such $d/member-$n-$i.o; done; done; exit;; esac', 'members that cannot be written',
           r'\S+/member-\d+-\d+\.o: error: cannot create: No such file or directory', *whole)
    second(files, 'exit;; esac; exit 0', 'a second link without a result',
           'prog: error: cannot replace: No such file or directory')


def refusals():
    """What the system refuses: a message, status 1, and nothing is left."""
    # By way of the C library's functions, where root would be refused nothing.
    write('refuse.c', '#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <errno.h>\n#include <string.h>\n'
          '#include <sys/syscall.h>\n#include <unistd.h>\n'
          'void *fopen64(const char *path, const char *mode)\n{\n'
          '\tvoid *(*real)(const char *, const char *) = dlsym(RTLD_NEXT, "fopen64");\n\n'
          '\treturn strcmp(mode, "we") ? real(path, mode) : (errno = ENOSPC, NULL);\n}\n'
          'off_t lseek64(int fd, off_t to, int how)\n{\n'
          '\treturn fd ? syscall(SYS_lseek, fd, to, how) : (errno = EIO, -1);\n}\n')
    must('gcc', '-shared', '-fPIC', 'refuse.c', '-o', 'refuse.so')
    refuse = {'LD_PRELOAD': os.path.abspath('refuse.so'), 'ASAN_OPTIONS': 'verify_asan_link_order=0'}
    write('nowhere.c', '#include <errno.h>\n#include <stdlib.h>\n'
          'char *mkdtemp(char *t)\n{\n\t(void)t;\n\terrno = EACCES;\n\treturn NULL;\n}\n')
    must('gcc', '-shared', '-fPIC', 'nowhere.c', '-o', 'nowhere.so')
    nowhere = dict(refuse, LD_PRELOAD=os.path.abspath('nowhere.so'), TMPDIR='/nonexistent')
    cannot = r'/nonexistent/ffp-XXXXXX: error: cannot create, nor elsewhere: Permission denied; ' \
        r'TMPDIR may name a directory\n$'
    for cc in ('gcc', 'clang'):
        if not CC[cc]:
            continue
        os.makedirs('temp', exist_ok=True)
        elsewhere = {'TMPDIR': '/nonexistent', 'TMP': 'k.c', 'TEMP': os.path.abspath('temp')}
        r = run(FFP_CC, cc, INC, *WAYS.get(cc, CLANG)[0], *[n + '.c' for n in SOURCES], LIBRARY, '-o', 'prog',
                env=elsewhere)
        equal((r.status, run('./prog').out if not r.status else '', os.listdir('temp')), (0, EXPECTED, []),
              cc + ', TMPDIR cannot be used: another place, as compilers look for it', r)
        before = sorted(os.listdir('.'))
        r = run(FFP_CC, cc, INC, '-flto', '-fuse-ld=lld', 'v.c', 's.c', 'u.c', '-o', 'none', env=nowhere)
        ok(r.status == 1 and re.match(cannot, r.err), cc + ', no directory for temporary files', r)
        base = [FFP_CC, cc, INC, '-I.', '-O2', '-flto', '-x', 'c', '-c', '-o', 'none.o', '-']
        r = run('sh', '-c', '"$@" </', 'sh', *base)
        equal((r.status, r.err), (1, '-: error: cannot read: Is a directory\n'),
              cc + ', from a directory', r)
        r = run(*base, stdin=read('k.c'), env=refuse)
        equal((r.status, r.err), (1, 'standard input: error: cannot read: Input/output error\n'),
              cc + ', standard input that cannot be read again', r)
        equal(sorted(os.listdir('.')), before, cc + ', refused: nothing is left')
    if not CC['clang']:
        return
    files = objects(SOURCES, [FFP_CC], 'clang', ['-flto'])
    before = sorted(os.listdir('.'))
    r = run(os.path.join(ASDIR, 'ffp-ld'), '-r', 'c.o', '-o', 'none', env={'FFP_LD': 'ld.lld', **nowhere})
    equal(r.status, 0, 'ffp-ld, no directory for temporary files, and none needed', r)
    os.unlink('none')
    r = run(os.path.join(ASDIR, 'ffp-ld'), 'a.o', '-o', 'none', env={'FFP_LD': 'ld.lld', **nowhere})
    ok(r.status == 1 and re.match(cannot, r.err), 'ffp-ld, no directory for temporary files', r)
    r = run(FFP_CC, 'clang', '-flto', '-fuse-ld=lld', *files, LIBRARY, '-o', 'none',
            '-Wl,--dependency-file=none.d', env=refuse)
    ok(r.status == 1 and r.err.startswith('none.d: error: cannot write: No space left on device\n'),
       'a list of inputs that cannot be written', r)
    equal(sorted(f for f in os.listdir('.') if f != 'none.d'), before, 'ffp-ld, refused: no program is left')


def special():
    """Linked to where no file is to be: the linker writes there, and that is all."""
    cc = 'clang'
    if not CC[cc]:
        return skip('output to a device', 'clang not installed')
    files = objects(SOURCES, [FFP_CC], cc, ['-flto'])
    try:
        os.mknod('node', 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        write('node', b'')
    except OSError as e:
        return skip('output to a device', 'cannot make one here: %s' % e.strerror)
    os.symlink('node', 'link')
    for fuse, output in combinations(('lld', 'bfd', 'gold', 'mold'), ('node', 'link')):
        if not shutil.which('ld.' + fuse):
            skip('output to a device, ' + fuse, 'not installed')
            continue
        r = run(FFP_CC, cc, '-flto', '-fuse-ld=' + fuse, *files, LIBRARY, '-o', output)
        equal((r.status, r.err), (0, ''), '%s, to a %s: linked' % (fuse, output))
        ok(os.path.islink('link') and not os.path.islink('node') and
           stat.S_ISCHR(os.stat('node').st_mode), '%s, to a %s: it is still there' % (fuse, output),
           must('ls', '-l').out)


def machines():
    """GCC for other machines: a static default stays the key's, and its site is direct."""
    for arch in ('aarch64', 'riscv64', 's390x'):
        cc, qemu = shutil.which(arch + '-linux-gnu-gcc'), shutil.which('qemu-' + arch)
        if not cc or not qemu:
            skip(arch, 'no compiler or no emulator')
            continue
        for launcher in ([FFP_CC], []):
            for name in ('program', 'sites'):
                must(FFP_CC, cc, INC, '-O2', '-flto', '-c', os.path.join(SRC, name + '.c'),
                     '-o', name + '.o')
            what = '%s, %s' % (arch, 'linked by ffp-cc' if launcher else 'linked without')
            must(*launcher, cc, '-O2', '-flto', 'program.o', 'sites.o', '-o', 'prog')
            out = run(qemu, '-L', '/usr/%s-linux-gnu' % arch, 'prog').out
            equal(out.split(': ')[-1], '21 30 50 7, 201 300 500 7, 3 4 5 60 0\n', what + ': runs')
            strict = ffp('verify', '--strict', 'prog')
            equal(strict.status, 0 if launcher else 1, what + ': every call collected, or told', strict)
            found = [line.split()[2] for line in re_lines(ffp('list', 'prog').out)
                     if line.split()[1] != '-']
            # The static key is its own file's, which is compiled as without; and so the
            # optimiser's object does not define the exported key without a default.
            equal((len(found) >= 13, set(found)),
                  (True, {'direct', 'nothing', 'entry'} if launcher else {'missed', 'direct'}),
                  what + ': what the calls are', ffp('list', 'prog'))
        # Without ffp-cc, and with a public function of the default's name elsewhere.
        for part in ('balanced', 'none'):
            for name in ('s', 'u'):
                must(cc, INC, '-O2', '-flto', '-c', name + '.c', '-o', name + '.o')
            must(cc, '-O2', '-c', 'v.c', '-o', 'v.o')
            must(cc, '-O2', '-flto', '-flto-partition=' + part, 's.o', 'u.o', 'v.o', '-o', 'prog')
            equal(run(qemu, '-L', '/usr/%s-linux-gnu' % arch, 'prog').out, '11 100\n',
                  '%s, without ffp-cc, partitions %s: the static default is the key\'s' % (arch, part))


with Scratch():
    for path, text in FILES.items():
        write(path, text)
    programs()
    without()
    pipes()
    long()
    refused()
    guarded()
    linker()
    archives()
    damaged()
    refusals()
    special()
    machines()
done()
