/* SPDX-License-Identifier: MIT */
/*
 * Code with a hook in its loop, by every way to have one that is off.
 */
#ifndef HOOKED_H
#define HOOKED_H

#include <ffp.h>

typedef void hook_type(const void *where, long what);

DECLARE_FFP_NULL(hook_key, hook_type);
extern hook_type *hook_pointer; /* NULL */
extern int hook_flag;		/* 0 */
hook_type hook;			/* what is called if not; never, here */

/*
 * way_sum: a sum, of which a compiler adds up many elements at once, unless the hook
 * forbids it.  way_hash: a loop each round of which waits for the one before, with time to
 * spare.  way_small: a function of a few instructions, before them the hook, and
 * a division for its argument.
 */
#define HOOK_WAYS(X) X(none) X(flag) X(pointer) X(key)
#define DECLARE_HOOKED(way)                                                                        \
	int way##_sum(const int *p, long n);                                                       \
	int way##_hash(const int *p, long n);                                                      \
	int way##_small(const int *p, long i);
HOOK_WAYS(DECLARE_HOOKED)

#endif /* HOOKED_H */
