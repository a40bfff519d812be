// SPDX-License-Identifier: MIT
/*
 * Hook into a library that another team wrote: an exported key without a default.
 *
 * Build:
 *	ffp-cc cc -O2 -fPIC -shared $(pkg-config --cflags ffp) counter.c -o libcounter.so \
 *		$(pkg-config --libs ffp)
 *	ffp-cc cc -O2 $(pkg-config --cflags ffp) main.c \
 *		-o hook -L. -lcounter -Wl,-rpath,. \
 *		$(pkg-config --libs ffp)
 * Run:
 *	./hook
 * Prints:
 *	step 2
 *	3
 */
#include <stdio.h>

#include "counter.h"

static void tell(int value)
{
	printf("step %d\n", value);
}

int main(void)
{
	counter_step();
	if (SET_FFP(counter_stepped, tell))
		return 1;
	counter_step();
	if (SET_FFP(counter_stepped, NULL))
		return 1;
	printf("%d\n", counter_step());
	return 0;
}
