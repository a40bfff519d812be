// SPDX-License-Identifier: MIT
#include "next.h"

int next_plain(int x)
{
	return x + 1;
}

DEFINE_FFP(next, next_plain);

int next_in_c(int x)
{
	return next(x) * 2;
}
