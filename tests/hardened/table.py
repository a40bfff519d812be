#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run the test of hardened systems and hold docs/hardened.md to what it saw.

usage: table.py DOCUMENT PROGRAM	check: the output is the program's, and more
       table.py --write DOCUMENT PROGRAM	rewrite the document's table

The table has a row for each line "# row: name | cell | cell | cell" of the
program.  A cell "?" could not be seen here: what the document says stays.
"""
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

HEAD = (
    "| system | alone | and no `mprotect(PROT_EXEC)` | and no `memfd_create` |\n"
    "|---|---|---|---|\n"
)


def read_table(text):
    start = text.index(HEAD) + len(HEAD)
    end = start
    rows = {}
    for line in text[start:].splitlines(keepends=True):
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        rows[cells[0]] = cells[1:]
        end += len(line)
    return rows, start, end


def main():
    write = sys.argv[1] == "--write"
    document, program = sys.argv[1 + write :]
    text = open(document, encoding="utf-8").read()
    told, start, end = read_table(text)
    seen = {}
    with subprocess.Popen([program], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            row = re.match(r"# row: (.*)", line)
            if row:
                name, *cells = [cell.strip() for cell in row[1].split("|")]
                seen[name] = cells
            tap.count += bool(re.match(r"(not )?ok ", line))
            if not re.match(r"1\.\.\d+$", line):
                print(line, end="", flush=True)
    if write:
        lines = []
        for name, cells in seen.items():
            old = told.get(name, ["?"] * len(cells))
            merged = [o if c == "?" else c for o, c in zip(old, cells)]
            lines.append(f"| {' | '.join([name] + merged)} |\n")
        open(document, "w", encoding="utf-8").write(text[:start] + "".join(lines) + text[end:])
        tap.ended = True
        sys.exit(process.returncode)
    differ = 0
    for name, cells in seen.items():
        old = told.get(name, [])
        for i, cell in enumerate(cells):
            if cell != "?" and (i >= len(old) or old[i] != cell):
                print(f"# {name}, column {i + 1}: seen {cell!r}, told {old[i:i + 1]}")
                differ += 1
    missing = [name for name in told if name not in seen]
    tap.ok(seen and not differ, f"{document.rsplit('/', 1)[-1]} says what was seen in {len(seen)} rows")
    tap.ok(not missing, f"and has no row that is not tested {missing}")
    tap.failed += process.returncode != 0
    tap.done()


main()
