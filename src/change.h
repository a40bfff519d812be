/* SPDX-License-Identifier: MIT */
/* Changes and transactions: from (key, new target) to rewritten windows. */
#ifndef FFP_CHANGE_H
#define FFP_CHANGE_H

#include "ffp.h"
#include "insn.h"
#include "module.h"

/* Is this a key that this library can read? */
bool ffp_key_valid(const struct ffp *key);

/*
 * Read the key's form from its entry, if that has not been done.  0, or
 * -EINVAL if the key or its entry is not what the macros made.  With the lock.
 */
int ffp_key_learn(const struct ffp *key);

/*
 * What a site, of a module that reaches the key through `entry`, is found to
 * hold: `bytes`, at address `at`.
 */
enum site_state {
	SITE_DIRECT,	  /* what the key is to do, without the trampoline */
	SITE_UNREACHABLE, /* a branch to the trampoline, or to a veneer, for no other would reach */
	SITE_UNAIMED,	  /* a branch to the trampoline that could be direct: never changed */
	SITE_FOREIGN,	  /* something this library did not put there */
};
enum site_state ffp_site_state(const struct ffp *key, const struct view *view, uintptr_t entry,
			       unsigned kind, uintptr_t at, const uint8_t *bytes);

/*
 * A module has come: bring its sites of other modules' keys to what these do
 * now.  What cannot be done (no memory, say) is left undone: such a site goes
 * the way that the linker made for it, to the key's own entry, which is right.
 */
void ffp_change_welcome(struct ffp_module_state *state);

/*
 * A module is about to go: every key of another module whose target lies in it
 * is reset to its default.
 */
void ffp_change_farewell(struct ffp_module_state *leaving);

/* Did the last change end with a barrier in every thread? */
bool ffp_change_serialised(void);

#endif /* FFP_CHANGE_H */
