// SPDX-License-Identifier: MIT
/*
 * One key with a call and another target, of which scale.py makes many: N0000N becomes each
 * one's name, 77777 its number.  With -DCALLER a call of it alone, for a plugin.
 */
#include "scale.h"

#define NAME(what) NAME_(what, N0000N)
#define NAME_(what, n) NAME__(what, n)
#define NAME__(what, n) what##_##n

int NAME(add)(int x);
DECLARE_FFP_EXPORT(NAME(key), NAME(add));

int NAME(call)(int x);
int NAME(call)(int x)
{
	return NAME(key)(x) * 2;
}

#ifdef CALLER
int NAME(number) = 77777;
#else
int NAME(add)(int x)
{
	return x + 77777;
}

static int NAME(other)(int x)
{
	return x - 1;
}

DEFINE_FFP_EXPORT(NAME(key), NAME(add));

__attribute__((section("scaled"), used)) struct scaled NAME(one) = { FFP__KEY(NAME(key)),
								     (void *)NAME(other) };
#endif
