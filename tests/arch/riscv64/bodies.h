/* SPDX-License-Identifier: MIT */
/* Instructions for bodies.c, of functions long (long *p, long v). */
#ifndef BODIES_H
#define BODIES_H

#define LANDING "auipc zero, 0" /* what a branch may land on */
#define FIVE "li a0, 5"		/* yields 5 */
#define SECOND "mv a0, a1"	/* yields v */
#define PLUS "addi a0, a1, 1"	/* yields v + 1 */
#define LOAD "ld a0, (a0)"	/* yields *p */
#define STORE "sd a1, (a0)"	/* *p = v */
#define NEXT "addi a0, a0, 1"	/* yields p + 1, as a number */
#define NOP "nop"
#define BREAKPOINT "ebreak"
#define RETURN "ret"

#endif /* BODIES_H */
