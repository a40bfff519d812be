// SPDX-License-Identifier: MIT
/*
 * calls CYCLES: what a call costs, by every way that caller.c was compiled for.
 *
 * The blocks take turns many times, so that whatever else the machine does
 * meets all of them alike.  The first two are the same, hard-wired calls at two
 * addresses; their mean is what each block is divided by, cycle by cycle.  How
 * far they are from it themselves tells how far to trust the rest.  Blocks of
 * another function, which counts bits, are divided by hard-wired calls of that.
 *
 * Prints "SITES BLOCK NS RATIO": medians over the cycles.
 */
#include "bench.h"
#include "callee.h"

#define SIZES 4
static const int sites[SIZES] = { 1, 64, 1024, 8192 };
/* About 50 microseconds each, and each site once a round. */
static const long rounds[SIZES] = { 30000, 500, 32, 4 };

typedef long chain(long x, long rounds);

#define BLOCKS(X)                                                                                  \
	X(hardwired)                                                                               \
	X(again)                                                                                   \
	X(direct)                                                                                  \
	X(body)                                                                                    \
	X(inlined)                                                                                 \
	X(trampoline)                                                                              \
	X(pointer)                                                                                 \
	X(pointers)                                                                                \
	X(plt) X_IFUNC(X) X_RETPOLINE(X)
#ifdef HAVE_IFUNC
#define X_IFUNC(X) X(ifunc)
#else
#define X_IFUNC(X)
#endif
#ifdef HAVE_RETPOLINE
#define X_RETPOLINE(X) X(retpoline) X(retpolines)
#else
#define X_RETPOLINE(X)
#endif

#ifdef HAVE_POPCNT
#define COUNTING(X) X(counts) X(counted) X(popcnt)
#else
#define COUNTING(X)
#endif

#define DECLARE(block) chain block##_1, block##_64, block##_1024, block##_8192;
BLOCKS(DECLARE)
COUNTING(DECLARE)

#define ROW(block) { #block, { block##_1, block##_64, block##_1024, block##_8192 } },
static const struct block {
	const char *name;
	chain *chain[SIZES];
} blocks[] = { BLOCKS(ROW) COUNTING(ROW) };

#define N_BLOCKS (sizeof(blocks) / sizeof(blocks[0]))

#define ONE(block) +1
enum { COUNTS = 0 BLOCKS(ONE) }; /* the index of the first that counts, or of none */

/* Does this processor have the instruction that they need? */
static int can_count(void)
{
#ifdef HAVE_POPCNT
	return __builtin_cpu_supports("popcnt");
#else
	return 0;
#endif
}

static double measure(chain *chain, long n, long expected)
{
	double start;
	long x;

	chain(1, 1 + n / 4); /* bring back what the other blocks have driven from the caches */
	start = now();
	x = chain(1, n);
	start = now() - start;
	require(x == expected, "a block computes something else");
	return start;
}

static void compare(int size, size_t cycles)
{
	const size_t n = can_count() ? N_BLOCKS : COUNTS;
	double *ns[N_BLOCKS], *ratio[N_BLOCKS];
	double calls = (double)rounds[size] * sites[size];
	long expected[2] = { 0 };

	for (size_t b = 0; b < n; b++) {
		ns[b] = doubles(cycles);
		ratio[b] = doubles(cycles);
	}
	expected[0] = blocks[0].chain[size](1, rounds[size]);
	if (n > COUNTS)
		expected[1] = blocks[COUNTS].chain[size](1, rounds[size]);
	for (size_t c = 0; c < cycles; c++) {
		/* Each in turn is the first. */
		for (size_t k = 0; k < n; k++) {
			size_t b = (c + k) % n;

			ns[b][c] =
			    measure(blocks[b].chain[size], rounds[size], expected[b >= COUNTS]) /
			    calls;
		}
		for (size_t b = 0; b < n; b++)
			ratio[b][c] =
			    ns[b][c] / (b < COUNTS ? (ns[0][c] + ns[1][c]) / 2 : ns[COUNTS][c]);
	}
	for (size_t b = 0; b < n; b++) {
		printf("%d %s %.4f %.4f\n", sites[size], blocks[b].name,
		       quantile(ns[b], cycles, 0.5), quantile(ratio[b], cycles, 0.5));
		free(ns[b]);
		free(ratio[b]);
	}
}

int main(int argc, char **argv)
{
	size_t cycles = count_argument(argc, argv, 1);
	const struct ffp_change call = FFP_CHANGE(key, step);
	struct ffp_info info;

	pin(0);
	for (size_t i = 0; i < POINTERS_MAX; i++)
		step_pointers[i] = step;
	require(!ffp_apply(&call, 1, FFP_CALLS), "the change failed");
	require(!SET_FFP(bodied, step), "the change to a body failed");
#ifdef HAVE_POPCNT
	if (can_count()) {
		require(!SET_FFP(bits, count), "the change to a body failed");
		require(!ffp_info(ffp_find("bits"), &info) && info.inlined == info.sites,
			"not every site holds the instruction");
	}
#endif
	require(!ffp_info(ffp_find("key"), &info), "no information");
	require(info.sites == 1 + 64 + 1024 + 8192 && info.direct == info.sites && !info.inlined,
		"not every site is direct");
	for (int size = 0; size < SIZES; size++)
		compare(size, cycles);
	return 0;
}
