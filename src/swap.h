/* SPDX-License-Identifier: MIT */
/*
 * The swap: windows of text pages are replaced by rewritten copies, each in one step.  It knows
 * nothing of keys and sites.  The protocol stands at the head of swap.c.  transaction.c calls
 * it with the update lock held.
 */
#ifndef FFP_SWAP_H
#define FFP_SWAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ffp.h"

struct image;
struct segment;

/* A run of text pages, inside one segment. */
struct window {
	struct image *image; /* its file has been looked for */
	const struct segment *segment;
	uintptr_t start;
	size_t length;
	size_t first, count; /* what to rewrite in it: indexes that the caller knows */
	/*
	 * Windows are sorted by it; what of the indexes is rewritten, the caller knows.  `again`: a
	 * window of the same pages stands before it.
	 */
	unsigned stage;
	bool again;
	uintptr_t copy;	   /* the rewritten copy, until it is committed; or 0 */
	uintptr_t undo;	   /* a copy of what it replaces, or 0 */
	uint64_t checksum; /* of the text when it was copied */
	uint64_t expected; /* of the text when the window is committed */
};

/* The stage of windows of which no two have the same pages. */
#define WINDOW_ALL 0xff

/*
 * A function that checks and rewrites `copy`, which holds the text of `window`.  It returns 0, or
 * a negative errno, which ffp_swap_prepare() then returns.  `before`: it makes what the windows of
 * the same pages make that stand before this one.
 */
typedef int swap_edit(void *arg, const struct window *window, uint8_t *copy, bool before);

/*
 * Steps 1 to 3: make the copies.  0, or a negative errno: then no copy is left and nothing has
 * changed.
 */
int ffp_swap_prepare(struct window *windows, size_t n, swap_edit *edit, void *arg);

/*
 * Step 4, and step 5 if that fails.  0; or the negative errno of the window that could not be
 * committed, and then all windows are as they were; or -ENOTRECOVERABLE.
 */
int ffp_swap_commit(struct window *windows, size_t n);

/* How the copies of the last transaction were made. */
struct way {
	uint8_t by; /* FFP_BY_… */
	bool anonymous;
};
struct way ffp_swap_way(void);

/* Step 6.  False if membarrier is missing and the architecture has nothing as good. */
bool ffp_swap_sync(void);

#endif /* FFP_SWAP_H */
