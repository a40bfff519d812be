// SPDX-License-Identifier: MIT
/* A library with keys, of which an earlier release made what is in the folder of its name. */
#include "keys.h"

int kept(int x)
{
	return x + 1;
}

int other(int x)
{
	return x + 2;
}

static int better(int x)
{
	return x + 3;
}

int number_default(void);
int number_default(void)
{
	return 4;
}

DEFINE_FFP_EXPORT(shared, kept);
DEFINE_FFP_NULL_EXPORT(hook, hook_fn);
DEFINE_FFP_STATIC(chosen, kept);
FFP_IMPL(chosen, better, 1, 1);
DEFINE_FFP(number, number_default);

int library_shared(int x)
{
	return shared(x) * 2;
}

int library_chosen(int x)
{
	return chosen(x) * 2;
}

int library_number(void)
{
	return number();
}

int library_hook(void)
{
	int count = 0;

	hook(&count);
	return count;
}
