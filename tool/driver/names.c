// SPDX-License-Identifier: MIT
#include "names.h"
#include "msg.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char one[] = "--ffp-symbol=", many[] = "--ffp-symbols=";

static bool begins(const char *word, const char *with)
{
	return !strncmp(word, with, strlen(with));
}

/* The word of called_add() for an option, for free(); NULL: the word is no such option. */
static char *meaning(const char *word)
{
	if (begins(word, one))
		return xformat("%s", word + strlen(one));
	if (begins(word, many))
		return xformat("@%s", word + strlen(many));
	return NULL;
}

enum names_taken names_take(struct called *called, const char *program, const char *word)
{
	char *means = meaning(word);
	bool ok = !means || called_add(called, program, means);

	if (!means)
		return NAMES_OTHER;
	free(means);
	return ok ? NAMES_TAKEN : NAMES_WRONG;
}

/* Append a word of called_add() to the variable of the environment.  False after a message. */
static bool export_word(const char *program, const char *word)
{
	const char *before = getenv(CALLED_VARIABLE);
	/* A compiler may be told to run in another directory. */
	char *path = *word == '@' ? realpath(word + 1, NULL) : NULL;
	const char *name = path ? path : word;
	char *value = xformat("%s%s%s%s", before ? before : "", before && *before ? ":" : "",
			      path ? "@" : "", name);
	bool ok = true;

	if (strchr(name, ':'))
		ok = msg_error(program, "'%s': a colon in the name", name);
	else if (setenv(CALLED_VARIABLE, value, 1))
		ok = msg_error(program, "cannot set %s: %s", CALLED_VARIABLE, strerror(errno));
	free(value);
	free(path);
	return ok;
}

/* As names_take(), and change the environment. */
static enum names_taken take(struct called *called, const char *program, const char *word)
{
	enum names_taken taken = names_take(called, program, word);
	char *means = taken == NAMES_TAKEN ? meaning(word) : NULL;

	if (means && !export_word(program, means))
		taken = NAMES_WRONG;
	free(means);
	return taken;
}

/*
 * The same for a word -Wa,OPTION,OPTION, of which the other options stay: NAMES_OTHER; NAMES_TAKEN
 * if there is no other.
 */
static enum names_taken take_list(struct called *called, const char *program, char *word)
{
	char *to = word + strlen("-Wa"), *from = to, *end;
	enum names_taken all = NAMES_OTHER;

	/* `from` and `to` are at commas. */
	while (*from) {
		char *option = from + 1, *copy;
		enum names_taken taken;
		size_t n;

		end = option + strcspn(option, ",");
		n = (size_t)(end - option);
		copy = xstrndup(option, n);
		taken = take(called, program, copy);
		free(copy);
		if (taken == NAMES_WRONG)
			return taken;
		if (taken == NAMES_TAKEN) {
			all = NAMES_TAKEN;
		} else {
			memmove(to, from, n + 1);
			to += n + 1;
		}
		from = end;
	}
	if (all == NAMES_TAKEN)
		*to = 0;
	return to == word + strlen("-Wa") ? all : NAMES_OTHER;
}

bool names_take_all(struct called *called, const char *program, char **argv)
{
	char **to = argv;

	for (char **from = argv; *from; from++) {
		const bool next = !strcmp(*from, "-Xassembler") && from[1];
		enum names_taken taken = begins(*from, "-Wa,")
					     ? take_list(called, program, *from)
					     : take(called, program, next ? from[1] : *from);

		if (taken == NAMES_WRONG)
			return false;
		if (taken == NAMES_OTHER) {
			*to++ = *from;
			if (next)
				*to++ = from[1];
		}
		from += next;
	}
	*to = NULL;
	return true;
}
