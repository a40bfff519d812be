// SPDX-License-Identifier: MIT
#include "locks.h"

static void change(int r)
{
	int x = busy(0);

	if (!r && x >= 1 && x <= 2)
		__atomic_fetch_add(&busy_from_plugins, 1, __ATOMIC_RELAXED);
}

__attribute__((constructor)) static void start(void)
{
	change(RESET_FFP(busy));
}

/* Not to a function of the plugin: another thread may be inside when it goes. */
__attribute__((destructor)) static void end(void)
{
	change(SET_FFP(busy, busy_default));
}
