/* SPDX-License-Identifier: MIT */
/*
 * The branches (FFP_ON, FFP_LIKELY_ON) that tests/gen-sites.py has written for this module.  Who
 * includes this defines BRANCHER_KEY(i) before, which declares or defines key i.
 */
#ifndef TESTS_BRANCHERS_H
#define TESTS_BRANCHERS_H

#include <ffp.h>

#define KEYS 8
#define EACH_KEY(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
EACH_KEY(BRANCHER_KEY)

extern long (*const branchers[])(void) __attribute__((visibility("hidden")));
extern const int n_branchers __attribute__((visibility("hidden")));

/* A branch of the compiler's brings the descriptor of the table. */
__attribute__((noinline)) static long compiled(void)
{
	return FFP_ON(key7);
}

/* How many branches of this module do not say what `set` has a bit for? */
static int wrong_here(unsigned set)
{
	int n = compiled() != (set >> 7 & 1);

	for (int i = 0; i < n_branchers; i++)
		n += branchers[i]() != (long)(set >> i % KEYS & 1);
	return n;
}

#endif /* TESTS_BRANCHERS_H */
