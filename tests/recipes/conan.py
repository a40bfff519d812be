#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""conan.py RECIPE WORK shared|static - run a recipe of Conan without Conan, into WORK/package.

What stands for Conan's classes here does as they do, as far as the recipe asks for: the
recipe's own lines, the checksum and the options are tried, and not Conan.  Prints the asdir
that programs would be compiled with.
"""
import hashlib
import importlib.util
import pathlib
import re
import shutil
import subprocess
import sys
import types
import urllib.request

import yaml

RECIPE, WORK, LINKING = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3]


class Bag(types.SimpleNamespace):
    def rm_safe(self, name):
        self.__dict__.pop(name, None)


class Information:
    def __init__(self):
        self.components = {}
        self.properties = {}

    def set_property(self, name, value):
        self.properties[name] = value


class Components(dict):
    def __missing__(self, name):
        self[name] = Information()
        return self[name]


class ConanFile:
    def __init__(self):
        self.conan_data = yaml.safe_load((RECIPE / "conandata.yml").read_text())
        self.version = None
        self.settings = Bag(os="Linux", arch="x86_64", build_type="Release")
        for name, value in self.default_options.items():
            assert value in self.options[name], name
        self.options = Bag(**{**self.default_options, "shared": LINKING == "shared"})
        self.source_folder = str(WORK / "src")
        self.package_folder = str(WORK / "package")
        self.cpp_info = Information()
        self.cpp_info.components = Components()
        self.required = []

    def requires(self, reference, **traits):
        self.required.append(reference)

    def tool_requires(self, reference):
        self.required.append(reference)


class MesonToolchain:
    def __init__(self, recipe):
        self.recipe, self.project_options = recipe, {}

    def generate(self):
        self.recipe.meson_options = [
            "-D%s=%s" % (name, str(value).lower() if isinstance(value, bool) else value)
            for name, value in self.project_options.items()]


class Meson:
    def __init__(self, recipe):
        self.recipe = recipe

    def configure(self):
        subprocess.run(["meson", "setup", WORK / "build", self.recipe.source_folder, "--prefix=/", "--libdir=lib",
                        "--bindir=bin", "--buildtype=release", *self.recipe.meson_options],
                       check=True, stdout=sys.stderr)

    def build(self):
        subprocess.run(["ninja", "-C", WORK / "build"], check=True, stdout=sys.stderr)

    def install(self):
        subprocess.run(["meson", "install", "-C", WORK / "build", "--destdir", self.recipe.package_folder],
                       check=True, stdout=sys.stderr)


def get(recipe, url, sha256, strip_root):
    with urllib.request.urlopen(url) as f:
        content = f.read()
    assert hashlib.sha256(content).hexdigest() == sha256, "the checksum of " + url
    assert strip_root
    at = pathlib.Path(recipe.source_folder)
    at.mkdir(parents=True)
    subprocess.run(["tar", "xJf", "-", "--strip-components=1"], input=content, cwd=at, check=True)


def copy(recipe, pattern, src, dst):
    found = list(pathlib.Path(src).glob(pattern))
    assert found, pattern
    pathlib.Path(dst).mkdir(parents=True)
    for path in found:
        shutil.copy(path, dst)


def module(name, **members):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__dict__.update(members)


module("conan", ConanFile=ConanFile)
module("conan.errors", ConanInvalidConfiguration=ValueError)
module("conan.tools")
module("conan.tools.build", cross_building=lambda recipe: False, can_run=lambda recipe: True)
module("conan.tools.files", copy=copy, get=get, rmdir=lambda recipe, path: shutil.rmtree(path))
module("conan.tools.gnu", PkgConfigDeps=lambda recipe: types.SimpleNamespace(generate=lambda: None))
module("conan.tools.layout", basic_layout=lambda recipe, src_folder=".": None)
module("conan.tools.meson", Meson=Meson, MesonToolchain=MesonToolchain)


def main():
    spec = importlib.util.spec_from_file_location("conanfile", RECIPE / "conanfile.py")
    recipe_module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(recipe_module)
    recipe = recipe_module.Libffp()
    for step in ("set_version", "configure", "validate", "layout", "requirements", "build_requirements", "source",
                 "generate", "build", "package", "package_info"):
        getattr(recipe, step)()
    package = pathlib.Path(recipe.package_folder)
    # What users are told is in the package.
    for name, component in recipe.cpp_info.components.items():
        for library in component.libs:
            ending = "a" if LINKING == "static" or library == "ffp-builtins" else "so"
            assert (package / "lib" / f"lib{library}.{ending}").exists(), name
        for directory in getattr(component, "builddirs", []):
            assert (package / directory / "ffp-config.cmake").exists(), name
        for other in getattr(component, "requires", []):
            assert other in recipe.cpp_info.components, other
    said = recipe.cpp_info.components["ffp"].properties["pkg_config_custom_content"]
    variables = dict(line.split("=", 1) for line in said.replace("${prefix}", str(package)).split("\n"))
    assert pathlib.Path(variables["ffp_cc"]).exists(), variables
    assert re.search(r"/\d+\.\d+\.\d+-[0-9a-f]{8}$", variables["asdir"]), variables
    print(variables["asdir"])


main()
