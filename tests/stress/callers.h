/* SPDX-License-Identifier: MIT */
/*
 * What the stress programs share: the generated callers and branches, the keys of
 * these, a change of some of them, and a call, or a branch, that is checked.
 *
 * A call must give what a target gives that was set, or being set, at some time
 * between its begin and its end.  If no change of the key began or ended meanwhile,
 * these are two: that before the change which was being made, and that after it; or,
 * if none was, the one that was set: so a change is seen by every thread once the
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
extern long (*const branchers[])(void);
extern const int n_branchers;
/* Stays that many rounds among the callers, where somebody has written it. */
__attribute__((weak)) long spin(long n);

#define CONSTANT 77L /* an instruction of a call's length can say it; the other, not */
#define BIG_CONSTANT 0x123456789abcdefL

long target_a(long x);
long target_b(long x);
long target_c(long x);
long target_d(long x);
long target_e(long x);

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

/* Compiled with optimisation, one instruction and none or one: bodies of call sites. */
long target_d(long x)
{
	return x + 1;
}

long target_e(long x)
{
	return x;
}

#define EACH_KEY(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define DEFINE(i) DEFINE_FFP(key##i, target_a);
EACH_KEY(DEFINE)

/* A branch of the compiler's brings the descriptor of the table of branches. */
static long compiled_branch(void)
{
	return FFP_ON(key0);
}

#define RECORD(i) FFP__KEY(key##i),
static const struct ffp *const keys[KEYS] = { EACH_KEY(RECORD) };

/* What a key can be made to do, and what a call of it then gives. */
enum { A, B, C, D, E, SMALL, BIG, STATES };

static long expected(unsigned state, long x)
{
	switch (state) {
	case A:
		return target_a(x);
	case B:
		return target_b(x);
	case C:
		return target_c(x);
	case D:
		return target_d(x);
	case E:
		return target_e(x);
	case SMALL:
		return CONSTANT;
	default:
		return BIG_CONSTANT;
	}
}

static struct ffp_change change_to(unsigned key, unsigned state)
{
	static void *const targets[] = { (void *)target_a, (void *)target_b, (void *)target_c,
					 (void *)target_d, (void *)target_e };

	if (state == SMALL || state == BIG)
		return (struct ffp_change){ keys[key], NULL,
					    (uint64_t)(state == SMALL ? CONSTANT : BIG_CONSTANT),
					    FFP_TO_VALUE };
	return (struct ffp_change){ keys[key], targets[state], 0, FFP_TO_TARGET };
}

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
}

/* What one thread has seen; of the calls, those that could give one, and two, things. */
struct tally {
	long calls, exact, either, wrong, stale;
	long branches, wrong_branches;
};

static void add_tally(struct tally *to, const struct tally *t)
{
	to->calls += t->calls;
	to->exact += t->exact;
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

static void check_call(struct tally *t, int i, long x)
{
	unsigned key = (unsigned)(i % KEYS);
	unsigned before = __atomic_load_n(&published[key].sequence, __ATOMIC_ACQUIRE);
	long got = callers[i](x);
	unsigned after, states;
	bool right = false;

	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	after = __atomic_load_n(&published[key].sequence, __ATOMIC_RELAXED);
	states = states_between(key, before / 2, (after + 1) / 2);
	for (unsigned s = 0; s < STATES; s++)
		right |= (states >> s & 1) && got == expected(s, x);
	t->calls++;
	t->either += __builtin_popcount(states) == 2;
	if (before == after && !(before & 1)) {
		t->exact++;
		t->stale += !right;
	} else {
		t->wrong += !right;
	}
}

/* A branch must be what its key is, or was or will be if the key is being changed. */
static void check_branch(struct tally *t, int i)
{
	unsigned key = (unsigned)(i % KEYS);
	unsigned before = __atomic_load_n(&published[key].sequence, __ATOMIC_ACQUIRE);
	long got = branchers[i]();
	unsigned after, states;

	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	after = __atomic_load_n(&published[key].sequence, __ATOMIC_RELAXED);
	states = states_between(key, before / 2, (after + 1) / 2);
	t->branches++;
	t->wrong_branches += got == 0 ? !(states >> A & 1) : got != 1 || states == 1u << A;
}

/* A run of neighbours somewhere: near and far fetches; and a branch that is not taken. */
static void check_run(struct tally *t, unsigned *seed, int n)
{
	int first = rand_r(seed) % n_callers;
	long x = rand_r(seed) | 1;

	for (int k = 0; k < n; k++)
		check_call(t, (first + k) % n_callers, x);
	for (int k = 0; k < n / 4; k++)
		check_branch(t, (first + k) % n_branchers);
	t->wrong += callers[2](0) != -1;
}

static void publish(unsigned key, unsigned number, unsigned state)
{
	__atomic_store_n(&published[key].states[number % STATES_KEPT], (uint8_t)state,
			 __ATOMIC_RELEASE);
}

/*
 * Change `n` keys in one transaction, from `first` on, `step` apart, each to
 * some state; now and then at one instant.
 */
static int change(unsigned *seed, unsigned first, unsigned step, unsigned n)
{
	struct ffp_change set[KEYS];
	unsigned which;
	int r;

	for (unsigned i = 0; i < n; i++) {
		unsigned state = (unsigned)rand_r(seed) % STATES;

		which = first + i * step;
		pthread_mutex_lock(&published[which].lock);
		set[i] = change_to(which, state);
		publish(which, published[which].sequence / 2 + 1, state);
		__atomic_fetch_add(&published[which].sequence, 1, __ATOMIC_SEQ_CST);
	}
	r = ffp_apply(set, n, rand_r(seed) % 4 == 0 ? FFP_ATOMIC : 0);
	for (unsigned i = 0; i < n; i++) {
		unsigned was;

		which = first + i * step;
		was = published[which].sequence / 2;
		/* A failure is as a change and one back. */
		if (r)
			publish(which, was + 2, published[which].states[was % STATES_KEPT]);
		__atomic_fetch_add(&published[which].sequence, r ? 3 : 1, __ATOMIC_SEQ_CST);
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

/* How many sites hold a body if all keys have such a target? */
static size_t count_bodies(void)
{
	struct ffp_change set[KEYS];
	size_t inlined = 0;

	for (unsigned i = 0; i < KEYS; i++)
		set[i] = change_to(i, D);
	if (ffp_apply(set, KEYS, 0))
		return 0;
	for (int i = 0; i < KEYS; i++) {
		struct ffp_info info;

		inlined += ffp_info(keys[i], &info) ? 0 : info.inlined;
	}
	return inlined;
}

/* After it all: every site is there, direct if it can be, and ours. */
static void check_sites(void)
{
	size_t sites = 0, direct = 0, unreachable = 0, foreign = 0, branches = 0;

	for (int i = 0; i < KEYS; i++) {
		struct ffp_info info;

		is(ffp_info(keys[i], &info), 0, "info of key%d", i);
		sites += info.sites;
		direct += info.direct;
		unreachable += info.unreachable;
		foreign += info.foreign;
		branches += info.branches;
		is(info.branches_on, info.target == (void *)target_a ? 0 : info.branches,
		   "key%d: its branches are what it is", i);
	}
	is(branches, n_branchers + 1, "every branch is counted");
	is(compiled_branch(), FFP_TARGET(key0) != target_a, "that of the compiler is right");
	printf("# sites %zu, direct %zu, out of reach %zu, across a page %d\n", sites, direct,
	       unreachable, n_crossing);
	is(n_keys, KEYS, "the generated callers use as many keys as this program defines");
	is(sites, COLLECTED(n_callers), "every generated site was collected");
	is(direct + unreachable, COLLECTED(n_callers), "every one is direct or out of reach");
	ok(!unreachable || !all_near(), "and direct if all are within reach");
	is(foreign, 0, "none holds foreign bytes");
	printf("# %zu can hold the body of a target\n", count_bodies());
}

#endif /* CALLERS_H */
