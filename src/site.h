/* SPDX-License-Identifier: MIT */
/* Sites and entries of a key, one at a time: what they hold, and what is to be written there. */
#ifndef FFP_SRC_SITE_H
#define FFP_SRC_SITE_H

#include "ffp.h"
#include "insn.h"
#include "module.h"

static inline bool ffp_key_is_pointer(const struct ffp *key)
{
	return key->flags & FFP_KEY_POINTER;
}

/* ffp_state.mixed: what its sites may hold besides what it is to do. */
#define MIXED_BROKEN 1 /* a commit broke off: the other form */
#define MIXED_BEHIND 2 /* ffp_info has seen what the build put there */

/*
 * Read the key's form from its entry, if that has not been done.  0;
 * -EINVAL if the key or its entry's header is not what the macros made; -EBUSY if the
 * entry holds something else than what a linker left there.  With the lock.
 */
int ffp_key_learn(const struct ffp *key);

/*
 * What a site, of a module that reaches the key through `entry`, is found to
 * hold: `bytes`, at address `at`.
 */
enum site_state {
	SITE_DIRECT,	  /* what the key is to do, without the trampoline */
	SITE_UNREACHABLE, /* a branch to the trampoline, or to a veneer, for no other would reach */
	SITE_UNAIMED,	  /* a branch to the trampoline; a change would make its way straighter */
	SITE_FOREIGN,	  /* something this library did not put there */
	/*
	 * What the build put there, though the key does something else.  Nothing, as older
	 * tools made of each site of a NULL key, which was set before this module came; or
	 * madvise has thrown away the page that this library wrote.
	 */
	SITE_BEHIND,
	SITE_STATES
};
enum site_state ffp_site_state(const struct ffp *key, const struct view *view, uintptr_t entry,
			       unsigned kind, uintptr_t at, const uint8_t *bytes);

/* Does a module's entry for the key hold what neither this library nor the build put there? */
bool ffp_entry_foreign(const struct ffp *key, const struct view *view);

/* Does the key's own entry hold what the build put there, though the key does something else? */
bool ffp_entry_behind(const struct ffp *key, const struct view *view);

/* Count a module's sites of a key by their states, and return how many there are. */
size_t ffp_sites_count(const struct ffp *key, const struct view *view, size_t counts[SITE_STATES]);

/*
 * Make the site's `bytes` do `form` with `value`.  0; -EBUSY if they are foreign;
 * -ENOTSUP if neither what the key is to do nor its entry can be reached.
 */
int ffp_site_rewrite(const struct ffp *key, const struct view *view, uintptr_t entry, unsigned kind,
		     uintptr_t at, uint8_t *bytes, enum insn_form form, uint64_t value);

/* The same for an entry: 0, or -EBUSY if it does not hold what it should. */
int ffp_entry_rewrite(const struct ffp *key, const struct view *view, uintptr_t entry,
		      uint8_t *bytes, enum insn_form form, uint64_t value);

#endif /* FFP_SRC_SITE_H */
