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

/*
 * 0, or -EDEADLK if this very thread holds it (we are in a signal handler), or
 * -EAGAIN if the C library is not ready (in an IFUNC resolver of a static program).
 */
int ffp_update_lock(void);
void ffp_update_unlock(void);

/* A constructor runs: from now on the C library is ready. */
void ffp_update_lock_start(void);

/*
 * Have the lock held around every fork from now on, so that a child never
 * inherits half a change.  Called before the first change, without the lock.
 * 0, -ENOMEM or -EAGAIN.
 */
int ffp_update_lock_watch_fork(void);

#endif /* FFP_LOCK_H */
