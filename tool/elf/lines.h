/* SPDX-License-Identifier: MIT */
/* Functions and source lines, as far as symbols and debug information tell. */
#ifndef TOOL_LINES_H
#define TOOL_LINES_H

#include <stdbool.h>
#include <stdint.h>

struct Dwfl_Module;
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
/* The same place as an address in debug information; false: it has none. */
bool lines_address(struct lines *lines, uint32_t section, uint64_t at, uint64_t *address);
/* What libdwfl knows of the file, or NULL. */
struct Dwfl_Module *lines_module(struct lines *lines);
void lines_close(struct lines *lines);

#endif /* TOOL_LINES_H */
