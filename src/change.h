/* SPDX-License-Identifier: MIT */
/* Changes and transactions: from (key, new target) to rewritten windows. */
#ifndef FFP_CHANGE_H
#define FFP_CHANGE_H

#include "ffp.h"
#include "module.h"

/* Is this a key that this library can read? */
bool ffp_key_valid(const struct ffp *key);

/*
 * A module has come: bring its sites of other modules' keys to what these do
 * now.  What cannot be done (no memory, a breakpoint) is left undone, and tried again by
 * ffp_change_catch_up(): such a site goes the way that the linker made for it, to the
 * key's own entry, which is right.  Only where an older tool made nothing of it, its
 * calls do nothing until then.
 */
void ffp_change_welcome(struct ffp_module_state *state);

/* Try again what ffp_change_welcome() had to leave undone, in all modules. */
void ffp_change_catch_up(void);

/*
 * A module is about to go: every key of another module whose target lies in it
 * is reset to its default.
 */
void ffp_change_farewell(const struct ffp_module *leaving);

/* Did the last change end with a barrier in every thread? */
bool ffp_change_serialised(void);

#endif /* FFP_CHANGE_H */
