/* SPDX-License-Identifier: MIT */
/*
 * A call, or a branch, that is checked, and a change of some keys.
 *
 * A call must give what a target gives that was set, or being set, at some time
 * between its begin and its end.  If no change of the key began or ended meanwhile,
 * these are two: that before the change which was being made, and that after it; or,
 * if none was, the one that was set: so a change is seen by every thread once the
 * call that made it has returned.
 */
#ifndef CALLERS_H
#define CALLERS_H

#include <pthread.h>

#include "keys.h"

/*
 * Per key: how often a change of it began or ended; and its last states, numbered.
 * Number n is set when the sequence is 2n, and being set when it is 2n - 1.  Only
 * who has the lock changes the key.
 */
#define STATES_KEPT 256
static struct {
	_Alignas(64) unsigned sequence;
	uint8_t states[STATES_KEPT];
	pthread_mutex_t lock;
} published[KEYS];

static void callers_start(void)
{
	for (int i = 0; i < KEYS; i++)
		pthread_mutex_init(&published[i].lock, NULL);
	list_callers();
}

/*
 * What one thread has seen.  `exact` are the calls during which their key was not changed, by its
 * kind and by what it did; the others could give two things, or more.
 */
struct tally {
	long calls, exact[KINDS][STATES], either, wrong, stale;
	long branches, wrong_branches;
};

static void add_tally(struct tally *to, const struct tally *t)
{
	to->calls += t->calls;
	for (int kind = 0; kind < KINDS; kind++) {
		for (int state = 0; state < STATES; state++)
			to->exact[kind][state] += t->exact[kind][state];
	}
	to->either += t->either;
	to->wrong += t->wrong;
	to->stale += t->stale;
	to->branches += t->branches;
	to->wrong_branches += t->wrong_branches;
}

/* The states numbered `first` to `last`, a bit for each. */
static unsigned states_between(unsigned key, unsigned first, unsigned last)
{
	unsigned states = 0;

	for (unsigned n = first; n <= last && n - first < STATES_KEPT; n++)
		states |= 1u << __atomic_load_n(&published[key].states[n % STATES_KEPT],
						__ATOMIC_ACQUIRE);
	/* The next to be overwritten is the first, and may be already: any, then. */
	if (__atomic_load_n(&published[key].sequence, __ATOMIC_RELAXED) / 2 - first >=
	    STATES_KEPT - 1)
		states = (1u << STATES) - 1;
	return states;
}

static long call(const struct caller *c, long x)
{
	if (!is_null(c->key))
		return ((long (*)(long))c->call)(x);
	((void (*)(long *))c->call)(&x);
	return x;
}

static void check_call(struct tally *t, const struct caller *c, long x)
{
	unsigned key = c->key;
	unsigned before = __atomic_load_n(&published[key].sequence, __ATOMIC_ACQUIRE);
	unsigned state =
	    __atomic_load_n(&published[key].states[before / 2 % STATES_KEPT], __ATOMIC_RELAXED);
	long got = call(c, x);
	unsigned after, states;
	bool right = false;

	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	after = __atomic_load_n(&published[key].sequence, __ATOMIC_RELAXED);
	t->calls++;
	/* Nobody overwrote the state before another change began. */
	if (before == after && !(before & 1)) {
		t->exact[kind_of(key)][state]++;
		t->stale += got != expected(key, state, x);
		return;
	}
	states = states_between(key, before / 2, (after + 1) / 2);
	for (unsigned s = 0; s < STATES; s++)
		right |= (states >> s & 1) && got == expected(key, s, x);
	t->either += __builtin_popcount(states) == 2;
	t->wrong += !right;
}

/* A branch must be what its key is, or was or will be if the key is being changed. */
static void check_branch(struct tally *t, const struct brancher *b)
{
	unsigned key = b->key;
	unsigned before = __atomic_load_n(&published[key].sequence, __ATOMIC_ACQUIRE);
	long got = b->ask();
	unsigned after, states;

	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	after = __atomic_load_n(&published[key].sequence, __ATOMIC_RELAXED);
	states = states_between(key, before / 2, (after + 1) / 2);
	t->branches++;
	t->wrong_branches += got == 0 ? !(states >> A & 1) : got != 1 || states == 1u << A;
}

#define WALK 64	   /* callers, one after the other */
#define HAMMER 256 /* calls by one caller */

/*
 * A run of neighbours somewhere, for near and far fetches; or, more often, one caller again and
 * again, of any key, which the processor has fetched and predicted.
 */
static void check_run(struct tally *t, unsigned *seed)
{
	unsigned random = (unsigned)rand_r(seed);
	long x = rand_r(seed) | 1;

	if (random % 4 == 0) {
		int first = rand_r(seed) % n_all_callers;

		for (int i = 0; i < WALK; i++)
			check_call(t, &all_callers[(first + i) % n_all_callers], x);
		for (int i = 0; i < WALK / 4; i++)
			check_branch(t, &all_branchers[(first + i) % n_all_branchers]);
		/* A conditional tail call, which is not taken. */
		if (n_callers)
			t->wrong += callers[2](0) != -1;
	} else {
		unsigned key = random / 4 % KEYS;
		int at = of_key[key].first + rand_r(seed) % of_key[key].n;
		struct caller c = all_callers[by_key[at]];
		struct brancher b = all_branchers[rand_r(seed) % n_all_branchers];

		for (int i = 0; i < HAMMER; i++)
			check_call(t, &c, x + 2 * i);
		for (int i = 0; i < HAMMER / 16; i++)
			check_branch(t, &b);
	}
}

static void publish(unsigned key, unsigned number, unsigned state)
{
	__atomic_store_n(&published[key].states[number % STATES_KEPT], (uint8_t)state,
			 __ATOMIC_RELEASE);
}

/* By ffp_apply() with these flags, or if `plainly` by the function for one key. */
static int apply(const struct ffp_change *set, unsigned n, unsigned flags, bool plainly)
{
	if (!plainly)
		return ffp_apply(set, n, flags);
	if (set->to == FFP_TO_VALUE)
		return ffp_set_return(set->key, set->value);
	if (set->target == (void *)target_a)
		return ffp_reset_target(set->key);
	return ffp_set_target(set->key, set->target);
}

/*
 * Change the keys that `which` has a bit for, in one transaction, each to some state; now and then
 * at one instant, or with another change of a key before, which is to have no effect.
 */
static int change(unsigned *seed, unsigned which)
{
	struct ffp_change set[KEYS + 1];
	unsigned random = (unsigned)rand_r(seed), n = 0, flags = 0;
	int r;

	if (random % 512 == 0)
		flags |= FFP_ATOMIC;
	if (random / 512 % 8 == 0)
		flags |= FFP_CALLS;
	if (random / 4096 % 64 == 0)
		flags |= FFP_AIM;
	/* Several changes of keys of the pointer form have no instant in common. */
	if (FORM == POINTER)
		flags &= ~FFP_ATOMIC;
	if (rand_r(seed) % 8 == 0) {
		flags |= FFP_IN_ORDER;
		set[n++] =
		    change_to((unsigned)__builtin_ctz(which), (unsigned)rand_r(seed) % STATES);
	}
	for (unsigned key = 0; key < KEYS; key++) {
		unsigned state;

		if (!(which >> key & 1))
			continue;
		state = (unsigned)rand_r(seed) % STATES;
		pthread_mutex_lock(&published[key].lock);
		set[n++] = change_to(key, state);
		publish(key, published[key].sequence / 2 + 1, state);
		__atomic_fetch_add(&published[key].sequence, 1, __ATOMIC_SEQ_CST);
	}
	r = apply(set, n, flags, n == 1 && !flags && random & 1u << 24);
	for (unsigned key = 0; key < KEYS; key++) {
		unsigned was;

		if (!(which >> key & 1))
			continue;
		was = published[key].sequence / 2;
		/* A failure is as a change and one back. */
		if (r)
			publish(key, was + 2, published[key].states[was % STATES_KEPT]);
		__atomic_fetch_add(&published[key].sequence, r ? 3 : 1, __ATOMIC_SEQ_CST);
		pthread_mutex_unlock(&published[key].lock);
	}
	return r;
}

/*
 * In the child of a fork: nobody else is here.  A change that another thread was making is there,
 * or is not; make it.
 */
static int inherit_keys(void)
{
	int r = 0;

	for (unsigned key = 0; key < KEYS; key++) {
		unsigned sequence = published[key].sequence;
		struct ffp_change set;

		pthread_mutex_init(&published[key].lock, NULL);
		if (!(sequence & 1))
			continue;
		set = change_to(key, published[key].states[(sequence + 1) / 2 % STATES_KEPT]);
		r |= ffp_apply(&set, 1, 0);
		published[key].sequence++;
	}
	return r;
}

#endif /* CALLERS_H */
