// SPDX-License-Identifier: MIT
#include "arguments.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* How deep files may name each other: a file may name itself. */
enum { DEPTH_MAX = 16 };

static char *read_all(const char *path)
{
	FILE *f = fopen(path, "re");
	struct stat st;
	char *text = NULL;
	size_t n;

	if (!f)
		return NULL;
	if (!fstat(fileno(f), &st) && S_ISREG(st.st_mode)) {
		text = xcalloc((size_t)st.st_size + 1, 1);
		n = fread(text, 1, (size_t)st.st_size, f);
		text[n] = 0;
	}
	fclose(f);
	return text;
}

/* Copy one word from `*from` to `to`, without its quotes; false at the end of the text. */
static bool next_word(const char **from, char *to)
{
	const char *p = *from;
	char quote = 0;

	while (isspace((unsigned char)*p))
		p++;
	if (!*p)
		return false;
	for (; *p && (quote || !isspace((unsigned char)*p)); p++) {
		if (*p == '\\' && p[1])
			*to++ = *++p;
		else if (quote && *p == quote)
			quote = 0;
		else if (!quote && (*p == '"' || *p == '\''))
			quote = *p;
		else
			*to++ = *p;
	}
	*to = 0;
	*from = p;
	return true;
}

static void expand_word(struct words *words, const char *word, int depth)
{
	char *text = word[0] == '@' && depth < DEPTH_MAX ? read_all(word + 1) : NULL;
	const char *p = text;
	char *one;

	if (!text) {
		words_add(words, word);
		return;
	}
	one = xcalloc(strlen(text) + 1, 1);
	while (next_word(&p, one))
		expand_word(words, one, depth + 1);
	free(one);
	free(text);
}

void arguments_expand(struct words *words, char **argv)
{
	memset(words, 0, sizeof(*words));
	for (; *argv; argv++)
		expand_word(words, *argv, 0);
}
