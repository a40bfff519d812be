// SPDX-License-Identifier: MIT
/* The other file of impl.c: a candidate for its key, and a key of the same name as one there. */
#include "impl.h"

int shade_elsewhere(void)
{
	return 5;
}

FFP_IMPL(shade, shade_elsewhere, 15, true);

static int better(void)
{
	return 3;
}

DEFINE_FFP_STATIC(own, shade_default);
FFP_IMPL(own, better, 1, true);

int other_own(void)
{
	return own();
}
