// SPDX-License-Identifier: MIT
/*
 * The `ffp-cc` personality: a compiler launcher.  GCC gets our assembler.
 * Clang has its own inside, so its objects are collected when it is done;
 * where it also links them, it is told to use an assembler: ours.
 */
#include "collect.h"
#include "commands.h"
#include "msg.h"
#include "obj.h"
#include "spawn.h"

#include <ctype.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum family { FAMILY_UNKNOWN, FAMILY_GCC, FAMILY_CLANG, FAMILY_CC };

/* Does `name` end in `tail`, alone or behind a dash, perhaps before a version? */
static bool is_driver(const char *name, const char *tail)
{
	size_t n = strlen(name), len = strlen(tail);
	size_t end = n;

	while (end && (isdigit((unsigned char)name[end - 1]) || name[end - 1] == '.'))
		end--;
	if (end < n && end && name[end - 1] == '-')
		n = end - 1;
	return n >= len && !strncmp(name + n - len, tail, len) &&
	       (n == len || name[n - len - 1] == '-');
}

static enum family family_of_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	if (strstr(name, "clang"))
		return FAMILY_CLANG;
	if (is_driver(name, "gcc") || is_driver(name, "g++") || is_driver(name, "gfortran"))
		return FAMILY_GCC;
	if (is_driver(name, "cc") || is_driver(name, "c++"))
		return FAMILY_CC;
	return FAMILY_UNKNOWN;
}

/* The file that a command name stands for, symbolic links followed; for free(). */
static char *resolve(const char *name)
{
	const char *p = getenv("PATH");
	char *path, *real;

	if (strchr(name, '/') || !p)
		return realpath(name, NULL);
	for (;;) {
		size_t n = strcspn(p, ":");

		if (asprintf(&path, "%.*s/%s", n ? (int)n : 1, n ? p : ".", name) < 0)
			return NULL;
		real = access(path, X_OK) ? NULL : realpath(path, NULL);
		free(path);
		if (real || !p[n])
			return real;
		p += n + 1;
	}
}

static enum family ask(const char *compiler)
{
	char *argv[] = { (char *)compiler, (char *)"--version", NULL };
	char text[4096];

	spawn_read(argv, text, sizeof(text));
	if (strstr(text, "clang"))
		return FAMILY_CLANG;
	if (strstr(text, "gcc") || strstr(text, "GCC") || strstr(text, "Free Software Foundation"))
		return FAMILY_GCC;
	return FAMILY_UNKNOWN;
}

static enum family family_of(const char *compiler)
{
	char *real = resolve(compiler);
	enum family by_real = real ? family_of_name(real) : FAMILY_UNKNOWN;
	enum family by_name = family_of_name(compiler);

	free(real);
	if (by_name == FAMILY_CLANG || by_real == FAMILY_CLANG)
		return FAMILY_CLANG;
	if (by_name == FAMILY_GCC || (by_name == FAMILY_CC && by_real == FAMILY_GCC))
		return FAMILY_GCC;
	return ask(compiler);
}

/*
 * Which of the words is the compiler: the first, unless that is the name of no
 * compiler and a later one is, as in `ccache gcc` or `distcc clang`.
 */
static int find_compiler(char **argv)
{
	for (int i = 0; argv[i] && argv[i][0] != '-'; i++) {
		/* But a source may be called clang.c. */
		char *program = family_of_name(argv[i]) == FAMILY_UNKNOWN ? NULL : resolve(argv[i]);
		bool found = program && !access(program, X_OK);

		free(program);
		if (found)
			return i;
	}
	return 0;
}

/* What a command line asks for. */
struct job {
	bool compile_only; /* -c */
	bool no_object;	   /* stops before there is one, or only prints */
	const char *output;
	struct words sources;
};

static bool is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(word, *list))
			return true;
	return false;
}

/* Options whose argument is the next word. */
static const char *const with_argument[] = {
	"-x",
	"-I",
	"-L",
	"-l",
	"-D",
	"-U",
	"-include",
	"-imacros",
	"-isystem",
	"-iquote",
	"-idirafter",
	"-iprefix",
	"-iwithprefix",
	"-iwithprefixbefore",
	"-isysroot",
	"-MF",
	"-MT",
	"-MQ",
	"-MJ",
	"-Xclang",
	"-Xpreprocessor",
	"-Xassembler",
	"-Xlinker",
	"-Xanalyzer",
	"-mllvm",
	"-target",
	"-arch",
	"-T",
	"-u",
	"-z",
	"-e",
	"-A",
	"-B",
	"-V",
	"--param",
	"-G",
	"-aux-info",
	"-dumpbase",
	"-dumpdir",
	"-dumpbase-ext",
	"-wrapper",
	"-framework",
	"--sysroot",
	"-b",
	NULL,
};

static const char *const without_object[] = {
	"-S",	"-E",	     "-M",     "-MM",	       "-fsyntax-only", "--analyze",
	"-###", "--version", "--help", "-dumpversion", "-dumpmachine",	NULL,
};

static const char *const source_suffix[] = {
	"c", "cc", "cp", "cxx", "cpp", "c++", "C",  "CPP", "i",	 "ii",
	"m", "mm", "mi", "mii", "s",   "S",   "sx", "ll",  "bc", NULL,
};

static void parse(struct job *job, const struct words *words)
{
	bool language = false, options = true;

	memset(job, 0, sizeof(*job));
	for (size_t i = 0; i < words->n && words->word[i]; i++) {
		const char *w = words->word[i];
		const char *next = words->word[i + 1];
		const char *dot = strrchr(w, '.');

		if (!options || w[0] != '-' || !w[1]) {
			if (language || (dot && is_one_of(dot + 1, source_suffix)))
				words_add(&job->sources, w);
		} else if (!strcmp(w, "--")) {
			options = false;
		} else if (!strcmp(w, "-c")) {
			job->compile_only = true;
		} else if (is_one_of(w, without_object)) {
			job->no_object = true;
		} else if (!strcmp(w, "-o") || !strcmp(w, "--output")) {
			job->output = next;
			i += next != NULL;
		} else if (!strncmp(w, "--output=", 9)) {
			job->output = w + 9;
		} else if (!strncmp(w, "-o", 2)) {
			job->output = w + 2;
		} else if (is_one_of(w, with_argument)) {
			if (!strcmp(w, "-x"))
				language = next && strcmp(next, "none");
			i += next != NULL;
		} else if (!strncmp(w, "-x", 2)) {
			language = strcmp(w, "-xnone");
		}
	}
}

/* Collect one object that the compiler was to write. */
static bool collect_output(const char *path)
{
	struct collect_stats stats;

	return collect_file(path, true, &stats);
}

static bool collect_outputs(const struct job *job)
{
	bool ok = true;

	if (job->output)
		return collect_output(job->output);
	for (size_t i = 0; i < job->sources.n; i++) {
		const char *name = basename(job->sources.word[i]);
		const char *dot = strrchr(name, '.');
		char *object;

		if (asprintf(&object, "%.*s.o", dot ? (int)(dot - name) : (int)strlen(name), name) <
		    0)
			return false;
		ok = collect_output(object) && ok;
		free(object);
	}
	return ok;
}

/* The directory of our `as`; for free(), NULL if there is none. */
static char *find_asdir(void)
{
	const char *named = getenv("FFP_ASDIR");
	char *own = spawn_own_directory();
	const char *const below[] = { "libexec/ffp", "../libexec/ffp" };
	char *path = NULL;

	if (named && *named) {
		free(own);
		return strdup(named);
	}
	for (size_t i = 0; own && i < sizeof(below) / sizeof(below[0]); i++) {
		char *as = NULL;

		if (asprintf(&path, "%s/%s", own, below[i]) < 0 || asprintf(&as, "%s/as", path) < 0)
			abort();
		if (!access(as, X_OK)) {
			free(as);
			free(own);
			return path;
		}
		free(as);
		free(path);
	}
	free(own);
#ifdef FFP_ASDIR
	return strdup(FFP_ASDIR);
#else
	return NULL;
#endif
}

/* Our assembler's directory, for the compiler: false after a message. */
static bool add_asdir(struct words *command)
{
	char *asdir = find_asdir();
	char *option;

	if (!asdir)
		return msg_error("ffp-cc", "no directory libexec/ffp; FFP_ASDIR may name it");
	if (asprintf(&option, "-B%s/", asdir) < 0)
		abort();
	words_add(command, option);
	free(option);
	free(asdir);
	return true;
}

/*
 * Clang is one for all targets, and its name need not tell which assembler our
 * own is to run: ask it, with its own arguments, before it is told of ours.
 */
static void name_assembler(const struct words *compiler, char **arguments)
{
	struct words command = { 0 };
	char text[4096], *name, *end;

	for (size_t i = 0; i < compiler->n; i++)
		words_add(&command, compiler->word[i]);
	for (; *arguments; arguments++)
		words_add(&command, *arguments);
	words_add(&command, "-print-prog-name=as");
	spawn_read(command.word, text, sizeof(text));
	words_free(&command);
	/* The last line: what comes before is warnings. */
	end = text + strlen(text);
	while (end > text && end[-1] == '\n')
		*--end = 0;
	name = strrchr(text, '\n');
	name = name ? name + 1 : text;
	if (*name == '/' && spawn_is_other(name))
		setenv("FFP_AS", name, 0);
}

int cc_main(int argc, char **argv)
{
	struct words command = { 0 }, expanded;
	struct job job;
	enum family family;
	int compiler, status = EXIT_INPUT;
	bool launched, after, ok = true;

	if (argc < 2 || argv[1][0] == '-') {
		fputs("Usage: ffp-cc COMPILER ARGUMENT...\n", stderr);
		return EXIT_USAGE;
	}
	argv++;
	compiler = find_compiler(argv);
	launched = compiler > 0;
	family = family_of(argv[compiler]);
	words_expand(&expanded, argv + compiler + 1);
	parse(&job, &expanded);

	for (int i = 0; i <= compiler; i++)
		words_add(&command, argv[i]);
	if (family == FAMILY_GCC) {
		ok = add_asdir(&command);
	} else if (family == FAMILY_CLANG && job.sources.n && !job.compile_only && !job.no_object) {
		name_assembler(&command, argv + compiler + 1);
		words_add(&command, "-fno-integrated-as");
		ok = add_asdir(&command);
	}
	for (int i = compiler + 1; argv[i]; i++)
		words_add(&command, argv[i]);

	/* A launcher may have GCC run elsewhere, where our assembler is not. */
	after = job.compile_only && !job.no_object && (family == FAMILY_CLANG || launched);
	if (ok)
		status = after ? spawn_wait(command.word) : spawn_exec(command.word);
	if (!status && after && !collect_outputs(&job))
		status = EXIT_INPUT;
	words_free(&job.sources);
	words_free(&expanded);
	words_free(&command);
	return status;
}
