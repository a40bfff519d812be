/* SPDX-License-Identifier: MIT */
/*
 * The keys that clients change in the test and in the fuzz target of libffp-control: two with a
 * default, which returns 1, and a NULL key; and candidates, of which one cannot be used, and one is
 * for those who ask for it.
 */
#ifndef CONTROL_KEYS_H
#define CONTROL_KEYS_H

#include <ffp.h>

static int one(void)
{
	return 1;
}

static int two(void)
{
	return 2;
}

static int never(void)
{
	return 3;
}

static int by_hand(void)
{
	return 4;
}

static int traced;

static void trace_it(void)
{
	traced++;
}

typedef void trace_fn(void);

DEFINE_FFP_STATIC(first, one);
DEFINE_FFP_STATIC(second, one);
DEFINE_FFP_NULL_STATIC(trace, trace_fn);
DEFINE_FFP_FLAG_STATIC(flag);
FFP_IMPL(first, two, 1, 1);
FFP_IMPL(first, never, 9, 0);
FFP_IMPL(first, by_hand, -1, 1);
FFP_IMPL(second, two, 1, 1);
FFP_IMPL(trace, trace_it, 1, 1);
FFP_IMPL(flag, ffp_flag_on, -1, 1);

#endif /* CONTROL_KEYS_H */
