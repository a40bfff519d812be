// SPDX-License-Identifier: MIT
/* The update lock: see lock.h. */
#include "lock.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "arch/arch.h"
#include "inject.h"
#include "sys.h"

/*
 * The lock is one word: the holder's pthread_self(), or 0.  Its lowest bit, which is 0 in every
 * pthread_self(), is CONTENDED: other threads sleep until the lock is released.  Because
 * the word is the owner, a signal handler that interrupts its own thread anywhere can tell
 * whether this thread holds the lock.  (A pthread mutex stores its owner after it is taken.)
 *
 * No one counts the waiters.  A handler may interrupt a waiter between any two
 * instructions, and fork there, or jump out: a count would be wrong from then on, in
 * the child or for ever.  Here each waiter sets the bit again before it sleeps, and a
 * release wakes all of them, so that none depends on what another one does next.
 */
#define CONTENDED ((uintptr_t)1)
static uintptr_t owner;

/* The four bytes of the word that have the bit: a futex is four bytes long. */
static uint32_t *futex_word(void)
{
	size_t at = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? sizeof(owner) - sizeof(uint32_t) : 0;

	return (uint32_t *)(void *)((char *)&owner + at);
}

/*
 * Set by the first constructor.  Before that an IFUNC resolver may call the library; in a static
 * program it may do so while no thread pointer is set, which the C library needs for nearly
 * everything.  Such a call is refused.
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
	/* It is never 0, is unique among live threads, and costs no system call. */
	return (uintptr_t)pthread_self();
}

static uintptr_t holder(void)
{
	return __atomic_load_n(&owner, __ATOMIC_ACQUIRE) & ~CONTENDED;
}

/*
 * A child of a fork that runs none of our handlers (_Fork, clone; fork by the C library of
 * another namespace) may find the lock held by a thread that it does not have.  It can tell
 * by this mark: a byte that is 1, and that the kernel wipes to 0 in such a child.  NULL
 * where the kernel cannot wipe memory: then such a child waits for ever.
 */
static uint8_t *mark;

/* Several threads may do this at once: all of them make the same mark. */
static void make_mark(void)
{
	uint8_t *made = __atomic_load_n(&mark, __ATOMIC_ACQUIRE) ? NULL : ffp_sys_mark();

	if (!made)
		return;
	(void)INJECT(INJECT_LOCK);
	__atomic_store_n(made, 1, __ATOMIC_SEQ_CST);
	__atomic_store_n(&mark, made, __ATOMIC_RELEASE);
}

/* Is the lock held by a thread that is not in this process? */
static bool held_elsewhere(void)
{
	uint8_t *p = __atomic_load_n(&mark, __ATOMIC_ACQUIRE);

	if (!p || __atomic_load_n(p, __ATOMIC_SEQ_CST))
		return false;
	/* Nobody holds it, so whoever takes it from now on is in this process. */
	if (!holder()) {
		__atomic_store_n(p, 1, __ATOMIC_SEQ_CST);
		return false;
	}
	/* Another thread of this process may have seen that just now, and taken the lock. */
	return !__atomic_load_n(p, __ATOMIC_SEQ_CST);
}

/* If the word is *now, make it `to`; else put into *now what it is. */
static bool exchange(uintptr_t *now, uintptr_t to)
{
	return __atomic_compare_exchange_n(&owner, now, to, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
}

/* How often the lock has been taken. */
static uintptr_t taken;

uintptr_t ffp_update_lock_glance(void)
{
	uintptr_t count = __atomic_load_n(&taken, __ATOMIC_ACQUIRE);

	return holder() ? 0 : count + 1;
}

uintptr_t ffp_update_lock_count(void)
{
	return __atomic_load_n(&taken, __ATOMIC_RELAXED);
}

/* The signals that the holder had blocked before, if it blocks any because of the lock. */
static struct signals before_lock;
static bool blocked;

static int lock(bool leave_signals)
{
	struct signals before = { { 0 } };
	uintptr_t me;

	if (too_early())
		return -EAGAIN;
	me = self();
	for (;;) {
		uintptr_t now = 0;
		bool blocks;

		if (holder() == me || held_elsewhere())
			return -EDEADLK;
		blocks = !leave_signals && ffp_sys_block_signals(&before);
		/*
		 * The mark is made before the lock is taken, or a child of the moment between
		 * would wait for ever.  It is not made at start, which is to make no system call.
		 */
		if (!leave_signals)
			make_mark();
		if (exchange(&now, me)) {
			__atomic_store_n(&taken, taken + 1, __ATOMIC_RELEASE);
			before_lock = before;
			blocked = blocks;
			return 0;
		}
		/* A handler may run while its thread waits. */
		if (blocks)
			ffp_sys_unblock_signals(&before);
		(void)INJECT(INJECT_LOCK);
		if (!(now & CONTENDED) && !exchange(&now, now | CONTENDED))
			continue;
		(void)INJECT(INJECT_LOCK);
		/* If the word has changed meanwhile, also in a child of fork, this returns at once.
		 */
		ffp_sys_futex_wait(futex_word(), (uint32_t)(now | CONTENDED));
		(void)INJECT(INJECT_LOCK);
	}
}

int ffp_update_lock(void)
{
	return lock(false);
}

int ffp_update_lock_in_host(void)
{
	return lock(true);
}

void ffp_update_unlock(void)
{
	struct signals before = before_lock;
	bool blocks = blocked;

	if (__atomic_exchange_n(&owner, 0, __ATOMIC_SEQ_CST) & CONTENDED)
		ffp_sys_futex_wake(futex_word());
	/* Signals that were held back are handled now.  Handlers may jump out: all is done. */
	if (blocks)
		ffp_sys_unblock_signals(&before);
}

/*
 * How many times forks hold the lock: once; or more, if a signal handler forks within fork, or if
 * these handlers were registered more than once.  A fork in a signal handler that
 * interrupted a change finds the lock held, and leaves it so.
 */
static unsigned forks;

/*
 * Was the holder of the lock before the fork, if any, in this process?  If not, no thread is taken
 * for it: a later one may have the same stack, and with it the same pthread_self().
 */
static bool held_here;

/* Forks that begin from now on do not hold the lock; under the lock. */
static bool unwatched;

/* So many threads are inside a handler; in a child of a bare fork perhaps threads that are gone. */
static int in_handlers;

static void enter_handler(void)
{
	(void)__atomic_fetch_add(&in_handlers, 1, __ATOMIC_SEQ_CST);
}

/* Not below zero: a signal handler that forked from here has a child in which nobody is counted. */
static void leave_handler(void)
{
	int n = __atomic_load_n(&in_handlers, __ATOMIC_SEQ_CST);

	while (n > 0 && !__atomic_compare_exchange_n(&in_handlers, &n, n - 1, false,
						     __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		;
}

static void before_fork(void)
{
	enter_handler();
	if (!ffp_update_lock_in_host()) {
		if (unwatched)
			ffp_update_unlock();
		else
			forks = 1;
	} else if (forks) {
		forks++;
	}
	held_here = !held_elsewhere();
	leave_handler();
}

static void after_fork(void)
{
	enter_handler();
	/* The handlers have run, so the lock is held by this thread or by nobody. */
	if (mark && held_here && (!holder() || holder() == self()))
		__atomic_store_n(mark, 1, __ATOMIC_SEQ_CST);
	if (holder() == self() && forks && !--forks)
		ffp_update_unlock();
	leave_handler();
}

/* Threads that waited in before_fork() are not in the child, and nobody is to wait for them. */
static void after_fork_in_child(void)
{
	after_fork();
	__atomic_store_n(&in_handlers, 0, __ATOMIC_SEQ_CST);
}

/*
 * The C library removes the fork handlers of an object that is unloaded, or at exit, before it runs
 * the destructors of that object's modules, and does so also while another thread's fork is
 * between these handlers.  That fork would hold the lock for ever, and the destructors wait for it.
 * Right before the removal the C library calls this function, which waits for such a fork while its
 * handlers are still there; and for threads to leave the handlers, which are about to be unmapped.
 * Not for ever: a thread that is counted may be missing in this process, or be this one, whose
 * signal handler calls exit.
 */
static void stop_watching(void)
{
	bool locked = !ffp_update_lock_in_host();
	int tries = 100000;

	unwatched = true;
	if (locked)
		ffp_update_unlock();
	while (__atomic_load_n(&in_handlers, __ATOMIC_SEQ_CST) > 0 && tries--)
		sched_yield();
}

/*
 * No thread may change keys before the handlers are registered.  Threads that come here at once,
 * or a signal handler, do not wait for each other: each registers the handlers, which nest.
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
	if (!r && atexit(stop_watching))
		r = ENOMEM;
	if (!r)
		r = pthread_atfork(before_fork, after_fork, after_fork_in_child);
	if (!r)
		__atomic_store_n(&watching, true, __ATOMIC_RELEASE);
	return -r;
}
