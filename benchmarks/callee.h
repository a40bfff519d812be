/* SPDX-License-Identifier: MIT */
/* What the callers of calls.c call: one function, by several ways. */
#ifndef CALLEE_H
#define CALLEE_H

#include <ffp.h>

#define POINTERS_MAX 1024

long step(long x);  /* every way leads here */
long other(long x); /* the key's default, which is never called */

DECLARE_FFP(key, other);    /* calls of step */
DECLARE_FFP(bodied, other); /* its body, if it is one instruction here */

/* As a compiler puts it in place, which sees nothing but this one of a chain. */
static inline long step_inline(long x)
{
	x = x * 5 + 2;
	__asm__("" : "+r"(x));
	return x;
}

extern long (*step_pointer)(long);
extern long (*step_pointers[POINTERS_MAX])(long);
long step_ifunc(long x);

#endif /* CALLEE_H */
