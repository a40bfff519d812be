# SPDX-License-Identifier: MIT
"""control_seeds.py DIRECTORY - requests of every kind, in pieces of several sizes, for fuzz_control.c."""
import os
import sys

LINES = [
    'set first=two\n', 'set first=default second=two trace=trace_it\n', 'reset first second trace\n',
    'set second=0x10\n', 'set second=-5\n', 'set first=18446744073709551615\n', 'set trace=nothing\n',
    'set first=never\n', 'set first=by_hand\n', 'set first=nothing\n', 'set trace=5\n', 'set nokey=two\n', 'set first=none\n',
    'set first=two first=default\n', 'list\n', 'set \n', 'reset\n', 'reset first=two\n', 'set =two\n',
    'set first=\n', 'set first=two\r\n', 'set first=two', 'set first=1two\n',
    'reset' + ''.join(' k%d' % i for i in range(257)) + '\n', 'x' * 17000, 'set first=' + '9' * 5000 + '\n',
]

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
for number, text in enumerate(LINES + [''.join(LINES[:20])]):
    # Whole, and in pieces of ten bytes.
    for size in (255, 3) if len(text) < 2000 else (255,):
        with open(os.path.join(out, '%d-%d' % (number, size)), 'wb') as f:
            f.write(bytes([size]) + text.encode())
