// SPDX-License-Identifier: MIT
/*
 * Choose an implementation when a function is first called: the default finds out,
 * sets the key, and does its own job through what it has found.
 *
 * Build:
 *	ffp-cc cc -O2 $(pkg-config --cflags ffp) lazy.c -o lazy $(pkg-config --libs ffp)
 * Run:
 *	./lazy
 * Prints:
 *	choosing
 *	9
 *	16
 */
#include <ffp.h>
#include <stdio.h>

static int square_multiply(int x)
{
	return x * x;
}

static int square_choose(int x);
DEFINE_FFP_STATIC(square, square_choose);

static int square_choose(int x)
{
	puts("choosing");
	/* If the change is refused, the next call comes here again. */
	(void)SET_FFP(square, square_multiply);
	/* Not square(x), which would then call itself for ever. */
	return square_multiply(x);
}

int main(void)
{
	printf("%d\n", square(3));
	printf("%d\n", square(4));
	return 0;
}
