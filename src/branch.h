/* SPDX-License-Identifier: MIT */
/*
 * Branches (FFP_ON): a module's table of them, which is checked line by line before it is believed,
 * and what each holds.  A branch is one instruction, a no-op or a jump; both are written as the
 * back ends write such sites.  index.c reads the table, windows.c rewrites branches, query.c and
 * transaction.c count them.  All of this needs the update lock.
 */
#ifndef FFP_SRC_BRANCH_H
#define FFP_SRC_BRANCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ffp/abi.h"
#include "sort.h"

struct image;

/* A line of the table, for its key. */
struct indexed_branch {
	uint64_t state; /* the address of the key's state; 0: of no key of this copy */
	uint64_t line;	/* its index in the table; LINE_GONE: its key's module has ended */
};

#define LINE_GONE UINT64_MAX

/* What a branch holds. */
enum branch_state {
	BRANCH_OFF,	/* what it is to hold while the key is not set */
	BRANCH_ON,	/* ... while the key is set */
	BRANCH_FOREIGN, /* something else, or it cannot be read */
	BRANCH_STATES
};

/* How many branches a module has told of. */
size_t ffp_branch_table(const struct ffp_module *module);

/*
 * Is what a module has told of its branches in its object, and about that module?  True if it has
 * told nothing.
 */
bool ffp_branch_table_valid(const struct ffp_module *module);

/*
 * Read the table into image->index.branches.  The index's sites are sorted by address; no branch
 * lies on one.  `spare` has room for as many lines.  0; -EINVAL: the table is damaged; -ENOTSUP:
 * text cannot be read.
 */
int ffp_branch_read(struct image *image, struct indexed_branch *spare);

/* The branches of a key in a module: *first of the returned number. */
size_t ffp_branch_find(const struct image *image, const struct ffp *key,
		       const struct indexed_branch **first);

/* Branches of this module's keys are no key's from now on. */
void ffp_branch_unlink(struct image *image, const struct ffp_module *gone);

/* The key of an indexed line, or NULL. */
const struct ffp *ffp_branch_key(const struct image *image, const struct indexed_branch *branch);

/* Where the branch of a line stands, and its length. */
uintptr_t ffp_branch_site(const struct image *image, uint64_t line);
unsigned ffp_branch_length(void);

/* Are the branches of a key in this state to be taken for set? */
static inline bool ffp_branch_is_on(const void *target, const struct ffp *key)
{
	return target != key->def;
}

/* Count a module's branches of a key by what they hold, and return how many there are. */
size_t ffp_branch_count(const struct ffp *key, const struct image *image,
			size_t counts[BRANCH_STATES]);

/* How many of the counted branches do not hold what the key's state demands, and are not foreign.
 */
size_t ffp_branch_behind(const struct ffp *key, const size_t counts[BRANCH_STATES]);

/*
 * Make the branch of a line, whose bytes stand at `bytes`, one for a key that is set or not.  0, or
 * -EBUSY if they are foreign.
 */
int ffp_branch_rewrite(const struct image *image, uint64_t line, uint8_t *bytes, bool on);

#endif /* FFP_SRC_BRANCH_H */
