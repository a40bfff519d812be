# SPDX-License-Identifier: MIT
"""`ffp set` and `ffp reset`: six hooks are steered while three threads call them."""
import socket

from lib import *

HOOKS = ['hook%d' % i for i in range(6)]


def start(*args, **more):
    p = subprocess.Popen(['./steered', *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                         env=dict(os.environ, XDG_RUNTIME_DIR=os.getcwd(), **more))
    ok(p.stdout.readline() == b'ready\n', 'the program runs')
    return p


def end(p):
    out = p.communicate()[0].decode()
    equal(out, '0 wrong, 0 idle\n', 'no call of three threads was wrong')


def fails(expected, *args):
    r = ffp(*args)
    equal((r.status, r.err), (1, expected + '\n'), expected)


def answers_with(reply):
    """`ffp set` on a socket of our own, which gives that reply."""
    server = socket.socket(socket.AF_UNIX)
    server.bind('own')
    server.listen()
    p = subprocess.Popen([TOOL, 'set', './own', 'a=b'], stderr=subprocess.PIPE)
    c, _ = server.accept()
    equal(c.recv(100), b'set a=b\n', 'what is sent')
    c.sendall(reply)
    c.close()
    err = p.communicate()[1].decode()
    server.close()
    os.unlink('own')
    return p.returncode, err


with Scratch():
    must(FFP_CC, 'gcc', '-O2', '-I' + INCLUDE, os.path.join(SRC, 'steered.c'), '-o', 'steered',
         os.environ['FFP_CONTROL'], os.environ['FFP_LIBRARY'], '-pthread')
    p = start()
    pid = str(p.pid)
    bad = [r for i in range(20) for r in (
        ffp('set', pid, *[h + '=' + ('default' if i % 2 else 'other') for h in HOOKS]),
        ffp('reset', pid, *HOOKS[:3])) if (r.status, r.out, r.err) != (0, '', '')]
    equal(bad, [], '40 changes of six hooks', *bad[:1])
    r = ffp('set', pid, 'hook0=other', 'hook1=default')
    equal(r.status, 0, 'two at once', r)
    r = ffp('status', pid, 'hook0', 'hook1')
    ok('hook0: key, calls other' in r.out and 'hook1: key, calls plain' in r.out, 'status shows it', r)
    name = 'process %s: error: ' % pid
    fails(name + "key 'hook1' has no candidate 'none'", 'set', pid, 'hook0=default', 'hook1=none')
    fails(name + 'set takes words KEY=IMPL', 'set', pid, 'hook0')
    fails('ffp: error: a word is empty, or has a blank or a control character', 'set', pid, 'a=b c')
    fails('ffp: error: the words are too long for one request', 'reset', pid, 'a' * 20000)
    fails('x1: error: not the number of a process, and no path of a socket', 'set', 'x1', 'a=b')
    fails('process 99999999: error: no such process', 'set', '99999999', 'a=b')
    fails('./none: error: cannot connect: No such file or directory', 'set', './none', 'a=b')
    me = str(os.getpid())
    fails('process %s: error: has no socket: it does not use libffp-control, or has one at a path of '
          'its own' % me, 'set', me, 'a=b')
    end(p)
    q = start(os.path.abspath('named'))
    os.symlink('named', 'ffp-%d' % q.pid)
    equal(ffp('set', './named', 'hook0=other').status, 0, 'by the path of a socket')
    equal(ffp('set', str(q.pid), 'hook0=other').status, 0, 'by a PID, of the socket of that process')
    os.unlink('ffp-%d' % q.pid)
    server = socket.socket(socket.AF_UNIX)
    server.bind('ffp-%d' % q.pid)
    server.listen()
    fails('process %d: error: another process listens on its socket' % q.pid,
          'set', str(q.pid), 'hook0=other')
    server.close()
    end(q)
    p = start(STEERED_ALONE='1')
    r = ffp('set', str(p.pid), 'hook0=default')
    equal((r.status, r.err), (0, ''), 'a program whose first thread has ended: set', r)
    r = ffp('status', str(p.pid), 'hook0')
    ok('hook0: key, calls plain, its default' in r.out, 'a program whose first thread has ended: status', r)
    end(p)
    # A tree of files of its own, in which the path of the socket is another directory.
    if run('unshare', '-m', 'true').status:
        skip('a process with mounts of its own', 'unshare -m is not permitted')
    else:
        os.mkdir('private')
        p = subprocess.Popen(
            ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none private && chmod 700 private && exec ./steered'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=dict(os.environ, XDG_RUNTIME_DIR=os.path.abspath('private')))
        ok(p.stdout.readline() == b'ready\n', 'the program runs')
        r = ffp('set', str(p.pid), 'hook0=other')
        equal((r.status, os.listdir('private')), (0, []), 'a process with mounts of its own', r)
        end(p)
    # A user that has another number inside, and a directory by that number.
    what = 'a process whose user has another number in its namespace'
    inside = ['unshare', '-U', '--map-user=1234']
    if run('unshare', '-m', 'true').status or run(*inside, 'true').status or not os.path.isdir('/run'):
        skip(what, 'unshare -m or unshare -U is not permitted')
    else:
        p = subprocess.Popen(
            ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /run && mkdir -p /run/user/1234 && '
             'chmod 700 /run/user/1234 && exec "$@"', 'sh', *inside, './steered'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={k: v for k, v in os.environ.items() if k != 'XDG_RUNTIME_DIR'})
        ok(p.stdout.readline() == b'ready\n', 'the program runs')
        r = ffp('set', str(p.pid), 'hook0=other')
        equal((r.status, r.err), (0, ''), what, r)
        end(p)
    # A tree of files whose owner has put a link into it, where the socket is looked for.
    what = 'a link that leads out of the process\'s tree of files is not followed'
    write('jail.c', '#include <stdio.h>\n#include <unistd.h>\n'
          'int main(int argc, char **argv) { char c, name[32]; (void)argc;\n'
          'sprintf(name, "/run/ffp-%d", (int)getpid());\n'
          'if (chroot("jail") || symlink(argv[1], name)) return 1;\n'
          'puts("ready"); fflush(stdout); return read(0, &c, 1) < 0; }\n')
    must('gcc', '-O2', 'jail.c', '-o', 'jailed')
    os.makedirs('jail/run')
    bait = socket.socket(socket.AF_UNIX)
    bait.bind('bait')
    bait.listen()
    bait.settimeout(0)
    p = subprocess.Popen(['./jailed', os.path.abspath('bait')], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                         env={'XDG_RUNTIME_DIR': '/run'})
    if p.stdout.readline() != b'ready\n':
        skip(what, 'chroot is not permitted')
    else:
        fails('process %d: error: has no socket: it does not use libffp-control, or has one at a path of '
              'its own' % p.pid, 'set', str(p.pid), 'a=b')
        try:
            bait.accept()
            ok(False, what)
        except BlockingIOError:
            ok(True, what)
    p.communicate()
    bait.close()
    equal(answers_with(b'ok\n'), (0, ''), 'a socket that says ok')
    equal(answers_with(b''), (1, './own: error: ended the connection without an answer\n'),
          'one that says nothing')
    equal(answers_with(b'error \x1b[2J\n'), (1, './own: error: ?[2J\n'), 'one that would steer a terminal')
    for command in ('set', 'reset'):
        r = ffp(command, '1')
        ok(r.status == 2 and 'no process, or no key' in r.err, command + ' without a key', r)
done()
