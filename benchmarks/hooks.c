// SPDX-License-Identifier: MIT
/*
 * hooks CYCLES: what a hook that is off costs the code around it.
 *
 * The ways of hooked.h take turns, and each is divided by the code without a hook, cycle
 * by cycle.  Prints "BODY-WAY NS RATIO": medians over the cycles; nanoseconds for an element or
 * a call of the small function.
 */
#include "bench.h"
#include "hooked.h"

#define ELEMENTS 4096
#define ROUNDS 16

DEFINE_FFP_NULL(hook_key, hook_type);
hook_type *hook_pointer;
int hook_flag;

void hook(const void *where, long what)
{
	(void)where;
	(void)what;
	require(0, "a hook that is off was called");
}

typedef int body(const int *p, long n);

static int all(body *body, const int *p, long n)
{
	return body(p, n);
}

static int each(body *body, const int *p, long n)
{
	int sum = 0;

	for (long i = 0; i < n; i++)
		sum += body(p, i);
	return sum;
}

static const struct kind {
	const char *name;
	int (*run)(body *body, const int *p, long n);
	struct way {
		const char *name;
		body *body;
	} ways[4];
} kinds[] = {
#define SUM(way) { #way, way##_sum },
#define HASH(way) { #way, way##_hash },
#define SMALL(way) { #way, way##_small },
	{ "sum", all, { HOOK_WAYS(SUM) } },
	{ "hash", all, { HOOK_WAYS(HASH) } },
	{ "small", each, { HOOK_WAYS(SMALL) } },
};

#define N_WAYS (sizeof(kinds[0].ways) / sizeof(kinds[0].ways[0]))

static int numbers[ELEMENTS];

static double measure(const struct kind *kind, const struct way *way)
{
	int expected = kind->run(kind->ways[0].body, numbers, ELEMENTS);
	double start = now();

	for (int i = 0; i < ROUNDS; i++)
		require(kind->run(way->body, numbers, ELEMENTS) == expected,
			"computes something else");
	return (now() - start) / ((double)ROUNDS * ELEMENTS);
}

static void compare(const struct kind *kind, size_t cycles)
{
	double *ns[N_WAYS], *ratio[N_WAYS];

	for (size_t w = 0; w < N_WAYS; w++) {
		ns[w] = doubles(cycles);
		ratio[w] = doubles(cycles);
	}
	for (size_t c = 0; c < cycles; c++) {
		/* Each in turn is the first. */
		for (size_t k = 0; k < N_WAYS; k++) {
			size_t w = (c + k) % N_WAYS;

			ns[w][c] = measure(kind, &kind->ways[w]);
		}
		for (size_t w = 0; w < N_WAYS; w++)
			ratio[w][c] = ns[w][c] / ns[0][c];
	}
	for (size_t w = 0; w < N_WAYS; w++) {
		printf("%s-%s %.4f %.4f\n", kind->name, kind->ways[w].name,
		       quantile(ns[w], cycles, 0.5), quantile(ratio[w], cycles, 0.5));
		free(ns[w]);
		free(ratio[w]);
	}
}

int main(int argc, char **argv)
{
	size_t cycles = count_argument(argc, argv, 1);
	struct ffp_info info;

	pin(0);
	require(!ffp_info(ffp_find("hook_key"), &info) && info.sites && info.direct == info.sites,
		"not every site is direct");
	for (int i = 0; i < ELEMENTS; i++)
		numbers[i] = i;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		compare(&kinds[i], cycles);
	return 0;
}
