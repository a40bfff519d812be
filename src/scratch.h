/* SPDX-License-Identifier: MIT */
/*
 * Memory for the length of one transaction.  A small transaction needs no system call: its
 * memory is a static buffer, which the update lock guards.  transaction.c, windows.c and
 * load.c use it.
 */
#ifndef FFP_SCRATCH_H
#define FFP_SCRATCH_H

#include <stddef.h>

/* The updates, the edits and room to sort them, the windows and those of each stage. */
#define SCRATCH_BLOCKS 5

/* Zero to begin with. */
struct scratch {
	size_t used; /* of the buffer */
	unsigned n_blocks;
	struct {
		void *memory;
		size_t size;
	} blocks[SCRATCH_BLOCKS];
};

/* Not cleared; NULL without memory.  At most SCRATCH_BLOCKS allocations. */
void *ffp_scratch_alloc(struct scratch *scratch, size_t size);
void ffp_scratch_free(struct scratch *scratch);

#endif /* FFP_SCRATCH_H */
