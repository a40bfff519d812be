/* SPDX-License-Identifier: MIT */
/*
 * Code with a hook in its loop, by every way to have one that is off, and by two that are on.
 */
#ifndef HOOKED_H
#define HOOKED_H

#include <ffp.h>

typedef void hook_type(const void *where, long what);

DECLARE_FFP_NULL(hook_key, hook_type);
extern hook_type *hook_pointer; /* NULL */
extern int hook_flag;		/* 0 */
hook_type hook;			/* what is called if not; never, here */
hook_type hook_on;		/* what a hook that is on calls */

/* A branch that is always taken, laid out as if it were not; the compiler cannot know. */
#define HOOK_TAKEN()                                                                               \
	__extension__({                                                                            \
		__label__ hook_taken;                                                              \
		int taken = 0;                                                                     \
		__asm__ goto(FFP__ASM_BRANCH_TO("%l[hook_taken]") : : : : hook_taken);             \
		if (0) {                                                                           \
		hook_taken:                                                                        \
			taken = 1;                                                                 \
		}                                                                                  \
		__builtin_expect(taken, 0);                                                        \
	})

/*
 * way_sum: a sum, of which a compiler adds up many elements at once, unless the hook
 * forbids it.  way_search: of a number in a tree, with the hook at each node.  way_hash: a loop
 * each round of which waits for the one before, with time to spare.  way_small: a function of a
 * few instructions, before them the hook, and a division for its argument.
 */
struct node {
	const struct node *left, *right;
	long key;
};
extern const struct node *tree; /* with every number that is searched */

/* How the code is compiled: meson.build. */
#ifdef HAVE_CLANG
#define HOOK_BUILDS(X) X(o2) X(o3) X(clang)
#else
#define HOOK_BUILDS(X) X(o2) X(o3)
#endif

#define HOOK_WAYS(X, build)                                                                        \
	X(build, none)                                                                             \
	X(build, flag)                                                                             \
	X(build, pointer)                                                                          \
	X(build, key)                                                                              \
	X(build, on)
#define DECLARE_HOOKED(build, way)                                                                 \
	int build##_##way##_sum(const int *p, long n);                                             \
	int build##_##way##_search(const int *p, long i);                                          \
	int build##_##way##_hash(const int *p, long n);                                            \
	int build##_##way##_small(const int *p, long i);
#define DECLARE_BUILD(build)                                                                       \
	HOOK_WAYS(DECLARE_HOOKED, build)                                                           \
	DECLARE_HOOKED(build, wired)
HOOK_BUILDS(DECLARE_BUILD)

#endif /* HOOKED_H */
