/* SPDX-License-Identifier: MIT */
/* Instructions for bodies.c, of functions long (long *p, long v). */
#ifndef BODIES_H
#define BODIES_H

#define LANDING ""		/* what a branch may land on */
#define FIVE "lghi %r2, 5"	/* yields 5 */
#define SECOND "lgr %r2, %r3"	/* yields v */
#define PLUS "la %r2, 1(%r3)"	/* yields v + 1 */
#define LOAD "lg %r2, 0(%r2)"	/* yields *p */
#define STORE "stg %r3, 0(%r2)" /* *p = v */
#define NEXT "la %r2, 1(%r2)"	/* yields p + 1, as a number */
#define NOP "nop 0"
#define BREAKPOINT ".short 1"
#define RETURN "br %r14"

#endif /* BODIES_H */
