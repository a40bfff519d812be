/* SPDX-License-Identifier: MIT */
/* The definitions of the keys; their defaults live elsewhere but for one. */
#include "keys.h"

int quiet_sum;

DEFINE_FFP(plain, plain_def);
DEFINE_FFP_EXPORT(shown, shown_def);
DEFINE_FFP_NULL(quiet, void(int));

int shown_def(int x)
{
	return x + 3;
}

int shown_new(int x)
{
	return x + 4;
}

int locals(int x, int set)
{
	return first(x, set) * 10000 + second(x, set);
}

int change(int set)
{
	/* Calls, whatever the compiler makes of these targets: the test counts what is in reach. */
	if (set) {
		const struct ffp_change all[] = { FFP_CHANGE(plain, plain_new),
						  FFP_CHANGE(shown, shown_new),
						  FFP_CHANGE(quiet, quiet_new) };

		return ffp_apply(all, 3, FFP_CALLS);
	}
	return RESET_FFP(plain) ? 4 : RESET_FFP(shown) ? 5 : RESET_FFP(quiet) ? 6 : 0;
}
