// SPDX-License-Identifier: MIT
#include <errno.h>
#include <string.h>

#include "copies.h"

int second_call(int x);
int second_own(int x);
int second_set_own(int other);
int second_set_own_any(void *target);
int second_set_common(int other);
int second_set_both(int other);
int second_refused(int last);
int second_candidates(int all);
int second_target(int x);
const void *second_library(void);

static int own_default(int x)
{
	return x + 3;
}

static int own_other(int x)
{
	return x + 4;
}

DEFINE_FFP_STATIC(own, own_default);

int second_target(int x)
{
	return x + 2;
}

int second_call(int x)
{
	return common(x) + 20;
}

int second_own(int x)
{
	return own(x) + 30;
}

int second_set_own(int other)
{
	return other ? SET_FFP(own, own_other) : RESET_FFP(own);
}

int second_set_own_any(void *target)
{
	return ffp_set_target(FFP__KEY(own), target);
}

int second_set_common(int other)
{
	return other ? SET_FFP(common, second_target) : RESET_FFP(common);
}

/* A candidate that is never taken, here as in the first; and how many can be seen. */
FFP_IMPL(common, second_target, 1, 0);

static int count(const struct ffp_impl_info *info, void *arg)
{
	*(int *)arg += info->state == FFP_IMPL_UNUSABLE && info->key->def == (void *)common_default;
	return 0;
}

int second_candidates(int all)
{
	int n = 0, r = ffp_each_impl(all ? NULL : FFP__KEY(common), count, &n);

	return r ? r : n;
}

/* One transaction over keys of both libraries. */
int second_set_both(int other)
{
	struct ffp_change set[] = { FFP_CHANGE(common, second_target), FFP_CHANGE(own, own_other) };
	struct ffp_change reset[] = { FFP_CHANGE_DEFAULT(common), FFP_CHANGE_DEFAULT(own) };

	return ffp_apply(other ? set : reset, 2, 0);
}

/* What is no key, before or behind the first's: refused, and nothing is written to that? */
int second_refused(int last)
{
	struct ffp_change changes[2] = { FFP_CHANGE(common, second_target),
					 FFP_CHANGE(common, second_target) };
	struct ffp_state before = *FFP__KEY(common)->state;

	changes[last].key = NULL;
	return ffp_apply(changes, 2, 0) == -EINVAL &&
	       !memcmp(&before, FFP__KEY(common)->state, sizeof(before));
}

const void *second_library(void)
{
	return &ffp_library;
}
