/* SPDX-License-Identifier: MIT */
/*
 * Where keys are defined: in which source file, as far as debug information or the
 * symbol table tell, and whether that file keeps the key to itself.
 */
#ifndef TOOL_DEFINED_H
#define TOOL_DEFINED_H

#include "elf/lines.h"
#include "tables.h"

struct defined;

struct definition {
	const char *file; /* NULL: unknown */
	int number;	  /* the line, 0: unknown */
	bool local;	  /* known to be of its file only */
};

/* Never fails; what cannot be known is not told.  All three are used until defined_close(). */
struct defined *defined_read(const struct obj *obj, const struct tables *tables,
			     struct lines *lines);
struct definition defined_find(const struct defined *defined, const struct table_key *key);
void defined_close(struct defined *defined);

#endif /* TOOL_DEFINED_H */
