// SPDX-License-Identifier: MIT
/*
 * One key, its two functions and its two sites, compiled to assembly, of which
 * copy-key.py makes ten thousand: N0000N becomes each one's name, 77777 its number.
 */
#include <ffp.h>

#include "thousands.h"

#define NAME(what) NAME_(what, N0000N)
#define NAME_(what, n) NAME__(what, n)
#define NAME__(what, n) what##_##n

int NAME(number) = 77777;

int NAME(add)(int x);
int NAME(add)(int x)
{
	return x + NAME(number);
}

static int NAME(subtract)(int x)
{
	return x - NAME(number);
}

DEFINE_FFP(NAME(key), NAME(add));

static int NAME(call)(int x)
{
	return NAME(key)(x) * 2;
}

static int NAME(tail)(int x)
{
	return NAME(key)(x);
}

__attribute__((section("thousands"), used)) struct thousandth
    NAME(one) = { FFP_CHANGE(NAME(key), NAME(subtract)), NAME(call), NAME(tail), &NAME(number) };
