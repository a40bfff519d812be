// SPDX-License-Identifier: MIT
#include "called.h"
#include "array.h"
#include "msg.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int to_name(const void *element, const void *name)
{
	const struct called_name *called = element;

	return strcmp(called->name, name);
}

static size_t position(const struct called *called, const char *name)
{
	return array_first(called->name, called->n, sizeof(*called->name), name, to_name);
}

/* Can this be a part of the symbol of a key?  See FFP_PREFIX_PLAIN. */
static bool is_name(const char *name)
{
	if (isdigit((unsigned char)*name))
		return false;
	for (const char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '_' && *p != '$')
			return false;
	return *name;
}

static bool add_name(struct called *called, const char *where, const char *word)
{
	const bool needed = *word == '+';
	const char *name = word + needed;
	size_t at;

	if (!is_name(name))
		return msg_error(where, "'%s': not the name of a function, as objects have it",
				 word);
	at = position(called, name);
	if (at == called->n || strcmp(called->name[at].name, name)) {
		called->name = array_grow(called->name, called->n, sizeof(*called->name));
		memmove(&called->name[at + 1], &called->name[at],
			(called->n - at) * sizeof(*called->name));
		called->name[at] = (struct called_name){ xstrndup(name, strlen(name)), false };
		called->n++;
	}
	called->name[at].needed |= needed;
	return true;
}

static bool add_line(struct called *called, const char *path, char *line)
{
	static const char space[] = " \t\r\n\v\f";
	char *rest = NULL;
	bool ok = true;

	line[strcspn(line, "#")] = 0;
	for (char *word = strtok_r(line, space, &rest); word && ok;
	     word = strtok_r(NULL, space, &rest))
		ok = add_name(called, path, word);
	return ok;
}

static bool add_file(struct called *called, const char *path)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	bool ok = true;

	if (!f)
		return msg_error(path, "cannot open: %s", strerror(errno));
	errno = 0;
	while (ok && getline(&line, &size, f) >= 0)
		ok = add_line(called, path, line);
	if (ok && ferror(f))
		ok = msg_error(path, "cannot read: %s", strerror(errno));
	free(line);
	fclose(f);
	return ok;
}

bool called_add(struct called *called, const char *where, const char *word)
{
	return *word == '@' ? add_file(called, word + 1) : add_name(called, where, word);
}

bool called_add_environment(struct called *called)
{
	const char *from = getenv(CALLED_VARIABLE);
	bool ok = true;

	for (size_t n; ok && from && *from; from += n + !!from[n]) {
		char *word;

		n = strcspn(from, ":");
		word = xstrndup(from, n);
		ok = !n || called_add(called, CALLED_VARIABLE, word);
		free(word);
	}
	return ok;
}

const struct called_name *called_find(const struct called *called, const char *name)
{
	size_t at = called ? position(called, name) : 0;

	return called && at < called->n && !strcmp(called->name[at].name, name) ? &called->name[at]
										: NULL;
}

void called_free(struct called *called)
{
	for (size_t i = 0; i < called->n; i++)
		free(called->name[i].name);
	free(called->name);
	*called = (struct called){ 0 };
}
