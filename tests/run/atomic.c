// SPDX-License-Identifier: MIT
/*
 * What FFP_ATOMIC promises, and no more.  Each round sets two keys to yield the
 * number of the round; threads call the one and then the other, from sites in far
 * pages: with FFP_ATOMIC the second call never yields an older number than the
 * first, whichever key is first.  Without, it may, and does: the test can tell.
 *
 * The number is a constant, or comes from one of a few functions in turn.  Of a
 * constant some sites read a word beside the entry, so that it shows whether
 * instructions and data change at one instant, too.
 */
#include <errno.h>
#include <ffp.h>
#include <pthread.h>
#include <unistd.h>

#include "../emulated.h"
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

/* The functions: of rounds 0, 1, 2 … and again from the first. */
#define FUNCTIONS 16
#define ALL(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15)
#define FUNCTION(n)                                                                                \
	static COUNTED int function##n(void)                                                       \
	{                                                                                          \
		return n;                                                                          \
	}
ALL(FUNCTION)
#define ADDRESS(n) (void *)function##n,
static void *const functions[FUNCTIONS] = { ALL(ADDRESS) };

#define THREADS 2

enum how { CONSTANTS, BRANCHES };

static unsigned stop;
static int last_round; /* begun */

static int set_round(int round, enum how how, unsigned flags)
{
	void *function = how == BRANCHES ? functions[round % FUNCTIONS] : NULL;
	uint64_t value = how == CONSTANTS ? (uint64_t)round : 0;
	unsigned to = how == CONSTANTS ? FFP_TO_VALUE : FFP_TO_TARGET;
	struct ffp_change both[] = {
		{ FFP__KEY(left), function, value, to },
		{ FFP__KEY(right), function, value, to },
	};

	__atomic_store_n(&last_round, round, __ATOMIC_RELEASE);
	return CHANGE(ffp_apply(both, 2, flags));
}

/* The round, no later than `top`, that set what a call yielded. */
static int round_of(int yielded, int top, enum how how)
{
	if (how == CONSTANTS || yielded < 0 || yielded >= FUNCTIONS)
		return yielded;
	return top - (top - yielded) % FUNCTIONS;
}

struct caller {
	pthread_t thread;
	unsigned seed;
	enum how how;
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
		int bottom = __atomic_load_n(&last_round, __ATOMIC_ACQUIRE) - 1;

		one = modules[module](first, (int)(n / 2 % WAYS));
		two = modules[module](!first, (int)(n / 6 % WAYS));
		top = __atomic_load_n(&last_round, __ATOMIC_ACQUIRE);
		/* This thread was stopped, and the same function set again. */
		if (c->how == BRANCHES && top - bottom >= FUNCTIONS)
			continue;
		one = round_of(one, top, c->how);
		two = round_of(two, top, c->how);
		c->pairs++;
		if (two < one)
			__atomic_fetch_add(&c->older[module], 1, __ATOMIC_RELAXED);
		c->never_set += one < bottom || two < bottom || one > top || two > top;
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

static bool have_mixes(const struct caller *callers, int n_modules)
{
	for (int m = 0; m < n_modules; m++)
		if (!mixes(callers, m))
			return false;
	return true;
}

/* `n` rounds, or as many more as it takes for a mix in every module without FFP_ATOMIC. */
static void rounds(int n, enum how how, unsigned flags, const char *what)
{
	struct caller callers[THREADS] = { 0 };
	long pairs = 0, never_set = 0;
	int failed = 0, stale = 0;
	/*
	 * To functions out of reach a library's sites go through its own entries, which
	 * lie together and so change together, even if that was not asked for.
	 */
	int mixed = how == CONSTANTS ? MODULES : 1;

	stop = 0;
	failed += set_round(last_round + 1, how, flags) != 0;
	for (int i = 0; i < THREADS; i++) {
		callers[i].seed = (unsigned)i * 7;
		callers[i].how = how;
		pthread_create(&callers[i].thread, NULL, call_in_turn, &callers[i]);
	}
	do {
		int round = last_round + 1;

		failed += set_round(round, how, flags) != 0;
		for (int i = 0; i < MODULES * WAYS * 2; i++)
			stale += round_of(modules[i / 2 / WAYS](i % 2, i / 2 % WAYS), round, how) !=
				 round;
		usleep(50);
	} while (--n > 0 || (!flags && !have_mixes(callers, mixed)));
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
		if (flags && m && emulated())
			skip("no pair was a mix", "qemu-user changes the word of a far jump first");
		else if (flags)
			is(mixes(callers, m), 0, "module %d: and no pair was a mix", m);
		else if (m < mixed)
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
	rounds(1, CONSTANTS, 0, "constants one by one");
	rounds(1, BRANCHES, 0, "branches one by one");
	if (FORM == POINTER) {
		is(ffp_apply(both, 2, FFP_ATOMIC), -ENOTSUP, "pointers are stored one by one");
	} else {
		rounds(200, BRANCHES, FFP_ATOMIC, "branches at one instant");
		/*
		 * A block that it has translated lives on for an instant after what
		 * mremap put in its place can be read.
		 */
		if (emulated() && FORM == DIRECT)
			skip("constants at one instant", "qemu-user changes data before code");
		else
			rounds(200, CONSTANTS, FFP_ATOMIC, "constants at one instant");
		is(ffp_apply(both, 2, FFP_ATOMIC), 0, "back to the defaults");
	}
	counts_print();
	return done();
}
