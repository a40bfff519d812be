// SPDX-License-Identifier: MIT
/* The functions that are called.  This file knows nothing of keys. */
#include "calls.h"

#include <stdlib.h>

#include "../forms.h"

COUNTED int twice(int x)
{
	return 2 * x;
}

COUNTED int recursive(int n)
{
	int r = n ? recursive(n - 1) : 1;

	/* Or compilers make a loop of it. */
	__asm__ volatile("" : "+r"(r));
	return r + n;
}

#ifdef __GLIBC__
static int chosen_now(int x)
{
	return x + 30;
}

__attribute__((used)) static int (*resolve(void))(int)
{
	return chosen_now;
}

int chosen(int x) __attribute__((ifunc("resolve")));
#else
COUNTED int chosen(int x)
{
	return x + 30;
}
#endif
