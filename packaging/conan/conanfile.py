# SPDX-License-Identifier: MIT
"""libffp for Conan 2.  conandata.yml has the version, the address and the checksum of the source."""
from pathlib import Path

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import cross_building
from conan.tools.files import copy, get, rmdir
from conan.tools.gnu import PkgConfigDeps
from conan.tools.layout import basic_layout
from conan.tools.meson import Meson, MesonToolchain

required_conan_version = ">=2.0"


class Libffp(ConanFile):
    name = "libffp"
    description = "Patchable functions: direct calls that can be re-aimed while the program runs"
    license = "MIT"
    topics = ("patching", "dispatch", "function-pointers", "hooks")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    # Several modules of a program with keys need one libffp: the shared one.
    options = {"shared": [True, False], "fPIC": [True, False], "tool": [True, False]}
    default_options = {"shared": True, "fPIC": True, "tool": True}
    languages = "C"

    def set_version(self):
        self.version = self.version or next(iter(self.conan_data["sources"]))

    def configure(self):
        if self.options.shared:
            self.options.rm_safe("fPIC")
        # It is C: packages for each standard of C++ would be the same.
        self.settings.rm_safe("compiler.cppstd")
        self.settings.rm_safe("compiler.libcxx")

    def validate(self):
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration("libffp is for Linux")

    def layout(self):
        basic_layout(self, src_folder="src")

    @property
    def _with_tool(self):
        # It runs where programs are compiled: a cross build takes that of tool_requires.
        return bool(self.options.tool) and not cross_building(self)

    def requirements(self):
        if self._with_tool:
            # The tool's own: who uses the package compiles and links nothing of them.
            for library in ("elfutils/[>=0.186]", "json-c/[>=0.15]"):
                self.requires(library, headers=True, libs=True, visible=False)

    def build_requirements(self):
        self.tool_requires("meson/[>=1.0.0]")
        self.tool_requires("pkgconf/[>=1.8]")

    def source(self):
        get(self, **self.conan_data["sources"][self.version], strip_root=True)

    def generate(self):
        toolchain = MesonToolchain(self)
        toolchain.project_options["tool"] = self._with_tool
        toolchain.project_options["man"] = False
        # Or a package would differ with what the machine that built it had installed.
        toolchain.project_options["sdt"] = "disabled"
        # Conan's own would be bin and lib in any case.
        toolchain.project_options["libexecdir"] = "libexec"
        toolchain.generate()
        PkgConfigDeps(self).generate()

    def build(self):
        meson = Meson(self)
        meson.configure()
        meson.build()

    def package(self):
        Meson(self).install()
        package = Path(self.package_folder)
        copy(self, "LICENSE", src=self.source_folder, dst=str(package / "licenses"))
        # Meson builds both libraries.  What remains is what the linker takes.
        unwanted = "libffp*.a" if self.options.shared else "libffp*.so*"
        for path in (package / "lib").glob(unwanted):
            if path.name != "libffp-builtins.a":
                path.unlink()
        # Conan writes these, and gdb looks for its script in the system's folders.
        rmdir(self, str(package / "lib" / "pkgconfig"))
        rmdir(self, str(package / "share" / "gdb"))

    def package_info(self):
        ffp = self.cpp_info.components["ffp"]
        ffp.libs = ["ffp"]
        ffp.system_libs = ["pthread"]
        ffp.set_property("pkg_config_name", "ffp")
        # The directory's name is that of one version of the tool.
        found = sorted((Path(self.package_folder) / "libexec" / "ffp").glob("*/as"))
        if found:
            ffp.set_property("pkg_config_custom_content",
                             f"asdir=${{prefix}}/libexec/ffp/{found[0].parent.name}\n"
                             "ffp_cc=${prefix}/bin/ffp-cc")

        control = self.cpp_info.components["ffp-control"]
        control.libs = ["ffp-control"]
        control.requires = ["ffp"]
        control.set_property("pkg_config_name", "ffp-control")

        # Not for every architecture.
        symbols = Path(self.package_folder) / "lib" / "ffp" / "builtins.symbols"
        if symbols.exists():
            builtins = self.cpp_info.components["ffp-builtins"]
            builtins.libs = ["ffp-builtins"]
            builtins.system_libs = ["m"]
            builtins.requires = ["ffp"]
            # ffp-cc takes this option; an assembler without it refuses it.
            builtins.cflags = builtins.cxxflags = [f"-Wa,--ffp-symbols={symbols}"]
            builtins.set_property("pkg_config_name", "ffp-builtins")

        # find_package(ffp) finds the library's own file, which has ffp_collect().
        self.cpp_info.set_property("cmake_find_mode", "none")
        ffp.builddirs = ["lib/cmake/ffp"]
