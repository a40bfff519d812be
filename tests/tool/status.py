# SPDX-License-Identifier: MIT
"""`ffp status`: a running process, looked at from outside."""
import json
import re
import signal

from lib import *

LIBRARY = [os.environ['FFP_LIBRARY'], '-pthread', *os.environ['FFP_LIBRARY_ARGS'].split()]
CFLAGS = ['-I' + INCLUDE, '-I' + SRC, '-O2']
RUNNING = os.path.join(SRC, 'running.c')


class Process:
    """A program that has printed "ready"; it ends with its input."""

    def __init__(self, *args, env=None, preexec=None):
        self.p = subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  env=dict(os.environ, **(env or {})), preexec_fn=preexec)
        self.pid = str(self.p.pid)
        self.ready = self.p.stdout.readline() == b'ready\n'

    def __enter__(self):
        ok(self.ready, 'the program runs')
        return self

    def __exit__(self, *exc):
        self.p.stdin.close()
        self.p.wait()
        self.p.stdout.close()


def other():
    """Become another user, without privileges."""
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


def status(pid, *keys):
    r = ffp('status', '--json', pid, *keys)
    try:
        return json.loads(r.out)
    except ValueError:
        ok(False, 'status --json: is JSON', r)
        raise


def key(s, name):
    return next(k for k in s['keys'] if k['name'] == name)


def build(name, *flags, cc='gcc', source=RUNNING, launcher=(FFP_CC,)):
    must(*launcher, CC.get(cc, cc), *CFLAGS, *flags, source, '-o', name, *LIBRARY)


def states(k):
    return {n: k[n] for n in ('direct', 'inlined', 'unreachable', 'unaimed', 'foreign', 'behind')
            if k[n]}


def target(k):
    return k['target'] and k['target']['function']


def check(s, name, symbols=True, file=None, direct=True):
    """What running.c has done, whichever way it was built."""
    equal({k['name']: k['form'] for k in s['keys']},
          {'crc': 'call', 'single': 'call', 'value': 'constant', 'left': 'call', 'hook': 'nothing',
           'trace': 'call'}, name + ': what each key does')
    equal(key(s, 'value')['value'], 42, name + ': a constant')
    equal([k['name'] for k in s['keys'] if k['changed']], ['crc', 'single', 'trace', 'value'],
          name + ': which are changed')
    # The candidates name the target where no symbol does.
    equal(target(key(s, 'crc')), 'fast', name + ': the target of a key with candidates')
    if symbols:
        equal([target(key(s, k)) for k in ('single', 'trace', 'left')], ['seven', 'note', 'same'],
              name + ': targets')
        equal([k['default'] and k['default']['function'] for k in s['keys']],
              ['slow', None, 'same', 'same', None, 'same'], name + ': defaults')
    else:
        t = key(s, 'single')['target']
        ok(t['function'] is None and t['offset'] > 0, name + ': a target without a name', t)
    equal([(c['name'], c['rank'], c['state']) for c in key(s, 'crc')['candidates']],
          [('wide', 20, 'unusable'), ('fast', 10, 'chosen')], name + ': candidates')
    if file:
        equal({t['file'] for k in s['keys'] for t in (k['target'], k['default']) if t}, {file},
              name + ': files')
    if direct:
        equal({k['name']: states(k) for k in s['keys']},
              {'crc': {'direct': 1}, 'hook': {'direct': 1}, 'trace': {'direct': 1},
               'left': {'direct': 1}, 'value': {'direct': 1}, 'single': {'direct': 1, 'inlined': 1}},
              name + ': sites')


def forms():
    for cc in [c for c in ('gcc', 'clang') if CC[c]]:
        build('prog', cc=cc)
        path = os.path.realpath('prog')
        with Process('./prog') as p:
            s = status(p.pid)
            equal((s['pid'], s['changing'], len(s['modules'])), (int(p.pid), False, 1), cc + ': header')
            m = s['modules'][0]
            equal((m['file'], m['library'], m['phase'], m['nkeys'], m['nsites'], m['error']),
                  (path, path, 'started', 6, 7, None), cc + ': the module')
            check(s, cc, file=path)
            ok(all(k['sites'] is None for k in s['keys']), cc + ': no sites of keys that are not named')
            s = status(p.pid, 'single', 'hook')
            equal([(k['name'], sorted((x['function'], x['kind'], x['state']) for x in k['sites']))
                   for k in s['keys']],
                  [('hook', [('call_all', 'call', 'direct')]),
                   ('single', [('call_all', 'call', 'inlined'), ('tail_single', 'jump', 'direct')])],
                  cc + ': the sites of named keys')
            r = ffp('status', p.pid)
            equal(r.out.splitlines(), [
                path + ': 6 keys, 7 sites, library inside',
                'crc: key, calls fast, default slow, 1 site: 1 direct',
                '  candidate wide, rank 20: unusable',
                '  candidate fast, rank 10: chosen',
                'hook: key, does nothing, no default, 1 site: 1 direct',
                'left: key, calls same, its default, 1 site: 1 direct',
                'single: key, calls seven, default same, 2 sites: 1 direct, 1 inlined',
                'trace: key, calls note, no default, 1 site: 1 direct',
                'value: key, returns 42, default same, 1 site: 1 direct',
                'library %s: 4 changes, the last one of single, by mprotect' % path,
                '6 keys, 7 sites'], cc + ': for people', r)
            r = ffp('status', p.pid, 'hook')
            ok(re.search(r'^  0x[0-9a-f]+ +call  direct +call_all\+0x', r.out, re.M) and
               r.out.endswith('1 key, 1 site\n'), cc + ': of one key', r)
            r = ffp('status', p.pid, 'hook', 'nokey')
            equal((r.status, r.err), (1, "process %s: error: no key 'nokey'\n" % p.pid),
                  cc + ': no such key', r)
    build('plain', launcher=())
    with Process('./plain') as p:
        s = status(p.pid)
        check(s, 'not collected', direct=False)
        equal({states(k).get('direct') for k in s['keys']}, {None}, 'not collected: no sites')
    build('pointer', '-DFFP_POINTER', launcher=())
    with Process('./pointer') as p:
        s = status(p.pid)
        check(s, 'pointer form', direct=False)
        ok(all(k['pointer'] for k in s['keys']), 'pointer form: is told')
        ok('pointer form\n' in ffp('status', p.pid).out, 'pointer form: for people')
    build('fixed', '-no-pie')
    build('static', '-static')
    for name in ('fixed', 'static'):
        with Process('./' + name) as p:
            check(status(p.pid), name, file=os.path.realpath(name))
    for linker in ('gold', 'lld', 'mold'):
        if not shutil.which('ld.' + linker):
            skip(linker, 'not installed')
            continue
        build('linked', '-fuse-ld=' + linker)
        with Process('./linked') as p:
            equal(len(status(p.pid)['keys']), 6, linker + ': finds the keys')
        r = ffp('verify', 'linked')
        ok(r.status == 0, linker + ': verify finds the note', r)
    must('strip', 'prog')
    with Process('./prog') as p:
        check(status(p.pid), 'stripped', symbols=False)
        ok('no symbols' in ffp('status', p.pid).out.splitlines()[0], 'stripped: is told')


def changes():
    """What one reset, and a breakpoint, look like."""
    build('prog')
    with Process('./prog', 'reset') as p:
        s = status(p.pid)
        equal([(l['changes'], l['last'], l['last_keys']) for l in s['libraries']], [(5, 'single', 1)],
              'what was changed last')
        equal((target(key(s, 'single')), key(s, 'single')['changed'], states(key(s, 'single'))),
              ('same', False, {'direct': 2}), 'a key that was reset')
    with Process('./prog', env={'FFP_USE': 'crc=wide'}) as p:
        s = status(p.pid)
        equal([(c['name'], c['state'], c['named']) for c in key(s, 'crc')['candidates']],
              [('wide', 'unusable', True), ('fast', 'chosen', False)], 'a candidate that FFP_USE names')
    with Process('./prog', 'foreign') as p:
        s = status(p.pid)
        equal(sum(k['foreign'] for k in s['keys']), 1, 'a foreign instruction on a site')


def files():
    """The file of a running program is moved, deleted, or replaced by another one."""
    build('prog', '-Wl,--build-id')
    shutil.copy('prog', 'moved')
    path = os.path.realpath('moved')
    with Process('./moved') as p:
        os.rename('moved', 'elsewhere')
        check(status(p.pid), 'moved')
        os.unlink('elsewhere')
        s = status(p.pid)
        check(s, 'deleted')
        equal(s['modules'][0]['file'], os.path.join(os.path.dirname(path), 'elsewhere (deleted)'),
              'deleted: is told')
    library()
    with Process('./host') as p:
        # Too much by itself, or together with the program's, which comes first.
        for size in 2 ** 40, 2 ** 30 + 1, 2 ** 30 - 100:
            os.truncate('libkeys.so', size)
            s = status(p.pid)
            equal([m['names'] for m in s['modules']], [None, 'its file is too large'], 'a file of %d bytes' % size)
            equal(target(key(s, 'shared')), None, 'is not read for names')
    library()
    with Process('./host') as p:
        before = status(p.pid)
        os.unlink('libkeys.so')
        s = status(p.pid)
        # Its own file can be opened by a privileged process alone.
        ok(target(key(s, 'shared')) in ('shared_other', None), 'a deleted library: the target')
        equal([(k['name'], states(k)) for k in s['keys']], [(k['name'], states(k)) for k in before['keys']],
              'a deleted library: its keys and sites')
        write('libkeys.so', 'another file')
        s = status(p.pid)
        equal([(k['name'], states(k)) for k in s['keys']], [(k['name'], states(k)) for k in before['keys']],
              'a replaced library: its keys and sites')
        ok(target(key(s, 'shared')) in ('shared_other', None), 'a replaced library: nothing wrong is told')


def replaced():
    """An upgrade: another file of that name, where only root could open the old one."""
    if os.getuid():
        skip('a library that was replaced by a newer one', 'not run by root')
        return
    shutil.copy(TOOL, 'ffp')
    os.chmod('.', 0o755)
    for flags in (['-Wl,--build-id'], ['-Wl,--build-id=none']):
        name = 'replaced, ' + flags[0]
        library(*flags)
        with Process('./host', preexec=other) as p:
            before = json.loads(run('./ffp', 'status', '--json', p.pid, preexec=other).out)
            equal(target(key(before, 'shared')), 'shared_other', name + ': at first')
            with open('keys.c') as f:
                write('newer.c', f.read().replace('shared_other', 'impostor').replace('+ 3', '+ 4'))
            must(FFP_CC, CC['gcc'], *CFLAGS, '-fPIC', '-shared', *flags, 'newer.c', '-o', 'newer.so',
                 *LIBRARY)
            os.rename('newer.so', 'libkeys.so')
            r = run('./ffp', 'status', '--json', p.pid, preexec=other)
            k = key(json.loads(r.out), 'shared')
            equal((target(k), states(k)), (None, states(key(before, 'shared'))),
                  name + ': no name of the newer file', r)
    library()
    with Process('./host', preexec=other) as p:
        os.unlink('libkeys.so')
        os.mkfifo('libkeys.so')
        os.chmod('libkeys.so', 0o666)
        # It waits in open until somebody reads, and writes if that is still so.
        writer = subprocess.Popen(['sh', '-c', 'echo kept >libkeys.so'], stderr=subprocess.DEVNULL)
        state = ''
        while state != 'S' and writer.poll() is None:
            with open('/proc/%d/stat' % writer.pid) as f:
                state = f.read().rsplit(')', 1)[1].split()[0]
        r = run('./ffp', 'status', '--json', p.pid, preexec=other)
        equal(target(key(json.loads(r.out), 'shared')), None, 'replaced by a pipe: no name', r)
        pipe = os.open('libkeys.so', os.O_RDONLY | os.O_NONBLOCK)
        os.set_blocking(pipe, True)
        equal(os.read(pipe, 100), b'kept\n', 'which is not opened')
        os.close(pipe)
        writer.wait()
        os.unlink('libkeys.so')


def library(*flags):
    """A library with an exported key, and a program that calls it."""
    write('keys.h', '#include <ffp.h>\nint shared_default(int x);\n'
          'DECLARE_FFP_EXPORT(shared, shared_default);\nint change(void);\n')
    write('keys.c', '#include "keys.h"\nint shared_default(int x) { return x; }\n'
          'static int shared_other(int x) { return x * x + 3; }\nDEFINE_FFP_EXPORT(shared, shared_default);\n'
          'int change(void) { return SET_FFP(shared, shared_other); }\n'
          'int own(int x) { return shared(x) + 1; }\n')
    write('host.c', '#include "keys.h"\n#include <stdio.h>\n#include <sys/prctl.h>\n#include <unistd.h>\n'
          '__attribute__((noinline)) static int call(int x) { return shared(x) + 1; }\n'
          'int main(int argc, char **argv) { char c; prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);\n'
          'if (argc < 2 && change()) return 1; if (call(2) != (argc < 2 ? 8 : 3)) return 2;\n'
          'puts("ready"); fflush(stdout); return read(0, &c, 1) < 0; }\n')
    must(FFP_CC, CC['gcc'], *CFLAGS, '-fPIC', '-shared', 'keys.c', '-o', 'libkeys.so',
         *flags, *LIBRARY)
    must(FFP_CC, CC['gcc'], *CFLAGS, 'host.c', './libkeys.so', '-o', 'host', *LIBRARY)


def modules():
    library()
    with Process('./host') as p:
        s = status(p.pid)
        host, lib = os.path.realpath('host'), os.path.realpath('libkeys.so')
        equal(sorted((m['file'], m['nkeys'], m['nsites']) for m in s['modules']),
              [(host, 0, 1), (lib, 1, 1)], 'two modules')
        ok(len({m['library_address'] for m in s['modules']}) == 1, 'and one copy of the library')
        k = status(p.pid, 'shared')['keys'][0]
        equal((k['exported'], target(k), k['nsites']), (True, 'shared_other', 2), 'an exported key')
        equal(sorted((x['file'], x['state']) for x in k['sites']), [(host, 'unreachable'), (lib, 'direct')],
              'its sites in both modules: the program is far from the library')
    with Process('./host', 'unchanged') as p:
        k = status(p.pid, 'shared')['keys'][0]
        equal(sorted((os.path.basename(x['file']), x['state']) for x in k['sites']),
              [('host', 'unaimed'), ('libkeys.so', 'direct')], 'before a change: unaimed in the program')
    # The symbols of the library in a library are not the program's.
    library('-Wl,--exclude-libs,ALL')
    with Process('./host') as p:
        s = status(p.pid)
        equal(len({m['library'] for m in s['modules']}), 2, 'two copies of the library')
        equal(sorted((os.path.basename(l['file']), l['changes']) for l in s['libraries']),
              [('host', 0), ('libkeys.so', 1)], 'and what each has changed')
        equal((target(key(s, 'shared')), states(key(s, 'shared'))),
              ('shared_other', {'direct': 1, 'unaimed': 1}), 'a key of the other copy')


def branches():
    """Branches (FFP_ON) of a program and a library, and what each holds."""
    flags, flagged = (os.path.join(SRC, name) for name in ('flags.c', 'flagged.c'))
    for cc in [c for c in ('gcc', 'clang') if CC[c]]:
        must(CC[cc], *CFLAGS, '-fPIC', '-shared', flags, '-o', 'libflags.so', *LIBRARY)
        must(FFP_CC, CC[cc], *CFLAGS, flagged, './libflags.so', '-o', 'flagged', *LIBRARY)
        path, lib = os.path.realpath('flagged'), os.path.realpath('libflags.so')
        none = {'off': 0, 'on': 0, 'foreign': 0, 'behind': 0}
        with Process('./flagged') as p:
            s = status(p.pid)
            equal({k['name']: (k['nbranches'], k['branch_states']) for k in s['keys']},
                  {'mine': (2, {**none, 'on': 2}), 'trace': (1, {**none, 'off': 1}), 'away': (2, {**none, 'on': 2})},
                  cc + ': branches of each key')
            equal({m['file']: m['nbranches'] for m in s['modules']}, {path: 4, lib: 1}, cc + ': and of each module')
            ok(all(k['branches'] is None for k in s['keys']), cc + ': none of keys that are not named')
            s = status(p.pid, 'mine', 'away')
            equal({k['name']: sorted((b['function'], b['kind'], b['state'], b['file']) for b in k['branches'])
                   for k in s['keys']},
                  {'mine': [('mine_is_on', 'branch', 'on', path), ('mine_likely', 'likely', 'on', path)],
                   'away': [('away_here', 'branch', 'on', path), ('away_there', 'branch', 'on', lib)]},
                  cc + ': branches of named keys')
            r = ffp('status', p.pid)
            ok('trace: key, does nothing, no default, 1 site: 1 direct, 1 branch: 1 off\n' in r.out and
               '%s: 1 key, 0 sites, 1 branch, library ' % lib in r.out and
               r.out.endswith('\n3 keys, 1 site, 5 branches\n'), cc + ': for people', r)
            r = ffp('status', p.pid, 'away')
            ok(re.search(r'^  0x[0-9a-f]+ +branch  on         away_here.* in .*/flagged$', r.out, re.M) and
               re.search(r'^  0x[0-9a-f]+ +branch  on         away_there', r.out, re.M), cc + ': of one key', r)
    for what in ('foreign', 'behind'):
        with Process('./flagged', what) as p:
            equal(key(status(p.pid), 'mine')['branch_states'], {**none, 'on': 1, what: 1}, 'a branch that is ' + what)
    damaged, told = 'its table of branches is damaged, or a key of one is gone', 'what it tells of its branches is damaged'
    # With two segments of code.
    must(FFP_CC, CC['gcc'], *CFLAGS, flagged, './libflags.so', '-o', 'flagged', '-Wl,--section-start=.apart=0x8000000',
         *LIBRARY)
    with Process('./flagged') as p:
        equal(key(status(p.pid), 'mine')['branch_states'], {**none, 'on': 2}, 'two segments of code')
    for what, message in (('line', damaged), ('double', damaged), ('middle', damaged), ('inside', damaged),
                          ('to apart', damaged), ('at apart', damaged), ('on a call', damaged), ('told', told),
                          ('bounds', told)):
        with Process('./flagged', what) as p:
            r = ffp('status', p.pid)
            ok(r.status == 1 and re.search('^process %s: error: .*/flagged: %s, at 0x' % (p.pid, message), r.err, re.M),
               'damaged, %s: is told' % what, r)
            ok(r.out.splitlines()[-1].startswith('3 keys, 1 site, '), 'damaged, %s: all else is shown' % what, r)
    must(CC['gcc'], *CFLAGS, '-fPIC', '-shared', '-DFFP_POINTER', flags, '-o', 'libflags.so', *LIBRARY)
    with Process('./flagged') as p:
        r = ffp('status', p.pid)
        ok('away: exported key, calls ffp_flag_on' in r.out and ', pointer form, 1 branch: 1 on\n' in r.out,
           'a branch of a key of the pointer form', r)


def hostile():
    """A process that has damaged its own tables."""
    build('prog')
    for what, message in (('names', 'a name in its table of keys cannot be read'),
                          ('records', 'key .*: its record is outside of its module'),
                          ('sites', 'its table of sites is damaged, or a key that it calls is gone')):
        with Process('./prog', what) as p:
            r = ffp('status', p.pid)
            equal((r.status, bool(re.search('^process %s: error: .*/prog: %s' % (p.pid, message), r.err, re.M))),
                  (1, True), 'damaged %s: is told' % what, r)
            ok(re.search(r'^\d+ keys, \d+ sites$', r.out, re.M), 'damaged %s: all else is shown' % what, r)
            status(p.pid)
    # A site that goes to the entry since it must is not one that was left behind.
    with Process('./prog', 'before') as p:
        equal(states(key(status(p.pid), 'value')), {'direct': 1}, 'a constant, and a breakpoint before the site')
    # Calls with a prefix that is theirs.
    build('prog', '-fno-plt', '-DWIDE_CALLS')
    with Process('./prog') as p:
        equal(states(key(status(p.pid), 'value')), {'direct': 1}, 'a wide call')
        same = re.search(r'^  0x([0-9a-f]+) +call ', ffp('status', p.pid, 'value').out, re.M)
        equal(bool(same) and int(same[1], 16) % 4096,
              [s['address'] % 4096 for k in json.loads(ffp('list', '--json', 'prog').out)['keys'] if k['name'] == 'value'
               for s in k['sites']][0], 'a wide call: is where list shows it')
    with Process('./prog', 'prefix') as p:
        equal(states(key(status(p.pid), 'value')), {'foreign': 1}, 'a wide call without its prefix')
    with Process('./prog', 'wide') as p:
        r = ffp('status', p.pid)
        equal((r.status, bool(re.search('^process %s: error: .*/prog: its table of wide calls is damaged, at 0x' % p.pid, r.err, re.M))),
              (1, True), 'damaged wide calls: is told', r)
        ok(re.search(r'^\d+ keys, \d+ sites$', r.out, re.M), 'damaged wide calls: all else is shown', r)
    # A name that would steer a terminal.
    write('name.c', '#include <ffp.h>\n#include <stdio.h>\n#include <string.h>\n#include <unistd.h>\n'
          '#include <sys/mman.h>\n#include <sys/prctl.h>\nstatic void f(void) {}\nDEFINE_FFP_STATIC(abcdef, f);\n'
          'extern const struct ffp_key __start_ffp_keys[];\n'
          'int main(void) { char c, *n = (char *)&__start_ffp_keys->name + __start_ffp_keys->name;\n'
          'prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY); abcdef();\n'
          'if (mprotect((void *)((size_t)n & -4096), 8192, PROT_READ | PROT_WRITE)) return 1;\n'
          'memcpy(n, "\\33[J\\302\\233\\233", 6);\n'
          'puts("ready"); fflush(stdout); return read(0, &c, 1) < 0; }\n')
    build('name', source='name.c')
    with Process('./name') as p:
        r = ffp('status', p.pid)
        ok(not re.search('[\x1b\x9b\ufffd]', r.out) and '\n?[J??: key, ' in r.out,
           'a name with control characters is shown without them', r)
    # And so in messages: of the key, of its module's file, of a file that is no object.
    with open('name.c') as f:
        write('name.c', f.read().replace('puts("ready")', """int *r = (int *)&__start_ffp_keys->record;
if (mprotect((void *)((size_t)r & -4096), 8192, PROT_READ | PROT_WRITE)) return 1; *r = 4; puts("ready")"""))
    build('\x1b[31m\u009bname', source='name.c')
    with Process('./\x1b[31m\u009bname') as p:
        r = ffp('status', p.pid)
        ok(r.status == 1 and not re.search('[\x1b\x9b\ufffd]', r.out + r.err) and
           re.search(r'/\?\[31m\?name: key \?\[J\?\?: its record is ', r.err),
           'a message has such names without them', r)
    for command in ('list', 'verify', 'collect'):
        r = ffp(command, 'none\x1b[2J')
        equal((r.status, r.err), (1, 'none?[2J: error: cannot open: No such file or directory\n'),
              command + ': so has one of a file', r)


def refused():
    r = ffp('status')
    equal((r.status, r.err.splitlines()[0]), (2, 'ffp status: no process'), 'no process named')
    for name in ('x', '1x', '../1', '-1', '', '99999999999999999999'):
        r = ffp('status', '--', name)
        equal((r.status, r.err), (1, name + ': error: not the number of a process\n'),
              "'%s': is no number" % name)
    p = subprocess.Popen(['true'])
    os.waitid(os.P_PID, p.pid, os.WEXITED | os.WNOWAIT)
    r = ffp('status', p.pid)
    equal((r.status, 'has no memory: it is a thread of the kernel, or has ended' in r.err), (1, True), 'a process that has ended', r)
    p.wait()
    r = ffp('status', p.pid)
    equal((r.status, r.err), (1, 'process %d: error: no such process\n' % p.pid), 'none', r)
    with Process('/bin/sh', '-c', 'echo ready; read x') as p:
        for zeros in ('', '0', '00'):
            r = ffp('status', zeros + str(p.pid))
            equal((r.status, r.out, r.err), (0, '0 keys, 0 sites\n', ''), zeros + 'PID: a process without keys', r)
    r = ffp('status', '0')
    equal((r.status, r.err), (1, 'process 0: error: no such process\n'), 'process 0', r)
    build('prog')
    if os.getuid():
        skip('the process of another user', 'not run by root')
    else:
        shutil.copy(TOOL, 'ffp')
        os.chmod('.', 0o755)
        with Process('./prog') as p:
            r = run('./ffp', 'status', p.pid, preexec=other)
            equal((r.status, 'permission denied: only root, the same user, or who may trace the process may look '
                   'at it (ptrace(2), PTRACE_MODE_ATTACH)' in r.err), (1, True), 'the process of another user', r)
    emulators = [(a, 'qemu-' + a) for a in ('aarch64', 'riscv64', 's390x')
                 if shutil.which('qemu-' + a) and shutil.which(a + '-linux-gnu-gcc')]
    if not emulators:
        skip('a program under an emulator', 'no emulator')
    write('alien.c', '#include <stdio.h>\n#include <unistd.h>\n'
          'int main(void) { char c; puts("ready"); fflush(stdout); return read(0, &c, 1) < 0; }\n')
    for arch, emulator in emulators[:1]:
        must(arch + '-linux-gnu-gcc', '-static', 'alien.c', '-o', 'alien')
        with Process(emulator, './alien') as p:
            r = ffp('status', p.pid)
            equal((r.status, 'no keys, but objects of another machine: a program under an emulator cannot be '
                   'looked at' in r.err), (1, True), 'a program under an emulator', r)


def unstopped():
    """The process is neither stopped nor traced, and notices nothing."""
    build('prog')
    with Process('./prog') as p:
        os.kill(int(p.pid), signal.SIGSTOP)
        os.waitid(os.P_PID, int(p.pid), os.WSTOPPED)
        check(status(p.pid), 'stopped')
        with open('/proc/%s/status' % p.pid) as f:
            equal(re.search(r'TracerPid:\t(\d+)', f.read())[1], '0', 'stopped: and traced by nobody')
        os.kill(int(p.pid), signal.SIGCONT)


def devices():
    """What may be registers of a device is not read; other memory is, in which an object may be."""
    write('device.c', '#include <fcntl.h>\n#include <stdio.h>\n#include <string.h>\n#include <sys/mman.h>\n'
          '#include <sys/prctl.h>\n#include <unistd.h>\n'
          'int main(void) { char c, *p[2]; int zero = open("/dev/zero", O_RDWR);\n'
          'for (int i = 0; i < 2; i++) { p[i] = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE\n'
          '| (i ? MAP_ANONYMOUS : 0), i ? -1 : zero, 0); memcpy(p[i], "none", 4); }\n'
          'prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY); printf("%zu %zu\\n", (size_t)p[0], (size_t)p[1]);\n'
          'puts("ready"); fflush(stdout); return read(0, &c, 1) < 0; }\n')
    must(CC['gcc'], '-O2', 'device.c', '-o', 'device')
    if run('strace', '-V').status:
        skip('memory of a device', 'no strace')
        return
    p = subprocess.Popen(['./device'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    device, other = map(int, p.stdout.readline().split())
    p.stdout.readline()
    r = run('strace', '-o', 'reads', '-e', 'trace=pread64', TOOL, 'status', str(p.pid))
    with open('reads') as f:
        reads = [(int(a), int(n)) for n, a in re.findall(r', (\d+), (\d+)\) += ', f.read())]
    p.communicate()
    equal((r.status, any(a <= other < a + n for a, n in reads)), (0, True), 'memory of no file is read', reads)
    equal([a for a, n in reads if a < device + (1 << 20) and device < a + n], [], 'memory of a device is not')


with Scratch():
    forms()
    changes()
    files()
    replaced()
    modules()
    branches()
    hostile()
    refused()
    unstopped()
    devices()
done()
