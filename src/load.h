/* SPDX-License-Identifier: MIT */
/*
 * What happens to keys when a module comes or goes.  register.c calls this from constructors
 * and destructors, apply.c before each change.  All of it needs the update lock, but for
 * ffp_load_behind().
 */
#ifndef FFP_SRC_LOAD_H
#define FFP_SRC_LOAD_H

#include <stdbool.h>

#include "ffp/abi.h"

/*
 * A module has been registered: bring its sites of other modules' keys to what these do
 * now.  What cannot be done (no memory, a breakpoint) is left undone, and tried again by
 * ffp_load_catch_up(): such a site goes the way that the linker made for it, to the
 * key's own entry, which is right.  Only where an older tool made a no-op of it, its
 * calls do nothing until then.
 */
void ffp_load_on_load(struct ffp_module_state *module);

/* Try again what ffp_load_on_load() had to leave undone, in all modules. */
void ffp_load_catch_up(void);

/* Is anything left undone?  Read without the lock, too. */
bool ffp_load_behind(void);

/*
 * A module is about to be unmapped, of this copy of the library or another: every key of
 * another module whose target lies in it is reset to its default.
 */
void ffp_load_on_unload(const struct ffp_module *leaving);

#endif /* FFP_SRC_LOAD_H */
