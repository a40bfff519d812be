/* SPDX-License-Identifier: MIT */
/*
 * Edits and windows: which places of running text a transaction rewrites, grouped into runs of
 * pages, and how they are rewritten in the copy of such a run.  transaction.c calls this with the
 * update lock held.
 */
#ifndef FFP_SRC_WINDOWS_H
#define FFP_SRC_WINDOWS_H

#include <stdbool.h>
#include <stdint.h>

#include "ffp/abi.h"
#include "insn.h"
#include "swap.h"

struct transaction;

/* The kind of an edit that rewrites an entry; all others are kinds of a site. */
#define EDIT_ENTRY INSN_SITE_KINDS
/* The kind of an edit that rewrites a branch is this + the index of the branch's line. */
#define EDIT_BRANCH (EDIT_ENTRY + 1)

/* One place that a transaction rewrites. */
struct edit {
	uint64_t where; /* the address of the site or the entry */
	uint32_t what;	/* the index of the update */
	uint32_t kind;	/* FFP_SITE_…, INSN_SITE_WIDE, EDIT_ENTRY, or EDIT_BRANCH + … */
};

/*
 * Find the edits and the windows of a transaction, and the files that the copies of windows
 * are to be of.  With `atomic`, at most one window for each module.  0, or a negative errno.
 */
int ffp_windows_find(struct transaction *transaction, bool atomic);

/*
 * Step 2 of the swap (see swap.c): check the places of a window in its copy, and rewrite
 * them.  A swap_edit, whose `arg` is the transaction.
 */
int ffp_windows_edit(void *transaction, const struct window *window, uint8_t *copy, bool before);

#endif /* FFP_SRC_WINDOWS_H */
