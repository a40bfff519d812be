/* SPDX-License-Identifier: MIT */
/* Two files with keys of one name, and defaults of one name. */
#include "keys.h"

#ifndef ANSWER
#define ANSWER 1
#define NAME first
#endif

KEY(int, s, (int), s_def);
KEY(int, f, (int), f_def);
__attribute__((used)) static int s_def(int x)
{
	return x + ANSWER;
}
ENTRY("__ffp_fn.", s, s_def, LOCAL, "0x100");

int NAME(int x);
int NAME(int x)
{
	return s(x) + f(x) + 1;
}
