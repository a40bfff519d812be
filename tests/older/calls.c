// SPDX-License-Identifier: MIT
/* A program with keys of its own that calls those of keys.c; see there. */
#include "keys.h"

int plain_default(int x);
int plain_default(int x)
{
	return x + 10;
}

static int plain_other(int x)
{
	return x + 20;
}

static int local_default(int x)
{
	return x + 30;
}

static int local_other(int x)
{
	return x + 40;
}

static void count_one(int *count)
{
	++*count;
}

DEFINE_FFP(plain, plain_default);
DEFINE_FFP_STATIC(local, local_default);

int program_plain(int x)
{
	return plain(x) * 2;
}

int program_plain_tail(int x)
{
	return plain(x);
}

int program_local(int x)
{
	return local(x) * 2;
}

int program_shared(int x)
{
	return shared(x) * 2;
}

int program_shared_tail(int x)
{
	return shared(x);
}

int program_hook(void)
{
	int count = 0;

	hook(&count);
	return count;
}

int program_plain_target(int x)
{
	return FFP_TARGET(plain)(x);
}

int program_set(void)
{
	int error = SET_FFP(plain, plain_other);

	if (!error)
		error = SET_FFP(local, local_other);
	if (!error)
		error = SET_FFP(shared, other);
	return error ? error : SET_FFP(hook, count_one);
}

int program_constant(int value)
{
	return SET_FFP_RETURN(plain, value);
}

int program_transaction(void)
{
	struct ffp_change changes[] = { FFP_CHANGE(plain, plain_other),
					FFP_CHANGE(local, local_other),
					FFP_CHANGE_DEFAULT(shared) };

	return ffp_apply(changes, sizeof(changes) / sizeof(changes[0]), 0);
}

int program_reset(void)
{
	int error = RESET_FFP(plain);

	if (!error)
		error = RESET_FFP(local);
	if (!error)
		error = RESET_FFP(shared);
	return error ? error : RESET_FFP(hook);
}
