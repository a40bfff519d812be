/* SPDX-License-Identifier: MIT */
/*
 * A linked file as it will be loaded: its segments, and the pointers in its data after
 * relocation.  The sections may be right where these are not, after another tool has
 * rewritten the file; and of the two the run time knows only these.
 */
#ifndef TOOL_LOADED_H
#define TOOL_LOADED_H

#include "tables.h"

/* Each word that a section of compact relative relocations, of this type, relocates. */
enum { LOADED_RELR = 19 };
void loaded_relrs(const struct obj *obj, const struct section *relrs,
		  void (*word)(void *arg, uint64_t address), void *arg);

/*
 * Is all in order that the run time relies on: are tables and sites in segments, do the
 * records of keys lead to a descriptor, and has that the bounds of the tables?  A message
 * for each thing that is wrong.
 */
bool loaded_verify(const struct obj *obj, const struct tables *tables);

#endif /* TOOL_LOADED_H */
