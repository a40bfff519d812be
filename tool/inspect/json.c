// SPDX-License-Identifier: MIT
#include "json.h"
#include "array.h"
#include "msg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct json_object *json_text(const char *s)
{
	char *out, *q;
	struct json_object *json;
	unsigned n;

	if (!s)
		return NULL;
	out = q = xcalloc(3 * strlen(s) + 1, 1);
	while (*s) {
		n = msg_utf8_length(s);
		memcpy(q, n ? s : "\xef\xbf\xbd", n ? n : 3);
		q += n ? n : 3;
		s += n ? n : 1;
	}
	json = json_object_new_string(out);
	free(out);
	return json;
}

void json_number(struct json_object *json, const char *name, uint64_t value)
{
	json_object_object_add(json, name, json_object_new_uint64(value));
}

void json_print(struct json_object *json)
{
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
						      JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}
