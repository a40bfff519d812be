/* SPDX-License-Identifier: MIT */
/* Other copies of this library in the process. */
#ifndef FFP_SRC_COPIES_H
#define FFP_SRC_COPIES_H

#include "ffp/abi.h"

/*
 * Tell them that a module of ours is about to go.  Asks the loader, so without
 * the update lock; each of them takes its own, inside the loader's.
 */
void ffp_copies_tell(const struct ffp_module *leaving);

#endif /* FFP_SRC_COPIES_H */
