# SPDX-License-Identifier: MIT
"""The static probe of the library: its note, and what a tracer sees; gdb is one."""
import re

from lib import *

LIBRARY = os.environ['FFP_LIBRARY']
ARGS = os.environ['FFP_LIBRARY_ARGS'].split()
WITH = os.environ['FFP_PROBES'] == '1'

with Scratch():
    must(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', '-g', os.path.join(SRC, 'running.c'), '-o', 'prog',
         LIBRARY, '-pthread', *ARGS)
    r = must('readelf', '-n', 'prog')
    notes = re.findall(r'Provider: (\w+)\n +Name: (\w+)\n +Location: \w+, Base: \w+, Semaphore: (\w+)\n'
                       r' +Arguments: (.*)', r.out)
    equal([(p, n, len(a.split())) for p, n, _, a in notes], [('ffp', 'change', 5)] * WITH,
          'readelf shows the probe, and its five arguments', r)
    ok(all(int(s, 16) for _, _, s, _ in notes), 'with a semaphore', r)
    if not WITH or not shutil.which('gdb'):
        skip('what a tracer sees', 'built without <sys/sdt.h>, or no gdb')
        done()
    show = ('printf "%s %lx %lx %lu %lu\\n", (char *)$_probe_arg0, $_probe_arg1, $_probe_arg2, '
            '$_probe_arg3, $_probe_arg4')
    script = ['set pagination off', 'set debuginfod enabled off', 'set startup-with-shell off',
              'break be_looked_at', 'break -probe-stap ffp:change', 'run']
    script += [show, 'continue'] * 4 + ['printf "%lx %lx %lx\\n", fast, note, slow', 'kill']
    r = run('gdb', '-nx', '-batch', *[x for c in script for x in ('-ex', c)], './prog')
    seen = [l.split() for l in r.out.splitlines() if re.match(r'\w+ [0-9a-f]+ [0-9a-f]+ \d+ \d+$', l)]
    equal([s[0] for s in seen], ['crc', 'trace', 'value', 'single'], 'gdb stops at each change', r)
    functions = re.findall(r'^([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+)$', r.out, re.M)[-1]
    equal([s[1:3] for s in seen[:2]], [[functions[2], functions[0]], ['0', functions[1]]],
          'with the target before and the one after', r)
    ok(all(int(s[3]) > 0 for s in seen), 'and the number of windows', r)
    must(FFP_CC, CC['gcc'], '-I' + INCLUDE, '-O2', '-g', os.path.join(SRC, 'probed.c'), '-o', 'probed',
         LIBRARY, '-pthread', *ARGS)
    with open('commands', 'w') as f:
        f.write('''set pagination off
set debuginfod enabled off
set startup-with-shell off
break at
commands
silent
printf "at %s\\n", expected
continue
end
break -probe-stap ffp:change
commands
silent
printf "hit %s ", (char *)$_probe_arg0
output/a $_probe_arg1
printf " "
output/a $_probe_arg2
printf "\\n"
continue
end
run
''')
    r = run('gdb', '-nx', '-batch', '-x', 'commands', './probed')
    # A name, or nothing, or code of an entry.
    text = re.sub('0x[0-9a-f]+ <__ffp_fn[^>]*>', 'code', r.out)
    text = re.sub('0x[0-9a-f]+ <([^>]*)>', r'\1', text).replace('0x0', '0')
    steps = [(s.split('\n')[0], ', '.join(re.findall('^hit (.*)$', s, re.M)))
             for s in re.split('^at ?', text, flags=re.M)[1:]]
    equal(steps[-1:], [('end', '')], 'gdb sees the end', r)
    for expected, hits in steps[:-1]:
        equal(hits, expected, 'the probe is hit: ' + (expected or 'not at all'))
    equal(len(steps), 21, 'each change was made')
done()
