// SPDX-License-Identifier: MIT
/*
 * The module that the stress program loads and unloads while keys are changed: it calls keys that
 * the program exports, has keys of its own, one exported and one local, and lends the program a
 * target.
 */
#include "module.h"

DECLARE_FFP_EXPORT(key1, target_a);
DECLARE_FFP_EXPORT(key5, target_a);
DECLARE_FFP_EXPORT(key17, target_a);
DECLARE_FFP_NULL_EXPORT(key3, effect);
DECLARE_FFP_NULL_EXPORT(key7, effect);
DECLARE_FFP_NULL_EXPORT(key19, effect);
CALLERS_OF_VALUE(key1)
CALLERS_OF_VALUE(key5)
CALLERS_OF_VALUE(key17)
CALLERS_OF_NULL(key3)
CALLERS_OF_NULL(key7)
CALLERS_OF_NULL(key19)

long own_a(long x);
long own_b(long x);

long own_a(long x)
{
	return x + 1000;
}

long own_b(long x)
{
	return x - 1000;
}

DEFINE_FFP_EXPORT(own_exported, own_a);
DEFINE_FFP_STATIC(own_local, own_b);
CALLERS_OF_VALUE(own_exported)
CALLERS_OF_VALUE(own_local)

static int wrong(long exported, long local)
{
	return call_own_exported(1) != exported || jump_own_exported(1) != exported ||
	       call_own_local(1) != local || jump_own_local(1) != local;
}

static int own(unsigned random)
{
	struct ffp_change both[] = { FFP_CHANGE(own_exported, own_b),
				     FFP_CHANGE(own_local, own_a) };

	if (wrong(1001, -999) || SET_FFP(own_exported, own_b) || wrong(-999, -999) ||
	    RESET_FFP(own_exported) || ffp_apply(both, 2, 0) || wrong(-999, 1001))
		return 1;
	/* It may end with its keys set. */
	if (random % 2)
		return RESET_FFP(own_local) || wrong(-999, -999);
	return SET_FFP_RETURN(own_local, 7) || wrong(-999, 7);
}

static long lend(long x)
{
	return x * 11 + 5;
}

static const struct caller callers[] = { CALLER_ENTRIES(key1, 1) CALLER_ENTRIES(key5, 5)
					     CALLER_ENTRIES(key17, 17) CALLER_ENTRIES(key3, 3)
						 CALLER_ENTRIES(key7, 7)
						     CALLER_ENTRIES(key19, 19) };

__attribute__((visibility("default"))) extern const struct module module;
const struct module module = { callers, sizeof(callers) / sizeof(callers[0]), own, lend };
