/* SPDX-License-Identifier: MIT */
/* Sites of every kind; main.c calls these and defines the keys. */
#include "keys.h"

KEY(int, f, (int), f_def);
KEY_EXPORT(int, g, (int), g_def);
KEY(void, n, (int), 0);
KEY_EXPORT(void, m, (int), 0);

int call_f(int x);
int jump_f(int x);
int cond_f(int x);
int call_g(int x);
int jump_g(int x);
int cond_g(int x);
int call_n(int x);
void jump_n(int x);
void cond_n(int x);
int call_m(int x);
void jump_m(int x);
void cond_m(int x);
int (*address_f(void))(int);

int call_f(int x)
{
	return f(x + 1) + 1;
}

int jump_f(int x)
{
	return f(x + 2);
}

int cond_f(int x)
{
	if (x > 3)
		return f(x);
	return 7;
}

int call_g(int x)
{
	return g(x + 1) + 1;
}

int jump_g(int x)
{
	return g(x + 2);
}

int cond_g(int x)
{
	if (x > 3)
		return g(x);
	return 7;
}

int call_n(int x)
{
	n(x + 1);
	return x;
}

void jump_n(int x)
{
	n(x + 1);
}

void cond_n(int x)
{
	if (x > 3)
		n(x);
}

int call_m(int x)
{
	m(x + 1);
	return x;
}

void jump_m(int x)
{
	m(x + 1);
}

void cond_m(int x)
{
	if (x > 3)
		m(x);
}

int (*address_f(void))(int)
{
	return f;
}
