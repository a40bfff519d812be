// SPDX-License-Identifier: MIT
#include "bodies.h"

#include "../forms.h"

COUNTED unsigned long call_from_plugin(unsigned long x)
{
	return step(x) * 3;
}

COUNTED unsigned long step_in_plugin(unsigned long x)
{
	return x + 1;
}
