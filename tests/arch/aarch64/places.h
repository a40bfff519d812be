/* SPDX-License-Identifier: MIT */
/* Sites for windows.c, of its keys `op`, long (long), and `note`, a NULL key, void (int). */
#ifndef PLACES_H
#define PLACES_H

#include <ffp.h>

/* Assembly is read line by line. */
/* clang-format off */

/*
 * Sites so far apart that each place is a window: long call_N(long x): op(x) after
 * note(1); long jump_N(long x): op(x); long cond_N(long x): op(x) if x, else 0.
 */
#define PLACE(n)                                                                                   \
	long call_##n(long x), jump_##n(long x), cond_##n(long x);                                 \
	__asm__(".text\n"                                                                          \
		".balign 4\n"                                                                      \
		".skip 65536, 0\n"                                                                 \
		"call_" #n ":\n"                                                                   \
		"stp x29, x30, [sp, #-32]!\n"                                                      \
		"str x0, [sp, #16]\n"                                                              \
		"mov w0, #1\n"                                                                     \
		"bl " FFP_SYMBOL(note, 0) "\n"                                                     \
		"ldr x0, [sp, #16]\n"                                                              \
		"bl " FFP_SYMBOL(op, op_default) "\n"                                              \
		"ldp x29, x30, [sp], #32\n"                                                        \
		"ret\n"                                                                            \
		"jump_" #n ":\n"                                                                   \
		"b " FFP_SYMBOL(op, op_default) "\n"                                               \
		"cond_" #n ":\n"                                                                   \
		"cbnz x0, " FFP_SYMBOL(op, op_default) "\n"                                        \
		"ret\n")

#endif /* PLACES_H */
