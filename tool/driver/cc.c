// SPDX-License-Identifier: MIT
/*
 * The `ffp-cc` personality: a compiler launcher.  GCC gets our assembler.
 * Clang has its own inside, so its objects are collected when it is done;
 * where it would also link them, that is done apart.
 */
#include "driver.h"
#include "collect/collect.h"
#include "job.h"
#include "lto.h"
#include "msg.h"
#include "options.h"
#include "plain.h"
#include "spawn.h"
#include "temp.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

/*
 * Take away an object that the compiler has written and that is not to be used.  As
 * compilers do, leave none: the next make would take it for finished.
 */
static bool remove_output(const char *path)
{
	struct stat st;

	if (!stat(path, &st) && S_ISREG(st.st_mode))
		unlink(path);
	return true;
}

/* Collect one object that the compiler was to write. */
static bool collect_output(const char *path)
{
	struct collect_stats stats;

	return collect_file(path, COLLECT_LENIENT, &stats) || !remove_output(path);
}

/* The path of these two, one behind the other, if our assembler is there; for free(), or NULL. */
static char *asdir_at(const char *directory, const char *below)
{
	char *path, *as;
	bool there;

	if (asprintf(&path, "%s%s", directory, below) < 0 || asprintf(&as, "%s/as", path) < 0)
		abort();
	there = !access(as, X_OK);
	free(as);
	if (there)
		return path;
	free(path);
	return NULL;
}

/*
 * The directory of our `as`; for free(), NULL if there is none.  One without it must
 * not be taken: GCC would run the real assembler, and nothing be collected.
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

/* An option that names something in our assembler's directory; false after a message. */
static bool add_asdir(struct words *command, const char *option, const char *name)
{
	char *asdir = find_asdir();
	char *word;

	if (!asdir)
		return msg_error("ffp-cc",
				 "no directory with the assembler of ffp; FFP_ASDIR may name it");
	if (asprintf(&word, "%s%s/%s", option, asdir, name) < 0)
		abort();
	words_add(command, word);
	free(word);
	free(asdir);
	return true;
}

/* The compiler, with whatever launches it. */
struct front {
	struct words words;
	enum family family;
	bool launched;
	bool stay; /* we have something to do afterwards */
};

static void add_all(struct words *to, char *const *from)
{
	for (; *from; from++)
		words_add(to, *from);
}

/*
 * Clang is one for all targets, and its name need not tell which assembler our
 * own is to run: ask it, with its own arguments, before it is told of ours.
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
	/* The last line: what comes before is warnings. */
	end = text + strlen(text);
	while (end > text && end[-1] == '\n')
		*--end = 0;
	name = strrchr(text, '\n');
	name = name ? name + 1 : text;
	if (*name == '/' && spawn_is_other(name))
		setenv("FFP_AS", name, 0);
}

/*
 * Clang's linker makes code, of bitcode: it runs through us.  That option comes last,
 * since the user may have named his own, but not behind a "--".
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
	/* Without one, the compiler will say what is wrong. */
	ok = !linker || add_asdir(command, "--ld-path=", "ffp-ld");
	if (linker && !getenv("FFP_LD"))
		setenv("FFP_LD", linker, 1);
	free(linker);
	add_all(command, args);
	return ok;
}

static int run(const struct front *front, char **args);

/*
 * Compile each source by itself, then link: with link-time optimisation, where
 * some may have to be compiled again, and with Clang, whose own assembler takes
 * what no other does.
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
	/* Some words are the compiler's alone, as some of a source's were the linker's. */
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
	told = links && plain_may_be(&job);
	/*
	 * A launcher may have GCC run elsewhere, where our assembler is not, or keep objects,
	 * which another version of us is to collect: these are collected afterwards.
	 */
	after = makes && (clang || front->launched);

	add_all(&command, front->words.word);
	if (links && job.sources && (lto || (clang && !job.beside))) {
		status = run_apart(front, &job);
		ok = false;
	} else if (front->family == FAMILY_GCC && !after) {
		ok = add_asdir(&command, "-B", "");
	} else if (clang && links && job.sources) {
		/* Files beside the output are named after it. */
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
		plain_tell(&job);
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
		"ffp-cc",
		"COMPILER ARGUMENT...",
		"Run a compiler, and collect the sites of keys in the objects that it makes.\n"
		"All that follows COMPILER is for it: see ffp-cc(1).\n",
		NULL,
		0,
		true
	};
	struct front front = { 0 };
	bool on;
	int first = options_read(&usage, argc, argv, &on), compiler, status;

	if (first < 0)
		return options_answer(&usage, first);
	if (first == argc)
		return msg_usage(usage.name, "no compiler");
	argv += first;
	compiler = find_compiler(argv);
	front.launched = compiler > 0;
	front.family = family_of(argv[compiler]);
	for (int i = 0; i <= compiler; i++)
		words_add(&front.words, argv[i]);
	spawn_fixed = front.words.n;
	argv += compiler + 1;
	/* Clang's own inner program; nothing may come before that option. */
	if (*argv && (!strcmp(*argv, "-cc1") || !strcmp(*argv, "-cc1as"))) {
		add_all(&front.words, argv);
		status = spawn_exec(front.words.word);
	} else {
		status = run(&front, argv);
	}
	words_free(&front.words);
	return status;
}
