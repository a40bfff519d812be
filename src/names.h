/* SPDX-License-Identifier: MIT */
/* The names of all keys.  Called with the update lock held. */
#ifndef FFP_SRC_NAMES_H
#define FFP_SRC_NAMES_H

#include "ffp/abi.h"

/* The first key of this name, in the order of the modules and of their tables, or NULL. */
const struct ffp_key *ffp_names_find(const char *name);

/* A module has come, or is about to go: forget what is known of names. */
void ffp_names_forget(void);

#endif /* FFP_SRC_NAMES_H */
