// SPDX-License-Identifier: MIT
/*
 * Choose an implementation at start, by what the processor can do.
 *
 * Build:
 *	ffp-cc cc -O2 $(pkg-config --cflags ffp) choose.c -o choose $(pkg-config --libs ffp)
 * Run:
 *	./choose
 *	FFP_USE=ones=default ./choose
 * Prints:
 *	12 bits, counted in parallel
 *	12 bits, counted one by one
 */
#include <ffp.h>
#include <stdint.h>
#include <stdio.h>

static int ones_loop(uint64_t x)
{
	int n = 0;

	for (; x; x &= x - 1)
		n++;
	return n;
}

static int ones_parallel(uint64_t x)
{
	x -= x >> 1 & 0x5555555555555555;
	x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
	return (int)(((x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f) * 0x0101010101010101 >> 56);
}

DEFINE_FFP_STATIC(ones, ones_loop);

/* Instead of the size of a word a program asks for ffp_cpu_supports("avx2") and the like. */
FFP_IMPL(ones, ones_parallel, 10, sizeof(void *) == 8);

int main(void)
{
	printf("%d bits, counted %s\n", ones(0xfff),
	       FFP_TARGET(ones) == ones_parallel ? "in parallel" : "one by one");
	return 0;
}
