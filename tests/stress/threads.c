// SPDX-License-Identifier: MIT
/*
 * Thousands of sites, at every alignment, of every kind, some across the end of
 * a page, changed thousands of times, by several threads at once, under threads
 * of every kind, every call checked (callers.h says how).
 *
 * Compiled with FFP_INJECT, and linked with the library that has hooks between
 * its steps, a change is held up at each of them.
 *
 * usage: threads [CHANGES [CALLS [SEED]]]: at least that many of both.  Whichever is
 * ahead slows down, so that threads which call do not keep the others from changing.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "callers.h"

#ifdef FFP_INJECT
#include "../../src/inject.h"
#endif

#define CHANGERS 3
#define RUN 64	  /* calls between two looks around */
#define PAUSE 100 /* µs, of what is ahead */

static long want_changes, want_calls;
static unsigned first_seed = 1;
static long made, failed, calls;
static int stop;

/* Calls, or changes, may be ahead of the other by what belongs to so many changes. */
#define AHEAD 20

static bool calls_ahead(void)
{
	double share = (double)__atomic_load_n(&calls, __ATOMIC_RELAXED) / (double)want_calls;
	double other = (double)(__atomic_load_n(&made, __ATOMIC_RELAXED) + AHEAD);

	return share * (double)want_changes > other;
}

static bool changes_ahead(void)
{
	double share = (double)__atomic_load_n(&calls, __ATOMIC_RELAXED) / (double)want_calls;
	double other = (double)(__atomic_load_n(&made, __ATOMIC_RELAXED) - AHEAD);

	return share * (double)want_changes < other;
}

static bool stopped(void)
{
	return __atomic_load_n(&stop, __ATOMIC_RELAXED);
}

struct role {
	const char *name;
	void (*work)(struct role *);
	pthread_t thread;
	unsigned seed;
	struct tally tally;
	const char *missing; /* why this one cannot be played here */
};

/*
 * A run of calls; and if they are ahead of the changes, a pause.  Never a wait for
 * changes to be made: threads that all woke after one would all be idle again when
 * the next is committed.
 */
static void some_calls(struct role *r)
{
	long before = r->tally.calls;

	check_run(&r->tally, &r->seed, RUN);
	__atomic_fetch_add(&calls, r->tally.calls - before, __ATOMIC_RELAXED);
	if (calls_ahead())
		usleep(PAUSE);
}

static void just_call(struct role *r)
{
	while (!stopped())
		some_calls(r);
}

static void block_signals(struct role *r)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	just_call(r);
}

/* Is stopped somewhere inside the window, whenever it is stopped. */
static void stay_inside(struct role *r)
{
	if (!spin) {
		r->missing = "not written in assembly of this architecture";
		return;
	}
	while (!stopped()) {
		if (spin(5000) != 0)
			r->tally.wrong++;
		some_calls(r);
	}
}

/* Sits in a system call while changes are made, and calls as soon as it is back. */
static int wake[2];

static void sit_in_a_call(struct role *r)
{
	char byte[64];

	while (read(wake[0], byte, sizeof(byte)) > 0)
		some_calls(r);
}

struct newborn {
	struct tally tally;
	unsigned seed;
};

static void *live_briefly(void *arg)
{
	struct newborn *n = arg;

	check_run(&n->tally, &n->seed, RUN);
	return NULL;
}

static long born;

static void come_and_go(struct role *r)
{
	while (!stopped()) {
		struct newborn n = { .seed = (unsigned)rand_r(&r->seed) };
		pthread_t thread;

		if (pthread_create(&thread, NULL, live_briefly, &n))
			continue;
		pthread_join(thread, NULL);
		usleep(PAUSE);
		born++;
		add_tally(&r->tally, &n.tally);
		__atomic_fetch_add(&calls, n.tally.calls, __ATOMIC_RELAXED);
	}
}

/* Goes before every other thread, the changers too; sleeps, so that they live. */
static void real_time(struct role *r)
{
	struct sched_param param = { .sched_priority = 1 };

	if (pthread_setschedparam(pthread_self(), SCHED_FIFO, &param)) {
		r->missing = "no right to run with real-time priority";
		return;
	}
	while (!stopped()) {
		for (int i = 0; i < 4; i++)
			some_calls(r);
		usleep(100);
	}
}

static struct role roles[] = {
	{ .name = "calls", .work = just_call },
	{ .name = "blocks every signal", .work = block_signals },
	{ .name = "stays inside the window", .work = stay_inside },
	{ .name = "sits in a system call", .work = sit_in_a_call },
	{ .name = "comes and goes", .work = come_and_go },
	{ .name = "has real-time priority", .work = real_time },
};
#define ROLES (sizeof(roles) / sizeof(roles[0]))

static void *play(void *arg)
{
	struct role *r = arg;

	r->work(r);
	return NULL;
}

/* Each changer has keys of its own, but now and then takes all of them. */
static void *change_always(void *arg)
{
	unsigned me = (unsigned)(uintptr_t)arg, seed = first_seed + me;
	unsigned mine = (KEYS - me + CHANGERS - 1) / CHANGERS;

	while (!stopped()) {
		unsigned own = me + (unsigned)rand_r(&seed) % mine * CHANGERS;
		int r;

		if (changes_ahead()) {
			usleep(PAUSE);
			continue;
		}
		switch (rand_r(&seed) % 8) {
		case 0:
			r = change(&seed, 0, 1, KEYS);
			break;
		case 1:
			r = change(&seed, me, CHANGERS, mine);
			break;
		default:
			r = change(&seed, own, 1, 1);
		}
		__atomic_fetch_add(r ? &failed : &made, 1, __ATOMIC_RELAXED);
		(void)!write(wake[1], "", 1);
	}
	return NULL;
}

#ifdef FFP_INJECT

static long held_up[INJECT_POINTS];

/* Hold a change up, a while in one way or another.  Under the update lock. */
static int hold_up(enum inject_point point)
{
	long n = held_up[point]++;

	switch (n % 5) {
	case 0:
		sched_yield();
		break;
	case 1:
		for (volatile int i = 0; i < 2000; i++)
			;
		break;
	case 2:
		usleep(1);
		break;
	case 3:
		if (n % 4 == 0)
			usleep(300);
		break;
	}
	return 0;
}

static void hold_up_from_now_on(void)
{
	ffp_inject = hold_up;
}

static void check_held_up(void)
{
	static const struct {
		enum inject_point point;
		const char *name;
	} points[] = {
		{ INJECT_MMAP, "before a copy is mapped" },
		{ INJECT_STEP_COPIED, "after COPY" },
		{ INJECT_STEP_EDITED, "after EDIT" },
		{ INJECT_MPROTECT, "before a copy is sealed" },
		{ INJECT_STEP_SEALED, "after SEAL" },
		{ INJECT_MREMAP, "before COMMIT" },
		{ INJECT_STEP_COMMITTED, "after COMMIT" },
		{ INJECT_MEMBARRIER, "before SYNC" },
		{ INJECT_STEP_SYNCED, "after SYNC" },
	};

	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++)
		ok(held_up[points[i].point] >= made / 2, "held up %s, %ld times", points[i].name,
		   held_up[points[i].point]);
}

#else

static void hold_up_from_now_on(void)
{
}

static void check_held_up(void)
{
}

#endif /* FFP_INJECT */

static void wait_for_counts(void)
{
	long told = 0;

	for (;;) {
		long changes_now = __atomic_load_n(&made, __ATOMIC_RELAXED);
		long calls_now = __atomic_load_n(&calls, __ATOMIC_RELAXED);

		if ((changes_now >= want_changes && calls_now >= want_calls) ||
		    __atomic_load_n(&failed, __ATOMIC_RELAXED))
			return;
		if (changes_now >= told + want_changes / 10) {
			told = changes_now;
			fprintf(stderr, "# %ld changes, %ld calls\n", changes_now, calls_now);
		}
		usleep(2000);
	}
}

int main(int argc, char **argv)
{
	pthread_t changers[CHANGERS];
	struct tally all = { 0 };
	struct ffp_info info;

	want_changes = argc > 1 ? atol(argv[1]) : 10000;
	want_calls = argc > 2 ? atol(argv[2]) : 100000000;
	first_seed = argc > 3 ? (unsigned)atol(argv[3]) : 1;
	printf("# seed %u\n", first_seed);
	callers_start();
	if (pipe2(wake, 0) || fcntl(wake[1], F_SETFL, O_NONBLOCK))
		return 1;
	if (spin)
		ok((uintptr_t)spin > (uintptr_t)callers[0] &&
		       (uintptr_t)spin < (uintptr_t)callers[n_callers - 1],
		   "there is code to stay in among the callers");
	is(ffp_apply(NULL, 0, 0), 0, "nothing changed yet");
	hold_up_from_now_on();
	for (size_t i = 0; i < ROLES; i++) {
		roles[i].seed = first_seed + 100 + (unsigned)i;
		pthread_create(&roles[i].thread, NULL, play, &roles[i]);
	}
	for (size_t i = 0; i < CHANGERS; i++)
		pthread_create(&changers[i], NULL, change_always, (void *)i);
	wait_for_counts();
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < CHANGERS; i++)
		pthread_join(changers[i], NULL);
	close(wake[1]);
	for (size_t i = 0; i < ROLES; i++) {
		struct role *r = &roles[i];

		pthread_join(r->thread, NULL);
		if (r->missing)
			skip(r->name, r->missing);
		else
			ok(r->tally.calls > 0, "a thread that %s: %ld calls", r->name,
			   r->tally.calls);
		add_tally(&all, &r->tally);
	}

	check_sites();
	check_held_up();
	printf(
	    "# changes %ld, calls %ld, of these during a change of the key %ld, that could go to "
	    "two targets %ld; threads that came and went %ld\n",
	    made, all.calls, all.calls - all.exact, all.either, born);
	is(ffp_info(keys[0], &info), 0, "asked");
	printf("# changes end with a barrier of all processors: %s\n",
	       info.serialised ? "yes" : "no");
	is(failed, 0, "no change failed");
	ok(made >= want_changes, "%ld changes were made", made);
	ok(all.calls >= want_calls, "%ld calls", all.calls);
	ok(all.exact > 0, "some calls saw no change around them");
	ok(all.either > 0, "and some could go to the old target or to the new one, and no other");
	is(all.wrong, 0, "no call went to neither target");
	is(all.stale, 0, "no call that began after a change reached the old target");
	ok(all.branches > 0, "%ld branches", all.branches);
	is(all.wrong_branches, 0, "no branch said what its key was not");
	return done();
}
