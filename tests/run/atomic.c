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

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

int left_default(void);
int right_default(void);

int left_default(void)
{
	return 0;
}

int right_default(void)
{
	return 0;
}

DEFINE_FFP(left, left_default);
/* A far page between the entries, too. */
__asm__(".pushsection .text.ffp, \"ax\", %progbits\n.skip 262144, 0xcc\n.popsection");
DEFINE_FFP(right, right_default);

/* Sites so far apart that each is a window of its own. */
#define FAR __attribute__((aligned(1 << 17))) COUNTED

static FAR int call_left(void)
{
	return left() + 1;
}

static FAR int call_right(void)
{
	return right() + 1;
}

static FAR int tail_left(void)
{
	return left();
}

static FAR int tail_right(void)
{
	return right();
}

/* By address, that is through the entries. */
static int (*volatile by_left)(void), (*volatile by_right)(void);

static int ways(int key, int way)
{
	switch (2 * way + key) {
	case 0:
		return call_left() - 1;
	case 1:
		return call_right() - 1;
	case 2:
		return tail_left();
	case 3:
		return tail_right();
	case 4:
		return by_left();
	default:
		return by_right();
	}
}

/* In the pointer form an address is the target of its moment. */
#define WAYS (FORM == POINTER ? 2 : 3)
#define THREADS 2

static unsigned stop;
static int last_round; /* begun */

struct caller {
	pthread_t thread;
	unsigned seed;
	long pairs, older, never_set;
};

/* Two calls in turn, of both keys, by any of their sites. */
static void *call_in_turn(void *arg)
{
	struct caller *c = arg;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		unsigned n = c->seed++;
		int first = n % 2, one, two, top;

		one = ways(first, (int)(n / 2 % WAYS));
		two = ways(!first, (int)(n / 6 % WAYS));
		top = __atomic_load_n(&last_round, __ATOMIC_ACQUIRE);
		c->pairs++;
		if (two < one)
			__atomic_fetch_add(&c->older, 1, __ATOMIC_RELAXED);
		c->never_set += one < 0 || one > top || two > top;
	}
	return NULL;
}

/* `n` rounds, or more if there must be a mix; the number of pairs that were one. */
static long rounds(int n, unsigned flags, const char *what)
{
	struct caller callers[THREADS] = { 0 };
	long pairs = 0, older = 0, never_set = 0, sum;
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
		for (int way = 0; way < WAYS; way++)
			stale += ways(0, way) != round || ways(1, way) != round;
		usleep(50);
		sum = 0;
		for (int i = 0; i < THREADS; i++)
			sum += __atomic_load_n(&callers[i].older, __ATOMIC_RELAXED);
	} while (--n > 0 || (!flags && sum == 0));
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(callers[i].thread, NULL);
		pairs += callers[i].pairs;
		older += callers[i].older;
		never_set += callers[i].never_set;
	}
	counts.calls += 2 * (unsigned long)pairs;
	is(failed, 0, "%s: every change was made", what);
	is(stale, 0, "%s: and seen by its own thread", what);
	is(never_set, 0, "%s: of %ld pairs of calls none yielded what was never set", what, pairs);
	return older;
}

int main(void)
{
	struct ffp_info info;
	struct ffp_change both[] = { FFP_CHANGE_DEFAULT(left), FFP_CHANGE_DEFAULT(right) };

	by_left = left;
	by_right = right;
	is(ffp_info(FFP__KEY(left), &info) || info.sites != COLLECTED(2), 0,
	   "two sites of the one");
	is(ffp_info(FFP__KEY(right), &info) || info.sites != COLLECTED(2), 0, "and of the other");
	ok(rounds(1, 0, "one by one") > 0, "some pairs were a mix of old and new");
	if (FORM == POINTER) {
		is(ffp_apply(both, 2, FFP_ATOMIC), -ENOTSUP, "pointers are stored one by one");
	} else {
		is(rounds(400, FFP_ATOMIC, "at one instant"), 0, "and no pair was a mix");
		is(ffp_apply(both, 2, FFP_ATOMIC), 0, "back to the defaults");
	}
	counts_print();
	return done();
}
