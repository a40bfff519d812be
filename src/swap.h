/* SPDX-License-Identifier: MIT */
/*
 * The swap: windows of text pages replaced by rewritten copies, each in one
 * step.  Knows nothing of keys and sites.  The protocol stands in swap.c.
 */
#ifndef FFP_SWAP_H
#define FFP_SWAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ffp.h"
#include "module.h"

/* A run of text pages, inside one segment. */
struct window {
	struct view *view; /* whose file has been looked for */
	const struct segment *segment;
	uintptr_t start;
	size_t length;
	size_t first, count; /* what to rewrite in it, in the caller's terms */
	uintptr_t copy;	     /* the rewritten copy, until it is committed; or 0 */
	uintptr_t undo;	     /* a copy of what was there, or 0 */
	uint64_t was;	     /* what was there, in a number */
};

/*
 * Checks and rewrites `copy`, which holds the text of `window`.  0, or a negative
 * errno that ffp_swap_prepare() is to return.
 */
typedef int swap_edit(void *arg, const struct window *window, uint8_t *copy);

/*
 * Steps 1 to 3: make the copies.  0, or a negative errno: then nothing is left
 * of them and nothing has changed.
 */
int ffp_swap_prepare(struct window *windows, size_t n, swap_edit *edit, void *arg);

/*
 * Step 4, and step 5 if it fails: 0; or the negative errno of the window that
 * could not be committed, all others being as they were; or -ENOTRECOVERABLE.
 */
int ffp_swap_commit(struct window *windows, size_t n);

/* How the copies of the last transaction were made. */
struct way {
	uint8_t by; /* FFP_BY_… */
	bool anonymous;
};
struct way ffp_swap_way(void);

/* Step 6.  False if only what the architecture has could be done. */
bool ffp_swap_sync(void);

#endif /* FFP_SWAP_H */
