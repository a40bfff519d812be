// SPDX-License-Identifier: MIT
#include "job.h"
#include "arguments.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(word, *list))
			return true;
	return false;
}

/*
 * Options that take the next word as their argument, of GCC or of Clang.  Some of them take it in
 * the same word, too, and are none of these then.  tests/tool/launch.py asks the compilers.
 */
/* clang-format off */
static const char *const with_argument[] = {
	"-A", "-B", "-D", "-F", "-G", "-I", "-L", "-MF", "-MJ", "-MQ", "-MT", "-T", "-Tbss",
	"-Tdata", "-Ttext", "-U", "-V", "-Xanalyzer", "-Xarch_device", "-Xarch_host",
	"-Xassembler", "-Xclang", "-Xcuda-fatbinary", "-Xcuda-ptxas", "-Xlinker",
	"-Xopenmp-target", "-Xpreprocessor", "-arch", "-arcmt-migrate-report-output",
	"-aux-info", "-b", "-ccc-arcmt-migrate", "-ccc-gcc-name", "-ccc-install-dir",
	"-ccc-objcmt-migrate", "-cxx-isystem", "-darwin-target-variant",
	"-darwin-target-variant-triple", "-dependency-dot", "-dependency-file", "-dsym-dir",
	"-dumpbase", "-dumpbase-ext", "-dumpdir", "-dyld-prefix", "-e",
	"-fexperimental-openacc-macro-override", "-fmodules-user-build-path", "-framework",
	"-gen-cdb-fragment-path", "-hlsl-entry", "-iapinotes-modules", "-idirafter",
	"-iframework", "-iframeworkwithsysroot", "-imacros", "-imultiarch", "-imultilib",
	"-include", "-include-pch", "-iprefix", "-iquote", "-isysroot", "-isystem",
	"-isystem-after", "-ivfsoverlay", "-iwithprefix", "-iwithprefixbefore", "-iwithsysroot",
	"-l", "-meabi", "-mllvm", "-mmlir", "-module-dependency-dir", "-mthread-model",
	"-resource-dir", "-rpath", "-serialize-diagnostics", "-stdlib++-isystem", "-target",
	"-u", "-vfsoverlay", "-working-directory", "-wrapper", "-z", "--analyzer-output",
	"--assert", "--config", "--define-macro", "--dyld-prefix", "--for-assembler",
	"--for-linker", "--force-link", "--imacros", "--include", "--include-directory",
	"--include-directory-after", "--include-prefix", "--include-with-prefix",
	"--include-with-prefix-after", "--include-with-prefix-before", "--library-directory",
	"--no-system-header-prefix", "--param", "--prefix", "--serialize-diagnostics", "--std",
	"--stdlib", "--sysroot", "--system-header-prefix", "--undefine-macro", NULL,
};
/* clang-format on */

/* Other names of short options. */
static const struct {
	const char *name, *is;
} long_names[] = {
	{ "--assemble", "-S" },
	{ "--compile", "-c" },
	{ "--dependencies", "-M" },
	{ "--language", "-x" },
	{ "--output", "-o" },
	{ "--preprocess", "-E" },
	{ "--user-dependencies", "-MM" },
	{ "--write-dependencies", "-MD" },
	{ "--write-user-dependencies", "-MMD" },
};

static const char *const without_object[] = {
	"-S",
	"-E",
	"-M",
	"-MM",
	"-fsyntax-only",
	"--analyze",
	"-###",
	"--version",
	"--help",
	"-dumpversion",
	"-dumpmachine",
	"--precompile",
	"-emit-ast",
	"-emit-interface-stubs",
	"-extract-api",
	"-module-file-info",
	"-rewrite-legacy-objc",
	"-rewrite-objc",
	"-verify-pch",
	NULL,
};

/* Of C, C++ and their modules, Objective-C, assembly, LLVM's code, and Fortran. */
static const char *const source_suffix[] = {
	"c",   "cc",  "cp",  "cxx", "cpp", "c++", "C",	 "CC",	 "CPP",	 "CXX",	 "C++", "i",
	"ii",  "m",   "M",   "mm",  "mi",  "mii", "ccm", "cppm", "cxxm", "c++m", "iim", "pcm",
	"s",   "S",   "sx",  "asm", "ll",  "bc",  "f",	 "for",	 "ftn",	 "fpp",	 "F",	"FOR",
	"FTN", "FPP", "f90", "f95", "f03", "f08", "F90", "F95",	 "F03",	 "F08",	 NULL,
};

/* Does the compiler make an object of a source of this language, as -x names it? */
static bool makes_object(const char *language)
{
	static const char end[] = "-header";
	size_t n = strlen(language), len = strlen(end);

	return n < len || (strcmp(language + n - len, end) && !strstr(language, "-header-unit"));
}

/* Is this an option of linking only, perhaps with its argument in the same word? */
static bool is_link_option(const char *w)
{
	static const char *const exact[] = { "-l", "-L", "-Xlinker", "-z", "-T", "-u", "-e", NULL };

	return is_one_of(w, exact) || !strncmp(w, "-Wl,", 4) || !strncmp(w, "-l", 2) ||
	       !strncmp(w, "-L", 2);
}

/* Does this option ask for a file besides the object, without naming it? */
static bool is_beside(const char *w)
{
	static const char *const start[] = { "-MD",
					     "-MMD",
					     "-Wp,-MD",
					     "-Wp,-MMD",
					     "--coverage",
					     "-fprofile-arcs",
					     "-ftest-coverage",
					     "-gsplit-dwarf",
					     "-save-temps",
					     "--save-temps",
					     "-ftime-trace",
					     "-fstack-usage",
					     "-fsave-optimization-record" };

	for (size_t i = 0; i < sizeof(start) / sizeof(start[0]); i++)
		if (!strncmp(w, start[i], strlen(start[i])))
			return true;
	return false;
}

/* Is this -flto, or -fno-lto?  The last one in the command line counts. */
static void parse_lto(struct job *job, const char *w)
{
	if (!strcmp(w, "-flto") || !strncmp(w, "-flto=", 6))
		job->lto = true;
	else if (!strcmp(w, "-fno-lto"))
		job->lto = false;
}

/* Does this option ask for a list of what a source includes, beside the object? */
static void parse_list(struct job *job, const char *w)
{
	job->lists |= !strcmp(w, "-MD") || !strcmp(w, "-MMD");
	job->list_named |= !strncmp(w, "-MF", 3);
	job->list_target |= !strncmp(w, "-MT", 3) || !strncmp(w, "-MQ", 3);
}

/* The short name of the option `w`, which may end behind its name, at a '='; or `w` itself. */
static const char *short_name(const char *w, const char **value)
{
	const size_t n = strcspn(w, "=");

	*value = NULL;
	for (size_t i = 0; i < sizeof(long_names) / sizeof(long_names[0]); i++)
		if (strlen(long_names[i].name) == n && !strncmp(w, long_names[i].name, n)) {
			*value = w[n] ? w + n + 1 : NULL;
			return long_names[i].is;
		}
	/* The argument of a short option may be the rest of its word. */
	for (size_t i = 0; i < 2; i++) {
		const char *option = i ? "-x" : "-o";

		if (!strncmp(w, option, 2) && w[2]) {
			*value = w + 2;
			return option;
		}
	}
	return w;
}

/* Read the option at `i`; returns the index of its last word. */
static size_t parse_option(struct job *job, size_t i, const char **language)
{
	const char *value, *next = job->words.word[i + 1];
	const char *w = short_name(job->words.word[i], &value);
	const bool in_next = !value && next;
	enum role *role = &job->role[i];

	parse_lto(job, w);
	parse_list(job, w);
	job->beside |= is_beside(w);
	if (!strcmp(w, "-c")) {
		job->compile_only = true;
	} else if (is_one_of(w, without_object)) {
		job->no_object = true;
	} else if (!strcmp(w, "-o")) {
		job->output = value ? value : next;
		*role = ROLE_OUTPUT;
		i += in_next;
	} else if (!strcmp(w, "-x")) {
		*language = value ? value : next;
		if (*language && !strcmp(*language, "none"))
			*language = NULL;
		*role = ROLE_LANGUAGE;
		i += in_next;
	} else {
		if (is_link_option(w))
			*role = ROLE_LINK;
		i += is_one_of(w, with_argument) && next;
	}
	return i;
}

void job_parse(struct job *job, char **argv)
{
	const char *language = NULL;
	bool options = true;
	size_t n;

	memset(job, 0, sizeof(*job));
	arguments_expand(&job->words, argv);
	n = job->words.n;
	job->role = xcalloc(n + 1, sizeof(*job->role));
	job->language = xcalloc(n + 1, sizeof(*job->language));
	for (size_t i = 0; i < n; i++) {
		const char *w = job->words.word[i];
		const char *dot = strrchr(w, '.');
		size_t first = i;

		if (!options || w[0] != '-' || !w[1]) {
			bool source = language ? makes_object(language)
					       : dot && is_one_of(dot + 1, source_suffix);

			job->role[i] = source ? ROLE_SOURCE : ROLE_INPUT;
			job->language[i] = language;
			job->sources += source;
		} else if (!strcmp(w, "--")) {
			options = false;
		} else {
			i = parse_option(job, i, &language);
			job->role[i] = job->role[first];
		}
	}
}

void job_free(struct job *job)
{
	words_free(&job->words);
	free(job->role);
	free(job->language);
	memset(job, 0, sizeof(*job));
}

bool job_each_object(const struct job *job, bool (*each)(const char *path))
{
	bool ok = true;

	if (job->output)
		return each(job->output);
	for (size_t i = 0; i < job->words.n; i++) {
		const char *name, *dot;
		char *object;

		if (job->role[i] != ROLE_SOURCE)
			continue;
		name = basename(job->words.word[i]);
		dot = strrchr(name, '.');
		object = xformat("%.*s.o", dot ? (int)(dot - name) : (int)strlen(name), name);
		ok = each(object) && ok;
		free(object);
	}
	return ok;
}
