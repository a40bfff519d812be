// SPDX-License-Identifier: MIT
/* Includes the header of a library with a key, and with -DCALLS calls that. */
#include <area.h>

int main(void)
{
#ifdef CALLS
	return area(2, 3) != 6;
#else
	return area_here(2, 3) != 7;
#endif
}
