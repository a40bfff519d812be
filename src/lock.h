/* SPDX-License-Identifier: MIT */
/*
 * The update lock, one for each copy of the library: it is held for the length of a change, of a
 * registration, and of a look at the lists.  Whatever a program calls, and what the
 * constructors of modules call, takes it; all else in src/ relies on its being held.
 *
 * While it is held, neither the host's allocator nor the loader nor any code of the host is
 * called.  So the lock may be taken inside any of these.
 */
#ifndef FFP_LOCK_H
#define FFP_LOCK_H

#include <stdint.h>

/*
 * Take the lock.  0; -EDEADLK if it is held by this very thread (the caller is a signal handler)
 * or by one that this process does not have (a child of a fork that ran none of the
 * library's handlers); -EAGAIN if the C library is not ready (in an IFUNC resolver of a
 * static program).  While the lock is held, signals are held back, so that no handler that
 * jumps out, and no cancellation of the thread, leaves it held.  While the thread waits
 * for the lock, they are not.
 */
int ffp_update_lock(void);
void ffp_update_unlock(void);

/*
 * The same, but signals are not held back: for dlopen, dlclose, fork and exit, where the C library
 * holds locks of its own, so that no handler may jump out anyway, and for the start of a
 * program, which is to make no system call.
 */
int ffp_update_lock_in_host(void);

/*
 * For a look at what the lock guards, without taking it: 0 while a thread holds it, else a
 * number.  If that is the same before and after the look, no thread has held it in between.
 * What is looked at is written with release, and read with acquire.
 */
uintptr_t ffp_update_lock_glance(void);

/* How often the lock has been taken.  Its holder may keep what it has found out as long as this
 * number stays the same. */
uintptr_t ffp_update_lock_count(void);

/* Called by constructors: from now on the C library is ready. */
void ffp_update_lock_start(void);

/*
 * Have the lock held around every fork from now on, so that a child never
 * inherits half a change.  Called before the first change, without the lock.
 * 0, -ENOMEM or -EAGAIN.
 */
int ffp_update_lock_watch_fork(void);

#endif /* FFP_LOCK_H */
