// SPDX-License-Identifier: MIT
#include "json.h"
#include "array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Length of the valid UTF-8 sequence at `p`, or 0. */
static unsigned utf8_length(const unsigned char *p)
{
	/* For each length, the first byte's leading bits, and their mask. */
	static const struct {
		unsigned char mask, bits;
	} forms[] = { { 0x80, 0x00 }, { 0xe0, 0xc0 }, { 0xf0, 0xe0 }, { 0xf8, 0xf0 } };

	for (unsigned n = 1; n <= 4; n++) {
		if ((p[0] & forms[n - 1].mask) != forms[n - 1].bits)
			continue;
		if (n == 1)
			return 1;
		for (unsigned i = 1; i < n; i++)
			if ((p[i] & 0xc0) != 0x80)
				return 0;
		/* It is overlong, a surrogate, or beyond the last code point. */
		if (p[0] < 0xc2 || (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
		    (p[0] == 0xf0 && p[1] < 0x90) || p[0] > 0xf4 || (p[0] == 0xf4 && p[1] > 0x8f))
			return 0;
		return n;
	}
	return 0;
}

struct json_object *json_text(const char *s)
{
	char *out, *q;
	struct json_object *json;
	unsigned n;

	if (!s)
		return NULL;
	out = q = xcalloc(3 * strlen(s) + 1, 1);
	while (*s) {
		n = utf8_length((const unsigned char *)s);
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
