/* SPDX-License-Identifier: MIT */
/* Names of functions by their addresses in a file, whose symbols are read here for status.c. */
#ifndef TOOL_NAMES_H
#define TOOL_NAMES_H

#include "running.h"

struct names;

/* Why there are no names: see names_why(). */
enum names_state {
	NAMES_KNOWN,
	NAMES_GONE,  /* there is no file that could be opened */
	NAMES_OTHER, /* the file is not the one that is mapped */
	NAMES_NONE,  /* the file has no symbols */
	NAMES_LARGE, /* the file, or all that were read, would take too much memory */
};

extern const char *const names_states[];

/*
 * How many bytes of files are read of one process: who owns it may have any number of large ones,
 * and who looks at it may be root.
 */
#define NAMES_MOST ((uint64_t)1 << 30)

/*
 * Read the symbols of an object's file, if it still is the file that is in memory.  `left`: of
 * NAMES_MOST.  Never NULL.
 */
struct names *names_open(const struct process *process, const struct run_object *object,
			 uint64_t *left);
enum names_state names_state(const struct names *names);
void names_close(struct names *names);

/*
 * The function that has this address of the object's file, and the address where it begins.  NULL:
 * not known.
 */
const char *names_find(const struct names *names, uint64_t address, uint64_t *start);

#endif /* TOOL_NAMES_H */
