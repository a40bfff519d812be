/* SPDX-License-Identifier: MIT */
/*
 * Finding keys by name.  query.c asks, and module.c tells when the list of modules changes.
 * All of this needs the update lock.
 */
#ifndef FFP_SRC_NAMES_H
#define FFP_SRC_NAMES_H

#include "ffp/abi.h"

/* The first key of this name, in the order of the modules and of their tables, or NULL. */
const struct ffp_key *ffp_names_find(const char *name);

/* The list of modules changes: drop the index of names. */
void ffp_names_forget(void);

#endif /* FFP_SRC_NAMES_H */
