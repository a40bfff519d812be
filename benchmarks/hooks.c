// SPDX-License-Identifier: MIT
/*
 * hooks CYCLES: what a hook that is off costs the code around it, and one that is on.
 *
 * The ways of hooked.h take turns.  Those that are off are divided by the code without a hook,
 * cycle by cycle; FFP_ON that is on, by a call in a branch that is always taken.  Prints
 * "BUILD-BODY-WAY NS RATIO", with "wired" and "set" for those two: medians over the cycles;
 * nanoseconds for an element, a search or a call of the small function.
 */
#include "bench.h"
#include "hooked.h"

#define ELEMENTS 4096

DEFINE_FFP_NULL(hook_key, hook_type);
hook_type *hook_pointer;
int hook_flag;

void hook(const void *where, long what)
{
	(void)where;
	(void)what;
	require(0, "a hook that is off was called");
}

void hook_on(const void *where, long what)
{
	__asm__ volatile("" : : "r"(where), "r"(what) : "memory");
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

/* In an order that no processor predicts. */
static int mixed(body *body, const int *p, long n)
{
	int sum = 0;

	for (long i = 0; i < n; i++)
		sum += body(p, (i * 2654435761) % n);
	return sum;
}

struct way {
	const char *name;
	body *body;
};

#define MAX_WAYS 5

static const struct kind {
	const char *name;
	int rounds;
	int (*run)(body *body, const int *p, long n);
	struct way ways[MAX_WAYS]; /* the first is what the others are divided by */
	struct way set[2];	   /* while the key is set; likewise */
} kinds[] = {
#define SUM(build, way) { #way, build##_##way##_sum },
#define SEARCH(build, way) { #way, build##_##way##_search },
#define HASH(build, way) { #way, build##_##way##_hash },
#define SMALL(build, way) { #way, build##_##way##_small },
#define SET(build, body)                                                                           \
	{                                                                                          \
		{ "wired", build##_wired_##body },                                                 \
		{                                                                                  \
			"set", build##_on_##body                                                   \
		}                                                                                  \
	}
#define KINDS(build)                                                                               \
	{ #build "-sum", 16, all, { HOOK_WAYS(SUM, build) }, SET(build, sum) },                    \
	    { #build "-search", 2, mixed, { HOOK_WAYS(SEARCH, build) }, SET(build, search) },      \
	    { #build "-hash", 16, all, { HOOK_WAYS(HASH, build) }, SET(build, hash) },             \
	    { #build "-small", 16, each, { HOOK_WAYS(SMALL, build) }, SET(build, small) },
	HOOK_BUILDS(KINDS)
};

static int numbers[ELEMENTS];

static struct node nodes[ELEMENTS];
const struct node *tree;

/* The tree of the numbers from `from` up to, and without, `to`. */
static const struct node *plant(int from, int to)
{
	int middle = from + (to - from) / 2;

	if (from == to)
		return NULL;
	nodes[middle] = (struct node){ plant(from, middle), plant(middle + 1, to), middle };
	return &nodes[middle];
}

static double measure(const struct kind *kind, const struct way *way)
{
	int expected = kind->run(kind->ways[0].body, numbers, ELEMENTS);
	double start = now();

	for (int i = 0; i < kind->rounds; i++)
		require(kind->run(way->body, numbers, ELEMENTS) == expected,
			"computes something else");
	return (now() - start) / ((double)kind->rounds * ELEMENTS);
}

/* Let ways take turns; each is divided by the first. */
static void compare(const struct kind *kind, const struct way *ways, size_t n, size_t cycles)
{
	double *ns[MAX_WAYS], *ratio[MAX_WAYS];

	for (size_t w = 0; w < n; w++) {
		ns[w] = doubles(cycles);
		ratio[w] = doubles(cycles);
	}
	for (size_t c = 0; c < cycles; c++) {
		/* Each in turn is the first. */
		for (size_t k = 0; k < n; k++) {
			size_t w = (c + k) % n;

			ns[w][c] = measure(kind, &ways[w]);
		}
		for (size_t w = 0; w < n; w++)
			ratio[w][c] = ns[w][c] / ns[0][c];
	}
	for (size_t w = 0; w < n; w++) {
		printf("%s-%s %.4f %.4f\n", kind->name, ways[w].name, quantile(ns[w], cycles, 0.5),
		       quantile(ratio[w], cycles, 0.5));
		free(ns[w]);
		free(ratio[w]);
	}
}

static void look(int set)
{
	struct ffp_info info;

	require(!ffp_info(ffp_find("hook_key"), &info) && info.sites && info.direct == info.sites &&
		    info.branches && info.branches_on == (set ? info.branches : 0),
		"not every site is direct, or not every branch what the key is");
}

int main(int argc, char **argv)
{
	size_t cycles = count_argument(argc, argv, 1);
	/* Calls stay calls, though the function is empty. */
	const struct ffp_change set = FFP_CHANGE(hook_key, hook_on);

	pin(0);
	look(0);
	for (int i = 0; i < ELEMENTS; i++)
		numbers[i] = i;
	tree = plant(0, ELEMENTS);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		compare(&kinds[i], kinds[i].ways, MAX_WAYS, cycles);
	require(!ffp_apply(&set, 1, FFP_CALLS), "the change failed");
	look(1);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		compare(&kinds[i], kinds[i].set, 2, cycles);
	return 0;
}
