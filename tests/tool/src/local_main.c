/* SPDX-License-Identifier: MIT */
#include "keys.h"

#include <stdio.h>

int f_def(int x);
int first(int), second(int);

int f_def(int x)
{
	return x * 10;
}
ENTRY("__ffp_fn.", f, f_def, HIDDEN, "0x100");

extern const struct ffp_site __start_ffp_sites[], __stop_ffp_sites[];

int main(void)
{
	printf("%d %d, %d sites\n", first(1), second(1),
	       (int)(__stop_ffp_sites - __start_ffp_sites));
	return 0;
}
