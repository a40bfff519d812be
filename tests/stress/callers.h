/* SPDX-License-Identifier: MIT */
/*
 * What the stress programs share: the generated callers, the keys that they
 * call, a change of some of them, and a call that is checked.
 *
 * A call must give what the old or the new target gives.  More: a thread that
 * sees no change of its key begin or end around a call (the key's sequence
 * number is even and the same before and after) knows which target was set, and
 * the call must give just that: so a change is seen by every thread once the
 * call that made it has returned.
 */
#ifndef CALLERS_H
#define CALLERS_H

#include <ffp.h>
#include <pthread.h>
#include <stdlib.h>

#include "../far.h"
#include "../forms.h"
#include "../tap.h"

#define KEYS 8

extern long (*const callers[])(long);
extern const int n_callers, n_keys, n_crossing;
/* Stays that many rounds among the callers, where somebody has written it. */
__attribute__((weak)) long spin(long n);

#define CONSTANT 77L /* an instruction of a call's length can say it; the other, not */
#define BIG_CONSTANT 0x123456789abcdefL

long target_a(long x);
long target_b(long x);
long target_c(long x);

/*
 * So far from each other that most bytes of a branch to them differ, with traps
 * between, so that a branch of some bytes of both does not slide into either.
 */
#define FAR_AWAY(name, distance)                                                                   \
	__asm__(".pushsection .text." name ", \"ax\", %progbits\n"                                 \
		".skip " distance ", 0xcc\n"                                                       \
		".popsection")
FAR_AWAY("target_b", "0x123456");
FAR_AWAY("target_c", "0x23578");

long target_a(long x)
{
	return x * 3 + 1;
}

__attribute__((section(".text.target_b"))) long target_b(long x)
{
	return x * 5 + 2;
}

__attribute__((section(".text.target_c"))) long target_c(long x)
{
	return x * 7 + 3;
}

#define EACH_KEY(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define DEFINE(i) DEFINE_FFP(key##i, target_a);
EACH_KEY(DEFINE)

#define RECORD(i) FFP__KEY(key##i),
static const struct ffp *const keys[KEYS] = { EACH_KEY(RECORD) };

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

/* Per key: odd while it changes; the state it was left in; one changer at a time. */
static struct {
	_Alignas(64) unsigned sequence;
	unsigned state;
	pthread_mutex_t lock;
} published[KEYS];

static void callers_start(void)
{
	for (int i = 0; i < KEYS; i++)
		pthread_mutex_init(&published[i].lock, NULL);
}

/* What one thread has seen. */
struct tally {
	long calls, exact, wrong, stale;
};

static void check_call(struct tally *t, int i, long x)
{
	unsigned key = (unsigned)(i % KEYS);
	unsigned before = __atomic_load_n(&published[key].sequence, __ATOMIC_ACQUIRE);
	unsigned state = __atomic_load_n(&published[key].state, __ATOMIC_ACQUIRE);
	long got = callers[i](x);
	unsigned after;
	bool known = false;

	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	after = __atomic_load_n(&published[key].sequence, __ATOMIC_RELAXED);
	t->calls++;
	if (before == after && !(before & 1)) {
		t->exact++;
		t->stale += got != expected(state, x);
		return;
	}
	for (unsigned s = 0; s < STATES; s++)
		known |= got == expected(s, x);
	t->wrong += !known;
}

/* A run of neighbours somewhere: near and far fetches; and a branch that is not taken. */
static void check_run(struct tally *t, unsigned *seed, int n)
{
	int first = rand_r(seed) % n_callers;
	long x = rand_r(seed) | 1;

	for (int k = 0; k < n; k++)
		check_call(t, (first + k) % n_callers, x);
	t->wrong += callers[2](0) != -1;
}

/*
 * Change `n` keys in one transaction, from `first` on, `step` apart, each to
 * some state; now and then at one instant.
 */
static int change(unsigned *seed, unsigned first, unsigned step, unsigned n)
{
	struct ffp_change set[KEYS];
	unsigned states[KEYS], which;
	int r;

	for (unsigned i = 0; i < n; i++) {
		which = first + i * step;
		pthread_mutex_lock(&published[which].lock);
		states[i] = (unsigned)rand_r(seed) % STATES;
		set[i] = change_to(which, states[i]);
		__atomic_fetch_add(&published[which].sequence, 1, __ATOMIC_SEQ_CST);
	}
	r = ffp_apply(set, n, rand_r(seed) % 4 == 0 ? FFP_ATOMIC : 0);
	for (unsigned i = 0; i < n; i++) {
		which = first + i * step;
		if (!r)
			__atomic_store_n(&published[which].state, states[i], __ATOMIC_RELEASE);
		__atomic_fetch_add(&published[which].sequence, 1, __ATOMIC_SEQ_CST);
		pthread_mutex_unlock(&published[which].lock);
	}
	return r;
}

/* Does every caller's branch reach every target? */
static bool all_near(void)
{
	bool near = true;

	for (unsigned s = A; s <= C; s++) {
		near &= !is_far((void *)callers[0], change_to(0, s).target);
		near &= !is_far((void *)callers[n_callers - 1], change_to(0, s).target);
	}
	return near;
}

/* After it all: every site is there, direct if it can be, and ours. */
static void check_sites(void)
{
	size_t sites = 0, direct = 0, unreachable = 0, foreign = 0;

	for (int i = 0; i < KEYS; i++) {
		struct ffp_info info;

		is(ffp_info(keys[i], &info), 0, "info of key%d", i);
		sites += info.sites;
		direct += info.direct;
		unreachable += info.unreachable;
		foreign += info.foreign;
	}
	printf("# sites %zu, direct %zu, out of reach %zu, across a page %d\n", sites, direct,
	       unreachable, n_crossing);
	is(n_keys, KEYS, "the generated callers use as many keys as this program defines");
	is(sites, COLLECTED(n_callers), "every generated site was collected");
	is(direct + unreachable, COLLECTED(n_callers), "every one is direct or out of reach");
	ok(!unreachable || !all_near(), "and direct if all are within reach");
	is(foreign, 0, "none holds foreign bytes");
}

#endif /* CALLERS_H */
