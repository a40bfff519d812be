/* SPDX-License-Identifier: MIT */
/*
 * /proc/self/maps: which file a page of text was mapped from.  module.c asks for the files of all
 * modules at once.  Needs the update lock.
 */
#ifndef FFP_SRC_MAPS_H
#define FFP_SRC_MAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sort.h"

/* Linux's PATH_MAX, which a compiler of strict C11 is not shown. */
#define MAPPED_PATH_MAX 4096

/* The file mapped at an address. */
struct mapped_file {
	uintptr_t at;
	uint64_t offset; /* where in the file the mapping should be at `at` */
	bool asked;	 /* the rest has been filled in */
	/* What ffp_sys_identify() tells of it. */
	uint64_t device, inode;
	/*
	 * Empty if the file cannot be told: without /proc, or if the mapping there is of another
	 * offset or of no file.
	 */
	char path[MAPPED_PATH_MAX];

	/* What /proc/self/maps shows; and does it show the same for a new mapping of the file? */
	uint64_t shown_device, shown_inode;
	bool shows_same;
};

/*
 * Fill in `n` structures, with one pass over /proc/self/maps, or two where a file system
 * shows other numbers there than fstat tells.  The value of each pair is the address of a
 * struct mapped_file; `spare` has room for n pairs as well.
 */
void ffp_maps_identify(struct pair *files, struct pair *spare, size_t n);

#endif /* FFP_SRC_MAPS_H */
