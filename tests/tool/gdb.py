# SPDX-License-Identifier: MIT
"""The commands of libffp in gdb, and how it prints a struct ffp."""

from lib import *

LIBRARY = [os.environ['FFP_LIBRARY'], '-pthread', *os.environ['FFP_LIBRARY_ARGS'].split()]
SCRIPT = os.environ['FFP_GDB']


def gdb(program, *commands):
    """What gdb prints, of a program that is stopped where its keys have been changed."""
    script = ['set pagination off', 'set confirm off', 'set debuginfod enabled off',
              'set style enabled off', 'set startup-with-shell off', 'source ' + SCRIPT,
              'break be_looked_at', 'run', *commands, 'kill']
    return run('gdb', '-nx', '-batch',
               *[x for c in script for x in ('-ex', c)], '--args', os.path.abspath(program),
               env={'PATH': os.path.dirname(TOOL) + ':' + os.environ['PATH']})


def line(out, start):
    return next((l for l in out.splitlines() if l.startswith(start)), None)


if not shutil.which('gdb'):
    skip('gdb', 'not installed')
    done()

with Scratch():
    must(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', '-g', os.path.join(SRC, 'running.c'), '-o', 'prog',
         *LIBRARY)
    r = gdb('prog', 'info ffp crc', 'print crc_ffp_record', "print '__ffp_rec.value'",
            "print '__ffp_rec.hook'", "print '__ffp_rec.left'",
            "print *(struct ffp *)&'__ffp_rec.crc'", "print *(struct ffp *)&'__ffp_rec.left'")
    equal(line(r.out, 'crc: '), 'crc: key, calls fast, default slow, 1 site: 1 direct', 'info ffp', r)
    equal([line(r.out, '$%d = ' % n) for n in range(1, 7)],
          ['$1 = crc: calls fast, default slow', '$2 = value: returns 42, default same',
           '$3 = hook: does nothing, no default', '$4 = left: calls same, its default',
           '$5 = crc: calls fast, default slow', '$6 = left: calls same, its default'],
          'a struct ffp', r)
    r = gdb('prog', 'ffp set left seven', 'ffp set crc wide', 'ffp set hook note', 'ffp set trace 0',
            'ffp reset value', 'info ffp')
    equal([line(r.out, n + ': ') for n in ('left', 'crc', 'hook', 'trace', 'value')],
          ['left: key, calls seven, default same, 1 site: 1 inlined',
           'crc: key, calls wide, default slow, 1 site: 1 inlined',
           'hook: key, calls note, no default, 1 site: 1 direct',
           'trace: key, does nothing, no default, 1 site: 1 direct',
           'value: key, calls same, its default, 1 site: 1 direct'], 'ffp set and ffp reset', r)
    # On some machines gdb 13 calls a function and then cannot write the registers back.
    r = gdb('prog', 'print same(1)')
    if line(r.out, '$1 = '):
        r = gdb('prog', 'ffp set left 0')
        ok('The change failed: Invalid argument.' in r.err.splitlines(), 'ffp set left 0: refused', r)
    else:
        ok('state status' in r.err, 'gdb says that it cannot call functions', r)
        skip('ffp set left 0: refused', 'this gdb cannot call functions on this machine')
    for command, message in (('ffp set nokey same', "No key 'nokey'."),
                             ('ffp set left', 'Usage: ffp set KEY FUNCTION'),
                             ('ffp set a"b same', "'a\"b' is not the name of a key."),
                             ('info ffp "a', 'No closing quotation'),
                             ('ffp reset', 'Usage: ffp reset KEY')):
        r = gdb('prog', command)
        ok(message in r.err.splitlines(), command + ': refused', r)
    r = run('gdb', '-nx', '-batch', '-ex', 'source ' + SCRIPT, '-ex', 'info ffp', 'prog')
    ok('The program is not being run on this machine.' in r.err, 'without a process: refused', r)
    # The number in a core file may be that of another process by now.
    gdb('prog', 'gcore it.core')
    r = run('gdb', '-nx', '-batch', '-ex', 'source ' + SCRIPT, '-ex', 'info ffp', '-ex', 'print crc_ffp_record',
            'prog', 'it.core')
    ok('The program is not being run on this machine.' in r.err, 'of a core file: refused', r)
    equal(line(r.out, '$1 = '), '$1 = crc: calls fast, default slow', 'of a core file: a struct ffp', r)
done()
