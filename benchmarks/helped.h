/* SPDX-License-Identifier: MIT */
/* Loops in which a compiler for any x86-64 calls a helper, where a newer one has an instruction. */
#ifndef HELPED_H
#define HELPED_H

#include <stddef.h>

/*
 * way_popcount: of an array, how many bits are set.  way_fma: a polynomial by fma(), each step
 * of which waits for the one before.
 */
#define HELPED_WAYS(X) X(plain) X(builtins) X(native)
#define DECLARE_HELPED(way)                                                                        \
	unsigned long way##_popcount(const unsigned long *p, size_t n);                            \
	unsigned long way##_fma(const unsigned long *p, size_t n);
HELPED_WAYS(DECLARE_HELPED)

#endif /* HELPED_H */
