// SPDX-License-Identifier: MIT
#include "copies.h"

int first_call(int x);
const void *first_library(void);
int first_reset(void);
int first_set_any(const struct ffp *key, void *target);

int common_default(int x)
{
	return x + 1;
}

DEFINE_FFP_EXPORT(common, common_default);

static int first_candidate(int x)
{
	return x - 1;
}

FFP_IMPL(common, first_candidate, 1, 0);

int first_call(int x)
{
	return common(x) + 10;
}

int first_reset(void)
{
	return RESET_FFP(common);
}

/* Any key of any copy of libffp, through this module's. */
int first_set_any(const struct ffp *key, void *target)
{
	return ffp_set_target(key, target);
}

/* Which copy of libffp this module uses. */
const void *first_library(void)
{
	return &ffp_library;
}
