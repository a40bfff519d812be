// SPDX-License-Identifier: MIT
/* It has many branches of the program's keys, and a target for one. */
#include "flags.h"

int plugin_wrong(unsigned set);
int plugin_branches(void);
void plugin_hook(int *x);

int plugin_wrong(unsigned set)
{
	return wrong_here(set);
}

int plugin_branches(void)
{
	return n_branchers + 1;
}

void plugin_hook(int *x)
{
	++*x;
}
