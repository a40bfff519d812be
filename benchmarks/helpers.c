// SPDX-License-Identifier: MIT
/*
 * helpers CYCLES: what a call that the compiler makes by itself costs, and what is left of that
 * with libffp-builtins.
 *
 * The ways of helped.h take turns.  Prints "BODY-WAY NS RATIO": medians over the cycles, an
 * element, and to the plain way; and "BODY-to-native NS RATIO", of the builtins' way to the native
 * one. Prints "skipped:" alone if the processor lacks the instructions.
 */
#include "bench.h"
#include "helped.h"

#include <ffp.h>

enum { PLAIN, BUILTINS, NATIVE, WAYS, ELEMENTS = 4096, ROUNDS = 16 };

typedef unsigned long body(const unsigned long *p, size_t n);

#define POPCOUNT(way) { #way, way##_popcount },
#define FMA(way) { #way, way##_fma },
static const struct kind {
	const char *name, *helper;
	struct way {
		const char *name;
		body *body;
	} ways[WAYS];
} kinds[] = {
	{ "popcount", "__popcountdi2", { HELPED_WAYS(POPCOUNT) } },
	{ "fma", "fma", { HELPED_WAYS(FMA) } },
};

static unsigned long numbers[ELEMENTS];

static double measure(const struct kind *kind, const struct way *way)
{
	unsigned long expected = kind->ways[0].body(numbers, ELEMENTS);
	double start = now();

	for (int i = 0; i < ROUNDS; i++)
		require(way->body(numbers, ELEMENTS) == expected, "computes something else");
	return (now() - start) / ((double)ROUNDS * ELEMENTS);
}

static void compare(const struct kind *kind, size_t cycles)
{
	double *ns[WAYS], *ratio[WAYS], *to_native = doubles(cycles);

	for (int w = 0; w < WAYS; w++) {
		ns[w] = doubles(cycles);
		ratio[w] = doubles(cycles);
	}
	for (size_t c = 0; c < cycles; c++) {
		/* Each in turn is the first. */
		for (size_t k = 0; k < WAYS; k++) {
			size_t w = (c + k) % WAYS;

			ns[w][c] = measure(kind, &kind->ways[w]);
		}
		for (int w = 0; w < WAYS; w++)
			ratio[w][c] = ns[w][c] / ns[PLAIN][c];
		to_native[c] = ns[BUILTINS][c] / ns[NATIVE][c];
	}
	for (int w = 0; w < WAYS; w++) {
		printf("%s-%s %.4f %.4f\n", kind->name, kind->ways[w].name,
		       quantile(ns[w], cycles, 0.5), quantile(ratio[w], cycles, 0.5));
		if (w == BUILTINS)
			printf("%s-to-native %.4f %.4f\n", kind->name, quantile(ns[w], cycles, 0.5),
			       quantile(to_native, cycles, 0.5));
	}
	for (int w = 0; w < WAYS; w++) {
		free(ns[w]);
		free(ratio[w]);
	}
	free(to_native);
}

int main(int argc, char **argv)
{
	size_t cycles = count_argument(argc, argv, 1);

	if (!__builtin_cpu_supports("popcnt") || !__builtin_cpu_supports("fma")) {
		printf("skipped: 0 0\n");
		return 0;
	}
	pin(0);
	for (int i = 0; i < ELEMENTS; i++)
		numbers[i] = (unsigned long)i * 0x9e3779b97f4a7c15;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct ffp_info info;

		require(!ffp_info(ffp_find(kinds[i].helper), &info) && info.sites &&
			    info.inlined == info.sites,
			"not every site holds the instruction");
		compare(&kinds[i], cycles);
	}
	return 0;
}
