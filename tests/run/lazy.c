// SPDX-License-Identifier: MIT
/*
 * Defaults that replace themselves during their first call, from several
 * threads at once: every caller gets the right answer, and all calls that
 * begin after the first one returned reach the new target.
 */
#include <ffp.h>
#include <pthread.h>
#include <stdlib.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

#define THREADS 8
#define ROUNDS 200

DECLARE_FFP_NULL(seen, void(int));

/* What a real program would ask the processor; here it is the round that decides. */
static unsigned round_number;
static unsigned resolved[2]; /* calls of each default */

static int add_by_one(int a, int b)
{
	return a + b;
}

static int add_by_other(int a, int b)
{
	return b - -a;
}

int add_resolve(int a, int b);
DEFINE_FFP(add, add_resolve);
int add_resolve(int a, int b)
{
	int (*real)(int, int) = round_number % 2 ? add_by_other : add_by_one;

	__atomic_fetch_add(&resolved[0], 1, __ATOMIC_RELAXED);
	if (SET_FFP(add, real))
		return -1;
	/* Through the key: it must not come back here. */
	return add(a, b);
}

/* One that finds out a constant. */
int answer_resolve(void);
DEFINE_FFP(answer, answer_resolve);
int answer_resolve(void)
{
	int value = (int)round_number + 1000;

	__atomic_fetch_add(&resolved[1], 1, __ATOMIC_RELAXED);
	return SET_FFP_RETURN(answer, value) ? -1 : value;
}

/* One that resets itself from inside a target: once only. */
static unsigned once_calls;
static void once(int x)
{
	(void)x;
	__atomic_fetch_add(&once_calls, 1, __ATOMIC_RELAXED);
	(void)SET_FFP(seen, NULL);
}
DEFINE_FFP_NULL(seen, void(int));

static pthread_barrier_t barrier;
static unsigned wrong, calls_made;

static COUNTED int call_add(int a, int b)
{
	return add(a, b) + 1;
}

static COUNTED int tail_answer(void)
{
	return answer();
}

static COUNTED void tail_seen(int x)
{
	seen(x);
}

static void *run(void *arg)
{
	unsigned bad = 0;
	int n = (int)(intptr_t)arg;

	for (int round = 0; round < ROUNDS; round++) {
		unsigned before;

		pthread_barrier_wait(&barrier);
		bad += call_add(n, round) != n + round + 1;
		bad += tail_answer() != (int)round_number + 1000;
		tail_seen(n);
		/* This thread's first calls have returned: no more of the defaults. */
		pthread_barrier_wait(&barrier);
		before = resolved[0] + resolved[1] + once_calls;
		bad += call_add(n, 1) != n + 2;
		bad += tail_answer() != (int)round_number + 1000;
		tail_seen(n);
		pthread_barrier_wait(&barrier);
		bad += resolved[0] + resolved[1] + once_calls != before;
		__atomic_fetch_add(&calls_made, 6, __ATOMIC_RELAXED);
		/* One thread prepares the next round. */
		if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
			bad += RESET_FFP(add) || RESET_FFP(answer) || SET_FFP(seen, once);
			round_number++;
		}
	}
	__atomic_fetch_add(&wrong, bad, __ATOMIC_RELAXED);
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	struct ffp_info info;

	is(SET_FFP(seen, once), 0, "a target that takes itself out");
	pthread_barrier_init(&barrier, NULL, THREADS);
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, run, (void *)(intptr_t)i))
			abort();
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	is(wrong, 0, "%d rounds of %d threads: nothing wrong", ROUNDS, THREADS);
	ok(resolved[0] >= ROUNDS && resolved[0] <= ROUNDS * THREADS,
	   "add's default ran %u times, at least once a round", resolved[0]);
	ok(resolved[1] >= ROUNDS && resolved[1] <= ROUNDS * THREADS,
	   "answer's default ran %u times", resolved[1]);
	ok(once_calls >= ROUNDS && once_calls <= ROUNDS * THREADS, "once ran %u times", once_calls);
	is(ffp_info(FFP__KEY(add), &info), 0, "ffp_info");
	is(info.sites, COLLECTED(2), "sites of add: its caller's and its default's own");
	is(info.direct, COLLECTED(2), "all direct");
	counts.calls = calls_made;
	counts.changes = resolved[0] + resolved[1] + once_calls + 3 * ROUNDS;
	counts_print();
	return done();
}
