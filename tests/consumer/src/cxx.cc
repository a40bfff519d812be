// SPDX-License-Identifier: MIT
#include "next.h"

/* What a target throws passes through the site. */
int next_in_cxx(int x)
{
	try {
		return next(x) * 3;
	} catch (int thrown) {
		return thrown;
	}
}

extern "C" int next_throws(int x);
extern "C" int next_throws(int x)
{
	throw x;
}
