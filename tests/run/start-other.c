// SPDX-License-Identifier: MIT
/* The file that defines no key and may be linked, and started, before the one that does. */
#include "start.h"

__attribute__((constructor(101))) static void first_of_all(void)
{
	look("constructor 101 of another file");
}

__attribute__((constructor)) static void any_time(void)
{
	look("constructor of another file");
}

__attribute__((destructor(102))) static void last_of_all(void)
{
	look("destructor 102 of another file");
}
