/* SPDX-License-Identifier: MIT */
/*
 * A linked file as a loader sees it: its segments, and the pointers in its data after relocation.
 * The run time uses these alone, and not the sections.  Another tool that has rewritten the file
 * may have kept the sections right and not the segments.  For verify.c, uses_linked.c
 * and tables_branches.c.
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

/* All such words, by address. */
struct loaded_words {
	struct loaded_word *word;
	size_t n;
};

void loaded_read_words(const struct obj *obj, struct loaded_words *words);
void loaded_forget_words(struct loaded_words *words);

/* The pointer at an address; false if there is none, or if it should be relocated and is not. */
bool loaded_pointer(const struct obj *obj, const struct loaded_words *words, uint64_t address,
		    struct loaded_word *word);

/* The name of a word's symbol; NULL: it cannot be read. */
const char *loaded_symbol(const struct obj *obj, const struct loaded_word *word);

/*
 * Check what the run time relies on: segments contain tables and sites, the records of keys refer
 * to a descriptor, and that has the bounds of the tables.  Prints a message for each error.
 */
bool loaded_verify(const struct obj *obj, const struct tables *tables);

#endif /* TOOL_LOADED_H */
