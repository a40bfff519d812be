/* SPDX-License-Identifier: MIT */
/*
 * Each program of tests/run is built three times.  What a form cannot promise
 * is asked of the others only.
 */
#ifndef FORMS_H
#define FORMS_H

#define DIRECT 1
#define TRAMPOLINE 2
#define POINTER 3

#ifndef FORM
#error "compile with -DFORM=DIRECT, TRAMPOLINE or POINTER"
#endif

/* How many of `n` sites of a key are in its table in this form. */
#define COLLECTED(n) (FORM == DIRECT ? (size_t)(n) : 0)

/*
 * A function whose sites a test counts: a compiler that inlines or clones it
 * makes more of them.
 */
#ifdef __clang__
#define COUNTED __attribute__((noinline))
#else
#define COUNTED __attribute__((noipa))
#endif

/* A function of these instructions, to which no compiler adds any. */
#define ASM_FUNCTION(name, instructions)                                                           \
	__asm__(".text\n"                                                                          \
		".balign 16\n"                                                                     \
		".globl " #name "\n"                                                               \
		".hidden " #name "\n"                                                              \
		".type " #name ", @function\n" #name ":\n" instructions "\n"                       \
		".size " #name ", . - " #name "\n")

#endif /* FORMS_H */
