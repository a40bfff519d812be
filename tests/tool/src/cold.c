/* SPDX-License-Identifier: MIT */
/* A site in the cold part that GCC splits off. */
#include "keys.h"

KEY(int, f, (int), f_def);
__attribute__((cold, noinline)) int rare(int);

int more(int x);
int more(int x)
{
	if (x < 0) {
		rare(x);
		f(x + 5);
		__builtin_abort();
	}
	return f(x) + 1;
}

int rare(int x)
{
	return f(x) + 3;
}
