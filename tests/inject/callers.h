/* SPDX-License-Identifier: MIT */
/*
 * The generated callers of keys (tests/gen-sites.py), and two targets for these: one is
 * their default.
 */
#ifndef INJECT_CALLERS_H
#define INJECT_CALLERS_H

extern long (*const callers[])(long);
extern const int n_callers;

long target_a(long x);
long target_b(long x);

long target_a(long x)
{
	return x * 3 + 1;
}

long target_b(long x)
{
	return x * 5 + 2;
}

/* How many callers reach this target. */
static inline int callers_of(long (*target)(long))
{
	int n = 0;

	for (int i = 0; i < n_callers; i++)
		n += callers[i](11) == target(11);
	return n;
}

#endif /* INJECT_CALLERS_H */
