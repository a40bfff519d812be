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
		".balign 2\n"                                                                      \
		".skip 65536, 0\n"                                                                 \
		"call_" #n ":\n"                                                                   \
		"stmg %r14, %r15, 112(%r15)\n"                                                     \
		"aghi %r15, -168\n"                                                                \
		"stg %r2, 160(%r15)\n"                                                             \
		"lghi %r2, 1\n"                                                                    \
		"brasl %r14, " FFP_SYMBOL(note, 0) "\n"                                            \
		"lg %r2, 160(%r15)\n"                                                              \
		"brasl %r14, " FFP_SYMBOL(op, op_default) "\n"                                     \
		"lmg %r14, %r15, 280(%r15)\n"                                                      \
		"br %r14\n"                                                                        \
		"jump_" #n ":\n"                                                                   \
		"jg " FFP_SYMBOL(op, op_default) "\n"                                              \
		"cond_" #n ":\n"                                                                   \
		"ltgr %r2, %r2\n"                                                                  \
		"jgne " FFP_SYMBOL(op, op_default) "\n"                                            \
		"br %r14\n")

#endif /* PLACES_H */
