// SPDX-License-Identifier: MIT
/*
 * The program `as`.  GCC runs it as its assembler, if -B names its directory.  It runs the real
 * assembler with the same arguments, and then collects the object.
 */
#include "driver.h"
#include "arguments.h"
#include "array.h"
#include "collect/collect.h"
#include "msg.h"
#include "names.h"
#include "path.h"
#include "spawn.h"

#include <stdlib.h>
#include <string.h>

/*
 * The length of the prefix in a compiler's name, before "gcc", "g++" and the like: 18 for
 * "aarch64-linux-gnu-gcc-12".
 */
static size_t prefix_length(const char *name)
{
	size_t n = path_stem(name);

	while (n && name[n - 1] != '-')
		n--;
	return n;
}

/*
 * Is this one of ours?  We would run it, and it us, without end.  Its name tells, since it may be
 * of another version, which GCC was told to run as well.
 */
static bool is_ours(const char *path)
{
	char *real = realpath(path, NULL);
	const bool ours = real && !strcmp(path_base(real), "ffp");

	free(real);
	return ours;
}

static bool is_foreign(const char *path)
{
	return spawn_is_other(path) && !is_ours(path);
}

/* Copy a word of COLLECT_GCC_OPTIONS, each of which stands in quotes; NULL at the end. */
static const char *next_option(const char *p, char *to)
{
	bool quoted = false;

	p += strspn(p, " ");
	if (!*p)
		return NULL;
	for (; *p && (quoted || *p != ' '); p++)
		if (!quoted && *p == '\\' && p[1])
			*to++ = *++p;
		else if (*p == '\'')
			quoted = !quoted;
		else
			*to++ = *p;
	*to = 0;
	return p;
}

/* The assembler in a directory that -B names, or whose path begins with that text. */
static char *as_below(const char *prefix)
{
	for (int i = 0; i < 2; i++) {
		char *path = xformat("%s%sas", prefix, i ? "" : "/");

		if (is_foreign(path))
			return path;
		free(path);
	}
	return NULL;
}

/* The assembler that the user has told GCC to run, by -B or COMPILER_PATH; or NULL. */
static char *find_told(void)
{
	const char *p = getenv("COLLECT_GCC_OPTIONS"), *directories = getenv("COMPILER_PATH");
	char *word = xcalloc(p ? strlen(p) + 1 : 1, 1), *found = NULL;
	bool next = false;

	while (p && !found && (p = next_option(p, word))) {
		if (next || (!strncmp(word, "-B", 2) && word[2]))
			found = as_below(next ? word : word + 2);
		next = !next && !strcmp(word, "-B");
	}
	free(word);
	return found || !directories ? found : path_find(directories, "as", is_foreign);
}

static char *find_assembler(void)
{
	const char *named = getenv("FFP_AS");
	const char *driver = getenv("COLLECT_GCC");
	const char *path = getenv("PATH");
	char *found = NULL;

	if (named && *named && !is_ours(named))
		return xstrndup(named, strlen(named));
	found = driver ? find_told() : NULL;
	if (found)
		return found;
	if (!path)
		path = "/usr/local/bin:/usr/bin:/bin";
	if (driver) {
		const char *name = path_base(driver);
		char *as = xformat("%.*sas", (int)prefix_length(name), name);
		char *directory = xstrndup(driver, (size_t)(name - driver));

		if (*directory)
			found = path_find(directory, as, spawn_is_other);
		if (!found)
			found = path_find(path, as, spawn_is_other);
		free(directory);
		free(as);
	}
	return found ? found : path_find(path, "as", spawn_is_other);
}

/* The object that these arguments ask for; NULL if they ask for none. */
static const char *output_of(const struct words *words)
{
	const char *output = "a.out";

	for (size_t i = 1; i < words->n; i++) {
		const char *w = words->word[i];

		if (!strcmp(w, "--version") || !strcmp(w, "-version") || !strcmp(w, "--help") ||
		    !strcmp(w, "--target-help"))
			return NULL;
		if (!strcmp(w, "-o") && i + 1 < words->n)
			output = words->word[++i];
		else if (!strncmp(w, "-o", 2) && w[2])
			output = w + 2;
	}
	return output;
}

/*
 * Take the options that name functions out of the arguments: they are not the assembler's.  False
 * after a message.
 */
static bool take_names(char **argv, struct called *called)
{
	char **to = argv + 1;
	bool ok = called_add_environment(called);

	for (char **from = to; ok && *from; from++) {
		enum names_taken taken = names_take(called, argv[0], *from);

		ok = taken != NAMES_WRONG;
		if (taken == NAMES_OTHER)
			*to++ = *from;
	}
	if (ok)
		*to = NULL;
	return ok;
}

/*
 * Has GCC been told to make no use of what it sees of a function that is called?  It tells the
 * programs that it runs its own options by a variable.
 */
static bool is_told(void)
{
	const char *options = getenv("COLLECT_GCC_OPTIONS");

	return !options || (strstr(options, "'" CALLED_GCC_REGISTERS "'") &&
			    strstr(options, "'" CALLED_GCC_EQUALS "'"));
}

int as_main(int argc, char **argv)
{
	struct collect_stats stats;
	struct called called = { 0 };
	struct words words;
	char *assembler = find_assembler();
	const char *output;
	int status;

	(void)argc;
	if (!assembler) {
		msg_error(argv[0], "no assembler found; FFP_AS may name one");
		return EXIT_INPUT;
	}
	if (!take_names(argv, &called)) {
		free(assembler);
		called_free(&called);
		return EXIT_INPUT;
	}
	argv[0] = assembler;
	arguments_expand(&words, argv);
	output = output_of(&words);
	status = output ? spawn_wait(argv) : spawn_exec(argv);
	if (!status && output &&
	    !collect_file(output, COLLECT_LENIENT | (is_told() ? 0 : COLLECT_KNOWN_BODIES), &called,
			  &stats))
		status = EXIT_INPUT;
	words_free(&words);
	called_free(&called);
	free(assembler);
	return status;
}
