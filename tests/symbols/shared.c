// SPDX-License-Identifier: MIT
#include "libraries.h"

int shared(int x)
{
	return 2 * x;
}
