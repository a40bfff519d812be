# SPDX-License-Identifier: MIT
"""ffp-cc before a compiler, and the assembler that GCC runs."""
import re
import signal
import time

from lib import *

EXPECTED = '21 30 50 7, 201 300 500 7, 3 4 5 60 0, 13 sites\n'
INC = ['-I' + INCLUDE, '-I' + SRC]
LIBRARY = os.environ['FFP_LIBRARY']
PAIR = [os.path.join(SRC, name) for name in ('sites.c', 'main.c')]


def ffp_cc(*args, **kw):
    return run(FFP_CC, *args, **kw)


def collected(*objects):
    """Numbers of sites in the tables; None if one is left that is not in any."""
    if ffp('verify', '--strict', *objects).status:
        return None
    return [len(Elf(o).sites()) for o in objects]


def clean():
    for name in os.listdir('.'):
        if os.path.isfile(name) or os.path.islink(name):
            os.unlink(name)


def compiles(name, *cc):
    """What a build does with a compiler."""
    clean()
    r = ffp_cc(*cc, *INC, '-O2', '-c', *PAIR)
    equal((r.status, collected('sites.o', 'main.o')), (0, [12, 1]), name + ': -c of several sources', r)
    r = run(*cc, 'sites.o', 'main.o', '-o', 'prog')
    equal(run('./prog').out, EXPECTED, name + ': the program runs', r)

    clean()
    os.mkdir('a dir')
    r = ffp_cc(*cc, *INC, '-O2', '-MD', '-MF', 'a dir/dep file.d', '-c', PAIR[0], '-o', 'a dir/an object.o')
    equal((r.status, collected('a dir/an object.o')), (0, [12]), name + ': -o with spaces', r)
    ok('sites.c' in read('a dir/dep file.d').decode(), name + ': -MD -MF')
    shutil.rmtree('a dir')
    r = ffp_cc(*cc, *INC, '-O2', '-c', PAIR[0], '-oother.o')
    equal((r.status, collected('other.o')), (0, [12]), name + ': -oFILE', r)

    write('args', '-O2 %s\n-c "%s"\n-o \'from file.o\'' % (' '.join(INC), PAIR[0]))
    r = ffp_cc(*cc, '@args')
    equal((r.status, collected('from file.o')), (0, [12]), name + ': @FILE', r)

    r = ffp_cc(*cc, *INC, '-O2', '-x', 'c', '-', '-c', '-o', 'stdin.o', stdin=read(PAIR[0]))
    equal((r.status, collected('stdin.o')), (0, [12]), name + ': from standard input', r)

    r = ffp_cc(*cc, *INC, '-O2', '-x', 'c', '-c', '-', stdin=read(PAIR[0]))
    equal((r.status, collected('./-.o')), (0, [12]), name + ': without -o', r)
    shutil.copy(PAIR[0], 'odd name')
    r = ffp_cc(*cc, *INC, '-O2', '-xc', '-c', 'odd name')
    equal((r.status, collected('odd name.o')), (0, [12]), name + ': a source without a suffix', r)
    must(*cc, *INC, '-O2', '-c', PAIR[0], '-o', 'old.o')
    write('old.c', '')
    before = read('old.o')
    r = ffp_cc(*cc, *INC, '-O2', '-include', 'old.c', '-c', PAIR[1])
    ok(collected('main.o') == [1] and read('old.o') == before,
       name + ': an argument of an option is no source', r)

    clean()
    r = ffp_cc(*cc, *INC, '-O2', '-S', PAIR[0])
    ok(r.status == 0 and os.listdir('.') == ['sites.s'], name + ': -S', r)
    r = ffp_cc(*cc, '-c', 'sites.s')
    equal((r.status, collected('sites.o')), (0, [12]), name + ': from assembly', r)
    r = ffp_cc(*cc, *INC, '-E', PAIR[0])
    plain = run(*cc, *INC, '-E', PAIR[0])
    ok(r.out == plain.out and r.out, name + ': -E')
    equal(ffp_cc(*cc, '--version').out, run(*cc, '--version').out, name + ': --version')

    clean()
    r = ffp_cc(*cc, *INC, '-O2', *PAIR, '-o', 'prog')
    equal((r.status, run('./prog').out), (0, EXPECTED), name + ': compiled and linked in one', r)
    equal(os.listdir('.'), ['prog'], name + ': no other file')
    r = ffp_cc(*cc, *INC, '-O2', '-pipe', *PAIR, '-o', 'prog2')
    equal((r.status, run('./prog2').out if r.status == 0 else ''), (0, EXPECTED), name + ': -pipe', r)
    r = ffp_cc(*cc, *INC, '-O2', '-save-temps', '-c', PAIR[0])
    equal((r.status, collected('sites.o'), os.path.exists('sites.s')), (0, [12], True),
          name + ': -save-temps', r)


def failures(name, *cc):
    clean()
    write('bad.c', 'int f(void) { return }\n')
    r, plain = ffp_cc(*cc, '-c', 'bad.c'), run(*cc, '-c', 'bad.c')
    ok(r.status == plain.status == 1 and r.err == plain.err and r.err,
       name + ': an error of the compiler is passed on', r)
    equal(os.listdir('.'), ['bad.c'], name + ': and nothing is left')
    write('bad.s', '\tcall __ffp_fn.half\n')
    write('good.s', '\tcall __ffp_fn.f.f_def\n')
    r = ffp_cc(*cc, '-c', 'bad.s', 'good.s')
    ok(r.status != 0 and 'error: symbol __ffp_fn.half: not the name of a key' in r.err,
       name + ': an object that cannot be collected fails', r)
    ok(not os.path.exists('bad.o') and (not os.path.exists('good.o') or collected('good.o') == [1]),
       name + ': and no uncollected object is left', os.listdir('.'))
    equal(ffp_cc(*cc, '-c', '/dev/null', '-x', 'c', '-o', '/dev/null').status,
          run(*cc, '-c', '/dev/null', '-x', 'c', '-o', '/dev/null').status,
          name + ': output to a device')


PLAIN = ('key own is a plain key, which no other file can call: declare it with DECLARE_FFP_EXPORT '
         'and define it with DEFINE_FFP_EXPORT')


def plain_keys(name, *cc):
    """A link that fails over a shared library's plain key says which library and which key."""
    if os.environ.get('FFP_LIBRARY_ARGS'):
        return skip(name + ': plain keys of a library', 'libffp is sanitized')
    clean()
    write('own.c', '#include <ffp.h>\nint f(int x);\nint f(int x) { return x; }\nDEFINE_FFP(own, f);\n'
                   'DEFINE_FFP_EXPORT(exported, f);\nDEFINE_FFP(unused, f);\n')
    write('main.c', '#include <ffp.h>\nint f(int x);\nDECLARE_FFP(own, f);\nDECLARE_FFP_EXPORT(exported, f);\n'
                    'int main(void) { return own(1) + exported(2); }\n')
    write('good.c', '#include <ffp.h>\nint f(int x);\nDECLARE_FFP_EXPORT(exported, f);\n'
                    'int main(void) { return exported(0); }\n')
    write('other.c', 'int missing(void);\nint main(void) { return missing(); }\n')
    for compiled in ('main.c', 'good.c', 'other.c'):
        must(FFP_CC, *cc, *INC, '-O2', '-c', compiled)
    must(FFP_CC, *cc, *INC, '-O2', '-fPIC', '-shared', 'own.c', '-o', 'libown.so')
    library = [LIBRARY, '-pthread']
    for words in (['-L.', '-lown'], ['-L', '.', '-l', 'own'], ['./libown.so']):
        r = ffp_cc(*cc, 'main.o', *words, *library, '-o', 'prog')
        ok(r.status == 1 and './libown.so: note: ' + PLAIN in r.err and r.err.count(' note: key ') == 1,
           '%s: a plain key of a library, %s' % (name, ' '.join(words)), r)
    plain = run(*cc, 'other.o', '-L.', '-lown', *library, '-o', 'prog')
    r = ffp_cc(*cc, 'other.o', '-L.', '-lown', *library, '-o', 'prog')
    ok(r.status == plain.status == 1 and ' note: key ' not in r.err, name + ': another fault', r)
    write('libown.so', read('libown.so')[:5000])
    r = ffp_cc(*cc, 'main.o', '-L.', '-lown', *library, '-o', 'prog')
    ok(r.status == 1 and 'libown.so: error' not in r.err, name + ': what is no library is the linker\'s to tell', r)
    must(FFP_CC, *cc, *INC, '-O2', '-fPIC', '-shared', 'own.c', '-o', 'libown.so')
    r = ffp_cc(*cc, 'good.o', '-L.', '-lown', *library, '-Wl,-rpath,.', '-o', 'prog')
    equal((r.status, r.err, run('./prog').status), (0, '', 0), name + ': an exported key links, in silence', r)


STATIC = ('key k: its default f is a static function, and another file calls the key: '
          'remove the static, or define a DEFINE_FFP_STATIC in each file')


def static_defaults(name, *cc):
    """A link that fails over a default that is static in another file says which file and which key."""
    if os.environ.get('FFP_LIBRARY_ARGS'):
        return skip(name + ': static defaults', 'libffp is sanitized')
    clean()
    for static in ('static ', ''):
        write('k.h', '#include <ffp.h>\n%sint f(int x);\nDECLARE_FFP(k, f);\n' % static)
        write('key.c', '#include "k.h"\n%sint f(int x) { return x; }\nDEFINE_FFP(k, f);\n' % static)
        write('main.c', '#include "k.h"\nint main(void) { return k(0); }\n')
        for compiled in ('key.c', 'main.c'):
            must(FFP_CC, *cc, *INC, '-O2', '-w', '-c', compiled)
        r = ffp_cc(*cc, 'main.o', 'key.o', LIBRARY, '-pthread', '-o', 'prog')
        if static:
            ok(r.status == 1 and 'key.o: note: ' + STATIC in r.err and r.err.count(' note: key ') == 1,
               name + ': a static default, and a caller in another file', r)
            # The same in archives, thin ones too: of the key, or of both.
            for options, members, words in (('rcs', ['key.o'], ['main.o', 'libkey.a']),
                                            ('rcsT', ['key.o'], ['main.o', 'libkey.a']),
                                            ('rcs', ['key.o'], ['main.o', '-L.', '-lkey']),
                                            ('rcs', ['key.o', 'main.o'], ['none.o', '-L.', '-lkey'])):
                if os.path.exists('libkey.a'):
                    os.unlink('libkey.a')
                must('ar', options, 'libkey.a', *members)
                write('none.c', '')
                must(*cc, '-c', 'none.c')
                r = ffp_cc(*cc, *words, LIBRARY, '-pthread', '-o', 'prog')
                ok(r.status == 1 and 'libkey.a(key.o): note: ' + STATIC in r.err and r.err.count(' note: key ') == 1,
                   '%s: a static default in an archive (%s: %s)' % (name, options, ' '.join(words)), r)
        else:
            equal((r.status, r.err), (0, ''), name + ': a default that is not static links, in silence', r)
    # A key of one file, and a key of its name that nobody defines.
    write('key.c', '#include <ffp.h>\nstatic int f(int x) { return x; }\nDEFINE_FFP_STATIC(k, f);\n'
                   'int other(void);\nint other(void) { return k(1); }\n')
    must(FFP_CC, *cc, *INC, '-O2', '-c', 'key.c')
    r = ffp_cc(*cc, 'main.o', 'key.o', LIBRARY, '-pthread', '-o', 'prog')
    ok(r.status == 1 and ' note: key ' not in r.err, name + ': a key of one file is another key', r)


def statuses():
    clean()
    for n in (0, 3, 77):
        write('cc', '#!/bin/sh\nexit %d\n' % n)
        os.chmod('cc', 0o755)
        equal(ffp_cc('./cc', '-c', 'x.c').status, n, 'exit status %d is kept' % n)
    # The parent of a compiler that was killed is to see just that.
    for sig in (signal.SIGTERM, signal.SIGKILL, signal.SIGSEGV):
        write('clang', '#!/bin/sh\nkill -%d $$\n' % sig)
        os.chmod('clang', 0o755)
        equal(ffp_cc('./clang', '-c', 'x.c').status, -sig, 'death by signal %d is kept' % sig)
    r = ffp_cc('./no-such-clang', '-c', 'x.c')
    ok(r.status == 127 and says(r.err, 'cannot run: …'), 'a compiler that is not there', r)
    write('clang', 'no program')
    os.chmod('clang', 0o644)
    equal(ffp_cc('./clang', '-c', 'x.c').status, 126, 'a compiler that cannot be run')
    equal(ffp_cc().status, 2, 'no compiler: usage')
    equal(ffp_cc('-c', 'x.c').status, 2, 'an option for a compiler: usage')


def signals():
    """What ends a build ends the compiler, and no temporary file is left."""
    clean()
    os.mkdir('temp')
    # It takes up a temporary directory, and then its time.
    write('clang', '#!/bin/sh\nls temp >seen\necho $$ >running\nexec sleep 600\n')
    os.chmod('clang', 0o755)
    write('x.c', '')
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        # Who started this may ignore it, as shells do for jobs in the background.
        signal.signal(sig, signal.SIG_DFL)
        for whom in ('the process group', 'ffp-cc alone', 'the compiler alone'):
            if os.path.exists('running'):
                os.unlink('running')
            p = subprocess.Popen([FFP_CC, './clang', 'x.c', '-o', 'prog'], start_new_session=True,
                                 env=dict(os.environ, TMPDIR='temp'))
            while not os.path.exists('running') or not read('running').endswith(b'\n'):
                time.sleep(0.01)
            child = int(read('running'))
            if whom == 'the process group':
                os.killpg(p.pid, sig)
            else:
                os.kill(p.pid if whom == 'ffp-cc alone' else child, sig)
            name = 'signal %d to %s' % (sig, whom)
            equal(p.wait(), -sig, name + ': the exit status')
            equal((read('seen') != b'', os.listdir('temp')), (True, []), name + ': nothing is left')
            ok(not os.path.exists('/proc/%d' % child), name + ': the compiler is gone')
    # Whoever is killed leaves what he has made, but no compiler that goes on.
    os.unlink('running')
    ours, theirs = os.pipe()
    p = subprocess.Popen([FFP_CC, './clang', 'x.c', '-o', 'prog'], start_new_session=True, pass_fds=[theirs],
                         env=dict(os.environ, TMPDIR='temp'))
    os.close(theirs)
    while not os.path.exists('running'):
        time.sleep(0.01)
    p.kill()
    # All who could write there are gone.
    equal((os.read(ours, 1), p.wait()), (b'', -signal.SIGKILL), 'ffp-cc is killed: the compiler is gone')
    os.close(ours)
    for left in os.listdir('temp'):
        shutil.rmtree(os.path.join('temp', left))
    # Ignored by who started us, as by nohup: by all.
    os.unlink('running')
    write('clang', '#!/bin/sh\necho $$ >running\nuntil [ -e go ]; do sleep 0.01; done\nexit 3\n')
    p = subprocess.Popen(['sh', '-c', 'trap "" HUP; exec "$@"', 'sh', FFP_CC, './clang', 'x.c', '-o', 'prog'],
                         start_new_session=True, env=dict(os.environ, TMPDIR='temp'))
    while not os.path.exists('running'):
        time.sleep(0.01)
    os.killpg(p.pid, signal.SIGHUP)
    write('go', '')
    equal((p.wait(), os.listdir('temp')), (3, []), 'an ignored signal')
    os.rmdir('temp')


def names():
    """Compilers by other names, and launchers before them."""
    clean()
    for real, alias in (('gcc', 'cc'), ('clang', 'cc'), ('gcc', 'x86_64-linux-gnu-gcc-12'),
                        ('clang', 'my-compiler'), ('gcc', 'my-compiler')):
        if not CC[real]:
            skip('%s as %s' % (real, alias), 'not installed')
            continue
        clean()
        write(alias, '#!/bin/sh\nexec %s "$@"\n' % CC[real])
        os.chmod(alias, 0o755)
        r = ffp_cc('./' + alias, *INC, '-O2', '-c', PAIR[0])
        equal((r.status, collected('sites.o')), (0, [12]), '%s as %s' % (real, alias), r)
        os.unlink(alias)
        os.symlink(CC[real], alias)
        if real == 'clang' and alias == 'my-compiler':
            continue
        os.unlink('sites.o')
        r = ffp_cc('./' + alias, *INC, '-O2', '-c', PAIR[0])
        equal((r.status, collected('sites.o')), (0, [12]), '%s, linked as %s' % (real, alias), r)
    # A source that is called as a compiler is.
    clean()
    write('clang.c', '')
    write('other', '#!/bin/sh\necho "$@" >ran\n')
    os.chmod('other', 0o755)
    r = ffp_cc('./other', 'clang.c', 'main.c')
    equal((r.status, read('ran')), (0, b'clang.c main.c\n'), 'a source that is called clang.c', r)
    # A launcher that has the compiler run where our assembler is not.
    clean()
    write('launcher', '#!/bin/sh\nfor a; do shift; case $a in -B*) ;; *) set -- "$@" "$a";; esac; done\n'
          'exec "$@"\n')
    os.chmod('launcher', 0o755)
    r = ffp_cc('./launcher', CC['gcc'], *INC, '-O2', '-c', PAIR[0])
    equal((r.status, collected('sites.o')), (0, [12]), 'a launcher that drops our assembler', r)


FAKE = ('#!/bin/sh\nprintf "%s\\n" "$@" END >>ran\nfor a; do [ "$last" = -o ] && : >"$a"; last=$a; done\n')


def commands():
    """The commands that a compiler was given, which FAKE stands for."""
    words, all_of_them = read('ran').decode().split('\n')[:-1], []
    while words:
        end = words.index('END')
        all_of_them.append(words[:end])
        words = words[end + 1:]
    os.unlink('ran')
    return all_of_them


def arguments():
    """An option's argument is no source, and goes with its option."""
    clean()
    write('clang', FAKE)
    os.chmod('clang', 0o755)
    options = {'--define-macro', '--for-linker', '--force-link', '--include-directory', '--imacros', '--prefix',
               '--library-directory', '--undefine-macro', '-rpath', '-include', '-imacros', '-MF', '-T', '-Ttext'}
    for cc in ('clang-14', 'clang-19'):
        if shutil.which(cc):
            options |= set(re.findall(r'^  (--?[A-Za-z][^ ,=<]*) <', run(cc, '--help-hidden').out, re.M))
    ok(len(options) > 12, '%d options have an argument' % len(options))
    wrong = []
    for option in sorted(options - {'-o', '-x'}):
        r = ffp_cc('./clang', option, 'value.c', 'one.c', 'two.o', '-o', 'prog')
        all_of_them = commands()
        together = all(option not in words or words[words.index(option) + 1] == 'value.c' for words in all_of_them)
        if (r.status, len(all_of_them), together) != (0, 2, True) or option not in all_of_them[1]:
            wrong.append((option, all_of_them))
    equal(wrong, [], 'each of them keeps it')
    # The other names of short options.
    for long, short in (('--compile', '-c'), ('--output=prog', '-oprog'), ('--output', '-o'), ('--assemble', '-S'),
                        ('--preprocess', '-E'), ('--dependencies', '-M'), ('--user-dependencies', '-MM')):
        ran = []
        for option in (long, short):
            ffp_cc('./clang', option, 'one.c', 'two.c')
            ran.append([[{long: short}.get(w, w) for w in words if not w.startswith('/')] for words in commands()])
        equal(ran[0], ran[1], '%s is %s' % (long, short))
    for words in (['--language=c'], ['--language', 'c'], ['-xc'], ['-x', 'c']):
        ffp_cc('./clang', *words, 'one.odd', '-o', 'prog')
        all_of_them = commands()
        all_of_them += [[]] * (2 - len(all_of_them))
        equal((len(all_of_them), all_of_them[0][-4:-1], [w for w in all_of_them[1] if w in words]),
              (2, ['-x', 'c', 'one.odd'], []), ' '.join(words))


def kinds(name, cc):
    """Sources by every suffix, and commands that make something else than objects."""
    for suffix in ('cc', 'CC', 'cpp', 'CPP', 'cxx', 'CXX', 'c++', 'C++', 'C', 'cp', 'M', 'mm', 'ii'):
        clean()
        write('x.' + suffix, 'int f(int) __asm__("__ffp_fn.f.d"); int g(int); int g(int x) { return f(x) + 1; }\n')
        plain = run(cc, '-c', 'x.' + suffix)
        if not os.path.exists('x.o') or plain.status:
            skip('%s: x.%s' % (name, suffix), 'no source for this compiler')
            continue
        for how in (['-c'], ['-r', '-nostdlib', '-o', 'x.o']):
            os.unlink('x.o')
            r = ffp_cc(cc, *how, 'x.' + suffix)
            equal((r.status, collected('x.o')), (0, [1]), '%s: x.%s, %s' % (name, suffix, how[0]), r)
    for flags in ([], ['-flto']):
        what = ' '.join([name, *flags])
        for words in (['x.h'], ['-x', 'c++-header', 'x.h'], ['-x', 'c++-header', 'odd']):
            clean()
            write(words[-1], 'int x;\n')
            r = ffp_cc(cc, *flags, *words, '-o', 'x.pch')
            ok(r.status == 0 and os.path.exists('x.pch') and read('x.pch')[:4] != b'\x7fELF',
               what + ': a precompiled header, ' + ' '.join(words), r)
        clean()
        write('x.cc', 'int main() { return 0; }\n')
        r = ffp_cc(cc, *flags, '--compile', 'x.cc', '--output', 'y.o')
        equal((r.status, sorted(os.listdir('.'))), (0, ['x.cc', 'y.o']), what + ': --compile', r)
    if name == 'clang++-19':
        clean()
        write('q.cppm', 'export module q; export int f() { return 7; }\n')
        write('m.cc', 'import q; int main() { return f(); }\n')
        for words in (['-x', 'c++-module'], []):
            if os.path.exists('q.pcm'):
                os.unlink('q.pcm')
            r = ffp_cc(cc, '-std=c++20', *words, '--precompile', 'q.cppm', '-o', 'q.pcm')
            ok(r.status == 0 and os.path.exists('q.pcm'), ' '.join([name, *words, '--precompile']), r)
        for words in (['q.cppm'], ['q.pcm']):
            r = ffp_cc(cc, '-std=c++20', '-fmodule-file=q=q.pcm', 'm.cc', *words, '-o', 'prog')
            equal((r.status, run('./prog').status), (0, 7), name + ': a module, ' + ' '.join(words), r)


def dependencies():
    """-MD of a command that is carried out as several: the list is the one that one command makes."""
    clean()
    write('x.h', '')
    write('x.c', '#include "x.h"\nint main(void) { return 0; }\n')
    for cc in ('gcc', 'clang'):
        if not CC[cc]:
            continue
        for words in (['-flto', '-MMD'], ['-flto', '-MMD', '-MF', 'list'], ['-flto', '-MMD', '-MT', 'name'],
                      ['-flto', '-MMD', '-MF', 'list', '-MQ', 'name'], ['-flto', '--write-user-dependencies'],
                      ['-Wp,-MMD,list']):
            made = []
            for launcher in ([], [FFP_CC]):
                os.mkdir('out')
                r = run(*launcher, cc, '-O2', *[w.replace('list', 'out/list') for w in words], 'x.c', '-o',
                        'out/a.prog')
                made.append((r.status, [(n, read('out/' + n).decode().split()) for n in sorted(os.listdir('out'))
                                        if n != 'a.prog']))
                shutil.rmtree('out')
            ok(made[0] == made[1] and len(made[0][1]) == 1, '%s %s' % (cc, ' '.join(words)), made)


def long_names():
    """Names as long as the file system has them."""
    for cc in ('gcc', 'clang'):
        if not CC[cc]:
            continue
        clean()
        for n in (240, 253):
            long = 'x' * n
            shutil.copy(PAIR[0], long + '.c')
            r = ffp_cc(cc, *INC, '-O2', '-c', long + '.c')
            equal((r.status, collected(long + '.o')), (0, [12]), '%s: a name of %d' % (cc, n + 2), r)
            write(long + '.c', 'int main(void) { return 7; }\n')
            for flags in ([], ['-flto']):
                r = ffp_cc(cc, *flags, long + '.c', '-o', long)
                equal((r.status, r.status or run('./' + long).status), (0, 7),
                      ' '.join([cc, *flags]) + ': a source and a program of such a name', r)


def told():
    """The assembler that GCC would run without us."""
    clean()
    os.mkdir('as dir')
    os.mkdir("it's")
    os.mkdir('none')
    for at in ('as dir/as', "it's/as", 'as dir/prefix-as'):
        write(at, '#!/bin/sh\necho "$0" >ran\nexec as "$@"\n')
        os.chmod(at, 0o755)
    for words, path in ((['-Bas dir'], ''), (['-Bas dir/'], ''), (['-B', "it's/"], ''), (['-Bas dir/prefix-'], ''),
                        (['-Bnone', '-B', "it's", '-Bas dir/'], ''), ([], 'none:as dir'), (['-Bnone/'], "it's:as dir"),
                        (["-Bit's/"], 'as dir')):
        ran = []
        for launcher in ([], [FFP_CC]):
            if os.path.exists('ran'):
                os.unlink('ran')
            r = run(*launcher, CC['gcc'], *words, *INC, '-O2', '-c', PAIR[0],
                    env={'COMPILER_PATH': path} if path else None)
            ran.append((r.status, os.path.normpath(read('ran').decode().strip()) if os.path.exists('ran') else None))
        ok(ran[0] == ran[1] and ran[0][1], '%s, COMPILER_PATH=%s: its assembler' % (' '.join(words), path), ran)
        equal(collected('sites.o'), [12], '%s, COMPILER_PATH=%s: and collected' % (' '.join(words), path))
    # Two of us, one of another version: neither runs the other.
    for n in ('one', 'two'):
        os.makedirs(n + '/bin')
        os.makedirs(n + '/as')
        shutil.copy(TOOL, n + '/bin/ffp')
        os.symlink('../bin/ffp', n + '/as/as')
    r = run('timeout', '20', CC['gcc'], '-Bone/as/', '-Btwo/as/', *INC, '-O2', '-c', PAIR[0])
    equal((r.status, collected('sites.o')), (0, [12]), 'two of us', r)
    for n in ('as dir', "it's", 'none', 'one', 'two'):
        shutil.rmtree(n)


def masked():
    """A compiler's name that is a link to ccache, as /usr/lib/ccache has them."""
    if not shutil.which('ccache'):
        return skip('a link to ccache', 'not installed')
    for cc in ('gcc', 'cc'):
        if not shutil.which(cc):
            continue
        clean()
        os.mkdir('links')
        os.symlink(shutil.which('ccache'), 'links/' + cc)
        write('w.c', '#include <unistd.h>\nint w(void); int w(void) { return (int)write(1, "x", 1) + 1; }\n')
        env = {'CCACHE_DIR': os.path.abspath('cache'), 'PATH': os.path.abspath('links') + ':' + os.environ['PATH']}
        found = []
        for word in ([], ['--ffp-symbol=write'], ['--ffp-symbol=puts'], ['--ffp-symbol=write']):
            must(FFP_CC, cc, *word, '-O2', '-fno-ipa-ra', '-c', 'w.c', env=env)
            found.append(len(Elf('w.o').sites()))
        equal(found, [0, 1, 0, 1], cc + ' is a link to ccache: no object of other names comes from the cache')
        stats = must('ccache', '-s', env=env).out
        ok(re.search(r'Hits: +2 /', stats), cc + ' is a link to ccache: it hits', stats)
        shutil.rmtree('links')
        shutil.rmtree('cache')


def ccache():
    if not shutil.which('ccache'):
        return skip('ccache', 'not installed')
    for cc in ('gcc', 'clang'):
        if not CC[cc]:
            continue
        clean()
        os.mkdir('cache')
        env = {'CCACHE_DIR': os.path.abspath('cache')}
        for again in ('first', 'second'):
            r = ffp_cc('ccache', CC[cc], *INC, '-O2', '-c', PAIR[0], env=env)
            equal((r.status, collected('sites.o')), (0, [12]), 'ccache %s, %s time' % (cc, again), r)
            os.unlink('sites.o')
        stats = must('ccache', '-s', env=env).out
        ok('Hits' in stats and ' 1 /' in stats, 'ccache %s: the second time is a hit' % cc, stats)
        shutil.rmtree('cache')
    # ccache before us knows what a file of names contains if it is told so.
    clean()
    env = {'CCACHE_DIR': os.path.abspath('cache'), 'CCACHE_EXTRAFILES': os.path.abspath('names')}
    write('w.c', '#include <unistd.h>\nint w(void); int w(void) { return (int)write(1, "x", 1) + 1; }\n')
    found = []
    for names in ('write', '#', 'write', 'write'):
        write('names', names)
        must('ccache', FFP_CC, CC['gcc'], '-O2', '--ffp-symbols=names', '-c', 'w.c', env=env)
        found.append(len(Elf('w.o').sites()))
    equal(found, [1, 0, 1, 1], 'ccache ffp-cc gcc: CCACHE_EXTRAFILES')
    shutil.rmtree('cache')
    # What an older version of us would have left in the cache: the marks of its assembler.
    clean()
    os.mkdir('old')
    write('old/as', '#!/bin/sh\nexec as "$@" --defsym old=1\n')
    os.chmod('old/as', 0o755)
    r = ffp_cc('ccache', CC['gcc'], *INC, '-O2', '-c', PAIR[0],
               env={'CCACHE_DIR': os.path.abspath('cache'), 'FFP_ASDIR': os.path.abspath('old')})
    equal((r.status, collected('sites.o'), [s for s in Elf('sites.o').symbols if s.name == 'old']),
          (0, [12], []), 'ccache gcc: what it keeps is the compiler\'s alone', r)
    shutil.rmtree('old')
    shutil.rmtree('cache')
    # By -B alone the directory is the version's, since ccache looks at its name only.
    versions = [n for n in os.listdir(ASDIR) if re.fullmatch(r'\d+\.\d+\.\d+-[0-9a-f]{8}', n)]
    equal(len(versions), 1, 'a directory of this version\'s assembler', os.listdir(ASDIR))
    r = run(CC['gcc'], '-B%s/%s/' % (ASDIR, versions[0]), *INC, '-O2', '-c', PAIR[0])
    equal((r.status, collected('sites.o')), (0, [12]), 'gcc -B by that directory', r)


def make():
    if not shutil.which('make'):
        return skip('make -j', 'not installed')
    for cc in ('gcc', 'clang'):
        if not CC[cc]:
            continue
        clean()
        sources = 12
        for i in range(sources):
            write('f%d.c' % i, '#include "keys.h"\nKEY(int, f, (int), f_def);\nint g%d(int);\n'
                  'int g%d(int x) { return f(x) + f(x + 1) + 1; }\n' % (i, i))
        write('Makefile', 'CFLAGS = -O2 %s\nall: %s\n' %
              (' '.join(INC), ' '.join('f%d.o' % i for i in range(sources))))
        r = run('make', '-j4', 'CC=%s %s' % (FFP_CC, cc))
        equal((r.status, collected(*['f%d.o' % i for i in range(sources)])), (0, [2] * sources),
              'make -j, %s' % cc, r)


def assembler():
    """The as personality itself."""
    clean()
    ours = os.path.join(ASDIR, 'as')
    write('x.s', '\t.globl x\nx:\tcall __ffp_fn.f.f_def\n\tret\n')
    equal((run(ours, 'x.s').status, collected('a.out')), (0, [1]), 'as: a.out')
    equal((run(ours, 'x.s', '-o', 'x.o').status, collected('x.o')), (0, [1]), 'as: -o')
    equal((run(ours, '-oy.o', stdin=read('x.s')).status, collected('y.o')), (0, [1]),
          'as: standard input')
    equal((run(ours, '-o', 'z.o', '--', '-', stdin=read('x.s')).status, collected('z.o')), (0, [1]),
          'as: a dash')
    write('args', '-o from.o x.s')
    equal((run(ours, '@args').status, collected('from.o')), (0, [1]), 'as: @FILE')
    equal(run(ours, '--version').out, run('as', '--version').out, 'as: --version')
    r = run(ours, 'missing.s', '-o', 'x.o')
    equal(r.status, run('as', 'missing.s', '-o', 'x.o').status, 'as: the status of a failure', r)
    write('real', '#!/bin/sh\necho "$0 $*" >ran\nexec as "$@"\n')
    os.chmod('real', 0o755)
    run(ours, 'x.s', '-o', 'x.o', env={'FFP_AS': os.path.abspath('real')})
    equal(read('ran').decode(), os.path.abspath('real') + ' x.s -o x.o\n', 'as: FFP_AS')
    r = run('timeout', '20', ours, 'x.s', '-o', 'x.o', env={'FFP_AS': ours})
    equal((r.status, collected('x.o')), (0, [1]), 'as: FFP_AS is ours', r)
    # A cross compiler's own, by the name of the driver.
    os.mkdir('bin')
    os.rename('real', 'bin/some-target-as')
    os.unlink('ran')
    path = os.path.abspath('bin') + ':' + os.environ['PATH']
    for driver in ('some-target-gcc', 'some-target-g++-12.2', '/opt/no-such/some-target-gcc'):
        run(ours, 'x.s', '-o', 'x.o', env={'COLLECT_GCC': driver, 'PATH': path})
        ok(os.path.exists('ran'), 'as: %s has its own assembler' % driver)
        if os.path.exists('ran'):
            os.unlink('ran')
    run(ours, 'x.s', '-o', 'x.o', env={'COLLECT_GCC': os.path.abspath('bin/some-target-gcc')})
    ok(os.path.exists('ran'), 'as: beside the driver')
    shutil.rmtree('bin')
    # Not itself, though it comes first.
    equal((run(ours, 'x.s', '-o', 'w.o', env={'PATH': ASDIR + ':' + os.environ['PATH']}).status,
           collected('w.o')), (0, [1]), 'as: does not find itself')
    r = run(ours, 'x.s', env={'PATH': '/nonexistent'})
    ok(r.status == 1 and 'no assembler found; FFP_AS may name one' in r.err, 'as: no assembler', r)
    r = run(ours, '--32', 'x.s', '-o', 'x32.o')
    equal((r.status, r.err), (0, ''), 'as: another machine is left alone')
    r = run(CC['gcc'], '-B' + ASDIR + '/', *INC, '-O2', '-c', PAIR[0], '-o', 'b.o')
    equal((r.status, collected('b.o')), (0, [12]), 'gcc -B')


def elsewhere():
    """Installed: found from its own place, through symbolic links; or where FFP_ASDIR says."""
    clean()
    os.makedirs('in st/bin')
    os.makedirs('in st/libexec/ffp')
    shutil.copy(TOOL, 'in st/bin/ffp')
    os.symlink('ffp', 'in st/bin/ffp-cc')
    os.symlink('../../bin/ffp', 'in st/libexec/ffp/as')
    os.symlink('in st/bin/ffp-cc', 'ffp-cc')
    r = run('./ffp-cc', CC['gcc'], *INC, '-O2', '-c', PAIR[0])
    equal((r.status, collected('sites.o')), (0, [12]), 'installed, and linked from elsewhere', r)
    os.makedirs('as dir')
    os.rename('in st/libexec/ffp/as', 'as dir/as')
    os.unlink('as dir/as')
    os.symlink('../in st/bin/ffp', 'as dir/as')
    os.unlink('sites.o')
    r = run('./ffp-cc', CC['gcc'], *INC, '-O2', '-c', PAIR[0],
            env={'FFP_ASDIR': os.path.abspath('as dir')})
    equal((r.status, collected('sites.o')), (0, [12]), 'FFP_ASDIR', r)
    os.unlink('sites.o')
    os.unlink('as dir/as')
    r = run('./ffp-cc', CC['gcc'], *INC, '-O2', '-c', PAIR[0],
            env={'FFP_ASDIR': os.path.abspath('as dir')})
    equal((r.status, r.err, os.path.exists('sites.o')),
          (1, 'ffp-cc: error: no directory with the assembler of ffp; FFP_ASDIR may name it\n', False),
          'FFP_ASDIR without an as: nothing is compiled', r)
    shutil.rmtree('in st')
    shutil.rmtree('as dir')


def clang():
    if not CC['clang']:
        return skip('clang', 'not installed')
    clean()
    r = ffp_cc('clang', *INC, '-O2', '-flto', '-c', PAIR[0])
    ok(r.status == 0 and read('sites.o')[:2] == b'BC', 'clang -flto: bitcode is left alone', r)
    r = ffp_cc('clang', *INC, '-O2', '-emit-llvm', '-c', PAIR[0])
    ok(r.status == 0 and read('sites.bc')[:2] == b'BC', 'clang -emit-llvm', r)
    os.unlink('sites.bc')
    r = ffp_cc('clang', *INC, '-O2', '-fsyntax-only', PAIR[0])
    equal((r.status, r.err), (0, ''), 'clang -fsyntax-only')
    must(CC['clang'], *INC, '-O2', '-c', PAIR[0], '-o', 'sites.o')
    before = read('sites.o')
    r = ffp_cc('clang', *INC, '-O2', '-c', '-###', PAIR[0])
    ok(read('sites.o') == before, 'clang -###: an old object is not ours to collect')
    r = ffp_cc('clang', 'sites.o', '-c')
    ok(read('sites.o') == before, 'clang: an object is no source')
    # In one command: what it makes beside the program is named as ever.
    for option, made in (('-MD', ['prog.d']), ('-save-temps', [n + e for n in ('main', 'sites')
                                                                for e in ('.bc', '.i', '.o', '.s')])):
        clean()
        r = ffp_cc('clang', *INC, '-O2', option, *PAIR, '-o', 'prog')
        equal((r.status, run('./prog').out, sorted(os.listdir('.'))), (0, EXPECTED, sorted(made + ['prog'])),
              'clang, compiled and linked in one, ' + option, r)
    clean()
    write('e.c', 'int e;\n')
    r = ffp_cc('clang', '-cc1', '-emit-obj', 'e.c', '-o', 'e.o')
    ok(r.status == 0 and os.path.exists('e.o'), 'clang -cc1 is passed on', r)


with Scratch():
    for cc in ('gcc', 'clang'):
        if CC[cc]:
            compiles(cc, cc)
            failures(cc, cc)
            plain_keys(cc, cc)
            static_defaults(cc, cc)
        else:
            skip(cc, 'not installed')
    for cc in ('g++', 'clang++', 'clang++-19'):
        if shutil.which(cc):
            kinds(cc, cc)
        else:
            skip(cc, 'not installed')
    for test in (statuses, signals, names, arguments, dependencies, long_names, told, masked, ccache, make, assembler,
                 elsewhere, clang):
        test()
done()
