// SPDX-License-Identifier: MIT
#include "objects.h"

/* A static object of this file may be made before those of the other. */
const guard other_file_guard;

int other_file_inline(int x)
{
	return scale_inline(x);
}

int other_file_int(int x)
{
	return scale_as<int>(x);
}

long other_file_long(long x)
{
	return scale_as<long>(x);
}

int other_file_member(int x)
{
	return other_file_guard.call(x);
}

int (*other_file_address())(int)
{
	return scale;
}
