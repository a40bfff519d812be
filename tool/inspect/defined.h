/* SPDX-License-Identifier: MIT */
/*
 * The source file that defines a key, from debug information or the symbol table, and whether
 * the key is that file's own.  `ffp list` prints it.
 */
#ifndef TOOL_DEFINED_H
#define TOOL_DEFINED_H

#include "elf/lines.h"
#include "tables.h"

struct defined;

struct definition {
	const char *file; /* NULL: unknown */
	int number;	  /* the line, 0: unknown */
	bool local;	  /* the key is known to be its file's own */
};

/* Never fails.  The arguments must stay as they are until defined_close(). */
struct defined *defined_read(const struct obj *obj, const struct tables *tables,
			     struct lines *lines);
struct definition defined_find(const struct defined *defined, const struct key *key);
void defined_close(struct defined *defined);

#endif /* TOOL_DEFINED_H */
