// SPDX-License-Identifier: MIT
#include "lock.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "arch/arch.h"
#include "inject.h"
#include "sys.h"

/*
 * The owner is the lock, in one word: a signal handler that interrupts its own
 * thread anywhere can tell that this thread holds it.  (A pthread mutex stores
 * its owner after it is taken.)  Waiters sleep on `released`, which counts.
 */
static uintptr_t owner;
static uint32_t waiters;
static uint32_t released;

/*
 * Set by the first constructor.  Before that a resolver of an IFUNC may call us,
 * in a static program even while there is no thread pointer, which the C library
 * needs for next to everything: that is refused.
 */
static bool started;

void ffp_update_lock_start(void)
{
	__atomic_store_n(&started, true, __ATOMIC_RELAXED);
}

static bool too_early(void)
{
	return !__atomic_load_n(&started, __ATOMIC_RELAXED) && !arch_thread_known();
}

static uintptr_t self(void)
{
	/* Never 0 and unique among live threads; costs no system call. */
	return (uintptr_t)pthread_self();
}

static bool try_lock(uintptr_t me)
{
	uintptr_t nobody = 0;

	return __atomic_compare_exchange_n(&owner, &nobody, me, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
}

int ffp_update_lock(void)
{
	uintptr_t me;

	if (too_early())
		return -EAGAIN;
	me = self();
	if (try_lock(me))
		return 0;
	if (__atomic_load_n(&owner, __ATOMIC_RELAXED) == me)
		return -EDEADLK;
	__atomic_fetch_add(&waiters, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		/*
		 * Read before trying: an unlock in between changes the count,
		 * and the wait then returns at once.
		 */
		uint32_t seen = __atomic_load_n(&released, __ATOMIC_SEQ_CST);

		if (try_lock(me))
			break;
		ffp_sys_futex_wait(&released, seen);
	}
	__atomic_fetch_sub(&waiters, 1, __ATOMIC_SEQ_CST);
	return 0;
}

void ffp_update_unlock(void)
{
	__atomic_store_n(&owner, 0, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&waiters, __ATOMIC_SEQ_CST)) {
		__atomic_fetch_add(&released, 1, __ATOMIC_SEQ_CST);
		ffp_sys_futex_wake(&released);
	}
}

/*
 * How many times forks hold the lock: once, or more if a signal handler forks within
 * fork, or if these handlers are in place more than once.  A fork from a handler
 * inside a change finds it held, and leaves it so.
 */
static unsigned forks;

static void before_fork(void)
{
	if (!ffp_update_lock())
		forks = 1;
	else if (forks)
		forks++;
}

static void after_fork_in_parent(void)
{
	if (__atomic_load_n(&owner, __ATOMIC_RELAXED) == self() && forks && !--forks)
		ffp_update_unlock();
}

static void after_fork_in_child(void)
{
	/* The waiters stayed behind. */
	waiters = 0;
	after_fork_in_parent();
}

/*
 * Nobody may change keys before somebody's handlers are in place.  Threads that
 * come here at once, or a signal handler, do not wait for each other: each puts
 * its own in place, and those nest.
 */
int ffp_update_lock_watch_fork(void)
{
	static bool watching;
	int r;

	if (too_early())
		return -EAGAIN;
	if (__atomic_load_n(&watching, __ATOMIC_ACQUIRE))
		return 0;
	r = INJECT(INJECT_ATFORK);
	if (!r)
		r = pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
	if (!r)
		__atomic_store_n(&watching, true, __ATOMIC_RELEASE);
	return -r;
}
