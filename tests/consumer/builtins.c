// SPDX-License-Identifier: MIT
/*
 * builtins COUNT: a program that knows nothing of keys but for its last lines: are at least COUNT
 * calls, of libm here, now an instruction?
 */
#include <ffp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int add(const struct ffp *key, void *sum)
{
	struct ffp_info info;

	if (!ffp_info(key, &info))
		*(long *)sum += (long)info.inlined;
	return 0;
}

int main(int argc, char **argv)
{
	long inlined = 0, rounded = lrint(argc + 0.4) + llrint(argc + 0.4);

	(void)ffp_each(add, &inlined);
	printf("%ld calls are an instruction\n", inlined);
	return rounded == 2L * argc && inlined >= (argc > 1 ? atol(argv[1]) : 0) ? 0 : 1;
}
