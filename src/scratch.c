// SPDX-License-Identifier: MIT
/* The memory of one transaction: see scratch.h.  The update lock is held. */
#include "scratch.h"

#include <stdalign.h>

#include "inject.h"
#include "sys.h"

static alignas(16) char buffer[16384];

void *ffp_scratch_alloc(struct scratch *scratch, size_t size)
{
	void *p;

	size = (size + 15) & ~(size_t)15;
	if (size <= sizeof(buffer) - scratch->used && !INJECT(INJECT_SCRATCH)) {
		p = buffer + scratch->used;
		scratch->used += size;
		return p;
	}
	if (scratch->n_blocks == SCRATCH_BLOCKS)
		return NULL;
	p = ffp_sys_alloc(size);
	if (p) {
		scratch->blocks[scratch->n_blocks].memory = p;
		scratch->blocks[scratch->n_blocks++].size = size;
	}
	return p;
}

void ffp_scratch_free(struct scratch *scratch)
{
	for (unsigned i = 0; i < scratch->n_blocks; i++)
		ffp_sys_free(scratch->blocks[i].memory, scratch->blocks[i].size);
}
