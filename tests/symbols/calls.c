// SPDX-License-Identifier: MIT
/* The calls of keys by symbol.  This file knows nothing of keys. */
#include "calls.h"

#include <stdlib.h>
#include <string.h>

#include "../forms.h"

COUNTED int call_twice(int x)
{
	return twice(x) + 1;
}

COUNTED int tail_twice(int x)
{
	return twice(x + 1);
}

COUNTED int call_chosen(int x)
{
	return chosen(x) + 1;
}

COUNTED size_t call_strlen(const char *s)
{
	return strlen(s) + 1;
}

COUNTED size_t tail_strlen(const char *s)
{
	return strlen(s + 1);
}

COUNTED void *call_memcpy(void *to, const void *from, size_t n)
{
	return (char *)memcpy(to, from, n) + 1;
}

COUNTED void *call_malloc(size_t n)
{
	char *p = malloc(n);

	if (p)
		*p = 1;
	return p;
}

COUNTED int call_recursive(int n)
{
	return recursive(n) + 1;
}

int (*address_of_twice(void))(int)
{
	return twice;
}

int (*address_of_chosen(void))(int)
{
	return chosen;
}

size_t (*address_of_strlen(void))(const char *)
{
	return strlen;
}

int small(int x)
{
	return x + 3;
}

COUNTED int call_small(int x)
{
	return small(x) * 2;
}

/* The key `local` is of the function in main.c. */
__attribute__((noinline)) static int local(int x)
{
	__asm__ volatile("" : "+r"(x));
	return x + 5;
}

COUNTED int call_local(int x)
{
	return local(x) * 2;
}

COUNTED char *call_strdup(const char *s)
{
	return strdup(s);
}
