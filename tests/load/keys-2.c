// SPDX-License-Identifier: MIT
#include "keys.h"

int keys_call_2(int x)
{
	trace(x);
	return shape(x) + 20;
}
