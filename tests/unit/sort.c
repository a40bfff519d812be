// SPDX-License-Identifier: MIT
/* The library's own sort: order, stability, and that it stays in its memory; and finding. */
#include <stdlib.h>
#include <string.h>

#define RANDOM_SEED 88172645463325252
#include "../random.h"
#include "../tap.h"
#include "sort.h"

#define GUARDS 4
#define GUARD UINT64_C(0xfeedfacecafebeef)

/* How the keys of a case come about. */
enum shape { RANDOM, SORTED, REVERSED, EQUAL, FEW, SAW, ENDS, HUGE_KEYS, SHAPES };

static const char *const shape_name[SHAPES] = {
	"random",
	"sorted",
	"reversed",
	"all equal",
	"of few different keys",
	"a saw",
	"two swapped",
	"at both ends of 64 bit",
};

static uint64_t make_key(enum shape shape, size_t i, size_t n)
{
	switch (shape) {
	case SORTED:
		return i * 3;
	case REVERSED:
		return (n - i) * 3;
	case EQUAL:
		return 42;
	case FEW:
		return random64() % 5;
	case SAW:
		return i % 7;
	case ENDS: /* sorted, but for the first and the last */
		return i == 0 ? n : i == n - 1 ? 0 : i;
	case HUGE_KEYS:
		return random64() % 2 ? UINT64_MAX - random64() % 9 : random64() % 9;
	default:
		return random64();
	}
}

/* A record that is sorted by its second number. */
struct turned {
	uint64_t value;
	uint64_t key;
};

/* Sort by their second numbers what are pairs but for that; *p: the result as pairs. */
static void sort_turned(struct pair *p, struct pair *spare, size_t n)
{
	struct turned *turned = malloc((n + 1) * sizeof(*turned));

	if (!turned)
		abort();
	for (size_t i = 0; i < n; i++)
		turned[i] = (struct turned){ p[i].value, p[i].key };
	ffp_sort(turned, spare, n, offsetof(struct turned, key));
	for (size_t i = 0; i < n; i++)
		p[i] = (struct pair){ turned[i].key, turned[i].value };
	free(turned);
}

/* Sort n pairs whose values are their first places; is the result right? */
static bool case_right(enum shape shape, size_t n, bool turn)
{
	struct pair *p = malloc((n + GUARDS) * sizeof(*p));
	struct pair *spare = malloc((n + GUARDS) * sizeof(*p));
	uint64_t keys = 0, values = 0;
	bool right = true;

	if (!p || !spare)
		abort();
	for (size_t i = 0; i < n; i++) {
		p[i] = (struct pair){ make_key(shape, i, n), i };
		keys += p[i].key;
	}
	for (size_t i = n; i < n + GUARDS; i++)
		p[i] = spare[i] = (struct pair){ GUARD, GUARD };
	if (turn)
		sort_turned(p, spare, n);
	else
		ffp_sort(p, spare, n, offsetof(struct pair, key));
	for (size_t i = 0; i < n; i++) {
		keys -= p[i].key;
		values += p[i].value;
		/* Stable: of equal keys, who came first is first. */
		if (i && (p[i - 1].key > p[i].key ||
			  (p[i - 1].key == p[i].key && p[i - 1].value >= p[i].value)))
			right = false;
	}
	for (size_t i = n; i < n + GUARDS; i++)
		if (p[i].key != GUARD || spare[i].key != GUARD)
			right = false;
	free(p);
	free(spare);
	return right && keys == 0 && values == (uint64_t)n * (n - (n > 0)) / 2;
}

/* What ffp_sort_first finds among n sorted pairs, by keys and by values, is what one would. */
static bool find_right(enum shape shape, size_t n)
{
	struct pair *p = malloc((2 * n + 1) * sizeof(*p));
	bool right = true;

	if (!p)
		abort();
	for (size_t i = 0; i < n; i++)
		p[i].key = make_key(shape, i, n);
	ffp_sort(p, p + n, n, offsetof(struct pair, key));
	for (size_t i = 0; i < n; i++)
		p[i].value = p[i].key / 2;
	for (size_t i = 0; i < 3 * n + 2; i++) {
		uint64_t least = i < n	     ? p[i].key
				 : i < 2 * n ? p[i - n].key + 1
					     : make_key(RANDOM, i, n);
		size_t by_key = 0, by_value = 0;

		while (by_key < n && p[by_key].key < least)
			by_key++;
		while (by_value < n && p[by_value].value < least)
			by_value++;
		right &= ffp_sort_first(&p->key, n, sizeof(*p), least) == by_key;
		right &= ffp_sort_first(&p->value, n, sizeof(*p), least) == by_value;
	}
	free(p);
	return right;
}

int main(void)
{
	for (unsigned shape = 0; shape < SHAPES; shape++) {
		unsigned n = 0, wrong = 0;

		for (size_t size = 0; size < 300; size++, n++)
			wrong += !case_right((enum shape)shape, size, false);
		for (size_t size = 1000; size <= 100000; size *= 10, n += 3) {
			wrong += !case_right((enum shape)shape, size - 1, false);
			wrong += !case_right((enum shape)shape, size, false);
			wrong += !case_right((enum shape)shape, size + 1, false);
		}
		is(wrong, 0, "%u arrays, %s", n, shape_name[shape]);
		for (size_t size = n = wrong = 0; size < 300; size++, n++)
			wrong += !case_right((enum shape)shape, size, true);
		is(wrong, 0, "%u arrays by the second number, %s", n, shape_name[shape]);
		for (size_t size = n = wrong = 0; size < 100; size++, n++)
			wrong += !find_right((enum shape)shape, size);
		is(wrong, 0, "found in %u arrays, %s", n, shape_name[shape]);
	}
	return done();
}
