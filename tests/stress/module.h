/* SPDX-License-Identifier: MIT */
/*
 * What the stress program shares with a module that it loads and unloads: callers that the compiler
 * makes, and what the module gives the program.
 */
#ifndef STRESS_MODULE_H
#define STRESS_MODULE_H

#include <ffp.h>

#include "../forms.h"

typedef void effect(long *x);
long target_a(long x);

/* A caller of a key of its kind: long (long), or void (long *). */
struct caller {
	void (*call)(void);
	unsigned char key;
};

/* A call and a tail call. */
#define CALLERS_OF_VALUE(fn)                                                                       \
	static COUNTED long call_##fn(long x)                                                      \
	{                                                                                          \
		x = fn(x);                                                                         \
		__asm__ volatile("" : "+r"(x));                                                    \
		return x;                                                                          \
	}                                                                                          \
	static COUNTED long jump_##fn(long x)                                                      \
	{                                                                                          \
		return fn(x);                                                                      \
	}
#define CALLERS_OF_NULL(fn)                                                                        \
	static COUNTED void call_##fn(long *x)                                                     \
	{                                                                                          \
		fn(x);                                                                             \
		__asm__ volatile("" ::: "memory");                                                 \
	}                                                                                          \
	static COUNTED void jump_##fn(long *x)                                                     \
	{                                                                                          \
		fn(x);                                                                             \
	}
#define CALLER_ENTRIES(fn, key)                                                                    \
	{ (void (*)(void))call_##fn, key }, { (void (*)(void))jump_##fn, key },

/* What the module has, by the name `module`. */
struct module {
	const struct caller *callers; /* of keys that the program exports, by their numbers */
	int n;
	/* Set the module's own two keys, and call all their sites; 0 if all was right. */
	int (*own)(unsigned random);
	long (*lend)(long x); /* a target, which gives x * 11 + 5 */
};

#endif /* STRESS_MODULE_H */
