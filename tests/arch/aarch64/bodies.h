/* SPDX-License-Identifier: MIT */
/* Instructions for bodies.c, of functions long (long *p, long v). */
#ifndef BODIES_H
#define BODIES_H

#define LANDING "hint #34"    /* what a branch may land on */
#define FIVE "mov w0, #5"     /* yields 5 */
#define SECOND "mov x0, x1"   /* yields v */
#define PLUS "add x0, x1, #1" /* yields v + 1 */
#define LOAD "ldr x0, [x0]"   /* yields *p */
#define STORE "str x1, [x0]"  /* *p = v */
#define NEXT "add x0, x0, #1" /* yields p + 1, as a number */
#define NOP "nop"
#define BREAKPOINT "brk #0"
#define RETURN "ret"

#endif /* BODIES_H */
