// SPDX-License-Identifier: MIT
/*
 * Thousands of sites, at every alignment, of every kind, some across the end of
 * a page, changed thousands of times under running threads, every call checked.
 *
 * A call must give what the old or the new target gives.  More: a thread that
 * sees no change of its key begin or end around a call (the key's sequence
 * number is even and the same before and after) knows which target was set, and
 * the call must give just that: so a change is seen by every thread once the
 * call that made it has returned.
 *
 * usage: threads [CHANGES [CALLS]]: at least that many.
 */
#include <ffp.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"

#define KEYS 8
#define THREADS 3

extern long (*const callers[])(long);
extern const int n_callers, n_keys, n_crossing;

#define CONSTANT (-77L)
#define BIG_CONSTANT 0x123456789abcdefL

long target_a(long x);
long target_b(long x);
long target_c(long x);

long target_a(long x)
{
	return x * 3 + 1;
}

long target_b(long x)
{
	return x * 5 + 2;
}

long target_c(long x)
{
	return x * 7 + 3;
}

#define EACH_KEY(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define DEFINE(i) DEFINE_FFP(key##i, target_a);
EACH_KEY(DEFINE)

static const struct ffp *keys[KEYS];

/* What a key can be made to do, and what a call of it then gives. */
enum { A, B, C, SMALL, BIG, STATES };

static long expected(unsigned state, long x)
{
	switch (state) {
	case A:
		return target_a(x);
	case B:
		return target_b(x);
	case C:
		return target_c(x);
	case SMALL:
		return CONSTANT;
	default:
		return BIG_CONSTANT;
	}
}

static struct ffp_change change_to(unsigned key, unsigned state)
{
	static void *const targets[] = { (void *)target_a, (void *)target_b, (void *)target_c };

	if (state == SMALL || state == BIG)
		return (struct ffp_change){ keys[key], NULL,
					    (uint64_t)(state == SMALL ? CONSTANT : BIG_CONSTANT),
					    FFP_TO_VALUE };
	return (struct ffp_change){ keys[key], targets[state], 0, FFP_TO_TARGET };
}

/* Per key: odd while it changes; and the state it was left in. */
static struct {
	_Alignas(64) unsigned sequence;
	unsigned state;
} published[KEYS];

static int stop;

struct worker {
	pthread_t thread;
	unsigned seed;
	long calls, exact, wrong, stale;
};

static void check_call(struct worker *w, int i, long x)
{
	unsigned key = (unsigned)(i % KEYS);
	unsigned before = __atomic_load_n(&published[key].sequence, __ATOMIC_ACQUIRE);
	unsigned state = __atomic_load_n(&published[key].state, __ATOMIC_ACQUIRE);
	long got = callers[i](x);
	unsigned after;
	bool known = false;

	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	after = __atomic_load_n(&published[key].sequence, __ATOMIC_RELAXED);
	w->calls++;
	if (before == after && !(before & 1)) {
		w->exact++;
		w->stale += got != expected(state, x);
		return;
	}
	for (unsigned s = 0; s < STATES; s++)
		known |= got == expected(s, x);
	w->wrong += !known;
}

static void *work(void *arg)
{
	struct worker *w = arg;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		int i = rand_r(&w->seed) % n_callers;
		long x = rand_r(&w->seed) | 1;

		/* A run of neighbours now and then one far away: both kinds of fetch. */
		for (int k = 0; k < 64; k++)
			check_call(w, (i + k) % n_callers, x);
		x = callers[2](0);
		w->wrong += x != -1;
	}
	return NULL;
}

/* Change some keys in one transaction; every eighth time all, now and then atomically. */
static int change(unsigned *seed)
{
	struct ffp_change set[KEYS];
	unsigned states[KEYS], which[KEYS];
	unsigned n = rand_r(seed) % 8 ? 1 : KEYS;
	unsigned first = (unsigned)rand_r(seed) % KEYS;
	int r;

	for (unsigned i = 0; i < n; i++) {
		which[i] = (first + i) % KEYS;
		states[i] = (unsigned)rand_r(seed) % STATES;
		set[i] = change_to(which[i], states[i]);
		__atomic_fetch_add(&published[which[i]].sequence, 1, __ATOMIC_SEQ_CST);
	}
	r = ffp_apply(set, n, FORM != POINTER && rand_r(seed) % 4 == 0 ? FFP_ATOMIC : 0);
	for (unsigned i = 0; i < n; i++) {
		if (!r)
			__atomic_store_n(&published[which[i]].state, states[i], __ATOMIC_RELEASE);
		__atomic_fetch_add(&published[which[i]].sequence, 1, __ATOMIC_SEQ_CST);
	}
	return r;
}

static long total(const struct worker *workers, size_t field)
{
	long sum = 0;

	for (int i = 0; i < THREADS; i++)
		sum += *(const long *)((const char *)&workers[i] + field);
	return sum;
}

int main(int argc, char **argv)
{
	long changes = argc > 1 ? atol(argv[1]) : 10000,
	     calls = argc > 2 ? atol(argv[2]) : 100000000;
	struct worker workers[THREADS] = { 0 };
	size_t sites = 0, direct = 0, foreign = 0;
	unsigned seed = 1;
	long made = 0, failed = 0;
	static const char *const names[KEYS] = { "key0", "key1", "key2", "key3",
						 "key4", "key5", "key6", "key7" };

	is(n_keys, KEYS, "the generated callers use as many keys as this program defines");
	for (int i = 0; i < KEYS; i++)
		keys[i] = ffp_find(names[i]);
	for (int i = 0; i < THREADS; i++) {
		workers[i].seed = 100 + (unsigned)i;
		pthread_create(&workers[i].thread, NULL, work, &workers[i]);
	}
	while (made < changes || total(workers, offsetof(struct worker, calls)) < calls) {
		if (change(&seed))
			failed++;
		else
			made++;
		if (made % 1000 == 0)
			fprintf(stderr, "# %ld changes, %ld calls\n", made,
				total(workers, offsetof(struct worker, calls)));
		/* On few processors, let the others run between changes. */
		usleep(20);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < THREADS; i++)
		pthread_join(workers[i].thread, NULL);

	for (int i = 0; i < KEYS; i++) {
		struct ffp_info info;

		is(ffp_info(keys[i], &info), 0, "info of key%d", i);
		sites += info.sites;
		direct += info.direct;
		foreign += info.foreign;
	}
	printf("# sites %zu, direct %zu, across a page %d; changes %ld, calls %ld, exactly known "
	       "%ld\n",
	       sites, direct, n_crossing, made, total(workers, offsetof(struct worker, calls)),
	       total(workers, offsetof(struct worker, exact)));
	is(sites, COLLECTED(n_callers), "every generated site was collected");
	is(direct, COLLECTED(n_callers), "every one is direct");
	is(foreign, 0, "none holds foreign bytes");
	is(failed, 0, "no change failed");
	ok(made >= changes, "%ld changes were made", made);
	ok(total(workers, offsetof(struct worker, exact)) > 0,
	   "some calls saw no change around them");
	is(total(workers, offsetof(struct worker, wrong)), 0, "no call went to neither target");
	is(total(workers, offsetof(struct worker, stale)), 0,
	   "no call that began after a change reached the old target");
	return done();
}
