/* SPDX-License-Identifier: MIT */
/*
 * The requests that clients send: text, one line each.  docs/operating.md describes it.
 *
 *	set KEY=IMPL [KEY=IMPL]...
 *	reset KEY [KEY]...
 */
#ifndef CONTROL_PROTOCOL_H
#define CONTROL_PROTOCOL_H

#include <stddef.h>
#include <stdint.h>

enum {
	CONTROL_LINE = 16384, /* bytes of a line, with its newline */
	CONTROL_WORDS = 256   /* changes of a request */
};

enum control_to { CONTROL_DEFAULT, CONTROL_NOTHING, CONTROL_VALUE, CONTROL_IMPL };

struct control_word {
	const char *key;
	const char *impl; /* CONTROL_IMPL */
	uint64_t value;	  /* CONTROL_VALUE */
	enum control_to to;
};

struct control_words {
	size_t n;
	struct control_word words[CONTROL_WORDS];
};

/*
 * Read a line of `length` bytes, without its newline; line[length] must be writable.  The words are
 * made strings in place, and *words points into the line.  Returns NULL, or what is wrong.
 */
const char *control_parse(char *line, size_t length, struct control_words *words);

#endif /* CONTROL_PROTOCOL_H */
