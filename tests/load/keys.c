// SPDX-License-Identifier: MIT
#include "keys.h"

int shape_default(int x)
{
	return x + 1;
}

DEFINE_FFP_EXPORT(shape, shape_default);
DEFINE_FFP_NULL_EXPORT(trace, void(int));

int shape_other(int x)
{
	return x + 2;
}

int weighed_default(int x)
{
	return x;
}

DEFINE_FFP_EXPORT(weighed, weighed_default);

int keys_weighed(int x)
{
	return weighed(x) + 20;
}

int keys_call(int x)
{
	return shape(x) + 10;
}

static int own_default(int x)
{
	return x + 3;
}

static int own_other(int x)
{
	return x + 4;
}

DEFINE_FFP_STATIC(own, own_default);

struct keys_early keys_early[KEYS_EARLY];

__attribute__((constructor)) static void set_early(void)
{
	/* Clang would run this constructor when it compiles, and find nothing written yet. */
	__asm__ volatile("" : : : "memory");
	for (int i = 0; i < KEYS_EARLY && keys_early[i].target; i++)
		keys_early[i].returned = ffp_set_target(FFP__KEY(own), keys_early[i].target);
}

int keys_own(int x)
{
	return own(x) + 10;
}

int keys_set_own(int other)
{
	return other ? SET_FFP(own, own_other) : RESET_FFP(own);
}
