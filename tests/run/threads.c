// SPDX-License-Identifier: MIT
/*
 * Threads that each change a key of their own while others call all of them and
 * ask about them.  What a changer has set it sees at once; a caller never sees
 * what was never set.  The long test of this kind is tests/stress.
 */
#include <ffp.h>
#include <pthread.h>
#include <stdlib.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

#define CHANGERS 4
#define CALLERS 3
#define ROUNDS 150

/* Key n yields 10 n + 1, 2, 3 or 4, according to what it is set to. */
#define DEFINE_KEY(n)                                                                              \
	int default_##n(int *seen);                                                                \
	int default_##n(int *seen)                                                                 \
	{                                                                                          \
		return *seen = 10 * n + 1;                                                         \
	}                                                                                          \
	static int other_##n(int *seen)                                                            \
	{                                                                                          \
		return *seen = 10 * n + 2;                                                         \
	}                                                                                          \
	static int third_##n(int *seen)                                                            \
	{                                                                                          \
		return *seen = 10 * n + 3;                                                         \
	}                                                                                          \
	static void note_##n(int *seen)                                                            \
	{                                                                                          \
		*seen = 10 * n + 5;                                                                \
	}                                                                                          \
	DEFINE_FFP(key_##n, default_##n);                                                          \
	DEFINE_FFP_NULL(null_##n, void(int *));                                                    \
	static COUNTED int call_##n(int *seen)                                                     \
	{                                                                                          \
		int r = key_##n(seen);                                                             \
                                                                                                   \
		return r + (*seen - r) / 100; /* keeps it from being a tail call */                \
	}                                                                                          \
	static COUNTED int tail_##n(int *seen)                                                     \
	{                                                                                          \
		return key_##n(seen);                                                              \
	}                                                                                          \
	static COUNTED int call_null_##n(int *seen)                                                \
	{                                                                                          \
		*seen = 0;                                                                         \
		null_##n(seen);                                                                    \
		return *seen;                                                                      \
	}                                                                                          \
	/* One round; the number of what was not as it had been set. */                            \
	static int round_##n(void)                                                                 \
	{                                                                                          \
		struct ffp_change both[] = { FFP_CHANGE(key_##n, third_##n),                       \
					     FFP_CHANGE(null_##n, NULL) };                         \
		int bad = 0, seen = 0;                                                             \
                                                                                                   \
		bad += SET_FFP(key_##n, other_##n) || call_##n(&seen) != 10 * n + 2;               \
		bad += SET_FFP(null_##n, note_##n) || call_null_##n(&seen) != 10 * n + 5;          \
		bad += ffp_apply(both, 2, 0) || tail_##n(&seen) != 10 * n + 3;                     \
		bad += call_null_##n(&seen) != 0;                                                  \
		bad += SET_FFP_RETURN(key_##n, 10 * n + 4) || tail_##n(&seen) != 10 * n + 4;       \
		bad += FFP_TARGET(key_##n)(&seen) != 10 * n + 4;                                   \
		bad += RESET_FFP(key_##n) || call_##n(&seen) != 10 * n + 1;                        \
		return bad;                                                                        \
	}
#define CHANGES_PER_ROUND 5

DEFINE_KEY(0)
DEFINE_KEY(1)
DEFINE_KEY(2)
DEFINE_KEY(3)

static int (*const rounds[CHANGERS])(void) = { round_0, round_1, round_2, round_3 };
static int (*const calls[CHANGERS][3])(int *) = {
	{ call_0, tail_0, call_null_0 },
	{ call_1, tail_1, call_null_1 },
	{ call_2, tail_2, call_null_2 },
	{ call_3, tail_3, call_null_3 },
};

static pthread_barrier_t start;
static int changing = CHANGERS;
static unsigned bad_changes, bad_calls, bad_infos, calls_made, infos_made;

static void *change(void *arg)
{
	int n = (int)(intptr_t)arg;
	unsigned bad = 0;

	pthread_barrier_wait(&start);
	for (int i = 0; i < ROUNDS; i++)
		bad += (unsigned)rounds[n]();
	__atomic_fetch_add(&bad_changes, bad, __ATOMIC_RELAXED);
	__atomic_fetch_sub(&changing, 1, __ATOMIC_RELAXED);
	return NULL;
}

static void *call(void *arg)
{
	unsigned bad = 0, made = 0;

	(void)arg;
	pthread_barrier_wait(&start);
	do {
		for (int n = 0; n < CHANGERS; n++) {
			int seen = 0;

			for (int kind = 0; kind < 2; kind++) {
				int got = calls[n][kind](&seen) - 10 * n;

				bad += got < 1 || got > 4;
			}
			seen = calls[n][2](&seen);
			bad += seen != 0 && seen != 10 * n + 5;
			made += 3;
		}
	} while (__atomic_load_n(&changing, __ATOMIC_RELAXED));
	__atomic_fetch_add(&bad_calls, bad, __ATOMIC_RELAXED);
	__atomic_fetch_add(&calls_made, made, __ATOMIC_RELAXED);
	return NULL;
}

/* No site is ever found in a state that is none. */
static int ask_one(const struct ffp *key, void *arg)
{
	struct ffp_info info;

	if (ffp_info(key, &info) || info.foreign || info.direct != info.sites ||
	    ffp_find(info.name) != key)
		++*(unsigned *)arg;
	return 0;
}

static void *ask(void *arg)
{
	unsigned bad = 0, made = 0;

	(void)arg;
	pthread_barrier_wait(&start);
	do {
		bad += ffp_each(ask_one, &bad) != 0;
		made++;
	} while (__atomic_load_n(&changing, __ATOMIC_RELAXED));
	bad_infos = bad;
	infos_made = made;
	return NULL;
}

int main(void)
{
	pthread_t threads[CHANGERS + CALLERS + 1];
	int n = 0;

	pthread_barrier_init(&start, NULL, CHANGERS + CALLERS + 1);
	for (int i = 0; i < CHANGERS; i++)
		n += !pthread_create(&threads[n], NULL, change, (void *)(intptr_t)i);
	for (int i = 0; i < CALLERS; i++)
		n += !pthread_create(&threads[n], NULL, call, NULL);
	n += !pthread_create(&threads[n], NULL, ask, NULL);
	if (n != CHANGERS + CALLERS + 1)
		abort();
	while (n)
		pthread_join(threads[--n], NULL);
	is(bad_changes, 0, "%d threads saw what they had set, %d times", CHANGERS,
	   ROUNDS * CHANGES_PER_ROUND);
	is(bad_calls, 0, "%d threads saw nothing else, in %u calls", CALLERS, calls_made);
	is(bad_infos, 0, "and one that asked %u times saw no site that was not direct", infos_made);
	ok(calls_made > 0 && infos_made > 0, "all of them ran");
	counts.calls = calls_made;
	counts.changes = CHANGERS * ROUNDS * CHANGES_PER_ROUND;
	counts_print();
	return done();
}
