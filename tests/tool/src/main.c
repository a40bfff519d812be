/* SPDX-License-Identifier: MIT */
/* Keys and the program that runs the sites of sites.c (and, with -DMORE, more). */
#include "keys.h"

#include <stdio.h>

/* Assembly refers to them, which link-time optimisation does not see. */
__attribute__((used)) int f_def(int x);
__attribute__((used)) int g_def(int x);
int s_call(int x);

int f_def(int x)
{
	return x * 10;
}

int g_def(int x)
{
	return x * 100;
}

ENTRY("__ffp_fn.", f, f_def, HIDDEN, "0x100");
ENTRY("__ffp_ex.", g, g_def, GLOBAL, "0x104");
ENTRY_NULL("__ffp_fn.", n, HIDDEN, "0x101");
ENTRY_NULL("__ffp_ex.", m, GLOBAL, "0x105");

/* A key of this file only: the assembler relocates against its section. */
KEY(int, s, (int), s_def);
__attribute__((used)) static int s_def(int x)
{
	return x - 1;
}
ENTRY("__ffp_fn.", s, s_def, LOCAL, "0x100");

__attribute__((noinline)) int s_call(int x)
{
	return s(x) + 1;
}

int call_f(int), jump_f(int), cond_f(int), call_g(int), jump_g(int), cond_g(int), call_n(int);
int call_m(int), (*address_f(void))(int);
void jump_n(int), cond_n(int), jump_m(int), cond_m(int);
#ifdef MORE
int more(int);
#else
#define more(x) 0
#endif

extern const struct ffp_site __start_ffp_sites[], __stop_ffp_sites[];

int main(void)
{
	cond_n(9);
	jump_n(1);
	cond_m(9);
	cond_m(1);
	jump_m(1);
	printf("%d %d %d %d, ", call_f(1), jump_f(1), cond_f(5), cond_f(1));
	printf("%d %d %d %d, ", call_g(1), jump_g(1), cond_g(5), cond_g(1));
	printf("%d %d %d %d %d, ", call_n(3), call_m(4), s_call(5), address_f()(6), more(7));
	printf("%d sites\n", (int)(__stop_ffp_sites - __start_ffp_sites));
	return 0;
}
