// SPDX-License-Identifier: MIT
/* Callers that were compiled before there was a key: see public.c. */
#include "public.h"

#include <ffp.h>

#ifdef FFP_PUBLIC

int public_plain(int x);
int public_plain_again(int x);
long public_sum(const char *what, ...);
struct public_large public_mixed(int a, double b, struct public_large c, float d, long e, long f,
				 long g, long h, struct public_large i);
void public_hook(int x);
void public_exported_hook(int x);
int public_value(int x);

static int (*volatile address)(int) = public_plain;

int caller_plain(int x)
{
	return public_plain(x);
}

int caller_again(int x)
{
	return public_plain_again(x) + 0 * x;
}

int caller_by_address(int x)
{
	return address(x);
}

void *caller_address(void)
{
	return __extension__(void *) address;
}

long caller_sum(void)
{
	return public_sum("lllldllllld", 0l, 1l, 2l, 3l, 3.5, 4l, 5l, 6l, 7l, 17l, 3.5);
}

long caller_mixed(void)
{
	const struct public_large c = { { 10, 20, 30 } }, i = { { 30, 31, 32 } };
	const struct public_large r = public_mixed(1, 2.5, c, 3.5f, 4, 5, 6, 7, i);

	return r.x[1] == 20 + 2 + 4 + 5 && r.x[2] == 30 + 3 + 6 + 7 ? r.x[0] : 0;
}

int caller_value(int x)
{
	return public_value(x);
}

void caller_hooks(int x)
{
	public_hook(x);
	public_exported_hook(x);
}

#endif
