// SPDX-License-Identifier: MIT
/* Calls every key from each place; prints what went wrong, and how many sites there are. */
#include "wide.h"

#include <stdio.h>

#define EACH_PLACE(X) X(0), X(1), X(2), X(3)
#define CALL(n) call##n
#define TAIL(n) tail##n
#define DECLARE(n) call##n(long), tail##n(long)

long EACH_PLACE(DECLARE);

static long (*const calls[])(long) = { EACH_PLACE(CALL) };
static long (*const tails[])(long) = { EACH_PLACE(TAIL) };
static long noted;
static int wrong, refused;

static void note_it(void)
{
	noted++;
}

static long other(long x)
{
	return x + 5;
}

static void check(long f, long l, long s, long notes)
{
	noted = 0;
	for (unsigned i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		wrong += calls[i](0) != f * 100 + l * 10 + s;
		wrong += tails[i](-1) != f + 1;
		wrong += tails[i](101) != l + 1;
		wrong += tails[i](1) != s + 1;
	}
	wrong += noted != notes;
}

int main(void)
{
	static const char *const names[] = { "first", "last", "shared", "note" };
	size_t sites = 0, foreign = 0;

	check(1, 2, 3, 0);
	refused += !!SET_FFP(first, other);
	check(5, 2, 3, 0);
	refused += !!SET_FFP(last, other);
	check(5, 5, 3, 0);
	refused += !!SET_FFP(shared, other);
	check(5, 5, 5, 0);
	refused += !!SET_FFP(note, note_it);
	check(5, 5, 5, 4);
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct ffp_info info = { 0 };

		refused += !!ffp_info(ffp_find(names[i]), &info);
		sites += info.sites;
		foreign += info.foreign;
	}
	refused += !!RESET_FFP(first) + !!RESET_FFP(last) + !!RESET_FFP(shared) + !!RESET_FFP(note);
	check(1, 2, 3, 0);
	printf("%d wrong, %d refused, %zu sites, %zu foreign\n", wrong, refused, sites, foreign);
	return 0;
}
