/* SPDX-License-Identifier: MIT */
/* Callers: calls, tail calls, conditional ones; two alike, and one that nobody calls. */
#include "keys.h"

int plain_def(int x)
{
	return x + 1;
}

int plain_new(int x)
{
	return x + 2;
}

void quiet_new(int x)
{
	quiet_sum += x;
}

int calls(int x)
{
	return plain(x) + plain(x + 10) + shown(x);
}

int twin_one(int x)
{
	return 3 * plain(x) + 1;
}

int twin_two(int x)
{
	return 3 * plain(x) + 1;
}

int tail(int x)
{
	return plain(x + 100);
}

int cond(int x)
{
	if (x > 3)
		return shown(x);
	return 7;
}

void quietly(int x)
{
	quiet(x);
	if (x > 3)
		quiet(x);
}

int dead(int x)
{
	return plain(x) + shown(x) + 12345;
}
