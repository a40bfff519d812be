# SPDX-License-Identifier: MIT
"""Every message of the tool stands in its man page."""
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
done()
