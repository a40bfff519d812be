/* SPDX-License-Identifier: MIT */
/*
 * Other copies of this library in the process (linked statically into shared libraries).
 *
 * A copy that gets its first module looks for the others once, through the loader, and tells
 * them that it is here; when its last module has ended it tells them so.  Thus each copy knows
 * which others to tell when a module is unloaded, and need not ask the loader then: the loader's
 * lock may be held for ever in the child of a fork, where `exit` runs destructors.  A copy of
 * release 0.1.0 tells nothing.  Whichever copy meets one tells the others, and these ask
 * the loader each time.
 *
 * register.c and apply.c call this, without the update lock.
 */
#ifndef FFP_SRC_COPIES_H
#define FFP_SRC_COPIES_H

#include "ffp/abi.h"

/* The first module of this copy has started: find the others and meet them.  Asks the loader. */
void ffp_copies_connect(void);

/* The last module of this copy has ended. */
void ffp_copies_disconnect(void);

/* Another copy has modules now, or has none any more. */
void ffp_copies_meet(const struct ffp_library *other, int here);

/*
 * This copy is about to hand a change of another's key to that copy, which may set the key to a
 * function of any module: from now on all copies are to tell it when a module of theirs is
 * unloaded.  0, or the negative errno with which the update lock was refused.
 */
int ffp_copies_introduce(const struct ffp_library *other);

/*
 * Tell the others that a module of ours is about to be unloaded.  Each takes its own update lock.
 * So this is never called inside the loader's callback: a signal handler that has
 * interrupted another copy's change may want the loader's lock.
 */
void ffp_copies_tell(const struct ffp_module *leaving);

#endif /* FFP_SRC_COPIES_H */
