// SPDX-License-Identifier: MIT
/* A plugin: it sets the program's key when it is loaded. */
#include <ctype.h>

#include "filter.h"

static int filter_upper(int c)
{
	return toupper(c);
}

__attribute__((constructor)) static void start(void)
{
	/* The program sees by FFP_TARGET whether this worked. */
	(void)SET_FFP(filter, filter_upper);
}

/*
 * No destructor: dlclose resets every key whose target lies in a module that has
 * the declaration of an exported key.  No thread may be in the filter by then.
 */
