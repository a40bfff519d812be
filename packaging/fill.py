#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""fill.py TARBALL URL DIRECTORY - write the recipes for a release into DIRECTORY.

TARBALL is what `meson dist` made, URL the address from which it can be downloaded.  Files
of this folder whose name ends in ".in" get the version, the address and the checksums in the
place of @VERSION@, @URL@, @FILE@, @SHA256@ and @SHA512@; the others are copied.
"""
import hashlib
import pathlib
import re
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
RECIPES = ("libffp.wrap.in", "conan", "vcpkg")


def fill(text, values):
    def value(match):
        if match[1] not in values:
            sys.exit(f"fill.py: nothing is known of @{match[1]}@")
        return values[match[1]]
    return re.sub(r"@([A-Z0-9]+)@", value, text)


def files():
    for name in RECIPES:
        path = HERE / name
        yield from [path] if path.is_file() else (p for p in sorted(path.rglob("*")) if p.is_file())


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.partition("\n")[0])
    tarball, url, to = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    version = re.fullmatch(r"libffp-(\d+\.\d+\.\d+)\.tar\.xz", tarball.name)
    if not version:
        sys.exit(f"fill.py: {tarball}: not a name like libffp-1.2.3.tar.xz")
    content = tarball.read_bytes()
    values = {
        "VERSION": version[1],
        "URL": url,
        "FILE": tarball.name,
        "SHA256": hashlib.sha256(content).hexdigest(),
        "SHA512": hashlib.sha512(content).hexdigest(),
    }
    for path in files():
        at = to / path.relative_to(HERE)
        at.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".in":
            at.with_suffix("").write_text(fill(path.read_text(), values))
        elif path.suffix != ".pyc":
            shutil.copy(path, at)


main()
