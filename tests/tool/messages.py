# SPDX-License-Identifier: MIT
"""Every message of the tool stands in its man page, and its words agree with their numbers."""
import glob
import re

from lib import *

ROOT = os.path.join(HERE, '..', '..')
CALL = re.compile(r'\b(?:msg_error|msg_error_at|msg_note|obj_error|SITE_ERROR)\(([^;{]*?)\);', re.S)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def plain(text):
    """Without scdoc's marks and with single spaces."""
    return re.sub(r'\s+', ' ', re.sub(r'[*_\\]', '', text))


manual = plain(read(os.path.join(ROOT, 'man', 'ffp.1.scd')).decode())
messages = set()
for path in glob.glob(os.path.join(ROOT, 'tool', '*.c')):
    for call in CALL.findall(read(path).decode()):
        # Strings that the compiler joins are one; the others are separate.
        for text in STRING.findall(re.sub(r'"\s*"', '', call)):
            messages.add(text)

for message in sorted(messages):
    # What stands between the conversions, each in the page.
    parts = [p.strip() for p in re.split(r'(?:0x)?%(?:\.\*)?(?:0?[xdus]|ll[xu]|zu)', message)]
    parts = [plain(p) for p in parts if len(p) > 3]
    if parts:
        ok(all(p in manual for p in parts), 'man page: ' + message,
           *[p for p in parts if p not in manual])
ok(len(messages) > 60, 'messages were found in the source', len(messages))

# A number with a word behind it: what is printed, of one, is no plural.
PLURAL = re.compile(r'%(?:z|l|ll)?[ud] (?!is\b|has\b)(?:[a-z-]+ )?[a-z]+s\b')
COUNT = re.compile(r'MSG_COUNT\(([^;]*?), "(\w+)",\s*"(\w+)"\)')
counted = 0
for path in sorted(glob.glob(os.path.join(ROOT, 'tool', '*.c'))):
    name, source = os.path.basename(path), read(path).decode()
    wrong = [text for text in STRING.findall(source) if PLURAL.search(text)]
    equal(wrong, [], name + ': numbers, and words that agree')
    for number, one, many in COUNT.findall(source):
        counted += 1
        ok(many in (one + 's', one + 'es'), '%s: %s, one %s, many %s' % (name, number, one, many))
ok(counted > 8, 'words behind numbers were found in the source', counted)
done()
