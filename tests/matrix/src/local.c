/* SPDX-License-Identifier: MIT */
/* A key of one file; two files have one of this name, and a default of this name. */
#include "keys.h"

#ifndef NAME
#define NAME first
#define NUMBER 20
#endif

static int before(int x)
{
	return x + NUMBER;
}

static int after(int x)
{
	return x + NUMBER + 1;
}

DEFINE_FFP_STATIC(local, before);

int NAME(int x, int set)
{
	if (set == 1 && SET_FFP(local, after))
		return -1000;
	if (set == 2 && RESET_FFP(local))
		return -2000;
	return local(x);
}
