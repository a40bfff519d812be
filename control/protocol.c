// SPDX-License-Identifier: MIT
#include "protocol.h"

#include <stdbool.h>
#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The value of a digit, or 16 or more. */
static unsigned digit(char c)
{
	if (is_digit(c))
		return (unsigned)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

/* A decimal number, or a hexadecimal one behind 0x, of -2^63 to 2^64-1. */
static bool parse_number(const char *text, uint64_t *value)
{
	bool is_negative = *text == '-';
	unsigned base = 10;
	uint64_t sum = 0;

	text += is_negative;
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		text += 2;
	}
	if (!*text)
		return false;
	for (; *text; text++) {
		unsigned next = digit(*text);

		if (next >= base || sum > (UINT64_MAX - next) / base)
			return false;
		sum = sum * base + next;
	}
	if (is_negative && sum > (uint64_t)1 << 63)
		return false;
	*value = is_negative ? -sum : sum;
	return true;
}

static const char *parse_word(char *text, bool is_reset, struct control_word *word)
{
	char *equals = strchr(text, '=');

	*word = (struct control_word){ .key = text, .to = CONTROL_DEFAULT };
	if (is_reset)
		return equals ? "reset takes keys alone" : NULL;
	if (!equals || equals == text || !equals[1])
		return "set takes words KEY=IMPL";
	*equals = '\0';
	text = equals + 1;
	if (!strcmp(text, "default"))
		return NULL;
	if (!strcmp(text, "nothing")) {
		word->to = CONTROL_NOTHING;
		return NULL;
	}
	if (*text == '-' || is_digit(*text)) {
		word->to = CONTROL_VALUE;
		return parse_number(text, &word->value) ? NULL : "a number that is none of 64 bits";
	}
	word->to = CONTROL_IMPL;
	word->impl = text;
	return NULL;
}

const char *control_parse(char *line, size_t length, struct control_words *words)
{
	char *next, *text = line;
	bool is_reset;

	words->n = 0;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			return "a control character in a request";
	line[length] = '\0';
	next = strchr(text, ' ');
	if (next)
		*next++ = '\0';
	is_reset = !strcmp(text, "reset");
	if (!is_reset && strcmp(text, "set") != 0)
		return "a request is set or reset";
	if (!next)
		return "no key";
	while (next) {
		struct control_word *word = &words->words[words->n];
		const char *wrong;

		if (words->n == CONTROL_WORDS)
			return "more than 256 changes";
		text = next;
		next = strchr(text, ' ');
		if (next)
			*next++ = '\0';
		if (!*text)
			return "an empty word";
		wrong = parse_word(text, is_reset, word);
		if (wrong)
			return wrong;
		for (size_t i = 0; i < words->n; i++)
			if (!strcmp(words->words[i].key, word->key))
				return "a key twice";
		words->n++;
	}
	return NULL;
}
