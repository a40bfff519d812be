/* SPDX-License-Identifier: MIT */
/* Sites in COMDAT sections: templates and inline functions; two files have them. */
extern "C" {
#include "keys.h"
KEY(int, f, (int), f_def);
KEY(void, n, (int), 0);
int NAME(int x);
}

template <int I> __attribute__((noinline)) int twice(int x)
{
	n(x);
	return f(x) + f(x + I);
}

__attribute__((noinline)) inline int once(int x)
{
	return f(x) + 1;
}

int NAME(int x)
{
	return twice<1>(x) + once(x);
}
