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
		".skip 65536, 0xcc\n"                                                              \
		"call_" #n ":\n"                                                                   \
		"push %rdi\n"                                                                      \
		"mov $1, %edi\n"                                                                   \
		"call " FFP_SYMBOL(note, 0) "\n"                                                   \
		"mov (%rsp), %rdi\n"                                                               \
		"call " FFP_SYMBOL(op, op_default) "\n"                                            \
		"pop %rdi\n"                                                                       \
		"ret\n"                                                                            \
		"jump_" #n ":\n"                                                                   \
		"jmp " FFP_SYMBOL(op, op_default) "\n"                                             \
		"cond_" #n ":\n"                                                                   \
		"xor %eax, %eax\n"                                                                 \
		"test %rdi, %rdi\n"                                                                \
		"jne " FFP_SYMBOL(op, op_default) "\n"                                             \
		"ret\n")

#endif /* PLACES_H */
