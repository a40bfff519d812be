// SPDX-License-Identifier: MIT
#include "counter.h"

DEFINE_FFP_NULL_EXPORT(counter_stepped, counter_hook);

int counter_step(void)
{
	static int value;

	value++;
	/* While nobody listens, one no-op stands here (but `value` is loaded for it). */
	counter_stepped(value);
	return value;
}
