/* SPDX-License-Identifier: MIT */
/* Instructions for bodies.c, of functions long (long *p, long v). */
#ifndef BODIES_H
#define BODIES_H

#define LANDING "endbr64"	     /* what a branch may land on */
#define FIVE "mov $5, %eax"	     /* yields 5 */
#define SECOND "mov %rsi, %rax"	     /* yields v */
#define PLUS "lea 1(%rsi), %rax"     /* yields v + 1 */
#define LOAD "mov (%rdi), %rax"	     /* yields *p */
#define STORE "mov %rsi, (%rdi)"     /* *p = v */
#define NEXT "lea 1(%rdi), %rax"     /* yields p + 1, as a number */
#define SIX "imul $1000, %esi, %eax" /* yields v * 1000; fits a wide call alone */
#define NOP "nop"
#define BREAKPOINT "int3"
#define RETURN "ret"

#endif /* BODIES_H */
