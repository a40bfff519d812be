// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Uses of keys that must not compile.  kernel/parts.py compiles this for each value of WRONG that
 * stands below, and for 0, which must compile.
 */
#include <linux/errno.h>

#include "ffp_selftest.h"

static long other(long x)
{
	return x;
}

static int same(int x)
{
	return x;
}

int variable;
int use(void);

/* With no other header than that of keys. */
DEFINE_FFP(wrong_own, same);

#if WRONG == 10
/* The header declares it with another default. */
DEFINE_FFP(ffp_test, other);
#endif

int use(void)
{
	int error = 0;

#if WRONG == 1
	error = SET_FFP(ffp_test, other);
#elif WRONG == 2
	error = SET_FFP(ffp_test, (void *)same);
#elif WRONG == 3
	error = SET_FFP(ffp_test, &variable);
#elif WRONG == 4
	error = ffp_test(1, 2);
#elif WRONG == 5
	const struct ffp_change changes[] = { FFP_CHANGE(ffp_test, other) };

	error = ffp_apply(changes, 1, 0);
#elif WRONG == 6
	error = SET_FFP_RETURN(ffp_test, 0x123456789);
#elif WRONG == 7
	error = SET_FFP_RETURN(ffp_test_null, 1);
#elif WRONG == 8
	error = SET_FFP_RETURN(ffp_test, &variable);
#elif WRONG == 9
	long (*target)(long) = FFP_TARGET(ffp_test);

	error = target(1);
#elif WRONG == 11
	error = SET_FFP(same, same);
#endif
	/* What compiles. */
	return error ?: SET_FFP(ffp_test, same) ?: SET_FFP(ffp_test, NULL) ?: SET_FFP(ffp_test_null, NULL) ?:
	       SET_FFP_RETURN(ffp_test, -1) ?: FFP_TARGET(ffp_test)(1) ?: ffp_test((int)other(variable));
}
