/* SPDX-License-Identifier: MIT */
/*
 * Functions and source lines of places in a file, from symbols and debug information.
 * `ffp list` prints them.
 */
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

/* Never fails: of a file that cannot be read, lines_find() knows nothing. */
struct lines *lines_open(const char *path);
/* `at` is an offset in a section of an object, or an address of a linked file (section 0). */
struct line lines_find(struct lines *lines, uint32_t section, uint64_t at);
/* The address that debug information has for that place; false: it has none. */
bool lines_address(struct lines *lines, uint32_t section, uint64_t at, uint64_t *address);
/* libdwfl's handle of the file, or NULL. */
struct Dwfl_Module *lines_module(struct lines *lines);
void lines_close(struct lines *lines);

#endif /* TOOL_LINES_H */
