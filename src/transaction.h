/* SPDX-License-Identifier: MIT */
/*
 * Transactions: changes that are prepared and committed together, all or none.  apply.c makes
 * one for each call of a program, and load.c when a module comes or goes.  All of this needs the
 * update lock.
 */
#ifndef FFP_SRC_TRANSACTION_H
#define FFP_SRC_TRANSACTION_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ffp.h"
#include "insn.h"
#include "scratch.h"
#include "windows.h"

/* What one change makes of its key. */
struct update {
	const struct ffp *key;
	enum insn_form form;
	uint64_t value;
	struct insn_body body; /* what call sites are to hold instead of a branch to value */
	void *target;	       /* what FFP_TARGET is to yield */
	bool idle;	       /* the key is in this state already, and no site needs to be aimed */
	/* Nothing is asked for but that sites be aimed: what cannot be aimed stays as it is. */
	bool only_aims;
	bool left; /* of an update that only aims: something stayed as it was */
};

/* Zero to begin with, but for `only` and `without`. */
struct transaction {
	const struct ffp_module_state *only;	/* edit this module alone; NULL: all */
	const struct ffp_module_state *without; /* edit all modules but this one */
	struct update *updates;
	size_t n_updates;
	struct edit *edits; /* sorted by module and address */
	size_t n_edits;
	struct window *windows;
	size_t n_windows;
	struct scratch scratch;
};

/*
 * Carry out changes with these flags.  0 or a negative errno of <ffp.h>'s list.  In both cases
 * ffp_transaction_end() follows.
 */
int ffp_transaction_apply(struct transaction *transaction, const struct ffp_change *changes,
			  size_t n, unsigned flags);
void ffp_transaction_end(struct transaction *transaction);

/*
 * Carry out updates that the caller has made.  With `only`, keys are left as they are, and
 * ffp_scratch_free() is all that is to follow.
 */
int ffp_transaction_run(struct transaction *transaction, unsigned flags);

/* The update that leaves a learned key in the state that it is in, and aims its sites. */
struct update ffp_transaction_stay(const struct ffp *key);

/* May an update that only aims leave out what has this error?  Without memory all is refused. */
static inline bool ffp_transaction_may_leave(int error)
{
	return error != -ENOMEM;
}

/* Are there sites in this module that an update would aim?  *foreign: how many places are foreign.
 */
bool ffp_transaction_unaimed(const struct ffp *key, const struct image *image, size_t *foreign);

/* Has any key ever been changed?  Until then a module that comes or goes needs no look. */
bool ffp_transaction_any(void);

/* What this copy has changed, for those who look from outside. */
extern struct ffp_log ffp_transaction_log;

/* Did the last change end with a barrier in every thread? */
bool ffp_transaction_serialised(void);

#endif /* FFP_SRC_TRANSACTION_H */
