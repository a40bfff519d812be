/* SPDX-License-Identifier: MIT */
/* Functions and source lines, as far as symbols and debug information tell. */
#ifndef TOOL_LINES_H
#define TOOL_LINES_H

#include <stdint.h>

struct lines;

struct line {
	const char *function; /* NULL: unknown */
	const char *file;     /* NULL: unknown */
	int number;
};

/* Never fails; where there is nothing to be known, nothing will be told. */
struct lines *lines_open(const char *path);
/* At a section's offset in an object, at an address (section 0) elsewhere. */
struct line lines_find(struct lines *lines, uint32_t section, uint64_t at);
void lines_close(struct lines *lines);

#endif /* TOOL_LINES_H */
