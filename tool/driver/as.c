// SPDX-License-Identifier: MIT
/*
 * The `as` personality.  GCC, given -B<asdir>/, runs us as its assembler: we
 * run the real one with the same arguments, then collect its object.
 */
#include "driver.h"
#include "arguments.h"
#include "collect/collect.h"
#include "msg.h"
#include "spawn.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Of a driver's name, the length of what precedes "gcc", "g++" and the like:
 * 18 of "aarch64-linux-gnu-gcc-12".
 */
static int prefix_length(const char *name)
{
	size_t n = strlen(name);
	size_t end = n;

	while (end && (isdigit((unsigned char)name[end - 1]) || name[end - 1] == '.'))
		end--;
	if (end < n && end && name[end - 1] == '-')
		n = end - 1;
	while (n && name[n - 1] != '-')
		n--;
	return (int)n;
}

/* The program `name` behind `prefix`, in the colon-separated directories; for free(). */
static char *search(const char *directories, const char *prefix, int prefix_len)
{
	const char *p = directories;

	for (;;) {
		size_t n = strcspn(p, ":");
		char *path;

		if (asprintf(&path, "%.*s/%.*sas", n ? (int)n : 1, n ? p : ".", prefix_len,
			     prefix) < 0)
			return NULL;
		if (spawn_is_other(path))
			return path;
		free(path);
		if (!p[n])
			return NULL;
		p += n + 1;
	}
}

static char *find_assembler(void)
{
	const char *named = getenv("FFP_AS");
	const char *driver = getenv("COLLECT_GCC");
	const char *path = getenv("PATH");
	const char *slash = driver ? strrchr(driver, '/') : NULL;
	char *found = NULL;

	if (named && *named)
		return strdup(named);
	if (!path)
		path = "/usr/local/bin:/usr/bin:/bin";
	if (driver) {
		const char *name = slash ? slash + 1 : driver;
		int len = prefix_length(name);

		if (slash) {
			char *directory = strndup(driver, (size_t)(slash - driver) + 1);

			if (directory)
				found = search(directory, name, len);
			free(directory);
		}
		if (!found)
			found = search(path, name, len);
	}
	return found ? found : search(path, "", 0);
}

/* The object that these arguments ask for; NULL: none. */
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

int as_main(int argc, char **argv)
{
	struct collect_stats stats;
	struct words words;
	char *assembler = find_assembler();
	const char *output;
	int status;

	(void)argc;
	if (!assembler) {
		msg_error(argv[0], "no assembler found; FFP_AS may name one");
		return EXIT_INPUT;
	}
	argv[0] = assembler;
	arguments_expand(&words, argv);
	output = output_of(&words);
	status = output ? spawn_wait(argv) : spawn_exec(argv);
	if (!status && output && !collect_file(output, COLLECT_LENIENT, &stats))
		status = EXIT_INPUT;
	words_free(&words);
	free(assembler);
	return status;
}
