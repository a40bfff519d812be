/* SPDX-License-Identifier: MIT */
/*
 * A linked file as a loader sees it: its segments, and the pointers in its data after relocation.
 * The run time uses these alone, and not the sections.  Another tool that has rewritten the file
 * may have kept the sections right and not the segments.  For verify.c and uses_linked.c.
 */
#ifndef TOOL_LOADED_H
#define TOOL_LOADED_H

#include "tables.h"

/* Call `word` for each word that a section of compact relative relocations (RELR) relocates. */
enum { LOADED_RELR = 19 };
void loaded_relrs(const struct obj *obj, const struct section *relrs,
		  void (*word)(void *arg, uint64_t address), void *arg);

/*
 * Check what the run time relies on: segments contain tables and sites, the records of keys refer
 * to a descriptor, and that has the bounds of the tables.  Prints a message for each error.
 */
bool loaded_verify(const struct obj *obj, const struct tables *tables);

#endif /* TOOL_LOADED_H */
