#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every file and folder of this project that a document or a comment names is in the tree; every heading
that a link of Markdown names is on its page; and every function, macro, structure and member that a
document has in backquotes is in a source.

usage: paths.py [FILE...]	(without files: all that git tracks)

A name counts if it begins with one of the top folders, or with ./ or ../ in a link of Markdown, and
has an ending or a slash behind it.  Names with <, *, … or { in them stand for several.
"""
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDERS = ("benchmarks", "clients", "cross", "docs", "examples", "include", "insn", "kernel", "man", "packaging", "scripts",
           "src", "tests", "tool")
NAME = re.compile(r"(?<![\w./<>*…{}$@-])((?:%s)/[\w./+-]*)(?![\w<>*…{}$@'\"])" % "|".join(FOLDERS))
LINK = re.compile(r"\]\(([^)#:\s]*)(?:#([^)]*))?\)")
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
IDENTIFIER = re.compile(r"\b(?:(?:ffp|FFP|insn|arch|INSN)_\w*[^\W_](?!\w|\.)|(?:struct|enum) [a-z_]+\b|\w+_ops\.\w+)")
ENDING = re.compile(r"/$|\.(?:[chS]|cc|py|sh|md|svg|dot|scd|map|txt|build|patch)$")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)


def headings(page):
    """As links name them: in lower case, without punctuation, and with a hyphen for each space."""
    with open(page, encoding="utf-8") as f:
        text = re.sub(r"^```.*?^```$", "", f.read(), flags=re.M | re.S)
    return [re.sub(r"[^\w\- ]", "", m[1].lower()).replace(" ", "-")
            for m in re.finditer(r"^#+ +(.*?) *$", text, re.M)]


def named(path, text):
    """The names in a file, each with its line."""
    if path.endswith((".c", ".h", ".cc")):
        parts = [(m.start(), m.group()) for m in COMMENT.finditer(text)]
    elif path.endswith(".S"):
        parts = [(m.start(), m.group()) for m in re.finditer(r"/\*.*?\*/", text, re.S)]
    elif path.endswith(".md"):
        parts = [(0, text)]
        for m in LINK.finditer(text):
            page = os.path.normpath(os.path.join(os.path.dirname(path), m[1])) if m[1] else path
            line = text.count("\n", 0, m.start()) + 1
            yield line, page
            if m[2] and os.path.isfile(page) and m[2] not in headings(page):
                yield line, "%s#%s" % (page, m[2])
    elif path.endswith(".scd"):
        parts = [(0, text.replace("*", " "))]
    else:
        parts = [(m.start(), m.group()) for m in re.finditer(r"(?:^|\s)#[^\n]*", text)]
    for start, part in parts:
        for m in NAME.finditer(part):
            name = m[1].rstrip(".")
            if ENDING.search(name):
                yield text.count("\n", 0, start + m.start()) + 1, name.rstrip("/")


def words(paths):
    """All words of the sources."""
    found = set()
    for path in paths:
        if path.endswith((".c", ".h", ".S", ".py", ".in", ".map", ".patch", "meson.build")) and os.path.isfile(path):
            with open(path, encoding="utf-8", errors="replace") as f:
                found.update(re.findall(r"\w+", f.read()))
    return found


def main():
    os.chdir(TOP)
    tracked = subprocess.run(["git", "ls-files"], stdout=subprocess.PIPE, text=True, check=True).stdout.split("\n")
    there = set(tracked)
    for path in tracked:
        while os.path.dirname(path):
            path = os.path.dirname(path)
            there.add(path)
    there.add(".")
    known = words(tracked)
    wrong = 0
    for path in sys.argv[1:] or tracked:
        if path.endswith((".svg", ".patch")) or not os.path.isfile(path):
            continue
        with open(path, encoding="utf-8", errors="replace") as f:
            text = f.read()
        for line, name in sorted(set(named(path, text))):
            if name not in there and name != path:
                print("%s:%d: %s is not in the tree" % (path, line, name))
                wrong = 1
        for code in CODE.finditer(text) if path.endswith(".md") else ():
            for m in IDENTIFIER.finditer(code[1]):
                if not known.issuperset(re.split(r"[ .]", m[0])):
                    print("%s:%d: %s is in no source" % (path, text.count("\n", 0, code.start()) + 1, m[0]))
                    wrong = 1
    return wrong


sys.exit(main())
