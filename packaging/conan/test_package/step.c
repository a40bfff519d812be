// SPDX-License-Identifier: MIT
/* A key that is changed; with -DDIRECT, both calls of it must be direct. */
#include <stdio.h>
#include <ffp.h>

static int one(int x)
{
	return x + 1;
}
static int two(int x)
{
	return x + 2;
}
DEFINE_FFP_STATIC(step, one);

int main(void)
{
	struct ffp_info info;
	int first = step(0), status = SET_FFP(step, two), second = step(0);

	if (ffp_info(FFP_KEY(step), &info))
		return 1;
	printf("%d %d %d, direct: %lu\n", first, status, second, (unsigned long)info.direct);
#ifdef DIRECT
	if (info.direct != 2)
		return 1;
#endif
	return first != 1 || status || second != 2;
}
