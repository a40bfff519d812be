// SPDX-License-Identifier: MIT
/* A library with sites of its program's keys; see ../run/atomic.c. */
#include "../run/atomic.h"

int MODULE(int key, int way);

int MODULE(int key, int way)
{
	return ways(key, way);
}
