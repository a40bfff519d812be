// SPDX-License-Identifier: MIT
/*
 * Thousands of sites, at every alignment, of every kind, some across the end of
 * a page, changed thousands of times, by several threads at once, under threads
 * of every kind, every call checked (keys.h has the keys and what they are changed to,
 * callers.h says how a call is checked, roles.h has the threads).
 *
 * Compiled with FFP_INJECT, and linked with the library that has hooks between
 * its steps, a change is held up at each of them.
 *
 * usage: threads MODULE [CHANGES [CALLS [SEED]]]: at least that many of both, and all that is
 * chosen at random by that seed.  MODULE is what a thread loads and unloads, or "-".
 */
#define _GNU_SOURCE
#include <errno.h>

#include "../run/table.h"
#include "delays.h"

#define CHANGERS 3

static unsigned first_seed = 1;
static pthread_t changers[CHANGERS];
static struct tally changers_interrupted[CHANGERS];
static pthread_barrier_t together;

/* Interrupts one of the others after each change. */
static void *change_always(void *arg)
{
	unsigned me = (unsigned)(uintptr_t)arg, seed = first_seed + me;

	handler_seed = seed + 2000;
	interrupted = &changers_interrupted[me];
	/* None is signalled before it is there, and none ends while another may signal it. */
	pthread_barrier_wait(&together);
	while (!stopped()) {
		unsigned whom;
		int r;

		if (changes_ahead()) {
			usleep(PAUSE);
			continue;
		}
		r = change(&seed, choose_keys(&seed));
		__atomic_fetch_add(r ? &failed : &made, 1, __ATOMIC_RELAXED);
		(void)!write(wake[1], "", 1);
		whom = (unsigned)rand_r(&seed) % (ROLES + CHANGERS);
		pthread_kill(whom < ROLES ? roles[whom].thread : changers[whom - ROLES], SIGUSR1);
	}
	pthread_barrier_wait(&together);
	return NULL;
}

static void wait_for_counts(void)
{
	long told = 0;

	for (;;) {
		long changes_now = __atomic_load_n(&made, __ATOMIC_RELAXED);
		long calls_now = __atomic_load_n(&calls, __ATOMIC_RELAXED);

		if (stopped() || (changes_now >= want_changes && calls_now >= want_calls) ||
		    __atomic_load_n(&failed, __ATOMIC_RELAXED))
			return;
		if (changes_now >= told + want_changes / 10) {
			told = changes_now;
			fprintf(stderr, "# %ld changes, %ld calls\n", changes_now, calls_now);
		}
		usleep(2000);
	}
}

/* Does every caller's branch reach the key's target? */
static bool is_near(const void *target)
{
	return !n_callers || !target ||
	       (!is_far((void *)callers[0], target) &&
		!is_far((void *)callers[n_callers - 1], target));
}

/*
 * After it all: every site is there, direct if it can be, and ours.  (A conditional jump cannot do
 * nothing, and goes to the entry.)
 */
static void check_sites(const char *when)
{
	size_t sites = 0, at_entries = 0, unreachable = 0, inlined = 0, foreign = 0, branches = 0;
	int wrong = 0;

	for (unsigned i = 0; i < KEYS; i++) {
		struct ffp_info info = { 0 };
		bool set;

		wrong += ffp_info(keys[i], &info) != 0;
		sites += info.sites;
		unreachable += info.unreachable;
		inlined += info.inlined;
		foreign += info.foreign + info.behind + info.unaimed;
		branches += info.branches;
		set = info.target != (is_null(i) ? NULL : (void *)target_a);
		wrong += info.branches_on != (set ? info.branches : 0);
		wrong += info.direct + info.trampoline != info.sites;
		if (info.target && !info.constant)
			at_entries += info.trampoline - info.unreachable;
		if (FORM == DIRECT && is_near(info.target))
			wrong += info.unreachable != 0;
	}
	printf("# %s: sites %zu, out of reach %zu, with a body %zu\n", when, sites, unreachable,
	       inlined);
	is(wrong, 0, "%s: every key is as told, and its sites and branches are", when);
	is(branches, FORM == POINTER ? 0 : n_all_branchers, "every branch is counted");
	is(sites, COLLECTED(n_all_callers), "every site was collected");
	is(at_entries, 0, "every one is direct or out of reach");
	is(foreign, 0, "none is foreign, behind or not aimed");
}

/* All keys have a target that is one instruction. */
static void check_bodies(void)
{
	struct ffp_change set[KEYS];
	size_t inlined = 0;

	for (unsigned i = 0; i < KEYS; i++)
		set[i] = change_to(i, D);
	is(ffp_apply(set, KEYS, 0), 0, "all keys are set to a target of one instruction");
	check_sites("then");
	for (int i = 0; i < KEYS; i++) {
		struct ffp_info info;

		inlined += ffp_info(keys[i], &info) ? 0 : info.inlined;
	}
	ok(inlined > 0 || FORM != DIRECT, "which %zu sites hold", inlined);
}

/* The number of sites in the tables of this program that are calls of keys with a default. */
static size_t calls_of_values(void)
{
	size_t n = 0;

	for (unsigned i = 0; i < KEYS; i++)
		n += is_null(i) ? 0 : table_count(keys[i], FFP_SITE_CALL);
	return n;
}

/*
 * Sites that hold a constant.  Of a constant that needs more instructions a site holds what it
 * holds of a far target, a branch to the entry; so those that differ hold the other one.
 */
static void check_constants(void)
{
	static const unsigned states[] = { FAR, BIG, SMALL };
	const struct ffp_module *m = keys[0]->module;
	const size_t n = (size_t)(m->sites_end - m->sites), expected = calls_of_values();
	uint64_t(*held)[3] = calloc(n + 1, sizeof(*held));
	size_t constants = 0, odd = 0;
	int r = held ? 0 : -ENOMEM;

	for (unsigned s = 0; s < 3 && !r; s++) {
		struct ffp_change set[KEYS];

		for (unsigned i = 0; i < KEYS; i++)
			set[i] = change_to(i, is_null(i) ? A : states[s]);
		r = ffp_apply(set, KEYS, 0);
		for (size_t i = 0; i < n; i++)
			memcpy(&held[i][s], (const void *)table_site(&m->sites[i]), 8);
	}
	for (size_t i = 0; i < n && !r; i++) {
		odd += held[i][0] != held[i][1];
		constants += held[i][0] != held[i][2];
	}
	free(held);
	is(r, 0, "all keys are set to a far target, and to a constant of each length");
	is(odd, 0, "a constant that is longer than an instruction stands at no site");
	/* Before a call that a compiler wrote may stand what looks like a prefix. */
	ok(FORM == DIRECT ? expected && constants > expected / 2 && constants <= expected : !n,
	   "the other one stands at %zu sites, of %zu calls", constants, expected);
}

/* Each kind of key was called, and whatever keys can be made to do was done. */
static void check_kinds(const struct tally *all, long *exact)
{
	for (int kind = 0; kind < KINDS; kind++) {
		long n = 0;

		for (int state = 0; state < STATES; state++)
			n += all->exact[kind][state];
		ok(n > 0, "calls of %s: %ld", kind_names[kind], n);
		*exact += n;
	}
	for (int state = 0; state < STATES; state++) {
		long n = 0;

		for (int kind = 0; kind < KINDS; kind++)
			n += all->exact[kind][state];
		ok(n > 0, "calls that %s: %ld", state_names[state], n);
	}
}

/* Whoever ends a long run sees what it has found until then. */
static void stop_early(int number)
{
	(void)number;
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
}

int main(int argc, char **argv)
{
	struct tally all = { 0 };
	struct ffp_info info;
	long exact = 0;

	module_path = argc > 1 && strcmp(argv[1], "-") ? argv[1] : NULL;
	want_changes = argc > 2 ? atol(argv[2]) : 10000;
	want_calls = argc > 3 ? atol(argv[3]) : 100000000;
	first_seed = argc > 4 ? (unsigned)atol(argv[4]) : 1;
	printf("# seed %u\n", first_seed);
	callers_start();
	is(n_keys, GENERATED, "the generated callers use as many keys as this program says");
	if (pipe2(wake, 0) || fcntl(wake[1], F_SETFL, O_NONBLOCK))
		return 1;
	if (!ok(make_far_targets((void *)all_callers[0].call), "a target is out of reach"))
		return done();
	if (spin)
		ok((uintptr_t)spin > (uintptr_t)callers[0] &&
		       (uintptr_t)spin < (uintptr_t)callers[n_callers - 1],
		   "there is code to stay in among the callers");
	is(ffp_apply(NULL, 0, 0), 0, "nothing changed yet");
	signal(SIGINT, stop_early);
	signal(SIGTERM, stop_early);
	hold_up_from_now_on();
	pthread_barrier_init(&together, NULL, CHANGERS + 1);
	start_roles(first_seed);
	for (size_t i = 0; i < CHANGERS; i++)
		pthread_create(&changers[i], NULL, change_always, (void *)i);
	pthread_barrier_wait(&together);
	wait_for_counts();
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	pthread_barrier_wait(&together);
	for (int i = 0; i < CHANGERS; i++) {
		pthread_join(changers[i], NULL);
		add_tally(&all, &changers_interrupted[i]);
	}
	end_roles(&all);

	check_sites("after it all");
	check_bodies();
	check_constants();
	check_held_up();
	check_kinds(&all, &exact);
	printf(
	    "# changes %ld, calls %ld, of these during a change of the key %ld, that could go to "
	    "two targets %ld; callers across a page %d\n",
	    made, all.calls, all.calls - exact, all.either, n_crossing);
	is(ffp_info(keys[0], &info), 0, "asked");
	printf("# changes end with a barrier of all processors: %s\n",
	       info.serialised ? "yes" : "no");
	is(failed, 0, "no change failed");
	ok(made >= want_changes, "%ld changes were made", made);
	ok(all.calls >= want_calls, "%ld calls", all.calls);
	ok(exact > 0, "some calls saw no change around them");
	ok(all.either > 0, "and some could go to the old target or to the new one, and no other");
	is(all.wrong, 0, "no call went to neither target");
	is(all.stale, 0, "no call that began after a change reached the old target");
	ok(all.branches > 0, "%ld branches", all.branches);
	is(all.wrong_branches, 0, "no branch said what its key was not");
	return done();
}
