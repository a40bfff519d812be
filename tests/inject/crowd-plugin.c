// SPDX-License-Identifier: MIT
/*
 * A target for all keys of the program, calls of those that it exports, and a key that
 * is named as one of its others.
 */
#include "crowd.h"

int plugin_target(int x);
int plugin_call(int x);

int plugin_target(int x)
{
	return x + 5000;
}

static int own_default(int x)
{
	return x + 1;
}

DEFINE_FFP_STATIC(key_042, own_default);

int plugin_call(int x)
{
	return key_042(x);
}

#define CALL_EXPORTED(n)                                                                           \
	static int call_##n(int x)                                                                 \
	{                                                                                          \
		return exported_##n(x) * 3;                                                        \
	}
HUNDRED(CALL_EXPORTED, 0)

#define CALLER(n) call_##n,
int (*const plugin_callers[EXPORTED])(int) = { HUNDRED(CALLER, 0) };
