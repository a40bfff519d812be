/* SPDX-License-Identifier: MIT */
/*
 * A linked file as a loader sees it: its segments, and the pointers in its data after relocation.
 * The run time uses these alone, and not the sections.  Another tool that has rewritten the file
 * may have kept the sections right and not the segments.  For verify.c and uses_linked.c.
 */
#ifndef TOOL_LOADED_H
#define TOOL_LOADED_H

#include "tables.h"

/* A word of data that a loader relocates. */
struct loaded_word {
	uint64_t address;
	uint64_t value;	 /* after relocation, if that is by no symbol; else what is added to it */
	uint32_t symbol; /* the number of the symbol, or 0 */
	uint32_t symtab; /* the section of the symbol */
};

/* Call `each` for every word that the relocations of a linked file, compact ones too, relocate. */
void loaded_each_word(const struct obj *obj,
		      void (*each)(void *arg, const struct loaded_word *word), void *arg);

/*
 * Check what the run time relies on: segments contain tables and sites, the records of keys refer
 * to a descriptor, and that has the bounds of the tables.  Prints a message for each error.
 */
bool loaded_verify(const struct obj *obj, const struct tables *tables);

#endif /* TOOL_LOADED_H */
