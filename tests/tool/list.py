# SPDX-License-Identifier: MIT
"""`ffp list` and `ffp verify`."""
import json
import re

from lib import *

LINKERS = [l for l in ('bfd', 'gold', 'lld') if shutil.which('ld.' + l)]


def build(cc='gcc', *flags):
    compile(CC[cc], 'sites.c', 'sites.o', '-O2', *flags)
    compile(CC[cc], 'main.c', 'main.o', '-O2', *flags)
    equal(collect('sites.o', 'main.o'), [12, 1], 'built with %s %s' % (cc, ' '.join(flags)))


def listing(path):
    r = ffp('list', '--json', path)
    try:
        return json.loads(r.out)
    except ValueError:
        ok(False, 'list --json %s: is JSON' % path, r)
        raise


def line_of(text):
    """The line of sites.c that says this."""
    with open(os.path.join(SRC, 'sites.c')) as f:
        return 1 + [text in line for line in f].index(True)


def check_listing(path, name, linked, debug, symbols=True):
    l = listing(path)
    keys = {k['name']: k for k in l['keys']}
    equal((l['file'], l['type'], l['machine']), (path, 'linked' if linked else 'object', 'x86-64'),
          name + ': header')
    expected = {'f': 3, 'g': 3, 'm': 3, 'n': 3}
    if linked:
        expected['s'] = 1
    equal({k: len(v['sites']) for k, v in keys.items()}, expected, name + ': keys and their sites')
    equal([k['name'] for k in l['keys']], sorted(expected), name + ': by name')
    equal((l['nkeys'], l['nsites']), (len(expected), sum(expected.values())), name + ': counts')
    equal({k: v['default'] for k, v in keys.items() if k in 'fgmn'},
          {'f': 'f_def' if symbols else None, 'g': 'g_def' if symbols else None, 'm': None, 'n': None},
          name + ': defaults')
    equal({k: v['null'] for k, v in keys.items() if k in 'fgmn'},
          {'f': False, 'g': False, 'm': True, 'n': True}, name + ': NULL keys')
    equal({k: v['scope'] for k, v in keys.items() if k in 'fgmn'},
          {'f': 'plain', 'g': 'exported', 'm': 'exported', 'n': 'plain'}, name + ': scopes')
    ok(all(k['defined'] == linked and not k['pointer'] for k in l['keys']), name + ': defined here')
    sites = [dict(s, key=k['name']) for k in l['keys'] for s in k['sites']]
    # An object cannot tell where the default of an exported key is.
    ok(all(s['state'] == ('direct' if linked else 'entry') for s in sites if s['key'] == 'g'),
       name + ': states of an exported key')
    state = {(s['key'] in 'mn', s['kind']): s['state'] for s in sites if s['key'] != 'g'}
    # Only Clang makes conditional ones, and not always.
    equal({**{(False, 'cond'): 'direct', (True, 'cond'): 'entry'}, **state},
          {(False, 'call'): 'direct', (False, 'jump'): 'direct', (False, 'cond'): 'direct',
           (True, 'call'): 'nothing', (True, 'jump'): 'nothing', (True, 'cond'): 'entry'},
          name + ': states')
    ok(all((s['address'] is not None) == linked and s['section'].startswith('.text') and
           isinstance(s['offset'], int) for s in sites), name + ': places')
    if symbols:
        equal(sorted(s['function'] for s in sites if s['key'] == 'f'), ['call_f', 'cond_f', 'jump_f'],
              name + ': functions')
    if debug:
        at = {s['function']: (os.path.basename(s['file']), s['line']) for s in sites}
        equal(at['call_f'], ('sites.c', line_of('return f(x + 1) + 1')), name + ': source line')
    else:
        ok(all(s['file'] is None and s['line'] is None for s in sites), name + ': no source lines')
    r = ffp('list', path)
    equal((r.out.splitlines()[-1], r.out.count('\n')),
          ('%d keys, %d sites, 1 address' % (len(expected), sum(expected.values())),
           len(expected) + sum(expected.values()) + 2), name + ': for people', r)


def listings():
    for cc in ('gcc', 'clang'):
        if not CC[cc]:
            continue
        for flags in ([], ['-g'], ['-g', '-ffunction-sections', '-gdwarf-4'], ['-fno-plt', '-fPIE']):
            build(cc, *flags)
            name = '%s %s' % (cc, ' '.join(flags))
            check_listing('sites.o', name + ', object', False, '-g' in flags)
            for linker in LINKERS:
                must(CC[cc], '-fuse-ld=' + linker, 'sites.o', 'main.o', '-o', 'prog')
                check_listing('prog', '%s, %s' % (name, linker), True, '-g' in flags)
                r = ffp('verify', 'prog')
                equal((r.status, r.out), (0, 'prog: 5 keys, 13 sites, all good\n'),
                      '%s, %s: verified' % (name, linker), r)
            must('strip', 'prog')
            check_listing('prog', name + ', stripped', True, False, symbols=False)
            equal(ffp('verify', 'prog').status, 0, name + ', stripped: verified')


def states():
    """What is said of sites that were not collected, or are on the entry."""
    compile(CC['gcc'], 'jcc.S', 'jcc.o')
    collect('jcc.o')
    keys = {k['name']: k for k in listing('jcc.o')['keys']}
    equal({s['state'] for s in keys['f']['sites']}, {'direct'}, 'conditional jumps are direct')
    equal([s['state'] for s in keys['n']['sites']], ['entry'], 'of a NULL key: to the entry')
    equal({s['kind'] for k in keys.values() for s in k['sites']}, {'cond'}, 'and all conditional')
    compile(CC['gcc'], 'sites.c', 'sites.o', '-O2')
    compile(CC['gcc'], 'main.c', 'main.o', '-O2', '-DMORE')
    equal(collect('sites.o', 'main.o'), [12, 1], 'linked with them: collected')
    must(CC['gcc'], 'jcc.o', 'sites.o', 'main.o', '-o', 'prog')
    n, = [k for k in listing('prog')['keys'] if k['name'] == 'n']
    equal(sorted((s['kind'], s['state']) for s in n['sites']),
          [('call', 'nothing'), ('cond', 'entry')] + [('jump', 'nothing')] * 2,
          'linked: of a NULL key, a conditional jump is to the entry')
    equal(ffp('verify', 'prog').status, 0, 'linked: verified')


def older():
    """Sites of another module's NULL key of which an older tool made nothing."""
    write('hook.c', '#include <ffp.h>\nDECLARE_FFP_NULL_EXPORT(hook, void(void));\n'
          'int a(void) { hook(); return 1; }\nvoid b(void) { hook(); }\n')
    must(CC['gcc'], '-I' + INCLUDE, '-O2', '-fPIC', '-c', 'hook.c')
    equal(collect('hook.o'), [2], "another module's NULL key: collected")
    equal(ffp('verify', '--strict', 'hook.o').status, 0, 'and verified')
    must(CC['gcc'], '-shared', 'hook.o', '-o', 'hook.so')
    r = ffp('verify', '--strict', 'hook.so')
    equal(r.status, 0, 'linked: verified', r)
    equal([s['state'] for s in listing('hook.so')['keys'][0]['sites']], ['entry'] * 2,
          'linked: on the entry')
    elf = Elf('hook.so')
    text, = [s for s in elf.sections if s.name == '.text']
    site = listing('hook.so')['keys'][0]['sites'][0]
    bad(patch('hook.so', 'hurt', text.offset + site['offset'] + 1, b'\0\0\0\x70'),
        '.text+0x…: key …: branch to 0x…, outside of the file', 'a branch to nowhere')
    module, = [s for s in elf.symbols if s.name == '__ffp_module']
    home = elf.sections[module.section]
    bad(patch('hook.so', 'hurt', home.offset + module.value - home.addr, b'\xff'),
        'no descriptor of a module: no change would reach its sites', 'no descriptor')
    must(sys.executable, os.path.join(os.path.dirname(SRC), '..', 'older.py'), TOOL, 'hook.so',
         'older.so', '2')
    r = ffp('verify', 'older.so')
    ok(r.status == 0 and r.err.startswith('older.so: note: 2 sites of exported NULL keys') and
       'all good' in r.out, 'as an older tool made them: verify notes it', r)
    r = ffp('verify', '--strict', 'older.so')
    ok(r.status == 1 and 'older.so: error: 2 sites of exported NULL keys of other files do nothing, as '
       'older tools made them: calls are lost if the key is set before this file is loaded; compile again'
       in r.err,
       'an error if strict', r)


def by_plt():
    """Sites whose default is in another file."""
    write('far.c', '#include <ffp.h>\n#include <stdlib.h>\nDEFINE_FFP(k, labs);\n'
          'long call(long x) { return k(x) + 1; }\nint main(void) { return call(-3) != 4; }\n')
    must(CC['gcc'], '-I' + INCLUDE, '-O2', '-fno-builtin', '-c', 'far.c')
    collect('far.o')
    library = [os.environ['FFP_LIBRARY'], '-pthread', *os.environ['FFP_LIBRARY_ARGS'].split()]
    for linker in LINKERS:
        for flags in ([], ['-no-pie'], ['-Wl,-z,now']):
            name = ' '.join([linker, *flags])
            must(CC['gcc'], '-fuse-ld=' + linker, *flags, 'far.o', *library, '-o', 'far')
            sites = {s['state'] for k in listing('far')['keys'] if k['name'] == 'k' for s in k['sites']}
            equal(sites, {'plt'}, name + ": the default is another file's: by the PLT")
            equal(ffp('verify', '--strict', 'far').status, 0, name + ': verified')


def local_keys():
    for flags in (['-O2'], ['-O0']):
        compile(CC['gcc'], 'local1.c', 'l1.o', *flags)
        compile(CC['gcc'], 'local1.c', 'l2.o', *flags, '-DANSWER=2', '-DNAME=second')
        must('ld', '-r', 'l1.o', 'l2.o', '-o', 'l.o')
        collect('l.o')
        l = listing('l.o')
        equal([(k['name'], k['scope'], k['defined'], len(k['sites'])) for k in l['keys']],
              [('f', 'plain', False, 2), ('s', 'static', True, 1), ('s', 'static', True, 1)],
              'two local keys of one name, %s' % flags[0])


DEFINED = """#include <ffp.h>
static int VALUE(int x) { return x * 3; }
int plain_default(int x), both(int x);
#ifdef FIRST
int plain_default(int x) { return x + 1; }
DEFINE_FFP(plain, plain_default);
DEFINE_FFP_EXPORT(shown, plain_default);
#endif
DEFINE_FFP_STATIC(next, VALUE); /* here */
#ifdef FIRST
int both(int x) { return next(x) + plain(x) + shown(x); }
#else
DEFINE_FFP_NULL_STATIC(alone, void(int));
int main(int argc, char **argv) { (void)argv; alone(argc); return next(argc) + both(argc); }
#endif
"""


def defined():
    """Keys of one name, each of another file, in a linked file and in objects."""
    write('second.c', DEFINED)
    write('first.c', '#define FIRST\n' + DEFINED)
    place = os.path.realpath(os.getcwd())

    def seen(path):
        l = listing(path)
        return [(k['name'], k['default'], k['scope'], k['file'], k['line']) for k in l['keys']]

    def expected(debug, symbols=True):
        # Without debug information only file-local keys have a file, and no line.
        def at(file, line, local):
            if debug:
                return os.path.join(place, file), line + (file == 'first.c')
            return (file if local and symbols else None), None
        one, two, plain = ('one', 'two', 'plain_default') if symbols else (None,) * 3
        keys = [('alone', None, 'static' if symbols else 'plain') + at('second.c', 13, True),
                ('next', one, 'static') + at('first.c', 9, True),
                ('next', two, 'static') + at('second.c', 9, True),
                ('plain', plain, 'plain') + at('first.c', 6, False),
                ('shown', plain, 'exported') + at('first.c', 7, False)]
        return keys
    library = [os.environ['FFP_LIBRARY'], *os.environ['FFP_LIBRARY_ARGS'].split()]
    linkers = LINKERS + (['mold'] if shutil.which('mold') else [])
    for cc in ('gcc', 'clang'):
        for debug in ([], ['-g'], ['-gdwarf-4']):
            if not CC[cc]:
                continue
            name = ' '.join([cc, *debug])
            for source, value in (('first', 'one'), ('second', 'two')):
                must(FFP_CC, CC[cc], '-I' + INCLUDE, '-O2', *debug, '-DVALUE=' + value, '-c', source + '.c')
            for linker in linkers[::1 if not debug else 2 if '-g' in debug else 4]:
                for exports in (['-rdynamic'], []):
                    must(CC[cc], '-fuse-ld=' + linker, *exports, 'first.o', 'second.o', *library, '-o', 'prog')
                    equal(seen('prog'), expected(debug),
                          ' '.join([name + ',', linker, *exports]) + ': keys and their files')
                r = ffp('list', 'prog')
                where = place + '/first.c:10' if debug else 'first.c'
                ok('next: static key, default one, defined in %s, 1 site\n' % where in r.out,
                   '%s, %s: for people' % (name, linker), r)
                must('strip', 'prog')
                equal(seen('prog'), expected([], symbols=False), '%s, %s: stripped' % (name, linker))
            equal(seen('first.o'), [k for k in expected(debug) if 'two' not in k and k[0] != 'alone'],
                  name + ': an object')
            must('ld', '-r', 'first.o', 'second.o', '-o', 'joined.o')
            equal(seen('joined.o'), expected(debug), name + ': two objects made one')
    write('space.cc', '#include <ffp.h>\nextern "C" int one(int x) { return x; }\n'
          'namespace outer { namespace { DEFINE_FFP_STATIC(next, one); } }\n')
    for cc in ('g++', 'clang++'):
        if CC[cc]:
            must(CC[cc], '-I' + INCLUDE, '-g', '-c', 'space.cc')
            equal(seen('space.o'), [('next', 'one', 'static', os.path.join(place, 'space.cc'), 3)],
                  cc + ': in a namespace of C++')
    # As release 0.1.0 called records.
    must(CC['gcc'], '-I' + INCLUDE, '-O2', '-g', '-DVALUE=one', '-S', 'first.c')
    write('old.s', re.sub(r'"(\w+)_ffp_(rec|own)(?:ord)?"', r'"__ffp_\2_\1"', read('first.s').decode()))
    ok(b'"__ffp_rec_plain"' in read('old.s') and b'"__ffp_own_shown"' in read('old.s'), 'records by their old names')
    must(FFP_CC, CC['gcc'], '-c', 'old.s')
    equal(seen('old.o'), [k for k in expected(['-g']) if 'two' not in k and k[0] != 'alone'],
          'records by their old names: keys and their files')


BRANCHES = """#include <ffp.h>
DECLARE_FFP_FLAG(away);
DECLARE_FFP_NULL(trace, void(int));
int shared_default(int x);
DECLARE_FFP_EXPORT(shared, shared_default);
DECLARE_FFP_FLAG_EXPORT(own);
DEFINE_FFP_FLAG_EXPORT(own);
DEFINE_FFP_FLAG_STATIC(mine);
#define OUTLINE __attribute__((noinline))
OUTLINE int flags(int x) { if (FFP_ON(away)) x *= 3; if (FFP_LIKELY_ON(mine)) x += 2; return x; }
OUTLINE void traced(int x) { if (FFP_ON(trace)) trace(x); /* here */ }
OUTLINE int far(int x) { if (FFP_ON(own)) x *= 5; return FFP_ON(shared) ? shared(x) + 1 : x; }
#ifdef MORE
DEFINE_FFP_FLAG(away);
DEFINE_FFP_NULL(trace, void(int));
int main(void) { traced(2); return flags(2) != 2 || far(2) != 2; }
#endif
#ifdef SHARED
int shared_default(int x) { return x; }
DEFINE_FFP_EXPORT(shared, shared_default);
#endif
"""


def branches_of(path):
    return {k['name']: [(b['kind'], b['state']) for b in k['branches']] for k in listing(path)['keys']}


EVERY_BRANCH = {'away': [('branch', 'off')], 'trace': [('branch', 'off')], 'shared': [('branch', 'off')],
                'own': [('branch', 'off')], 'mine': [('likely', 'off')]}


def branches():
    """Branches (FFP_ON) of every kind of key, in objects and in what linkers make of them."""
    write('b.c', BRANCHES)
    library = [os.environ['FFP_LIBRARY'], *os.environ['FFP_LIBRARY_ARGS'].split()]
    linkers = LINKERS + (['mold'] if shutil.which('mold') else [])
    write('lib.c', '#include <ffp.h>\nint shared_default(int x) { return x; }\n'
          'DEFINE_FFP_EXPORT(shared, shared_default);\n')
    must(CC['gcc'], '-I' + INCLUDE, '-fPIC', '-shared', 'lib.c', '-o', 'libb.so', *library)
    ways = [['-O2'], ['-O0', '-g'], ['-O2', '-fno-pie'], ['-O2', '-ffunction-sections', '-fPIC']]
    for cc in [c for c in ('gcc', 'clang') if CC[c]]:
        for i, flags in enumerate(ways):
            name = ' '.join([cc, *flags])
            for out, more in (('b.o', []), ('main.o', ['-DMORE'])):
                must(CC[cc], '-I' + INCLUDE, *flags, *more, '-c', 'b.c', '-o', out)
            for collected in (False, True):
                equal(branches_of('b.o'), EVERY_BRANCH, name + ', object%s: branches' % (', collected' * collected))
                l = listing('b.o')
                equal({k['name']: (k['defined'], k['scope'] == 'exported') for k in l['keys']},
                      {'away': (False, False), 'trace': (False, False), 'shared': (False, True),
                       'own': (True, True), 'mine': (True, False)}, name + ': each key once')
                if not collected:
                    r = ffp('verify', 'b.o')
                    equal((r.status, r.out), (0, 'b.o: 5 keys, 0 sites, 5 branches, all good\n'), name + ': verified', r)
                    ok(collect('b.o', 'main.o'), name + ': collected')
            for linker in linkers[::1 if not i else 3]:
                pie = ['-no-pie'] if '-fno-pie' in flags else ['-pie']
                for relocations in ([], ['-Wl,-z,pack-relative-relocs']):
                    if relocations and (i or not run(CC[cc], '-fuse-ld=' + linker, *relocations, '-nostdlib', '-shared',
                                                    '-o', 'none.so').status == 0):
                        continue
                    must(CC[cc], '-fuse-ld=' + linker, *pie, *relocations, 'main.o', './libb.so', '-o', 'prog', *library)
                    for symbols in (True, False):
                        where = '%s, %s%s%s' % (name, linker, ', compact' * bool(relocations), ', stripped' * (not symbols))
                        equal({k: v for k, v in branches_of('prog').items() if v}, EVERY_BRANCH, where + ': branches')
                        r = ffp('verify', '--strict', 'prog')
                        ok(r.status == 0 and ' 5 branches, all good' in r.out, where + ': verified', r)
                        if symbols:
                            must('strip', 'prog')
    must(CC['gcc'], '-I' + INCLUDE, '-O2', '-g', '-c', 'b.c')
    l = {k['name']: k['branches'] for k in listing('b.o')['keys']}
    line = 1 + ['/* here */' in text for text in BRANCHES.splitlines()].index(True)
    equal([(b['function'], b['line']) for b in l['trace']], [('traced', line)], 'a branch: function and line')
    r = ffp('list', 'b.o')
    ok('trace: plain key, no default, defined elsewhere, 0 sites, 1 branch\n' in r.out and
       re.search(r'^  \.text\+0x[0-9a-f]+ +branch  off     traced  .*/b\.c:%d$' % line, r.out, re.M) and
       re.search(r'^  \.text\+0x[0-9a-f]+ +likely  off     flags  ', r.out, re.M) and
       r.out.splitlines()[-1].startswith('5 keys, 0 sites, 5 branches, '), 'branches for people', r)
    # Keys of branches alone, which are in no other table.
    write('only.c', '#include <ffp.h>\nDECLARE_FFP_FLAG(away);\nDECLARE_FFP_FLAG_EXPORT(far);\n'
          'int only(void) { return FFP_ON(away) + FFP_ON(far); }\n')
    must(CC['gcc'], '-I' + INCLUDE, '-O2', '-c', 'only.c')
    equal(branches_of('only.o'), {'away': [('branch', 'off')], 'far': [('branch', 'off')]}, 'branches alone')
    r = ffp('verify', '--strict', 'only.o')
    equal((r.status, r.out), (0, 'only.o: 2 keys, 0 sites, 2 branches, all good\n'), 'branches alone: verified', r)
    # Functions that a linker folds have the lines of both, which are the same.
    write('twin.c', '#include <ffp.h>\nDEFINE_FFP_FLAG(flag);\n#define OUTLINE __attribute__((noinline))\n'
          'OUTLINE int one(int x) { if (FFP_ON(flag)) x = x * 7 + 3; return x * 3; }\n'
          'OUTLINE int more(int x) { if (FFP_ON(flag)) x = x * 7 + 3; return x * 3; }\n'
          'int main(void) { return one(1) != more(1); }\n')
    must(CC['gcc'], '-I' + INCLUDE, '-O2', '-fno-ipa-icf', '-ffunction-sections', '-c', 'twin.c')
    for linker in [l for l in LINKERS if l != 'bfd']:
        must(CC['gcc'], '-fuse-ld=' + linker, '-Wl,--icf=all', 'twin.o', '-o', 'twin', *library)
        r = ffp('verify', 'twin')
        ok(r.status == 0 and '2 branches, all good' in r.out, 'branches folded by %s: verified' % linker, r)


def lines_of(elf):
    """Lines of ffp_branches with the addresses that their fields lead to."""
    table, = elf.named('ffp_branches')
    for at in range(0, table.size, 12):
        fields = elf.unpack('iii', table.data, at)
        yield at, [table.addr + at + 4 * i + v for i, v in enumerate(fields)]


def damaged_branches():
    """A program, wrong in one line or one branch."""
    write('b.c', BRANCHES)
    must(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', '-DMORE', '-DSHARED', 'b.c', '-o', 'prog',
         os.environ['FFP_LIBRARY'], *os.environ['FFP_LIBRARY_ARGS'].split())
    elf = Elf('prog')
    table, = elf.named('ffp_branches')
    data, = elf.named('.data')
    lines = list(lines_of(elf))
    plain = [(at, f) for at, f in lines if not f[2] & 3]
    (one, (site, to, key)), (two, (next_site, _, _)) = plain[:2]
    near, = [(at, f) for at, f in lines if f[2] & 3 == 1]
    far = [(at, f) for at, f in lines if f[2] & 3 == 2][0]
    call = [s for k in listing('prog')['keys'] for s in k['sites']][0]
    text, = [s for s in elf.sections if s.flags & 4 and s.addr <= site < s.addr + s.size]
    where = text.offset + site - text.addr

    def put(at, field, address, path='prog'):
        value = address - (table.addr + at + 4 * field)
        return patch(path, 'hurt', table.offset + at + 4 * field, struct.pack('<i', value))

    place = 'ffp_branches+0x%x: ' % one
    code = '%s+0x%x: ' % (text.name, site - text.addr)
    bad(put(one, 0, site + 0x40000000), place + 'branch outside of every section', 'a branch outside')
    bad(put(one, 0, data.addr), '.data+0x0: branch outside of code', 'a branch in data')
    bad(put(one, 2, key + 0x40000000), place + 'branch of no key: it leads to no record', 'a branch of nothing')
    bad(put(one, 2, key + 8), place + 'branch of no key: it leads to no record', 'a branch of what is no record')
    bad(put(far[0], 2, table.addr | 2), 'branch of no key: it leads to no record', 'a pointer that is none')
    bad(put(two, 0, site), code + 'branch is in the table twice', 'one branch for two keys')
    bad(put(two, 0, site + 1), 'branch overlaps the one before', 'two branches that overlap')
    bad(put(one, 0, call['address']), 'branch overlaps a site', 'a branch on a call')
    bad(put(one, 0, call['address'] + 4), 'branch overlaps a site', 'a branch behind the start of a call')
    bad(put(one, 1, data.addr), code + 'key …: its branch leads out of the code', 'a jump to data')
    bad(put(one, 1, site + 2), code + 'key …: its branch leads out of the code', 'a jump into itself')
    bad(put(near[0], 1, near[1][1] + 1), 'key mine: no instruction that a branch can hold', 'a jump elsewhere')
    bad(patch('prog', 'hurt', where, b'\x90'), code + 'key …: no instruction that a branch can hold', 'no branch')
    for at, fields in (lines[0], near, far):
        bad(put(at, 2, fields[2] ^ 1), 'key …: its branch is on before any change', 'a branch of the other kind')
    head = elf.shoff + 64 * table.index + 32
    bad(patch('prog', 'hurt', head, struct.pack('<Q', table.size - 4)), 'size is no multiple of 12',
        'a part of a line')
    bad(patch('prog', 'hurt', head, struct.pack('<Q', table.size - 12)),
        'the descriptor at 0x…: more between the bounds of ffp_branches than is there', 'a line too many')
    own, = [s for s in elf.symbols if s.name == '__ffp_branches']
    home = elf.sections[own.section]
    bad(patch('prog', 'hurt', home.offset + own.value - home.addr, b'\xff'),
        'no descriptor of branches: no change would reach them', 'no descriptor')
    # Branches alone: no record of a key leads to the module's descriptor.
    library = [os.environ['FFP_LIBRARY'], *os.environ['FFP_LIBRARY_ARGS'].split()]
    write('shown.c', '#include <ffp.h>\nDEFINE_FFP_FLAG_EXPORT(shown);\n')
    write('alone.c', '#include <ffp.h>\nDECLARE_FFP_FLAG_EXPORT(shown);\nint main(void) { return FFP_ON(shown); }\n')
    must(CC['gcc'], '-I' + INCLUDE, '-fPIC', '-shared', 'shown.c', '-o', 'libshown.so', *library)
    must(CC['gcc'], '-I' + INCLUDE, '-O2', '-no-pie', 'alone.c', './libshown.so', '-o', 'alone', *library)
    r = ffp('verify', 'alone')
    equal((r.status, r.out), (0, 'alone: 1 key, 0 sites, 1 branch, all good\n'), 'a program of branches alone: verified', r)
    alone = Elf('alone')
    own, = [s for s in alone.symbols if s.name == '__ffp_module']
    home = alone.sections[own.section]
    bad(patch('alone', 'hurt', home.offset + own.value - home.addr + 48, struct.pack('<Q', 16)),
        'the descriptor at 0x…: its state is in no data', 'branches alone: a module without a state')
    # What the run time refuses, too: its lines could change after they were checked.
    write('w.c', '#include <ffp.h>\nDEFINE_FFP_FLAG(own);\nint main(void) { return SET_FFP_FLAG(own, 1) != -22 || FFP_ON(own); }\n')
    must(CC['gcc'], '-I' + INCLUDE, '-O2', '-c', 'w.c')
    must('objcopy', '--set-section-flags', 'ffp_branches=alloc,load,data,contents', 'w.o')
    must(CC['gcc'], 'w.o', '-o', 'w', *library)
    bad('w', 'ffp_branches+0x0: the segment of this table can be written to', 'a table that can be written to')
    equal(run('./w').status, 0, 'a table that can be written to: refused when it runs')
    r = ffp('list', put(one, 2, key + 8))
    ok(r.status == 0 and '?: plain key, default unknown, defined elsewhere, 0 sites, 1 branch\n' in r.out,
       'list: shows a branch of no key', r)
    must(CC['gcc'], '-I' + INCLUDE, '-O2', '-c', 'b.c')
    elf = Elf('b.o')
    relas, = elf.named('.relaffp_branches')
    # A line's second relocation says where it goes.
    bad(patch('b.o', 'hurt.o', relas.offset + 24 + 16, struct.pack('<q', 1 << 20)),
        'its branch leads out of the code', 'object: a jump out of the section')
    bad(patch('b.o', 'hurt.o', relas.offset + 72, elf.image[relas.offset:relas.offset + 8] +
              elf.image[relas.offset + 8:relas.offset + 24]), 'a field without relocation', 'object: a line without its place')


def damaged_wide():
    """A program with a call through the GOT that became a site with its prefix, wrong in one line."""
    build('gcc', '-fno-plt', '-fPIE')
    must(CC['gcc'], 'sites.o', 'main.o', '-o', 'prog')
    elf = Elf('prog')
    table, = elf.named('ffp_wide')
    sites = [s for k in listing('prog')['keys'] for s in k['sites']]
    calls = {s['address']: s for s in sites if s['kind'] == 'call'}
    lines = [table.addr + at + elf.unpack('i', table.data, at)[0] for at in range(0, table.size, 4)]
    ok(lines and all(line - 1 in calls for line in lines), 'each line of ffp_wide is of a call, whose prefix list shows', lines)
    call, (jump, *_) = lines[0], [s['address'] for s in sites if s['kind'] == 'jump']

    def put(address):
        return patch('prog', 'hurt', table.offset, struct.pack('<i', address - table.addr))

    bad(put(call + 1), 'ffp_wide+0x0: no site of the file', 'a wide call that is no site')
    bad(put(jump), 'ffp_wide+0x0: a site that is no call', 'a wide call that is a jump')
    text, = [s for s in elf.sections if s.flags & 4 and s.addr <= call < s.addr + s.size]
    bad(patch('prog', 'hurt', text.offset + call - 1 - text.addr, b'\x90'),
        'no instruction that a site can hold', 'a wide call without its prefix')
    head = elf.shoff + 64 * table.index + 32
    bad(patch('prog', 'hurt', head, struct.pack('<Q', table.size - 1)), 'size is no multiple of 4', 'a part of a line')
    bad(patch('prog', 'hurt', head, struct.pack('<Q', table.size - 4)),
        'the descriptor at 0x…: more between the bounds of ffp_wide than is there', 'a line too many')
    # What no collector writes: before the first byte of a section stands nothing.
    write('first.S', '#include <ffp/abi.h>\n\t.section .text.first,"ax"\n1:\tcall __ffp_fn.f.f_def\n\tret\n'
          '\t.section ffp_wide,"a"\n\t.long 1b - .\n\t.section .note.GNU-stack,""\n')
    must(CC['gcc'], '-I' + INCLUDE, '-c', 'first.S')
    collect('first.o')
    bad('first.o', 'ffp_wide+0x0: a site without a prefix', 'a wide call at the start of a section')


def names():
    build()
    must(CC['gcc'], 'sites.o', 'main.o', '-o', 'prog')
    for raw in (b'a "quoted\\ name', b'new\nline', b'\xff\xfe latin', b'\xed\xa0\x80 surrogate',
                b'\xc0\xaf overlong', b'\xf4\x90\x80\x80 too far', 'schön €'.encode(), b'\xe2\x82'):
        shutil.copy('prog', os.fsencode(os.getcwd()) + b'/' + raw)
        p = subprocess.run([TOOL.encode(), b'list', b'--json', raw], stdout=subprocess.PIPE)
        try:
            l = json.loads(p.stdout.decode('utf-8'))
            ok(l['nsites'] == 13 and (l['file'] == raw.decode('utf-8', 'ignore') or
                                      '\ufffd' in l['file']), 'JSON with a file name %r' % raw)
        except ValueError as e:
            ok(False, 'JSON with a file name %r' % raw, e, p.stdout[:200])


def nothing():
    write('none.c', 'int main(void) { return 0; }\n')
    must(CC['gcc'], 'none.c', '-o', 'none')
    must(CC['gcc'], '-c', 'none.c')
    for path in ('none', 'none.o'):
        r = ffp('list', path)
        equal((r.status, r.out), (0, '0 keys, 0 sites\n'), 'list: nothing in ' + path, r)
        r = ffp('verify', path)
        equal((r.status, r.out), (0, path + ': 0 keys, 0 sites, all good\n'),
              'verify: nothing in ' + path, r)
    equal(listing('none')['keys'], [], 'list --json: nothing')
    equal([ffp('list').status, ffp('list', '--odd', 'none').status, ffp('list', 'none', 'none').status,
           ffp('verify').status, ffp('verify', '--odd', 'none').status], [2] * 5, 'usage')
    for command in ('list', 'verify'):
        r = ffp(command, write('text', 'no'))
        ok(r.status == 1 and r.err == 'text: error: not an ELF file\n', command + ': no ELF file', r)
    build()
    with open('/dev/full', 'wb') as f:
        p = subprocess.run([TOOL, 'list', 'sites.o'], stdout=f, stderr=subprocess.DEVNULL)
    equal(p.returncode, 1, 'list: cannot write')


def patch(path, out, at, data):
    image = bytearray(read(path))
    image[at:at + len(data)] = data
    write(out, bytes(image))
    return out


def bad(path, expected, name):
    r = ffp('verify', path)
    ok(r.status == 1 and says(r.err, expected) and r.err.startswith(path + ': error: ') and
       'all good' not in r.out, name, r)


def linked():
    """A program, wrong in one place."""
    build()
    must(CC['gcc'], 'sites.o', 'main.o', '-o', 'prog')
    l = listing('prog')
    elf = Elf('prog')
    sites = {(k['name'], s['kind']): s for k in l['keys'] for s in k['sites']}

    def at(key, kind):
        s = sites[key, kind]
        section, = elf.named(s['section'])
        return section.offset + s['offset'], '%s+0x%x' % (s['section'], s['offset'])

    where, place = at('f', 'call')
    bad(patch('prog', 'hurt', where, b'\x90'), place + ': key f: no instruction that a site can hold',
        'linked: no branch')
    bad(patch('prog', 'hurt', where + 1, b'\0\0\0\0'), place + ': key f: branch to 0x… instead of 0x…',
        'linked: a branch to elsewhere')
    bad(patch('prog', 'hurt', where, bytes.fromhex('0f1f440000')), place + ': key f: does not branch',
        'linked: a no-op')
    entry, = [s for s in elf.symbols if s.name == '__ffp_fn.f.f_def']
    text = elf.sections[entry.section]
    bad(patch('prog', 'hurt', text.offset + entry.value - text.addr, b'\x90\x90'),
        place + ': key f: its entry does not jump', 'linked: an entry that does not jump')
    where, place = at('n', 'call')
    bad(patch('prog', 'hurt', where, b'\xe8\0\0\0\0'), place + ': key n: should do nothing',
        'linked: a NULL key that does something')
    table, = elf.named('ffp_sites')
    entry = struct.unpack_from('<ii', table.data)
    # The second line made to say nearly what the first says: of another kind; and the place
    # next to it.
    for delta, kind, text in ((0, 1, 'site is in the table twice'), (1, 0, 'site overlaps the one before')):
        again = struct.pack('<ii', entry[0] - 8 + delta, (entry[1] - 8) ^ kind)
        bad(patch('prog', 'hurt', table.offset + 8, again), text, 'linked: ' + text)
    far = struct.pack('<i', 0x40000000)
    bad(patch('prog', 'hurt', table.offset, far), 'ffp_sites+0x0: site outside of every section',
        'linked: a site outside')
    data, = elf.named('.data')
    to_data = struct.pack('<i', data.addr - table.addr)
    bad(patch('prog', 'hurt', table.offset, to_data), '.data+0x0: site outside of code',
        'linked: a site in data')
    bad(patch('prog', 'hurt', table.offset + 4, struct.pack('<i', entry[1] | 3)),
        'ffp_sites+0x0: unknown kind of site: 3', 'linked: an unknown kind')
    keys, = elf.named('ffp_keys')
    field = struct.unpack_from('<iiiI', keys.data)
    for i, value, text, name in (
            (0, field[0] + 4, 'key f: its entry is not aligned to 16', 'an entry out of line'),
            (0, data.addr - keys.addr, 'key f: its entry is not in code', 'an entry in data'),
            (1, 0x40000000, 'key f: its record is outside of the file', 'a record outside'),
            (1, field[1] + 8, 'key f: its entry belongs to another record', 'two records'),
            (2, 0x40000000, 'the name is outside of the file', 'a name outside'),
            (3, 0x200, 'key f: unknown flags or version: 0x200', 'another version'),
            (3, 0x1ff, 'key f: unknown flags or version: 0x1ff', 'unknown flags'),
            (3, 0x104, 'key f: flags 0x100 before its entry, 0x104 here', 'other flags')):
        bad(patch('prog', 'hurt', keys.offset + 4 * i, struct.pack('<I', value & 0xffffffff)),
            'ffp_keys+0x0: ' if i == 2 else text, 'linked: ' + name)
        r = ffp('verify', 'hurt')
        ok(text in r.err, 'linked: %s: says so' % name, r)
    for name, size in (('ffp_sites', 8), ('ffp_keys', 16)):
        section, = elf.named(name)
        where = elf.shoff + 64 * section.index + 32
        bad(patch('prog', 'hurt', where, struct.pack('<Q', section.size - 4)),
            'size is no multiple of %d' % size, 'linked: a part of a line in ' + name)
    # Two errors are two lines.
    one, two = at('f', 'call')[0], at('g', 'call')[0]
    image = bytearray(read('prog'))
    image[one] = image[two] = 0x90
    write('hurt', bytes(image))
    equal(ffp('verify', 'hurt').err.count('error'), 2, 'linked: every error is told')
    r = ffp('verify', 'hurt', 'prog')
    ok(r.status == 1 and 'prog: 5 keys, 13 sites, all good' in r.out, 'linked: other files go on', r)
    r = ffp('list', 'hurt')
    ok(r.status == 0 and ' unknown ' in r.out, 'list: shows what it cannot read', r)


def objects():
    """An object, wrong in one place."""
    build('gcc', '-ffunction-sections')
    elf = Elf('sites.o')
    section = {s.name: s for s in elf.sections}
    site = {elf.sections[s.section].name: s for s in elf.sites()}
    by = {s.name: s.index for s in elf.symbols}

    def rela(name):
        r, = [s for s in elf.sections if s.type == 4 and s.info == section[name].index]
        return r.offset

    name = '.text.call_f'
    place = '%s+0x%x' % (name, site[name].offset)
    bad(patch('sites.o', 'hurt.o', rela(name) + 12, struct.pack('<I', by['__ffp_dx.g'])),
        place + ': key f: no branch to f_def', 'object: aimed at another function')
    bad(patch('sites.o', 'hurt.o', rela(name) + 16, struct.pack('<q', 0)),
        place + ': key f: no branch to f_def', 'object: aimed beside the default')
    bad(patch('sites.o', 'hurt.o', rela(name) + 8, struct.pack('<II', 0, 0)),
        place + ': key f: no instruction', 'object: no relocation')
    bad(patch('sites.o', 'hurt.o', section[name].offset + site[name].offset, b'\x90'),
        place + ': key f: no branch to f_def', 'object: no branch')
    image = bytearray(read('sites.o'))
    struct.pack_into('<II', image, rela(name) + 8, 0, 0)
    at = section[name].offset + site[name].offset
    image[at:at + 5] = bytes.fromhex('0f1f440000')
    write('hurt.o', bytes(image))
    bad('hurt.o', place + ': key f: does nothing instead of calling f_def', 'object: a no-op')
    null = '.text.call_n'
    bad(patch('sites.o', 'hurt.o', section[null].offset + site[null].offset, b'\xe8'),
        null + '+0x%x: key n: no instruction' % site[null].offset,
        'object: a NULL key that does something')

    compile(CC['gcc'], 'sites.c', 'raw.o', '-O2')
    r = ffp('verify', 'raw.o')
    equal((r.status, r.err), (0, 'raw.o: note: 12 sites not collected\n'), 'object: missed sites are noted', r)
    r = ffp('verify', '--strict', 'raw.o')
    equal((r.status, r.err), (1, 'raw.o: error: 12 sites not collected\n'), 'object: --strict', r)
    r = ffp('verify', '--strict', 'sites.o', 'main.o')
    equal((r.status, r.out), (0, 'sites.o: 4 keys, 12 sites, all good\nmain.o: 5 keys, 1 site, all good\n'),
          'object: all good', r)


def library():
    """A shared library: hidden keys within it."""
    write('lib.c', '#include "keys.h"\nKEY(int, f, (int), f_def) __attribute__((visibility("hidden")));\n'
          'int f_def(int x);\nint f_def(int x) { return x; }\n'
          'ENTRY("__ffp_fn.", f, f_def, HIDDEN, "0x100");\n'
          'int one(int x);\nint one(int x) { return f(x) + 1; }\n')
    compile(CC['gcc'], os.path.abspath('lib.c'), 'lib.o', '-O2', '-fPIC', '-fvisibility=hidden')
    collect('lib.o')
    for linker in LINKERS:
        must(CC['gcc'], '-fuse-ld=' + linker, '-shared', 'lib.o', '-o', 'lib.so', '-Wl,-Bsymbolic')
        r = ffp('verify', 'lib.so')
        equal((r.status, r.out), (0, 'lib.so: 1 key, 1 site, all good\n'), 'library, ' + linker, r)


def folded():
    """Identical functions, folded by the linker."""
    write('twins.c', '#include "keys.h"\nKEY(int, f, (int), f_def);\nint one(int), more(int);\n'
          'int one(int x) { return f(x) * 3; }\nint more(int x) { return f(x) * 3; }\n')
    compile(CC['gcc'], os.path.abspath('twins.c'), 'twins.o', '-O2', '-ffunction-sections')
    compile(CC['gcc'], 'sites.c', 'sites.o', '-O2')
    compile(CC['gcc'], 'main.c', 'main.o', '-O2', '-DMORE')
    equal(collect('twins.o', 'sites.o', 'main.o'), [2, 12, 1], 'folded: collected')
    for linker in LINKERS:
        if linker == 'bfd':
            continue
        must(CC['gcc'], '-fuse-ld=' + linker, '-Wl,--icf=all', 'twins.o', 'sites.o', 'main.o', '-o',
             'prog')
        equal(run('./prog').out.split(',')[2].split()[-1], '210', 'folded by %s: runs' % linker)
        r = ffp('verify', 'prog')
        equal(r.status, 0, 'folded by %s: verified' % linker, r)
    elf = Elf('twins.o')
    rela, = [s for s in elf.sections if s.name == '.relaffp_sites' and
             elf.sections[elf.sections[s.info].link].name == '.text.one']
    joined, = [s for s in elf.sections if s.name == '.relaffp_sites' and s.index != rela.index]
    ok(rela.size == joined.size == 48, 'folded: one site each')
    bad(patch('twins.o', 'hurt.o', joined.offset, rela.data), '.text.one+0x',
        'in an object a site is in no table twice')


def help_texts():
    r = ffp('help')
    ok(r.status == 0 and all(w in r.out for w in ('collect', 'list', 'verify', 'ffp-cc')), 'help', r)
    equal(ffp('--help').out, r.out, '--help')
    for sub in ('collect', 'list', 'verify', 'help'):
        r = ffp('help', sub)
        ok(r.status == 0 and r.out.startswith('Usage: ffp %s' % sub), 'help ' + sub, r)
    equal((ffp('help', 'x').status, ffp('x').status, ffp().status), (2, 2, 2), 'no such subcommand')


def options():
    """What was asked for comes on standard output; what is wrong, on the other, with 2."""
    version = re.compile(r'ffp \d+\.\d+\S*\n$')
    named = {'ffp %s' % sub: [TOOL, sub] for sub in ('collect', 'list', 'verify', 'help')}
    named.update({'ffp': [TOOL], 'ffp-cc': [FFP_CC], 'ffp-ld': [os.path.join(ASDIR, 'ffp-ld')]})
    for name, command in named.items():
        for how in (['--help'], ['--hel']):
            r = run(*command, *how)
            ok((r.status, r.err) == (0, '') and 'Usage:' in r.out and name in r.out,
               '%s %s' % (name, how[0]), r)
        r = run(*command, '--version')
        ok((r.status, r.err) == (0, '') and version.match(r.out), name + ' --version', r)
        for odd in ('--odd', '--help=x'):
            r = run(*command, odd)
            lines = r.err.splitlines()
            ok((r.status, r.out, len(lines)) == (2, '', 2) and lines[0].startswith(name + ': ') and
               odd[:6] in lines[0] and lines[1] == "Try '%s --help'." % name, '%s %s' % (name, odd), r)
        with open('/dev/full', 'wb') as f:
            p = subprocess.run([*command, '--help'], stdout=f, stderr=subprocess.DEVNULL)
        equal(p.returncode, 1, name + ' --help: cannot write')
    for words, text in (([TOOL], 'ffp: no subcommand'), ([TOOL, 'odd'], "ffp: no subcommand 'odd'"),
                        ([TOOL, 'list'], 'ffp list: no file'), ([TOOL, 'verify'], 'ffp verify: no file'),
                        ([TOOL, 'collect', '-v'], 'ffp collect: no file'),
                        ([TOOL, 'list', 'a', 'b'], 'ffp list: one at a time'),
                        ([TOOL, 'help', 'list', 'verify'], 'ffp help: one at a time'),
                        ([FFP_CC], 'ffp-cc: no compiler'), ([FFP_CC, '--'], 'ffp-cc: no compiler')):
        r = run(*words)
        command = text.split(':')[0]
        equal((r.status, r.out, r.err), (2, '', "%s\nTry '%s --help'.\n" % (text, command)),
              'usage: ' + text, r)
    # Wherever an option stands; and behind a "--" none does.
    build()
    first = ffp('list', '--json', 'main.o')
    for words in (['list', 'main.o', '--json'], ['list', '--js', '--', 'main.o'], ['--', 'list', '--json', 'main.o']):
        equal((ffp(*words).status, ffp(*words).out), (0, first.out), ' '.join(words))
    shutil.copy('main.o', '--help')
    equal(ffp('list', '--', '--help').out, ffp('list', 'main.o').out, 'a file that is called --help')
    # What is another program's to answer, it answers.
    for name in ('gcc', 'clang'):
        if CC[name]:
            equal(run(FFP_CC, CC[name], '--version').out, run(CC[name], '--version').out,
                  "ffp-cc %s --version: the compiler's" % name)
    for option in ('--version', '--help'):
        equal(run(os.path.join(ASDIR, 'as'), option).out.split('\n')[1:], run('as', option).out.split('\n')[1:],
              "as %s: the assembler's" % option)
        r = run(os.path.join(ASDIR, 'ffp-ld'), option, env={'FFP_LD': shutil.which('ld.bfd')})
        ok(r.status == 0 and ('GNU ld' in r.out or 'Usage: ' in r.out), "ffp-ld %s: the linker's" % option, r)
    r = run(os.path.join(ASDIR, 'ffp-ld'), '-o', 'x', 'main.o', env={'FFP_LD': ''})
    equal((r.status, r.err), (1, 'ffp-ld: error: FFP_LD does not name the linker\n'), 'ffp-ld by hand', r)


with Scratch():
    for test in (listings, states, older, by_plt, local_keys, defined, branches, damaged_branches, damaged_wide, names, nothing, linked, objects, library, folded,
                 help_texts, options):
        test()
done()
