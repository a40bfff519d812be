// SPDX-License-Identifier: MIT
/* A plugin without a key or a call of one: it has nothing but the declarations, and a target. */
#include "keys.h"

int bare_target(int x);
int bare_target(int x)
{
	return x + 7;
}
