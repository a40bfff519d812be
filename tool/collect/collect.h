/* SPDX-License-Identifier: MIT */
#ifndef TOOL_COLLECT_H
#define TOOL_COLLECT_H

#include "elf/obj.h"

struct collect_stats {
	size_t sites, taken;
	bool changed; /* the object */
};

/*
 * Collect the sites of an object in memory (obj_open() before).  False after a
 * message: the object is then good for obj_close() only.
 */
bool collect_change(struct obj *obj, struct collect_stats *stats);

enum {
	/*
	 * What cannot hold sites is no error, as a compiler may have been told to
	 * write anything anywhere: no file, a device, no ELF, an executable,
	 * another machine.
	 */
	COLLECT_LENIENT = 1,
	/* The code comes of link-time optimisation. */
	COLLECT_LTO = 2,
};

/* Collect the sites of an object file.  False after a message. */
bool collect_file(const char *path, unsigned how, struct collect_stats *stats);

/* `ffp collect`: the files that it names, and whether --stats is given; the exit status. */
int collect_main(char **files, int n, bool stats);

#endif /* TOOL_COLLECT_H */
