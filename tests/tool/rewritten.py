# SPDX-License-Identifier: MIT
"""Files that other tools have rewritten.

Each file runs twice.  Without changes it must end well; with changes its calls, which it
counts, must follow them, or the changes must be refused.  `ffp verify` must agree.
"""
from lib import *

LIBRARY = os.environ['FFP_LIBRARY']
LINK = [LIBRARY, '-pthread', '-ldl', *os.environ.get('FFP_LIBRARY_ARGS', '').split()]
# AddressSanitizer has no static form, and a library of GCC's cannot take Clang's or be two copies.
SANITIZED = 'libffp is sanitized' if os.environ.get('FFP_LIBRARY_ARGS') else ''
# A program that needs one more library has AddressSanitizer's behind that.
os.environ.setdefault('ASAN_OPTIONS', 'verify_asan_link_order=0')
LONG = '/opt/a/very/long/path/that/does/not/fit/where/the/old/one/was' * 4
HOST = r'''
#include <dlfcn.h>
int main(int argc, char **argv)
{
	void *handle = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : 0;
	int (*f)(int) = handle ? (int (*)(int))dlsym(handle, "rewritten") : 0;
	int r = f ? f(argc > 2) : 77;

	return handle && dlclose(handle) ? 78 : r;
}
'''
IN_PYTHON = 'import ctypes, sys; sys.exit(ctypes.CDLL(sys.argv[1]).rewritten(len(sys.argv) > 2))'
RIGHT, REFUSED = 0, 2


def link(cc, output, *args):
    """Link a file that holds keys; the linker may refuse what it is asked for."""
    if os.path.exists(output):
        os.remove(output)
    return run(FFP_CC, cc, *args, '-o', output, *LINK)


def runs(path, python):
    """The ways to run a file: a program by itself, a library in a host and in Python."""
    if path.endswith('.so'):
        in_python = [[sys.executable, '-S', '-c', IN_PYTHON, './' + path]]
        return [['./host', './' + path]] + (in_python if python else [])
    return [['./' + path]]


def judge(path, name, expected=RIGHT, told='', python=False):
    """Does the file do what is expected, and does verify say so?"""
    for command in runs(path, python):
        r = run(*command)
        equal(r.status, 0, '%s: changes nothing, and ends well' % name, r)
        r = run(*command, 'change')
        equal(r.status, expected, '%s: changes are %s' % (name, 'refused' if expected else 'made'), r)
    r = ffp('verify', path)
    ok((r.status == 0) == (expected == RIGHT and not told) and told in r.err,
       name + ': verify agrees', r)


def by(tool, *words):
    """A rewriter: a tool with its arguments, where IN and OUT stand for the files."""
    def rewrite(source, output):
        if 'OUT' not in words:
            shutil.copy(source, output)
        names = {'IN': source if 'OUT' in words else output, 'OUT': output}
        r = run(tool, *[names.get(w, w) for w in words])
        return None if r.status == 0 else r
    rewrite.tool = tool
    return rewrite


def by_hand(change):
    """A rewriter in Python: of the file's bytes."""
    def rewrite(source, output):
        image = bytearray(read(source))
        change(image)
        write(output, bytes(image))
        os.chmod(output, 0o755)
    rewrite.tool = None
    return rewrite


PT_LOAD, PT_NOTE, PT_PHDR = 1, 4, 6


def headers(image):
    """Where the program headers are, and what they say: lists of fields."""
    at, = struct.unpack_from('<Q', image, 32)
    n, = struct.unpack_from('<H', image, 56)
    return [(at + 56 * i, list(struct.unpack_from('<IIQQQQQQ', image, at + 56 * i))) for i in range(n)]


def no_sections(image):
    struct.pack_into('<Q', image, 40, 0)
    struct.pack_into('<HHH', image, 58, 64, 0, 0)


def unmapped_notes(image):
    for at, (kind, *_) in headers(image):
        if kind == PT_NOTE:
            struct.pack_into('<QQ', image, at + 16, 0x70000000, 0x70000000)


def broken_notes(image):
    """The length of a name is all ones."""
    for _, (kind, _, offset, *_) in headers(image):
        if kind == PT_NOTE:
            struct.pack_into('<I', image, offset, 0xffffffff)


def moved_notes(image):
    """As patchelf moves them: the bytes elsewhere, and the relative field as it was."""
    at, (_, _, offset, address, *_) = [h for h in headers(image) if h[1][0] == PT_NOTE
                                       and b'ffp\0' in image[h[1][2]:h[1][2] + h[1][5]]][0]
    note = image.index(b'ffp\0', offset) + 4
    field, = struct.unpack_from('<i', image, note)
    struct.pack_into('<i', image, note, field + 0x10001000)


def headers_away(image):
    """The program headers behind all else, in a segment of their own."""
    page, old = 0x1000, [h for _, h in headers(image)]
    top = max(h[3] + h[6] for h in old if h[0] == PT_LOAD)
    image.extend(bytes(-len(image) % page))
    offset, size = len(image), 56 * (len(old) + 1)
    address = (top + 16 * page) & -page
    old.append([PT_LOAD, 4, offset, address, address, size, size, page])
    for h in old:
        if h[0] == PT_PHDR:
            h[2:7] = [offset, address, address, size, size]
        image.extend(struct.pack('<IIQQQQQQ', *h))
    # What was there is read no more, or it crashes.
    at, = struct.unpack_from('<Q', image, 32)
    image[at:at + 56 * (len(old) - 1)] = b'\xff' * 56 * (len(old) - 1)
    struct.pack_into('<Q', image, 32, offset)
    struct.pack_into('<H', image, 56, len(old))


INTERPRETER = '/lib64/ld-linux-x86-64.so.2'
REWRITERS = {
    'strip': by('strip', 'IN', '-o', 'OUT'),
    'strip --strip-unneeded': by('strip', '--strip-unneeded', 'IN', '-o', 'OUT'),
    'eu-strip': by('eu-strip', 'IN', '-o', 'OUT'),
    'llvm-strip': by('llvm-strip-19', 'IN', '-o', 'OUT'),
    'dwz': by('dwz', 'IN', '-o', 'OUT'),
    'debugedit': by('debugedit', '-b', HERE, '-d', '/usr/src/debug', 'IN'),
    'objcopy': by('objcopy', 'IN', 'OUT'),
    'objcopy --strip-debug': by('objcopy', '--strip-debug', 'IN', 'OUT'),
    'patchelf --set-rpath': by('patchelf', '--set-rpath', LONG, '--output', 'OUT', 'IN'),
    'patchelf --add-needed': by('patchelf', '--add-needed', 'libm.so.6', '--output', 'OUT', 'IN'),
    'patchelf --page-size': by('patchelf', '--page-size', '65536', '--set-rpath', LONG,
                               '--output', 'OUT', 'IN'),
    'patchelf --set-interpreter': by('patchelf', '--set-interpreter', '/' * 300 + INTERPRETER,
                                     '--output', 'OUT', 'IN'),
    'no section headers': by_hand(no_sections),
    'notes that no segment maps': by_hand(unmapped_notes),
    'notes that are broken': by_hand(broken_notes),
    'notes that were moved': by_hand(moved_notes),
    'program headers away from the ELF header': by_hand(headers_away),
}


def rewriters():
    kinds = {'program': ['program.o', '-pie'], 'fixed program': ['fixed.o', '-no-pie'],
             'library.so': ['library.o', '-shared']}
    for kind, how in kinds.items():
        path = kind.replace(' ', '-')
        r = link(CC['gcc'], path, *how)
        if not ok(r.status == 0, kind + ': links', r):
            continue
        judge(path, kind, python=True)
        for name, rewrite in REWRITERS.items():
            full = '%s, %s' % (kind, name)
            output = 'rewritten.so' if path.endswith('.so') else 'rewritten'
            # A library names no interpreter; and of a program the loader itself reads notes.
            if ('interpreter' in name) if path.endswith('.so') else ('segment maps' in name):
                continue
            if rewrite.tool and not shutil.which(rewrite.tool):
                skip(full, rewrite.tool + ' is not installed')
                continue
            error = rewrite(path, output)
            if error:
                skip(full, 'the tool refused: ' + error.err.strip().replace('\n', ' ')[:80])
                continue
            judge(output, full, told='no section headers' if 'no section' in name else
                  'no note leads to it' if 'segment maps' in name else '',
                  python='patchelf' in name)


def linkers():
    """The base moved, other segments, compact relocations."""
    write('nokeys.c', '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n'
          'int (*const pointer)(void) = main;\n')
    plain = compile(CC['gcc'], os.path.abspath('nokeys.c'), 'nokeys.o', '-O2')
    plain_library = compile(CC['gcc'], os.path.abspath('nokeys.c'), 'nokeys-pic.o', '-O2', '-fPIC')
    program, fixed, library = [['program', 'program.o', '-pie'], ['fixed', 'fixed.o', '-no-pie'],
                               ['library.so', 'library.o', '-shared']]
    base, packed = [fixed, library], [program, library]
    ways = [
        ('bfd', '-Ttext-segment=0x10000000', base), ('bfd', '-z,pack-relative-relocs', packed),
        ('bfd', '-z,noseparate-code', [program]), ('bfd', '-z,norelro', [library]),
        ('gold', '-Ttext-segment=0x10000000', base),
        ('lld', '--image-base=0x10000000', [fixed]), ('lld', '-z,separate-loadable-segments', [program]),
        ('lld', '--no-rosegment', [program]), ('lld', '--pack-dyn-relocs=relr', packed),
        ('lld-19', '-z,pack-relative-relocs', packed), ('mold', '--image-base=0x10000000', [fixed]),
        ('mold', '-z,separate-code', [program]), ('mold', '-z,pack-relative-relocs', packed),
    ]
    for linker, flag, kinds in ways:
        if not shutil.which('ld.' + linker):
            skip(linker, 'not installed')
            continue
        # GCC knows no version in the linker's name.
        versioned = linker[-1].isdigit()
        cc = CC['clang'] if versioned else CC['gcc']
        use = ['-fuse-ld=' + (shutil.which('ld.' + linker) if versioned else linker), '-Wl,' + flag]
        for kind, *how in kinds:
            name = '%s %s, %s' % (linker, flag, kind)
            if SANITIZED and versioned and how[1] == '-shared':
                skip(name, SANITIZED)
                continue
            must_run = ['./nokeys'] if how[1] != '-shared' else [sys.executable, '-S', '-c',
                        'import ctypes; ctypes.CDLL("./nokeys")']
            r = run(cc, *use, plain if how[1] != '-shared' else plain_library, how[1], '-o', 'nokeys')
            if r.status or 'unknown' in r.err or run(*must_run).status:
                skip(name, 'what has no keys is not built or loaded so either')
                continue
            r = link(cc, 'l-' + kind, *use, *how)
            if ok(r.status == 0, name + ': links', r):
                judge('l-' + kind, name)
    for how in (['fixed.o', '-static'], ['program.o', '-static-pie']):
        if SANITIZED:
            skip(how[1], SANITIZED)
            continue
        r = link(CC['gcc'], 'static', *how)
        if ok(r.status == 0, how[1] + ': links', r):
            judge('static', how[1])


def bolt():
    """Refused by BOLT itself; and objects that do not tell it, by us."""
    if not shutil.which('llvm-bolt-19'):
        skip('llvm-bolt-19', 'not installed')
        return
    link(CC['gcc'], 'emitted', 'program.o', '-pie', '-Wl,-q')
    r = run('llvm-bolt-19', 'emitted', '-o', 'bolted')
    ok(r.status and 'Cannot re-optimize' in r.err + r.out, 'BOLT refuses a file with keys', r)
    # As from objects of the first release.
    silent = ['objcopy', '--rename-section', '.bolt.org.ffp=.silent']
    ways = [[], ['-relocs=0'], ['-reorder-blocks=ext-tsp', '-split-functions'],
            ['-use-old-text=0', '-lite=0']]
    for kind, how in {'program': ['program.o', '-pie'], 'fixed': ['fixed.o', '-no-pie'],
                      'library.so': ['library.o', '-shared']}.items():
        link(CC['gcc'], 'emitted', *how, '-Wl,-q')
        must(*silent, 'emitted', 'silent')
        for way in ways if kind == 'program' else ways[:2]:
            name = 'BOLT %s, %s' % (' '.join(way), kind)
            output = 'bolted.so' if kind.endswith('.so') else 'bolted'
            if os.path.exists(output):
                os.remove(output)
            r = run('llvm-bolt-19', 'silent', '-o', output, *way)
            if r.status or not os.path.exists(output):
                skip(name, 'BOLT refused')
                continue
            judge(output, name, REFUSED, 'error')
            if kind.endswith('.so'):
                link(CC['gcc'], 'beside', 'program.o', '-pie')
                equal(run('./beside', 'change', './' + output).status, 0,
                      name + ': keys of a program beside it can be changed')
    # Nothing in memory tells it from a file that was linked so: only verify can.
    if SANITIZED:
        skip('BOLT -use-gnu-stack', SANITIZED)
        return
    run('llvm-bolt-19', 'silent', '-o', 'bolted', '-use-gnu-stack')
    r = ffp('verify', 'bolted')
    ok(r.status == 1 and 'its functions were moved away from the tables of keys and sites (by BOLT?): '
       'changes would be lost' in r.err, 'BOLT -use-gnu-stack: verify refuses it', r)


def renamed():
    """objcopy --prefix-symbols: the tables cannot be found, so nothing is changed."""
    must('objcopy', '--prefix-symbols=other_', 'program.o', 'prefixed.o')
    undefined = must('nm', '-u', 'prefixed.o').out.split()
    names = {n for n in undefined if n.startswith('other_') and '_ffp_' not in n.replace('other_ffp_', '')}
    args = [a for n in sorted(names) for a in ('--redefine-sym', '%s=%s' % (n, n[len('other_'):]))]
    must('objcopy', *args, '--redefine-sym', 'other_main=main', 'prefixed.o')
    r = ffp('verify', 'prefixed.o')
    ok(r.status == 1 and 'no symbol __start_ffp_keys: were symbols renamed?' in r.err,
       'an object whose symbols were renamed: verify refuses it', r)
    r = link(CC['gcc'], 'prefixed', 'prefixed.o')
    if ok(r.status == 0, 'symbols renamed: links', r):
        judge('prefixed', 'symbols renamed', REFUSED, 'has other bounds')


def damaged():
    """Pointers that the run time follows, one by one: verify tells of each."""
    elf = Elf('program')
    where = {s.name: s.value for s in elf.symbols}
    relas, = [s for s in elf.sections if s.name == '.rela.dyn']
    at = {}
    for i in range(0, relas.size, 24):
        offset, = elf.unpack('Q', relas.data, i)
        at[offset] = relas.offset + i
    module, record = where['__ffp_module'], where['__ffp_rec.plain']
    cases = [
        ('the start of the sites', module + 8, 'the descriptor at 0x… has other bounds: 0x…-0x…'),
        ('their end', module + 16, 'the descriptor at 0x…: more between the bounds of … than is there'),
        ('the start of the keys', module + 24, 'the descriptor at 0x… has other bounds: 0x…-0x…'),
        ('their end', module + 32, 'the descriptor at 0x…: more between the bounds of … than is there'),
        ('the start of the candidates', module + 64, 'the descriptor at 0x… has other bounds: 0x…-0x…'),
        ('their end', module + 72, 'the descriptor at 0x…: more between the bounds of … than is there'),
        ("the module's state", module + 48, 'the descriptor at 0x…: its state is in no data'),
        ('its library', module + 56, 'the descriptor at 0x…: it names no library'),
        ("a record's entry", record + 16, 'key plain: its entry was moved, from 0x… to 0x…'),
        ("a record's state", record + 32, 'key plain: its state is in no data'),
        ("a record's module", record + 40, 'key plain: its record leads to no descriptor of a module'),
    ]
    for name, address, told in cases:
        for change, value in {'elsewhere': 0x70000001, 'without relocation': None}.items():
            image = bytearray(elf.image)
            if value is None:
                struct.pack_into('<QQ', image, at[address], module + 4096 * 1024, 0)
                section, = [s for s in elf.sections if s.flags & 2 and s.type != 8 and
                            s.addr <= address < s.addr + s.size]
                struct.pack_into('<Q', image, section.offset + address - section.addr, 0x1234)
            else:
                struct.pack_into('<Q', image, at[address] + 16, value)
            r = ffp('verify', write('hurt', bytes(image)))
            expected = [told] if value else [
                'key plain: nothing relocates its record', 'its state is in no data',
                'the descriptor at 0x…: nothing relocates the bounds of …', 'it names no library']
            ok(r.status == 1 and any(says(r.err, e) for e in expected),
               '%s %s: verify tells' % (name, change), r)
    for at, (kind, rights, *_) in headers(elf.image):
        image = bytearray(elf.image)
        if kind == PT_LOAD and rights == 5:
            struct.pack_into('<I', image, at + 4, 4)
            r = ffp('verify', write('hurt', bytes(image)))
            ok(r.status == 1 and 'no segment maps this section as code' in r.err,
               'text that is not executable: verify tells', r)
    image = bytearray(elf.image)
    struct.pack_into('<H', image, 56, 0)
    r = ffp('verify', write('hurt', bytes(image)))
    ok(r.status == 1 and 'no program headers' in r.err, 'no program headers: verify tells', r)


PART = r'''
#include <ffp.h>
int old@(int), new@(int), call@(int), call_shared@(int), set@(int), shared_old(int), shared_new(int);
__attribute__((noinline)) int old@(int x) { return x + @; }
__attribute__((noinline)) int new@(int x) { return x + @ * 10; }
DEFINE_FFP(key@, old@);
DECLARE_FFP_EXPORT(shared, shared_old);
__attribute__((noinline)) int call@(int x) { return key@(x) * 10; }
__attribute__((noinline)) int call_shared@(int x) { return shared(x) * 10; }
int set@(int on)
{
	struct ffp_change set[] = { FFP_CHANGE(key@, new@), FFP_CHANGE(shared, shared_new) };
	struct ffp_change reset[] = { FFP_CHANGE_DEFAULT(key@), FFP_CHANGE_DEFAULT(shared) };

	return ffp_apply(on ? set : reset, 2, 0);
}
'''
JOINED = r'''
#include <ffp.h>
int call1(int), call2(int), call3(int), call_shared1(int), call_shared2(int), call_shared3(int);
int set1(int), set2(int), set3(int);
static int (*const call[])(int) = { call1, call2, call3 }, (*const set[])(int) = { set1, set2, set3 };
static int (*const call_shared[])(int) = { call_shared1, call_shared2, call_shared3 };
static int count(const struct ffp *key, void *n)
{
	struct ffp_info info;

	(void)key;
	++*(int *)n;
	return ffp_info(key, &info) ? 1 : info.foreign ? 2 : 0;
}
int main(void)
{
	int n = 0, wrong = 0, refused = 0;

	for (int on = 1; on >= 0; on--)
		for (int i = 0; i < 3; i++) {
			int r = set[i](on);

			refused |= r < 0;
			for (int k = 0; k < 3; k++) {
				wrong |= call[k](0) != (k == i && on && !r ? 100 : 10) * (k + 1);
				wrong |= call_shared[k](0) != (on && !r ? 80 : 70);
			}
			if (on && !r)
				wrong |= set[i](0) != 0;
		}
	if (!refused)
		wrong |= ffp_each(count, &n) || n != 4;
	return wrong ? 1 : refused ? 2 : 0;
}
'''


def joined():
    """Objects that were joined and made local: a descriptor for each, with one table."""
    write('shared.c', '#include <ffp.h>\nint shared_old(int), shared_new(int);\n'
          'int shared_old(int x) { return x + 7; }\nint shared_new(int x) { return x + 8; }\n'
          'DECLARE_FFP_EXPORT(shared, shared_old);\nDEFINE_FFP_EXPORT(shared, shared_old);\n')
    r = run(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', '-fPIC', '-shared', 'shared.c', '-o',
            'libshared.so', SHARED)
    if not ok(r.status == 0, 'joined: a library with an exported key', r):
        return
    run(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', '-c', write('joined.c', JOINED))
    for groups in (['--force-group-allocation'], []):
        parts = []
        for n in '123':
            run(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', '-c', write('part%s.c' % n, PART.replace('@', n)))
            must('ld', '-r', *groups, 'part%s.o' % n, '-o', 'whole%s.o' % n)
            must('objcopy', '--localize-hidden', 'whole%s.o' % n, 'local%s.o' % n)
            parts.append('local%s.o' % n)
        for linker in ('bfd', 'gold', 'lld', 'mold'):
            name = 'joined %s, %s' % (' '.join(groups) or 'with groups', linker)
            if not shutil.which('ld.' + linker):
                skip(name, 'not installed')
                continue
            if os.path.exists('together'):
                os.remove('together')
            r = run(FFP_CC, CC['gcc'], '-fuse-ld=' + linker, 'joined.o', *parts, './libshared.so', SHARED,
                    '-pthread', '-Wl,-rpath,' + os.path.dirname(SHARED), '-o', 'together')
            if r.status:
                # What a discarded group had cannot be named.
                ok(not groups and 'discarded' in r.err, name + ': the linker refuses', r)
                continue
            v = ffp('verify', 'together')
            if groups:
                r = run('./together')
                equal(r.status, RIGHT, name + ': changes', r)
            # Otherwise mold has made calls of what was discarded calls of nothing.
            equal(v.status, 0 if groups else 1, name + ': verify', v)


def notes():
    """A library that has nothing of ours, and a note in no memory."""
    must(CC['gcc'], '-shared', '-fPIC', write('foreign.c', 'int foreign;\n'), '-o', 'foreign.so')
    link(CC['gcc'], 'beside', 'program.o', '-pie')
    for name, change in {'in no memory': unmapped_notes, 'that is broken': broken_notes}.items():
        by_hand(change)('foreign.so', 'changed.so')
        r = run('./beside', 'change', './changed.so')
        equal(r.status, 0, "a foreign library's note %s: changes, and the end" % name, r)
    must('objcopy', '-R', '.note.ffp', 'beside', 'noteless')
    r = ffp('verify', 'noteless')
    equal((r.status, re.sub('0x[0-9a-f]+', '0x…', r.err)),
          (1, 'noteless: error: the descriptor at 0x…: no note leads to it, and other copies of the library would '
              'not find it\n'), 'without its note: verify refuses it', r)


def copies():
    """Two copies of the library find each other, though the notes were moved."""
    if SANITIZED:
        skip('two copies', SANITIZED)
        return
    load = os.path.join(HERE, '..', 'load')
    flags = ['-I' + INCLUDE, '-O2', '-fPIC', '-shared']
    must(CC['gcc'], '-I' + INCLUDE, '-O2', os.path.join(load, 'copies.c'), '-o', 'copies', '-ldl')
    must(FFP_CC, CC['gcc'], *flags, os.path.join(load, 'copies-first.c'), '-o', 'libfirst.so', LIBRARY,
         '-Wl,--exclude-libs,ALL', '-pthread')
    must(FFP_CC, CC['gcc'], *flags, os.path.join(load, 'copies-second.c'), '-o', 'libsecond.so', LIBRARY,
         './libfirst.so', '-Wl,--exclude-libs,ALL', '-pthread')
    for name in ('notes that were moved', 'patchelf --set-rpath'):
        rewrite = REWRITERS[name]
        if rewrite.tool and not shutil.which(rewrite.tool):
            skip('two copies, ' + name, rewrite.tool + ' is not installed')
            continue
        os.makedirs('moved', exist_ok=True)
        for library in ('libfirst.so', 'libsecond.so'):
            rewrite(library, 'moved/' + library)
        # The second names the first by its path.
        r = run('../copies', './libfirst.so', './libsecond.so', 'local', 'two', cwd='moved')
        ok(r.status == 0 and 'not ok' not in r.out, 'two copies, ' + name, r)


SHARED = os.path.join(os.path.dirname(os.path.abspath(LIBRARY)), 'libffp.so')
LIBRARY = os.path.abspath(LIBRARY)
with Scratch():
    must(CC['gcc'], write('host.c', HOST), '-o', 'host', '-ldl')
    for name, flags in {'program.o': ['-DPROGRAM', '-fPIE'], 'fixed.o': ['-DPROGRAM', '-fno-pie'],
                        'library.o': ['-fPIC']}.items():
        must(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', '-g', '-fno-reorder-blocks-and-partition', *flags,
             '-c', os.path.join(SRC, 'rewritten.c'), '-o', name)
    rewriters()
    damaged()
    linkers()
    bolt()
    renamed()
    joined()
    notes()
    copies()
done()
