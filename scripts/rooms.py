#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""rooms.py [TREE] - is each folder used by those alone that may?

The map in HACKING.md tells for each folder of sources which files and folders its own may
include, besides each other: paths in backquotes, or "everything".  The longest folder that
a file stands in is the file's.  Prints each include that breaks this, and exits with 1.
"""
import pathlib
import posixpath
import re
import subprocess
import sys

# Where the builds look for headers, behind the folder of the file itself.
INCLUDE = ("include", "insn", "src", "tool", "tests")
SOURCES = (".c", ".h", ".S", ".cc")
INCLUDED = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.M)
NAMES = re.compile(r"`([^`]+)`")


def read_map(text):
    """Folder -> what it may include (None: everything), of the table below "## The map"."""
    rooms = {}
    section = text.partition("\n## The map\n")[2].partition("\n## ")[0]
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 3:
            continue
        for folder in NAMES.findall(cells[0]):
            if folder.endswith("/"):
                allowed = [name.rstrip("/") for name in NAMES.findall(cells[2])]
                rooms[folder] = None if cells[2] == "everything" else allowed
    return rooms


def is_below(path, name):
    return path == name or path.startswith(name + "/")


def find_room(path, rooms):
    found = [folder for folder in rooms if path.startswith(folder)]
    return max(found, key=len, default=None)


def resolve(path, header, files):
    """The file of the tree that an include means; None: it is the system's, or generated."""
    for folder in (posixpath.dirname(path), *INCLUDE):
        at = posixpath.normpath(posixpath.join(folder, header))
        if at in files:
            return at
    return None


def check(tree):
    rooms = read_map((tree / "HACKING.md").read_text())
    if not rooms:
        yield "HACKING.md: no map"
    listed = subprocess.run(["git", "-C", str(tree), "ls-files"], check=True,
                            capture_output=True, text=True).stdout.splitlines()
    files = set(listed)
    for room, allowed in rooms.items():
        if not any(path.startswith(room) for path in listed):
            yield f"HACKING.md: the map has {room}, and there is none"
        for name in allowed or ():
            if not any(is_below(path, name) for path in listed):
                yield f"HACKING.md: {room} may use {name}, and there is none"
    for path in listed:
        if not path.endswith(SOURCES) or not (tree / path).is_file():
            continue
        room = find_room(path, rooms)
        if not room:
            yield f"{path}: the map of HACKING.md has no such folder"
            continue
        for header in INCLUDED.findall((tree / path).read_text()):
            at = resolve(path, header, files)
            if not at or find_room(at, rooms) == room or rooms[room] is None:
                continue
            if not any(is_below(at, name) for name in rooms[room]):
                yield f"{path}: {room} may not use {at}"


if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parent.parent
    broken = list(check(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here))
    print(*broken, sep="\n", end="\n" if broken else "", file=sys.stderr)
    sys.exit(1 if broken else 0)
