// SPDX-License-Identifier: MIT
/*
 * `ffp-cc`: it runs a compiler, and has the objects collected.  GCC is told to run our `as`.  Clang
 * has its own assembler inside, so its objects are collected afterwards; if the command also links
 * them, this runs one command for each source, and one that links.
 */
#include "driver.h"
#include "array.h"
#include "collect/collect.h"
#include "failed.h"
#include "job.h"
#include "lto.h"
#include "msg.h"
#include "names.h"
#include "options.h"
#include "path.h"
#include "spawn.h"
#include "temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum family { FAMILY_UNKNOWN, FAMILY_GCC, FAMILY_CLANG, FAMILY_CC };

/* Is `name` equal to `tail`, perhaps behind a prefix with a dash, and before a version? */
static bool is_driver(const char *name, const char *tail)
{
	size_t n = path_stem(name), len = strlen(tail);

	return n >= len && !strncmp(name + n - len, tail, len) &&
	       (n == len || name[n - len - 1] == '-');
}

static enum family family_of_name(const char *path)
{
	const char *name = path_base(path);

	if (strstr(name, "clang"))
		return FAMILY_CLANG;
	if (is_driver(name, "gcc") || is_driver(name, "g++") || is_driver(name, "gfortran"))
		return FAMILY_GCC;
	if (is_driver(name, "cc") || is_driver(name, "c++"))
		return FAMILY_CC;
	return FAMILY_UNKNOWN;
}

static bool is_program(const char *path)
{
	return !access(path, X_OK);
}

/* The file that a command's name stands for, without symbolic links; for free(), or NULL. */
static char *resolve(const char *name)
{
	const char *directories = getenv("PATH");
	char *path, *real;

	if (strchr(name, '/') || !directories)
		return realpath(name, NULL);
	path = path_find(directories, name, is_program);
	real = path ? realpath(path, NULL) : NULL;
	free(path);
	return real;
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
 * Does a compiler's name stand for another program, which launches the compiler?  A directory of
 * links of such names, to ccache or distcc, may come first on PATH.
 */
static bool is_masked(const char *compiler)
{
	char *real = resolve(compiler);
	const bool masked = real && family_of_name(compiler) != FAMILY_UNKNOWN &&
			    family_of_name(real) == FAMILY_UNKNOWN;

	free(real);
	return masked;
}

/*
 * Find the word that names the compiler: the first that is a compiler's name, as in `ccache gcc` or
 * `distcc clang`; if there is none, the very first.
 */
static int find_compiler(char **argv)
{
	for (int i = 0; argv[i] && argv[i][0] != '-'; i++) {
		/* It must be a program: a source may be called clang.c. */
		char *program = family_of_name(argv[i]) == FAMILY_UNKNOWN ? NULL : resolve(argv[i]);
		bool found = program && !access(program, X_OK);

		free(program);
		if (found)
			return i;
	}
	return 0;
}

/*
 * Remove an object that the compiler has written, after an error: as after an error of the
 * compiler, there must be no object, or the next make would use it.
 */
static bool remove_output(const char *path)
{
	struct stat st;

	if (!stat(path, &st) && S_ISREG(st.st_mode))
		unlink(path);
	return true;
}

/* The functions whose calls become sites, for collect_output(). */
static struct called called;

/* Collect an object that the compiler has written; false, after a message, removes it. */
static bool collect_output(const char *path)
{
	struct collect_stats stats;

	return collect_file(path, COLLECT_LENIENT, &called, &stats) || !remove_output(path);
}

/* The directory that `directory` and `below` make, if our `as` is in it; for free(), or NULL. */
static char *asdir_at(const char *directory, const char *below)
{
	char *path, *as;
	bool there;

	path = xformat("%s%s", directory, below);
	as = xformat("%s/as", path);
	there = !access(as, X_OK);
	free(as);
	if (there)
		return path;
	free(path);
	return NULL;
}

/*
 * The directory of our `as`, for free(); NULL if there is none.  A directory without it is not
 * used: GCC would run the real assembler instead, and nothing would be collected.
 */
static char *find_asdir(void)
{
	const char *named = getenv("FFP_ASDIR");
	char *own, *path = NULL;

	if (named && *named)
		return asdir_at(named, "");
	own = spawn_own_directory();
	if (own)
		path = asdir_at(own, "/libexec/ffp");
	if (own && !path)
		path = asdir_at(own, "/../libexec/ffp");
#ifdef FFP_ASDIR
	if (!path)
		path = asdir_at(FFP_ASDIR, "");
#endif
	free(own);
	return path;
}

/* Add an option with the path of `name` in the directory of our `as`; false after a message. */
static bool add_asdir(struct words *command, const char *option, const char *name)
{
	char *asdir = find_asdir();
	char *word;

	if (!asdir)
		return msg_error("ffp-cc",
				 "no directory with the assembler of ffp; FFP_ASDIR may name it");
	word = xformat("%s%s/%s", option, asdir, name);
	words_add(command, word);
	free(word);
	free(asdir);
	return true;
}

/* The compiler, and the programs before it that launch it. */
struct front {
	struct words words;
	enum family family;
	bool launched; /* another program launches it */
	bool stay;     /* wait for it, since there is more to do afterwards */
};

static void add_all(struct words *to, char *const *from)
{
	for (; *from; from++)
		words_add(to, *from);
}

/*
 * Tell our `as`, by FFP_AS, which assembler it must run.  Clang compiles for every target, so
 * its name does not tell: ask Clang itself, with the same arguments.
 */
static void name_assembler(const struct words *compiler, char **arguments)
{
	struct words command = { 0 };
	char text[4096], *name, *end;

	add_all(&command, compiler->word);
	add_all(&command, arguments);
	words_add(&command, "-print-prog-name=as");
	spawn_read(command.word, text, sizeof(text));
	words_free(&command);
	/* The answer is the last line; lines before it are warnings. */
	end = text + strlen(text);
	while (end > text && end[-1] == '\n')
		*--end = 0;
	name = strrchr(text, '\n');
	name = name ? name + 1 : text;
	if (*name == '/' && spawn_is_other(name))
		setenv("FFP_AS", name, 0);
}

/*
 * Add all arguments, and an option by which Clang runs `ffp-ld` as its linker, since its linker
 * makes code of bitcode.  The option comes last, but not behind "--", so that it replaces a
 * linker that the user has named; FFP_LD then names that linker.
 */
static bool add_all_and_linker(const struct front *front, struct words *command, char **args)
{
	struct words ask = { 0 };
	char *linker;
	bool ok;

	add_all(&ask, front->words.word);
	add_all(&ask, args);
	linker = lto_linker(&ask);
	words_free(&ask);
	while (*args && strcmp(*args, "--"))
		words_add(command, *args++);
	/* If Clang would run no linker, it will print an error itself. */
	ok = !linker || add_asdir(command, "--ld-path=", "ffp-ld");
	if (linker && !getenv("FFP_LD"))
		setenv("FFP_LD", linker, 1);
	free(linker);
	add_all(command, args);
	return ok;
}

static int run(const struct front *front, char **args);

/*
 * Compile each source by a command of its own, then link.  Link-time optimisation needs that, since
 * a source may have to be compiled again; and Clang, whose objects are collected in between.
 */
static int run_apart(const struct front *front, const struct job *job)
{
	struct front stay = *front;
	char *dir = temp_make();
	struct words link = { 0 };
	int status = dir ? 0 : EXIT_INPUT;

	stay.stay = true;
	for (size_t i = 0; i < job->words.n && !status; i++) {
		struct words one = { 0 };
		char *object;

		if (job->role[i] != ROLE_SOURCE) {
			if (job->role[i] != ROLE_LANGUAGE && strcmp(job->words.word[i], "--"))
				words_add(&link, job->words.word[i]);
			continue;
		}
		object = lto_compile_words(job, i, dir, &one);
		if (front->family == FAMILY_CLANG)
			words_add(&one, "-Qunused-arguments");
		words_add(&link, object);
		status = run(&stay, one.word);
		words_free(&one);
		free(object);
	}
	/* Clang would warn of words that the other kind of command alone uses. */
	if (front->family == FAMILY_CLANG)
		words_add(&link, "-Qunused-arguments");
	if (!status)
		status = run(&stay, link.word);
	words_free(&link);
	temp_remove(dir);
	return status;
}

static int run(const struct front *front, char **args)
{
	struct words command = { 0 };
	struct job job;
	int status = EXIT_INPUT;
	bool clang = front->family == FAMILY_CLANG, ok = true, makes, links, after, lto, told;

	job_parse(&job, args);
	makes = job.compile_only && !job.no_object;
	links = !job.compile_only && !job.no_object;
	lto = job.lto && front->family != FAMILY_UNKNOWN;
	told = links && failed_may_tell(&job);
	/*
	 * If another program launches the compiler, objects are collected afterwards: it may run
	 * GCC on a machine without our `as`, or return an object from its cache.
	 */
	after = makes && (clang || front->launched);

	add_all(&command, front->words.word);
	if (called.n && front->family == FAMILY_GCC) {
		words_add(&command, CALLED_GCC_REGISTERS);
		words_add(&command, CALLED_GCC_EQUALS);
	}
	if (called.n && (front->family == FAMILY_GCC || clang))
		words_add(&command, CALLED_AS_OPTION);
	if (links && job.sources && (lto || (clang && !job.beside))) {
		status = run_apart(front, &job);
		ok = false;
	} else if (front->family == FAMILY_GCC && !after) {
		ok = add_asdir(&command, "-B", "");
	} else if (clang && links && job.sources) {
		/* Files besides the object are named after the output, so this is one command. */
		name_assembler(&command, args);
		words_add(&command, "-fno-integrated-as");
		ok = add_asdir(&command, "-B", "");
	}
	if (ok && clang && links && !job.sources && (lto || lto_has_input(&job)))
		ok = add_all_and_linker(front, &command, args);
	else
		add_all(&command, args);

	if (ok && makes && lto)
		ok = lto_can_read_again(&job);
	if (ok)
		status = after || (makes && lto) || front->stay || told ? spawn_wait(command.word)
									: spawn_exec(command.word);
	if (ok && status && told)
		failed_tell(&job);
	if (ok && !status && makes && lto && lto_defines_keys(&job)) {
		ok = lto_do_without(&command) && lto_read_again(&job);
		status = ok ? spawn_wait(command.word) : EXIT_INPUT;
		if (status)
			job_each_object(&job, remove_output);
	}
	if (ok && !status && after && !job_each_object(&job, collect_output))
		status = EXIT_INPUT;
	job_free(&job);
	words_free(&command);
	return status;
}

int cc_main(int argc, char **argv)
{
	static const struct usage usage = {
		.name = "ffp-cc",
		.words = "[--ffp-symbol=NAME | --ffp-symbols=FILE]... COMPILER ARGUMENT...",
		.help =
		    "Run a compiler, and collect the sites of keys in the objects that it makes.\n"
		    "  --ffp-symbol=NAME   calls of the function NAME are sites of a key, too\n"
		    "  --ffp-symbols=FILE  and calls of all functions that FILE names\n"
		    "These two may follow COMPILER; all else that follows is for it: see "
		    "ffp-cc(1).\n",
		.front = true,
	};
	struct front front = { 0 };
	int first, compiler, status;
	unsigned on;

	if (!called_add_environment(&called) || !names_take_all(&called, usage.name, argv + 1))
		return EXIT_INPUT;
	for (argc = 0; argv[argc]; argc++)
		;
	first = options_read(&usage, argc, argv, &on);
	if (first < 0)
		return options_answer(&usage, first);
	if (first == argc)
		return msg_usage(usage.name, "no compiler");
	argv += first;
	compiler = find_compiler(argv);
	front.launched = compiler > 0 || is_masked(argv[compiler]);
	front.family = family_of(argv[compiler]);
	for (int i = 0; i <= compiler; i++)
		words_add(&front.words, argv[i]);
	spawn_fixed = front.words.n;
	argv += compiler + 1;
	/* Clang's inner compiler or assembler: no option may come before this one. */
	if (*argv && (!strcmp(*argv, "-cc1") || !strcmp(*argv, "-cc1as"))) {
		add_all(&front.words, argv);
		status = spawn_exec(front.words.word);
	} else {
		status = run(&front, argv);
	}
	words_free(&front.words);
	return status;
}
