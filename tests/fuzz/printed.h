/* SPDX-License-Identifier: MIT */
/* The output of a command in memory, and whether a terminal or a reader of JSON may be given it. */
#ifndef TESTS_FUZZ_PRINTED_H
#define TESTS_FUZZ_PRINTED_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "msg.h"

struct printed {
	FILE *before;
	char *text;
	size_t size;
};

/* What is printed from now on is kept. */
static void printed_begin(struct printed *p)
{
	p->before = stdout;
	stdout = open_memstream(&p->text, &p->size);
	if (!stdout)
		abort();
}

/* Lines of UTF-8, whose characters no terminal takes for a command. */
static bool printed_lines(const char *text, size_t size)
{
	for (size_t i = 0; i < size;) {
		const unsigned char *c = (const unsigned char *)text + i;
		const unsigned n = msg_utf8_length(text + i);

		if (!n || (*c < ' ' && *c != '\n') || *c == 127 || (*c == 0xc2 && c[1] < 0xa0))
			return false;
		i += n;
	}
	return !size || text[size - 1] == '\n';
}

/* One value and a newline. */
static bool printed_json(const char *text, size_t size)
{
	struct json_tokener *reader = json_tokener_new();
	struct json_object *json;
	bool ok;

	if (!size || text[size - 1] != '\n')
		return false;
	json_tokener_set_flags(reader, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	json = json_tokener_parse_ex(reader, text, (int)size - 1);
	ok = json && json_tokener_get_error(reader) == json_tokener_success &&
	     json_tokener_get_parse_end(reader) + 1 == size;
	json_object_put(json);
	json_tokener_free(reader);
	return ok;
}

/* Printing ends; was all of it as it should be? */
static bool printed_well(struct printed *p, bool json)
{
	bool ok = !fclose(stdout);

	stdout = p->before;
	ok = ok && (json ? printed_json : printed_lines)(p->text, p->size);
	free(p->text);
	return ok;
}

#endif /* TESTS_FUZZ_PRINTED_H */
