// SPDX-License-Identifier: MIT
/*
 * What FFP_ATOMIC promises, and no more.  Each round sets two keys to yield the
 * number of the round; threads call the one and then the other, from sites in far
 * pages: with FFP_ATOMIC the second call never yields an older number than the
 * first, whichever key is first.  Without, it may, and does: the test can tell.
 */
#include <errno.h>
#include <ffp.h>
#include <pthread.h>
#include <unistd.h>

#include "../tap.h"
#include "atomic.h"
#include "counts.h"

int left_default(void)
{
	return 0;
}

int right_default(void)
{
	return 0;
}

DEFINE_FFP_EXPORT(left, left_default);
/* A far page between the entries, too. */
__asm__(".pushsection .text.ffp, \"ax\", %progbits\n.skip 262144, 0xcc\n.popsection");
DEFINE_FFP_EXPORT(right, right_default);

/* The modules that have sites: the program, and two libraries where it is linked with them. */
#ifdef WITH_LIBRARIES
#define MODULES 3
int ways_1(int key, int way);
int ways_2(int key, int way);
static int (*const modules[MODULES])(int key, int way) = { ways, ways_1, ways_2 };
#else
#define MODULES 1
static int (*const modules[MODULES])(int key, int way) = { ways };
#endif

#define THREADS 2

static unsigned stop;
static int last_round; /* begun */

struct caller {
	pthread_t thread;
	unsigned seed;
	long pairs, older[MODULES], never_set;
};

/* Two calls in turn, of both keys, by any of their sites in one module. */
static void *call_in_turn(void *arg)
{
	struct caller *c = arg;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		unsigned n = c->seed++;
		unsigned module = n / 18 % MODULES;
		int first = n % 2, one, two, top;

		one = modules[module](first, (int)(n / 2 % WAYS));
		two = modules[module](!first, (int)(n / 6 % WAYS));
		top = __atomic_load_n(&last_round, __ATOMIC_ACQUIRE);
		c->pairs++;
		if (two < one)
			__atomic_fetch_add(&c->older[module], 1, __ATOMIC_RELAXED);
		c->never_set += one < 0 || one > top || two > top;
	}
	return NULL;
}

/* The pairs that were a mix, in one module. */
static long mixes(const struct caller *callers, int module)
{
	long n = 0;

	for (int i = 0; i < THREADS; i++)
		n += __atomic_load_n(&callers[i].older[module], __ATOMIC_RELAXED);
	return n;
}

static int modules_with_mixes(const struct caller *callers)
{
	int n = 0;

	for (int m = 0; m < MODULES; m++)
		n += mixes(callers, m) > 0;
	return n;
}

/* `n` rounds, or as many more as it takes for a mix in every module without FFP_ATOMIC. */
static void rounds(int n, unsigned flags, const char *what)
{
	struct caller callers[THREADS] = { 0 };
	long pairs = 0, never_set = 0;
	int failed = 0, stale = 0;

	stop = 0;
	for (int i = 0; i < THREADS; i++) {
		callers[i].seed = (unsigned)i * 7;
		pthread_create(&callers[i].thread, NULL, call_in_turn, &callers[i]);
	}
	do {
		int round = last_round + 1;
		struct ffp_change both[] = {
			{ FFP__KEY(left), NULL, (uint64_t)round, FFP_TO_VALUE },
			{ FFP__KEY(right), NULL, (uint64_t)round, FFP_TO_VALUE },
		};

		__atomic_store_n(&last_round, round, __ATOMIC_RELEASE);
		failed += CHANGE(ffp_apply(both, 2, flags)) != 0;
		for (int i = 0; i < MODULES * WAYS * 2; i++)
			stale += modules[i / 2 / WAYS](i % 2, i / 2 % WAYS) != round;
		usleep(50);
	} while (--n > 0 || (!flags && modules_with_mixes(callers) < MODULES));
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(callers[i].thread, NULL);
		pairs += callers[i].pairs;
		never_set += callers[i].never_set;
	}
	counts.calls += 2 * (unsigned long)pairs;
	is(failed, 0, "%s: every change was made", what);
	is(stale, 0, "%s: and seen by its own thread", what);
	is(never_set, 0, "%s: of %ld pairs of calls none yielded what was never set", what, pairs);
	for (int m = 0; m < MODULES; m++)
		if (flags)
			is(mixes(callers, m), 0, "module %d: and no pair was a mix", m);
		else
			ok(mixes(callers, m) > 0, "module %d: some pairs were a mix of old and new",
			   m);
}

int main(void)
{
	struct ffp_info info;
	struct ffp_change both[] = { FFP_CHANGE_DEFAULT(left), FFP_CHANGE_DEFAULT(right) };

	for (int i = 0; i < 2; i++) {
		const struct ffp *key = both[i].key;

		is(ffp_info(key, &info) || info.sites != COLLECTED(2 * MODULES), 0,
		   "two sites of %s in each of %d modules", info.name, MODULES);
	}
	rounds(1, 0, "one by one");
	if (FORM == POINTER) {
		is(ffp_apply(both, 2, FFP_ATOMIC), -ENOTSUP, "pointers are stored one by one");
	} else {
		rounds(400, FFP_ATOMIC, "at one instant");
		is(ffp_apply(both, 2, FFP_ATOMIC), 0, "back to the defaults");
	}
	counts_print();
	return done();
}
