// SPDX-License-Identifier: MIT
/*
 * held COUNT [HISTOGRAM]: how long a change holds up a thread that calls the
 * key all the while, from the window that is swapped.
 *
 * The runner reads the clock at every call and notes each gap that no call
 * takes.  The updater makes, in turns: a change; the same store in place, with
 * the membarrier that it needs too; and nothing, for what the machine itself
 * takes.  The gaps that fall into such an event, or begin just behind it, are
 * its own.
 *
 * Prints "NAME what P50 P90 P99 MAX", in nanoseconds, where what is `cost` (to
 * the updater) or `held` (the runner); what share of a processor the runner had;
 * and to the file HISTOGRAM how many events held it up for how long.
 */
#include "bench.h"

#include <linux/membarrier.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "onesite.h"
#include "places.h"

#define GAP 250.0	  /* ns; a call and two readings of the clock take less than 100 */
#define BEHIND 10000.0	  /* ns; what the flush of a change can still cost the runner */
#define APART 100000.0	  /* ns between two events */
#define GAPS_MAX 16000000 /* of 16 bytes, in memory that is touched only when needed */

struct gap {
	double start, length;
};
static struct gap *gaps;
static size_t n_gaps;
static int stop;
static unsigned beat; /* changes as long as the runner runs */
static double share;

/* Processor time of this thread, in nanoseconds. */
static double used(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void *run(void *arg)
{
	double last, start, used_before;
	long x = 1;

	(void)arg;
	require(pin(1), "the runner cannot have a processor of its own");
	used_before = used();
	start = last = now();
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		double t;

		__atomic_store_n(&beat, beat + 1, __ATOMIC_RELAXED);
		x = near_site(x) & 0xff;
		t = now();
		if (t - last > GAP && n_gaps < GAPS_MAX) {
			gaps[n_gaps].start = last;
			gaps[n_gaps++].length = t - last;
			t = now();
		}
		last = t;
	}
	share = (used() - used_before) / (now() - start);
	return (void *)x;
}

enum { CHANGE, IN_PLACE, NOTHING, KINDS };
static const char *const names[KINDS] = { "change", "in-place", "nothing" };

struct event {
	double start, end;
};
static struct event *events[KINDS];
static double *cost[KINDS], *held[KINDS];

/* Until then, and further until the runner is running: a busy machine may have stopped it. */
static void wait_until(double t)
{
	unsigned before;

	while (now() < t)
		;
	before = __atomic_load_n(&beat, __ATOMIC_RELAXED);
	while (__atomic_load_n(&beat, __ATOMIC_RELAXED) == before)
		;
}

static void make_event(int kind, size_t i, const struct place *place)
{
	struct event *e = &events[kind][i];
	const struct ffp *key = ffp_find("near_key");
	int r = 0;

	e->start = now();
	switch (kind) {
	case CHANGE:
		r = ffp_set_target(key, i & 1 ? (void *)quintuple : (void *)triple);
		break;
	case IN_PLACE:
		r = store_in_place(place);
		syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0);
		break;
	}
	e->end = now();
	require(!r, kind == CHANGE ? "a change failed" : "in place: refused");
	cost[kind][i] = e->end - e->start;
}

/* Both lists are in the order of time. */
static void attribute_gaps(int kind, size_t n)
{
	size_t g = 0;

	for (size_t i = 0; i < n; i++) {
		const struct event *e = &events[kind][i];
		double sum = 0;

		while (g < n_gaps && gaps[g].start + gaps[g].length < e->start)
			g++;
		for (; g < n_gaps && gaps[g].start < e->end + BEHIND; g++)
			sum += gaps[g].length;
		held[kind][i] = sum;
	}
}

static void print_line(const char *name, const char *what, double *ns, size_t n)
{
	printf("%s %s %.0f", name, what, quantile(ns, n, 0.5));
	printf(" %.0f", quantile(ns, n, 0.9));
	printf(" %.0f", quantile(ns, n, 0.99));
	printf(" %.0f\n", quantile(ns, n, 1));
}

/* Eight bars to a doubling; the first is "not at all". */
static void print_histogram(const char *path, size_t n)
{
	enum { BARS = 160 };
	FILE *f = fopen(path, "w");

	require(f != NULL, "cannot write the histogram");
	for (int bar = 0; bar < BARS; bar++) {
		fprintf(f, "%.4f", bar ? exp2((bar + 0.5) / 8) / 1000 : 0);
		for (int kind = 0; kind < KINDS; kind++) {
			size_t count = 0;

			for (size_t i = 0; i < n; i++) {
				double ns = held[kind][i];
				int in = ns < 2 ? 0 : (int)(log2(ns) * 8);

				count += in == bar;
			}
			fprintf(f, " %zu", count);
		}
		fputc('\n', f);
	}
	require(!fclose(f), "cannot write the histogram");
}

int main(int argc, char **argv)
{
	size_t n = count_argument(argc, argv, 1);
	struct place place = place_of_site(ffp_find("near_key"));
	pthread_t runner;
	double next;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		puts("skipped: one processor");
		return 0;
	}
	for (int kind = 0; kind < KINDS; kind++) {
		events[kind] = calloc(n, sizeof(*events[kind]));
		require(events[kind] != NULL, "no memory");
		cost[kind] = doubles(n);
		held[kind] = doubles(n);
		/* Now, not while the clock runs. */
		memset(events[kind], 1, n * sizeof(*events[kind]));
	}
	gaps = calloc(GAPS_MAX, sizeof(*gaps));
	require(gaps != NULL, "no memory");
	pin(0);
	require(!SET_FFP(near_key, quintuple), "the first change failed");
	require(!pthread_create(&runner, NULL, run, NULL), "no thread");
	next = now() + 10 * APART;
	for (size_t i = 0; i < n; i++) {
		for (int kind = 0; kind < KINDS; kind++) {
			wait_until(next);
			make_event(kind, i, &place);
			next = now() + APART;
		}
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	require(!pthread_join(runner, NULL), "no end");
	require(n_gaps < GAPS_MAX, "too many gaps to remember");
	for (int kind = 0; kind < KINDS; kind++) {
		attribute_gaps(kind, n);
		print_line(names[kind], "cost", cost[kind], n);
		print_line(names[kind], "held", held[kind], n);
	}
	printf("share of-a-processor %.3f 0 0 0\n", share);
	if (argc > 2)
		print_histogram(argv[2], n);
	return 0;
}
