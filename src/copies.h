/* SPDX-License-Identifier: MIT */
/*
 * Other copies of this library in the process (linked statically into shared libraries).
 *
 * A copy that has a module looks for the others once, through the loader, and tells
 * them that it is here; when its last module has gone it tells them so.  Thus each knows
 * whom to tell that a module goes, and the loader need not be asked then: its lock may
 * be held for ever in the child of a fork, where `exit` runs destructors.  A copy of
 * release 0.1.0 tells nothing: whoever meets one tells the others so, and these ask the loader.
 */
#ifndef FFP_SRC_COPIES_H
#define FFP_SRC_COPIES_H

#include "ffp/abi.h"

/*
 * Find the others and meet them, unless that was done; once for the first module of this
 * copy.  Asks the loader, so without the update lock.
 */
void ffp_copies_greet(void);

/* The last module of this copy has gone.  Without the update lock. */
void ffp_copies_part(void);

/* Another copy has modules now, or has none any more. */
void ffp_copies_meet(const struct ffp_library *other, int here);

/*
 * Another copy is about to be given one of its own changes by this one, which may set a key to
 * a function of any module's: all are to tell it when one of theirs goes.  0, or the negative
 * errno with which the update lock was refused.
 */
int ffp_copies_notice(const struct ffp_library *other);

/*
 * Tell the others that a module of ours is about to go.  Without the update lock, since
 * each takes its own; never inside the loader's callback, whose lock a handler may want
 * that has interrupted such a copy's change.
 */
void ffp_copies_tell(const struct ffp_module *leaving);

#endif /* FFP_SRC_COPIES_H */
