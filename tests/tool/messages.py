# SPDX-License-Identifier: MIT
"""
docs/errors.md has every message of the tool, and no others; a test makes each of them; and words
agree with their numbers.
"""
import glob
import re

from lib import *

ROOT = os.path.join(HERE, '..', '..')
CALL = re.compile(r'\b(?:msg_(?!print|text)\w+|obj_error|SITE_ERROR|MSG_PART|tell|fputs)\(')
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

# Messages that no test makes, with the reason.
NOT_MADE = {
    'cannot set %s: %s': 'setenv() fails if no memory is left',
    'cannot be read: %s': 'a file of /proc that is there and cannot be opened or read',
    'its program is not an ELF file': 'a process that no kernel of today runs: an interpreter is ELF',
    'is a process of 32 bits: not supported': 'no compiler for 32 bits is among the packages of the tests',
    'more lines of tables than %d: not supported': 'a table of that size takes minutes to build',
    'more keys than %d: not supported': 'as that one',
    'more objects than %d: not supported': 'as that one',
    'its record is of another version': 'no other version is there yet',
    'no header before its entry': 'such an entry is found by verify, too, of the file',
    'its table of sites cannot be read': 'memory that goes between two questions',
    'its table of branches cannot be read': 'as that one',
    'keys were changed while they were read': 'a race that no test can win for sure',
}


def expected_by_tests():
    """The sources of all tests but this one, each with its strings joined, as texts() joins them."""
    for path in glob.glob(os.path.join(ROOT, 'tests', '**', '*.*'), recursive=True):
        if path.endswith(('.py', '.sh', '.c')) and not os.path.samefile(path, __file__):
            yield re.sub(r"""(['"])\s*(?:\\\s*)?\n\s*[fr]?\1""", '', read(path).decode())


# What stands for a value may be a value, a format or the "…" of says().
tests = '\n'.join(expected_by_tests())
for message in sorted(messages):
    whole = '[^\n]*?'.join(re.escape(part) for part in VALUE.split(message))
    is_made = re.search(whole, tests)
    ok(bool(is_made) != (message in NOT_MADE), 'a test makes it: ' + message,
       'no test expects it whole' if not is_made else 'NOT_MADE has it, and a test makes it')
equal([message for message in NOT_MADE if message not in messages], [],
      'and what no test makes is a message of the tool')

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
