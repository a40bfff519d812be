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

/* Options that take the next word as their argument. */
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

/* Read the option at `i`; returns the index of its last word. */
static size_t parse_option(struct job *job, size_t i, const char **language)
{
	const char *w = job->words.word[i], *next = job->words.word[i + 1];
	enum role *role = &job->role[i];

	parse_lto(job, w);
	job->beside |= is_beside(w);
	if (!strcmp(w, "-c")) {
		job->compile_only = true;
	} else if (is_one_of(w, without_object)) {
		job->no_object = true;
	} else if (!strcmp(w, "-o") || !strcmp(w, "--output")) {
		job->output = next;
		*role = ROLE_OUTPUT;
		i += next != NULL;
	} else if (!strncmp(w, "--output=", 9)) {
		job->output = w + 9;
		*role = ROLE_OUTPUT;
	} else if (!strncmp(w, "-o", 2)) {
		job->output = w + 2;
		*role = ROLE_OUTPUT;
	} else if (!strncmp(w, "-x", 2)) {
		*language = w[2] ? w + 2 : next;
		if (*language && !strcmp(*language, "none"))
			*language = NULL;
		*role = ROLE_LANGUAGE;
		i += !w[2] && next;
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
			bool source = language || (dot && is_one_of(dot + 1, source_suffix));

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
