/* SPDX-License-Identifier: MIT */
/*
 * The update lock: one for the process, held for the length of a change, of a
 * registration, of a look at the lists.
 *
 * Never called with it held: the host's allocator, the loader, any code of the
 * host.  So the lock may be taken inside any of these.
 */
#ifndef FFP_LOCK_H
#define FFP_LOCK_H

#include <stdint.h>

/*
 * 0, or -EDEADLK if this very thread holds it (we are in a signal handler) or one that
 * this process does not have (we are in a child that no handler prepared), or
 * -EAGAIN if the C library is not ready (in an IFUNC resolver of a static program).
 * While it is held, signals wait: no handler that jumps out, and no cancellation of the
 * thread, leaves it held.  They do not wait while the thread waits for the lock.
 */
int ffp_update_lock(void);
void ffp_update_unlock(void);

/*
 * The same, and signals are handled as ever: for where the C library itself holds locks of
 * its own, so that nobody may jump out of it: in dlopen, dlclose, fork, exit and at start,
 * which is to make no system call.
 */
int ffp_update_lock_in_host(void);

/*
 * A look at what the lock guards without taking it: 0 while somebody holds it, else a
 * number.  If it is the same before and after the look, nobody has held it in between.
 * What is looked at is written by release, and read by acquire.
 */
uintptr_t ffp_update_lock_glance(void);

/* How often the lock has been taken, for its holder: what is known of others may be old then. */
uintptr_t ffp_update_lock_count(void);

/* A constructor runs: from now on the C library is ready. */
void ffp_update_lock_start(void);

/*
 * Have the lock held around every fork from now on, so that a child never
 * inherits half a change.  Called before the first change, without the lock.
 * 0, -ENOMEM or -EAGAIN.
 */
int ffp_update_lock_watch_fork(void);

#endif /* FFP_LOCK_H */
