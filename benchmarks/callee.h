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

#ifdef HAVE_POPCNT
/* And of a function that is another instruction. */
long count(long x);
long count_other(long x);
DECLARE_FFP(bits, count_other);

static inline long count_inline(long x)
{
	x = __builtin_popcountl((unsigned long)x);
	__asm__("" : "+r"(x));
	return x;
}
#endif

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
