/* SPDX-License-Identifier: MIT */
/*
 * Sites and entries of a key, one at a time: what they are found to hold, and what is to be written
 * into them.  windows.c rewrites them, query.c and transaction.c count them.  All of this
 * needs the update lock.
 */
#ifndef FFP_SRC_SITE_H
#define FFP_SRC_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ffp/abi.h"
#include "insn.h"

struct image;

/* What a site holds. */
enum site_state {
	SITE_DIRECT,	  /* what the key is to do, without the trampoline */
	SITE_INLINED,	  /* the body of the target, instead of a branch to it */
	SITE_UNREACHABLE, /* a branch to the trampoline, or to a veneer, for no other would reach */
	SITE_UNAIMED,	  /* a branch to the trampoline; a change would make its way straighter */
	SITE_FOREIGN,	  /* something that this library did not put there */
	/*
	 * What the build put there, though the key does something else.  Older tools made a no-op
	 * of each site of a NULL key, which was set before this module came; or madvise has
	 * thrown away the page that this library wrote.
	 */
	SITE_BEHIND,
	SITE_STATES
};

/* Count a module's sites of a key by their states, and return how many there are. */
size_t ffp_sites_count(const struct ffp *key, const struct image *image,
		       size_t counts[SITE_STATES]);

/* Does a module's entry for the key hold what neither this library nor the build put there? */
bool ffp_entry_foreign(const struct ffp *key, const struct image *image);

/* Does the key's own entry hold what the build put there, though the key does something else? */
bool ffp_entry_behind(const struct ffp *key, const struct image *image);

/*
 * Make a site do `form` with `value`, or as a call site what `body` says, if that is one: its bytes
 * stand at `bytes`, and are for address `at`, in a module that reaches the key by `entry`.  0;
 * -EBUSY if they are foreign; -ENOTSUP if neither what the key is to do nor its entry can be
 * reached.
 */
int ffp_site_rewrite(const struct ffp *key, const struct image *image, uintptr_t entry,
		     unsigned kind, uintptr_t at, uint8_t *bytes, enum insn_form form,
		     uint64_t value, const struct insn_body *body);

/* The same for an entry: 0, or -EBUSY if it does not hold what it should. */
int ffp_entry_rewrite(const struct ffp *key, const struct image *image, uintptr_t entry,
		      uint8_t *bytes, enum insn_form form, uint64_t value);

#endif /* FFP_SRC_SITE_H */
