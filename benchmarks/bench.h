/* SPDX-License-Identifier: MIT */
/*
 * What the measuring programs share.  Each prints lines of words and numbers,
 * which measure.py reads; none judges its figures.
 */
#ifndef BENCH_H
#define BENCH_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Nanoseconds, of a clock that nobody adjusts. */
static inline double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static inline void require(int condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "benchmark: %s\n", what);
	exit(1);
}

/* Keep this thread on the nth processor that the process may use; false if there is none. */
static inline int pin(int nth)
{
	static cpu_set_t may; /* before anything was pinned; threads inherit */
	static int known;
	cpu_set_t one;

	if (!known && sched_getaffinity(0, sizeof(may), &may))
		return 0;
	known = 1;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &may) || nth--)
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		return !sched_setaffinity(0, sizeof(one), &one);
	}
	return 0;
}

static inline int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sorts the values. */
static inline double quantile(double *values, size_t n, double q)
{
	qsort(values, n, sizeof(*values), compare_doubles);
	return values[(size_t)(q * (double)(n - 1) + 0.5)];
}

static inline double *doubles(size_t n)
{
	double *p = calloc(n ? n : 1, sizeof(*p));

	require(p != NULL, "no memory");
	return p;
}

static inline size_t count_argument(int argc, char **argv, int i)
{
	long n = argc > i ? atol(argv[i]) : 0;

	require(n > 0, "a count is missing");
	return (size_t)n;
}

#endif /* BENCH_H */
