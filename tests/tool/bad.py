# SPDX-License-Identifier: MIT
"""Input that cannot be collected: a message, status 1, the file as it was."""
import errno
import re
import resource
import signal

from lib import *


def error(path, expected, name, *args, command='collect', **kw):
    """Collect one file, or do something else with it; it must fail in this way and stay as it is."""
    before = read(path) if os.path.isfile(path) else None
    beside = sorted(os.listdir(os.path.dirname(path) or '.'))
    r = ffp(command, *args, path, **kw)
    ok(r.status == 1 and r.err.startswith('%s: error: ' % path) and says(r.err, expected) and
       r.err.count('\n') == 1, name, r)
    ok((read(path) if before is not None else None) == before and
       sorted(os.listdir(os.path.dirname(path) or '.')) == beside, name + ': nothing is touched')


def patched(changes, path='bad.o', elf=None):
    """A copy of good.o, or another, with changes: (offset, format, value)."""
    image = bytearray((elf or GOOD).image)
    for at, form, value in changes:
        struct.pack_into('<' + form, image, at, value)
    return write(path, bytes(image))


def head(name):
    """Where the header of the section of this name is."""
    return GOOD.shoff + 64 * GOOD.named(name)[0].index


def symbol(name):
    symtab, = [s for s in GOOD.sections if s.type == 2]
    return symtab.offset + 24 * [s.index for s in GOOD.symbols if s.name == name][0]


def files():
    write('text.o', 'no object\n')
    error('text.o', 'not an ELF file', 'a text file')
    write('empty.o', '')
    error('empty.o', 'not an ELF file', 'an empty file')
    write('four.o', b'\x7fELF')
    error('four.o', 'truncated: no room for the ELF header', 'four bytes')
    must('ar', 'rc', 'lib.a', 'good.o')
    error('lib.a', 'is an archive: extract and collect its members first', 'an archive')
    must('ar', 'rcT', 'thin.a', 'good.o')
    error('thin.a', 'is an archive', 'a thin archive')
    os.mkdir('directory.o')
    error('directory.o', 'is a directory', 'a directory')
    os.mkfifo('fifo.o')
    error('fifo.o', 'not a regular file', 'a FIFO')
    error('/dev/null', 'not a regular file', 'a device')
    error('missing.o', 'cannot open: No such file', 'a file that is not there')
    write('code.bc', b'BC\xc0\xde' + bytes(100))
    for command in ('list', 'verify'):
        error('code.bc', 'LLVM bitcode, not an ELF file', command + ' of bitcode', command=command)
        error(patched([(16, 'H', 4)], 'core'), 'no object, program or shared library',
              command + ' of a core file', command=command)
    must(CC['gcc'], '-shared', 'good.o', '-o', 'lib.so', '-Wl,--unresolved-symbols=ignore-all')
    error('lib.so', 'not an object file', 'a shared library')
    r = ffp('collect', write('bitcode.o', b'BC\xc0\xde' + bytes(100)))
    equal((r.status, r.err), (0, ''), 'LLVM bitcode is left alone')
    write('lto.c', '#include "keys.h"\nKEY(int, f, (int), f_def);\nint g(int x) { return f(x); }\n')
    compile(CC['gcc'], os.path.abspath('lto.c'), 'lto.o', '-O2', '-flto')
    before = read('lto.o')
    equal((ffp('collect', 'lto.o').status, read('lto.o')), (0, before),
          "GCC's link-time objects are left alone")


def headers():
    error(patched([(4, 'B', 1)]), 'not 64-bit ELF', '32-bit')
    error(patched([(5, 'B', 3)]), 'ELF of no known byte order', 'a byte order that is none')
    error(patched([(5, 'B', 2)]), '', 'the other byte order')
    error(patched([(18, 'H', 258)]), 'machine 258: not supported', 'unknown machine')
    error(patched([(16, 'H', 2)]), 'not an object file', 'an executable')
    error(patched([(56, 'H', 1)]), 'an object file with program headers', 'program headers')
    error(patched([(40, 'Q', 0)]), 'no section headers', 'no section headers')
    error(patched([(40, 'Q', len(GOOD.image) - 8)]), 'truncated: section headers beyond the end of the file',
          'section headers cut off')
    error(patched([(40, 'Q', 2**64 - 64)]), 'truncated: section headers beyond the end of the file',
          'section headers far outside')
    error(patched([(58, 'H', 40)]), 'section headers', 'section headers of another size')
    error(patched([(6, 'B', 0)]), 'unreadable ELF header: …', 'a version of ELF that is none')
    error(patched([(60, 'H', 0xfeff)]), 'truncated: section headers beyond the end of the file',
          'too many sections')
    error(patched([(60, 'H', 0)]), '', 'a long number of sections that is none')
    error(patched([(62, 'H', 0xfe00)]), 'the section of section names is out of range',
          'section of names out of range')
    error(patched([(62, 'H', GOOD.named('.text')[0].index)]), 'the section of section names is out of range', 'section names in code')
    text = GOOD.named('.text')[0].index
    names = head('.shstrtab') + 32
    size = GOOD.named('.shstrtab')[0].size
    error(patched([(names, 'Q', size - 1)]), 'section …: its name is out of range',
          'section names without an end')
    error(patched([(head('.text'), 'I', 0xffffff)]), 'section %d: its name is out of range' % text,
          'a section name out of range')
    error(patched([(head('.text') + 32, 'Q', 1 << 32)]),
          'section %d: reaches beyond the end of the file' % text,
          'a section of 4 GiB')
    error(patched([(head('.text') + 24, 'Q', 2**64 - 8)]), 'reaches beyond the end of the file',
          'a section at the end of the world')
    error(patched([(head('.symtab') + 32, 'Q', 1 << 32)]), 'reaches beyond',
          'a symbol table of 4 GiB')


def tables():
    rela = GOOD.named('.rela.text')[0].offset
    keys = symbol('__ffp_fn.f.f_def')
    error(patched([(head('.symtab') + 40, 'I', 999)]), 'its string table is out of range',
          "the symbols' strings out of range")
    error(patched([(head('.symtab') + 56, 'Q', 25)]), 'malformed symbol table',
          'symbols of another size')
    error(patched([(head('.symtab') + 44, 'I', 999)]), 'malformed symbol table',
          'more local symbols than symbols')
    error(patched([(head('.symtab') + 44, 'I', 0)]), 'malformed symbol table', 'no local symbols')
    error(patched([(keys, 'I', 0xffffff)]), '.symtab+0x…: the name of symbol … is out of range',
          'a symbol name out of range')
    error(patched([(keys + 6, 'H', 0xfe00)]), 'symbol …: its section is out of range',
          "a symbol's section out of range")
    error(patched([(keys + 6, 'H', 0xffff)]), 'symbol … has no section index',
          "a symbol's section in a table that is not there")
    error(patched([(rela, 'Q', 1 << 40)]), '.rela.text+0x0: offset 0x10000000000 is beyond the end of .text',
          "a relocation's offset out of range")
    error(patched([(rela + 12, 'I', 9999)]), '.rela.text+0x0: symbol 9999 is out of range',
          "a relocation's symbol out of range")
    error(patched([(head('.rela.text') + 56, 'Q', 16)]), 'malformed relocation section',
          'relocations of another size')
    error(patched([(head('.rela.text') + 32, 'Q', 25)]), 'malformed relocation section',
          'a part of a relocation')
    error(patched([(head('.rela.text') + 40, 'I', 1)]), 'malformed relocation section',
          'relocations with another symbol table')
    error(patched([(head('.rela.text') + 44, 'I', 999)]), 'relocates section 999, which is not there',
          'relocations of a section out of range')
    error(patched([(head('.rela.eh_frame') + 44, 'I', GOOD.named('.text')[0].index)]),
          'a second relocation section for .text', 'two relocation sections for one')
    error(patched([(head('.rela.text') + 4, 'I', 9)]), 'relocations without addends, or compact ones: this tool cannot read them',
          'relocations without addends')
    error(patched([(head('.rela.text') + 4, 'I', 0x40000014)]), 'relocations without addends, or compact ones: this tool cannot read them',
          'compact relocations')
    error(patched([(head('.text') + 4, 'I', 8)]), 'beyond the end', 'code without contents')
    strtab = GOOD.named('.strtab')[0].index
    error(patched([(head('.eh_frame') + 4, 'I', 2), (head('.eh_frame') + 40, 'I', strtab)]), 'a second symbol table', 'two symbol tables')


def unrelocated():
    """A table with a field that nothing fills in."""
    write('on.c', '#include <ffp.h>\nDECLARE_FFP_NULL(f, void(void));\nvoid g(void) { if (FFP_ON(f)) f(); }\n')
    for source, table, fields in (('sites.c', 'ffp_sites', 2), ('main.c', 'ffp_keys', 3),
                                  (os.path.abspath('on.c'), 'ffp_branches', 3)):
        compile(CC['gcc'], source, 'whole.o', '-O2')
        ok(collect('whole.o')[0] > 0, os.path.basename(source) + ': collected')
        elf = Elf('whole.o')
        for i in range(fields):
            path = patched([(elf.named('.rela' + table)[0].offset + 24 * i, 'Q', 1)], elf=elf)
            for command in ('list', 'verify'):
                error(path, table + '+0x0: a field without relocation',
                      '%s: field %d of %s' % (command, i, table), command=command)


def renumbered():
    """What holds numbers of symbols, and they must change: Clang's text has no symbol."""
    if not CC['clang']:
        return skip('symbols to be renumbered', 'clang not installed')
    write('a.s', '.text\ncall __ffp_fn.f.f_def\n.data\n.addrsig\n' +
          ''.join('.quad s%d\n.addrsig_sym s%d\n' % (i, i) for i in range(8)))
    must(CC['clang'], '-c', 'a.s', '-o', 'a.o')
    elf = Elf('a.o')
    s, = [s for s in elf.sections if s.type == 0x6fff4c03]
    kind = elf.shoff + 64 * s.index + 4
    error(patched([(s.offset + s.size - 1, 'B', 0x80)], elf=elf),
          '%s+0x%x: malformed symbol number' % (s.name, s.size - 1), 'a symbol number cut off')
    error(patched([(s.offset + i, 'B', 0x80) for i in range(6)], elf=elf),
          s.name + '+0x0: malformed symbol number', 'a symbol number of 42 bits')
    error(patched([(kind, 'I', 18)], elf=elf), s.name + "+0x0: its size does not fit the symbol table's",
          'extended section numbers of fewer symbols')
    error(patched([(kind, 'I', 0x6fff4cff)], elf=elf),
          s.name + '+0x0: section type 0x6fff4cff may hold symbol numbers, and they must change',
          'what may hold any')


def keys():
    write('name.s', '.text\ncall __ffp_fn.nodefault\n')
    must(CC['gcc'], '-c', 'name.s')
    error('name.o', 'symbol __ffp_fn.nodefault: not the name of a key', 'half the name of a key')
    write('name.s', '.text\ncall __ffp_fn.a.b.c\n')
    must(CC['gcc'], '-c', 'name.s')
    error('name.o', 'symbol __ffp_fn.a.b.c: not the name of a key', 'more than the name of a key')
    write('two.s', '.text\nnop\nnop\ncall __ffp_fn.a.b\n.reloc .-4, R_X86_64_PLT32, __ffp_fn.c.d-4\n')
    must(CC['gcc'], '-c', 'two.s')
    error('two.o', '.text+0x2: two sites overlap', 'two relocations in one place')
    write('sites.s', '.text\ncall __ffp_fn.a.b\n.section ffp_sites,"a"\n.long 0, 0\n')
    must(CC['gcc'], '-c', 'sites.s')
    equal((collect('sites.o'), len(Elf('sites.o').named('ffp_sites'))), ([1], 2),
          'a table without relocations is not ours to judge')


def entries():
    write('own.s', '.section .text.ffp,"ax"\njmp __ffp_fn.a.b\n.text\njmp __ffp_fn.a.b\n')
    must(CC['gcc'], '-c', 'own.s')
    r = ffp('collect', '-v', 'own.o')
    equal(r.out, 'own.o: 1 site collected, 0 addresses taken\n', "entries' own code holds no sites", r)


def shared_names():
    """Names that thousands share make no work that a file of this size cannot be worth."""
    def sharing(what, n, length):
        """An object in which so many symbols, sections, or keys share one name."""
        name = ('__ffp_fn.' + 'a' * length + '.d') if what == 'symbols' else 'a' * length
        if what == 'keys':
            write('shared.s', '.section .text.ffp,"ax"\n.skip 64\ne: .skip 64\n.data\nr: .skip 256\n'
                  '.section .rodata\nn: .asciz "%s"\n.section ffp_keys,"a"\n.rept %d\n'
                  '.long e - ., r - ., n - ., 0\n.endr\n' % (name, n))
            must(CC['gcc'], '-c', 'shared.s', '-o', 'shared.o')
            return
        text = b'\0' + name.encode() + b'\0'
        symbols = struct.pack('<IBBHQQ', 1, 0x10, 0, 0, 0, 0) * (n if what == 'symbols' else 1)
        heads = [(0, 0, 0, 0, 0, 0, 0), (0, 2, 64, 24 + len(symbols), 2, 1, 24),
                 (0, 3, 88 + len(symbols), len(text), 0, 0, 0)] + [(1, 1, 64, 0, 0, 0, 0)] * (n * (what == 'sections'))
        shoff = 88 + len(symbols) + len(text)
        write('shared.o', struct.pack('<16sHHIQQQIHHHHHH', b'\x7fELF\2\1\1', 1, 62, 1, 0, 0, shoff, 0, 64, 0, 0, 64,
                                      len(heads), 2) + bytes(24) + symbols + text +
              b''.join(struct.pack('<IIQQQQIIQQ', *h[:2], 0, 0, *h[2:6], 1, h[6]) for h in heads))

    for what, expected in (('symbols', 'the name of symbol … is out of range'),
                           ('sections', 'section …: its name is out of range'),
                           ('keys', 'the name is outside of the file')):
        for command in ('collect', 'list', 'verify') if what != 'keys' else ('list', 'verify'):
            sharing(what, 400, 20000)
            error('shared.o', expected, '%s: 400 %s of one name of 20,000 bytes' % (command, what), command=command)
        sharing(what, 400, 1000)
        r = ffp('list', 'shared.o')
        ok(r.status == 0, 'of 1,000 bytes: fine', r)


def truncated():
    """Cut off at every length."""
    os.mkdir('cut')
    names = []
    for n in range(len(SMALL)):
        names.append(write('cut/%d.o' % n, SMALL[:n]))
    errors = status = 0
    for i in range(0, len(names), 200):
        r = ffp('collect', *names[i:i + 200])
        status |= r.status
        errors += r.err.count(': error: ')
    equal((status, errors), (1, len(SMALL)), 'truncated at each of %d lengths: an error' % len(SMALL))
    ok(all(read(name) == SMALL[:n] for n, name in enumerate(names)) and
       len(os.listdir('cut')) == len(SMALL), 'truncated: nothing is touched')


def damaged():
    """One byte wrong, anywhere: any result but a crash; where it fails, nothing is touched."""
    os.mkdir('hurt')
    images = {}
    for value in (0x00, 0x01, 0x7f, 0x80, 0xff):
        for at in range(len(SMALL)):
            if SMALL[at] != value:
                image = SMALL[:at] + bytes([value]) + SMALL[at + 1:]
                images[write('hurt/%d-%d.o' % (at, value), image)] = image
    names = list(images)
    bad = untrue = 0
    for i in range(0, len(names), 400):
        for command in ('verify', 'collect'):
            r = ffp(command, *names[i:i + 400])
            bad += r.status not in (0, 1)
        for line in r.err.splitlines():
            path = line.split(':')[0]
            untrue += path not in images or read(path) != images[path]
    equal(bad, 0, 'damaged in one of %d ways: no crash' % len(names))
    equal(untrue, 0, 'damaged: a file with an error is as it was')
    equal(len(os.listdir('hurt')), len(names), 'damaged: no other file is left')


def nobody():
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


def readonly():
    os.chmod('.', 0o755)
    os.mkdir('locked')
    os.mkdir('open')
    for d in ('locked', 'open'):
        write(d + '/good.o', GOOD.image)
    if os.getuid() == 0:
        for p in ('open', 'open/good.o', 'locked/good.o'):
            os.chown(p, 65534, 65534)
    try:
        run(TOOL, '--version', preexec=nobody)
    except PermissionError:
        skip('a read-only file', 'the tool is not to be reached without privilege')
        return
    os.chmod('open/good.o', 0o444)
    os.chmod('locked', 0o555)
    error('open/good.o', 'cannot write: Permission denied', 'a read-only file', preexec=nobody)
    error('locked/good.o', 'cannot create a file beside it: Permission denied', 'a read-only directory', preexec=nobody)
    os.chmod('locked', 0o755)


def owners():
    """An owner whom this process cannot give is no error: it could not have made such a file either."""
    if os.getuid():
        return skip('an owner that cannot be given', 'only root makes files of others')
    for number in (errno.EPERM, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EDQUOT):
        env = preloaded('owner', '#include <errno.h>\nint fchown(int, unsigned, unsigned);\n'
                        'int fchown(int fd, unsigned u, unsigned g)\n'
                        '{\n\t(void)fd, (void)u, (void)g;\n\terrno = %d;\n\treturn -1;\n}\n' % number)
        write('owned.o', SMALL)
        os.chown('owned.o', 1234, 1234)
        os.chmod('owned.o', 0o640)
        r = ffp('collect', 'owned.o', env=env)
        st = os.stat('owned.o')
        equal((r.status, r.err, read('owned.o') != SMALL, st.st_uid, st.st_mode & 0o7777), (0, '', True, 0, 0o640),
              'an owner that cannot be given: ' + errno.errorcode[number], r)
    # In a namespace that does not know the group which all files of the directory get.
    os.mkdir('shared')
    os.chown('shared', 0, 1234)
    os.chmod('shared', 0o2777)
    if run('unshare', '-Ur', 'true').status:
        return skip('a group that the namespace does not know', 'unshare -U is not permitted')
    write('shared/own.o', SMALL)
    r = run('unshare', '-Ur', TOOL, 'collect', 'shared/own.o')
    equal((r.status, r.err, os.stat('shared/own.o').st_gid), (0, '', 1234), 'a group that the namespace does not know', r)


def odd_names():
    """Names of files reach no terminal with what would steer it: a pattern may find any."""
    name = 'a\x1b[31m\u009b\u00e9.o'
    for args in (['verify'], ['collect', '--stats'], ['list']):
        r = ffp(*args, write(name, SMALL))
        ok(r.status == 0 and not re.search('[\x1b\u009b]', r.out + r.err) and
           ('a?[31m?\u00e9.o: ' in r.out or args == ['list']), ' '.join(args) + ': a name with control characters', r)
    write(name, 'no object')
    for command in ('verify', 'collect', 'list'):
        r = ffp(command, name)
        ok(r.status == 1 and r.err.startswith('a?[31m?\u00e9.o: error: '),
           command + ': an error about a name with control characters', r)


def untold():
    """Output that nobody gets."""
    write('told.o', GOOD.image)
    for args in (['--version'], ['--help'], ['help'], ['help', 'list'],
                 ['collect', '--stats', 'told.o'], ['verify', 'told.o']):
        with open('/dev/full', 'wb') as f:
            p = subprocess.run([TOOL, *args], stdout=f, stderr=subprocess.PIPE)
        equal((p.returncode, p.stderr), (1, b'standard output: error: cannot write\n'),
              ' '.join(args) + ', to a full disk')
    for args in (['collect', 'told.o', '--stats'], ['verify', 'small.o', '--strict']):
        r = ffp(*args)
        equal((r.out, r.err), (('told.o: 0 sites collected, 1 address taken\n', ''),
                               ('', 'small.o: error: 2 sites not collected\n'))[args[0] == 'verify'],
              ' '.join(args) + ': an option behind the file')


def ended():
    """Told to end while the temporary file is there."""
    write('end.c', '#define _GNU_SOURCE\n#include <signal.h>\n#include <sys/syscall.h>\n'
          '#include <unistd.h>\nint fchmod(int fd, unsigned mode);\n'
          'int fchmod(int fd, unsigned mode)\n{\n\tkill(getpid(), SIGTERM);\n'
          '\treturn (int)syscall(SYS_fchmod, fd, mode);\n}\n')
    must(CC['gcc'], '-shared', '-fPIC', 'end.c', '-o', 'end.so')
    write('ended.o', GOOD.image)
    r = ffp('collect', 'ended.o', env={'LD_PRELOAD': os.path.abspath('end.so'),
                                       'ASAN_OPTIONS': 'verify_asan_link_order=0'})
    equal((r.status, [f for f in os.listdir('.') if '.ffp-' in f], collect('ended.o')),
          (-signal.SIGTERM, [], [0]), 'ended while writing: no file is left', r)


def preloaded(name, code):
    """A library that takes the place of a function of the C library, or of another."""
    must(CC['gcc'], '-shared', '-fPIC', write(name + '.c', code), '-o', name + '.so')
    return {'LD_PRELOAD': os.path.abspath(name + '.so'), 'ASAN_OPTIONS': 'verify_asan_link_order=0'}


def unlikely():
    """What no file makes happen."""
    error('good.o', 'cannot read: file shrank', 'a file that is shorter than it was',
          env=preloaded('shrank', 'long read(int, void *, unsigned long);\n'
                        'long read(int fd, void *p, unsigned long n)\n'
                        '{\n\t(void)fd, (void)p, (void)n;\n\treturn 0;\n}\n'))
    error('good.o', 'section 0: no header: …', 'a section header that libelf does not give',
          env=preloaded('header', 'void *gelf_getshdr(void);\n'
                        'void *gelf_getshdr(void)\n{\n\treturn 0;\n}\n'))


def full():
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    write('full.o', GOOD.image)
    error('full.o', 'cannot write: File too large', 'a limit of size', preexec=limit)
    os.mkdir('small')
    size = os.sysconf('SC_PAGE_SIZE') * 2
    if run('mount', '-t', 'tmpfs', '-o', 'size=%d' % size, 'tmpfs', 'small').status:
        skip('a full disk', 'cannot mount a small file system here')
        return
    try:
        write('small/full.o', GOOD.image)
        with open('small/fill', 'wb', buffering=0) as f:
            try:
                while f.write(b'x' * 4096):
                    pass
            except OSError:
                pass
        error('small/full.o', 'cannot write: No space left on device', 'a full disk')
    finally:
        must('umount', 'small')


with Scratch():
    compile(CC['gcc'], 'sites.c', 'good.o', '-O2')
    GOOD = Elf('good.o')
    write('small.s', '.text\ncall __ffp_fn.f.f_def\njmp __ffp_fn.n.0\n')
    must(CC['gcc'], '-c', 'small.s')
    SMALL = read('small.o')
    for test in (files, headers, tables, unrelocated, renumbered, keys, entries, shared_names, truncated, damaged,
                 readonly, owners, odd_names, untold, ended, unlikely, full):
        test()
done()
