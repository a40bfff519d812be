# SPDX-License-Identifier: MIT
"""docs/errors.md has every message of the tool, and no others; and words agree with their numbers."""
import glob
import re

from lib import *

ROOT = os.path.join(HERE, '..', '..')
CALL = re.compile(r'\b(?:msg_\w+|obj_error|SITE_ERROR|MSG_PART|tell|fputs)\(')
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
VALUE = re.compile(r'(?:0x)?%(?:\.\*)?(?:0?[xdus]|ll[xu]|zu)')
sources = {path: read(path).decode()
           for path in sorted(glob.glob(os.path.join(ROOT, 'tool', '**', '*.c'), recursive=True))}


def arguments(source, at):
    """What stands between the bracket that ends at `at` and its partner."""
    depth, start = 1, at
    for token in re.compile(r'"(?:[^"\\]|\\.)*"|[()]').finditer(source, at):
        depth += {'(': 1, ')': -1}.get(token[0], 0)
        if not depth:
            return source[start:token.start()]
    return ''


def texts(source):
    """
    What is printed, as a regular expression for what the page has: the first string of a call, and
    others as parts of what is printed.  Strings that the compiler joins are one.
    """
    source = re.sub(r'\\\n\s*', '', source)
    for name, text in re.findall(r'^#define (\w+) +((?:"(?:[^"\\]|\\.)*"\s*)+)$', source, re.M):
        source = re.sub(r'\b%s\b(?!.*")' % name, lambda _, text=text: text, source)
    for call in CALL.finditer(source):
        inner = re.sub(r'"\s*"', '', arguments(source, call.end()))
        if call[0] == 'fputs(' and 'stderr' not in inner:
            continue
        strings = STRING.findall(re.sub(r'^"(?:standard \w+|ffp|ffp-cc)", ', '', inner))
        for i, text in enumerate(strings):
            text = re.sub(r'^ffp: error: |\\n$', '', text)
            if 'MSG_COUNT' in inner:
                text = text.replace('%zu %s', '%zu')
            # Too short are a value alone, and the words behind a number.
            if ' ' in text and len(VALUE.sub('', text)) > 4:
                pattern = '.*'.join(re.escape(part) for part in VALUE.split(text))
                yield text, pattern if not i and call[0] not in ('tell(', 'MSG_PART(') else '.*%s.*' % pattern


page = read(os.path.join(ROOT, 'docs', 'errors.md')).decode().split('\n# The tools\n')[1]
page = re.split('\n# (?!#)', page)[0]
known = {span: False for row in re.findall(r'^\| (`.*?) \| ', page, re.M)
         for span in re.findall('`([^`]+)`', row)}
messages = {text: pattern for source in sources.values() for text, pattern in texts(source)}
for message, pattern in sorted(messages.items()):
    found = [span for span in known if re.fullmatch(pattern, span)]
    ok(found, 'docs/errors.md: ' + message, pattern)
    known.update((span, True) for span in found)
equal([span for span, is_one in known.items() if not is_one], [],
      'docs/errors.md: no message that the tool does not have')
ok(len(messages) > 60, 'messages were found in the source', len(messages))

# A number with a word behind it: what is printed, of one, is no plural.
PLURAL = re.compile(r'%(?:z|l|ll)?[ud] (?!is\b|has\b)(?:[a-z-]+ )?[a-z]+s\b')
COUNT = re.compile(r'MSG_COUNT\(([^;]*?), "(\w+)",\s*"(\w+)"\)')
counted = 0
for path, source in sources.items():
    name = os.path.relpath(path, ROOT)
    wrong = [text for text in STRING.findall(source) if PLURAL.search(text)]
    equal(wrong, [], name + ': numbers, and words that agree')
    for number, one, many in COUNT.findall(source):
        counted += 1
        ok(many in (one + 's', one + 'es'), '%s: %s, one %s, many %s' % (name, number, one, many))
ok(counted > 8, 'words behind numbers were found in the source', counted)
done()
