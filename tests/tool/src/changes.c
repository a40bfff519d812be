/* SPDX-License-Identifier: MIT */
/* A program whose calls change, three sites of one key, and that tells whether all went well. */
#include <ffp.h>
#include <stdio.h>

static int first(int x)
{
	return x + 1;
}

static int second(int x)
{
	return x * 2;
}

DEFINE_FFP_STATIC(key, first);

__attribute__((noinline)) int two_calls(int x)
{
	return key(x) + 10 * key(x + 1);
}

__attribute__((noinline)) int tail_call(int x)
{
	return key(x);
}

int main(void)
{
	struct ffp_info info;
	int before = two_calls(4) + tail_call(2), set = SET_FFP(key, second);
	int changed = two_calls(4) + tail_call(2), told = ffp_info(ffp_find("key"), &info);
	int reset = RESET_FFP(key);

	if (set || told || reset)
		return 1;
	printf("%d %d %d, %zu of %zu\n", before, changed, two_calls(4) + tail_call(2), info.direct,
	       info.sites);
	return 0;
}
