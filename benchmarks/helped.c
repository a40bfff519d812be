// SPDX-License-Identifier: MIT
/*
 * Compiled once for each way, as WAY: plain; with the list of libffp-builtins, through ffp-cc;
 * and for a processor that has the instructions.
 */
#include "helped.h"

#include <math.h>

#define JOIN(a, b) JOIN_(a, b)
#define JOIN_(a, b) a##_##b

unsigned long JOIN(WAY, popcount)(const unsigned long *p, size_t n)
{
	unsigned long sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (unsigned long)__builtin_popcountl(p[i]);
	return sum;
}

unsigned long JOIN(WAY, fma)(const unsigned long *p, size_t n)
{
	double x = 1;

	for (size_t i = 0; i < n; i++)
		x = fma(x, 0.5, (double)(p[i] & 0xff));
	return (unsigned long)(x * 0x1p32);
}
