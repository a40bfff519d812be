// SPDX-License-Identifier: MIT
/*
 * steps COUNT: where the time of one change goes, alone and with a thread that
 * calls the key.  Linked with the library that has hooks between its steps
 * (src/inject.h); reads the clock in each.
 *
 * Prints "KEY alone|running NS STEP", medians, in the order of the steps; what
 * stands for a step begins at its hook and lasts until the next.
 */
#include "bench.h"

#include <pthread.h>
#include <unistd.h>

#include "inject.h"
#include "onesite.h"

#define HOOKS_MAX 64

static struct {
	enum inject_point point;
	double time;
} hooks[HOOKS_MAX];
static int n_hooks;

static const char *const names[INJECT_POINTS] = {
	[INJECT_MMAP] = "mmap and copy",
	[INJECT_MUNMAP] = "munmap",
	[INJECT_MPROTECT] = "mprotect",
	[INJECT_MREMAP] = "mremap",
	[INJECT_MEMBARRIER] = "membarrier",
	[INJECT_OPEN] = "open and identify the file",
	[INJECT_READ] = "read",
	[INJECT_PWRITE] = "pwrite",
	[INJECT_MEMFD] = "memfd_create",
	[INJECT_ATFORK] = "pthread_atfork",
};

static int note(enum inject_point point)
{
	if (n_hooks < HOOKS_MAX) {
		hooks[n_hooks].point = point;
		hooks[n_hooks++].time = now();
	}
	return 0;
}

static int running, stop;
static unsigned beat; /* changes as long as the runner runs */

static void wait_for_runner(void)
{
	unsigned before = __atomic_load_n(&beat, __ATOMIC_RELAXED);

	while (running && __atomic_load_n(&beat, __ATOMIC_RELAXED) == before)
		;
}

static void take_apart(const char *name, const char *when, size_t n)
{
	const struct ffp *key = ffp_find(name);
	double *ns[HOOKS_MAX + 1], *sum = doubles(n);
	int n_steps = 0;

	for (int k = 0; k <= HOOKS_MAX; k++)
		ns[k] = doubles(n);
	for (size_t i = 0; i < n; i++) {
		double start, end;

		wait_for_runner();
		n_hooks = 0;
		start = now();
		require(!ffp_set_target(key, i & 1 ? (void *)triple : (void *)quintuple),
			"a change failed");
		end = now();
		require(n_hooks && n_hooks < HOOKS_MAX, "no steps, or too many");
		/* The first change does more: it also reads the table. */
		if (i < 2)
			n_steps = n_hooks;
		require(n_steps == n_hooks, "steps differ from change to change");
		ns[0][i] = hooks[0].time - start;
		for (int k = 0; k < n_hooks; k++)
			ns[k + 1][i] = (k + 1 < n_hooks ? hooks[k + 1].time : end) - hooks[k].time;
		sum[i] = end - start;
	}
	for (int k = 0; k <= n_steps; k++) {
		const char *step = k ? names[hooks[k - 1].point] : NULL;

		/* The first two made n_steps known; they count, but do not matter to a median. */
		printf("%s %s %.0f %s\n", name, when, quantile(ns[k], n, 0.5),
		       step ? step : "the library's own work");
		free(ns[k]);
	}
	printf("%s %s %.0f sum\n", name, when, quantile(sum, n, 0.5));
	free(sum);
}

static void *run(void *arg)
{
	long x = 1;

	(void)arg;
	require(pin(1), "the runner cannot have a processor of its own");
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		__atomic_store_n(&beat, beat + 1, __ATOMIC_RELAXED);
		x = far_site(near_site(x)) & 0xff;
	}
	return (void *)x;
}

int main(int argc, char **argv)
{
	size_t n = count_argument(argc, argv, 1);
	pthread_t runner;

	pin(0);
	ffp_inject = note;
	take_apart("near_key", "alone", n);
	take_apart("far_key", "alone", n);
	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return 0;
	require(!pthread_create(&runner, NULL, run, NULL), "no thread");
	running = 1;
	take_apart("near_key", "running", n);
	take_apart("far_key", "running", n);
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	require(!pthread_join(runner, NULL), "no end");
	return 0;
}
