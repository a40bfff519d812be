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
		".skip 65536\n"                                                                    \
		"call_" #n ":\n"                                                                   \
		"addi sp, sp, -16\n"                                                               \
		"sd ra, 0(sp)\n"                                                                   \
		"sd a0, 8(sp)\n"                                                                   \
		"li a0, 1\n"                                                                       \
		"call " FFP_SYMBOL(note, 0) "\n"                                                   \
		"ld a0, 8(sp)\n"                                                                   \
		"call " FFP_SYMBOL(op, op_default) "\n"                                            \
		"ld ra, 0(sp)\n"                                                                   \
		"addi sp, sp, 16\n"                                                                \
		"ret\n"                                                                            \
		"jump_" #n ":\n"                                                                   \
		"tail " FFP_SYMBOL(op, op_default) "\n"                                            \
		"cond_" #n ":\n"                                                                   \
		"beqz a0, 1f\n"                                                                    \
		"tail " FFP_SYMBOL(op, op_default) "\n"                                            \
		"1: ret\n")

#endif /* PLACES_H */
