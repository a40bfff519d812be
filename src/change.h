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

/* What a site is found to hold. */
enum site_state {
	SITE_DIRECT,  /* what the key is to do, without the trampoline */
	SITE_ENTRY,   /* a branch to the trampoline */
	SITE_FOREIGN, /* something this library did not put there */
};
enum site_state ffp_site_state(const struct ffp *key, unsigned kind, uintptr_t at);

/* Did the last change end with a barrier in every thread? */
bool ffp_change_serialised(void);

#endif /* FFP_CHANGE_H */
