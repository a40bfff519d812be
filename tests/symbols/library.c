// SPDX-License-Identifier: MIT
/*
 * A library that calls a function of another one.  Compiled several times, as library number
 * NUMBER, with a key of its own if KEY is 1.
 */
#include <ffp.h>

#include "libraries.h"

#define PASTE(a, b) PASTE_(a, b)
#define PASTE_(a, b) a##b

#if KEY
DEFINE_FFP_SYMBOL(shared);

static int changed(int x)
{
	return FFP_DEFAULT(shared)(x) + 100 * NUMBER;
}

int PASTE(set_, NUMBER)(int yes)
{
	return yes ? SET_FFP(shared, changed) : RESET_FFP(shared);
}
#endif

int PASTE(call_, NUMBER)(int x)
{
	return shared(x) + 1;
}
