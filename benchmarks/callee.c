// SPDX-License-Identifier: MIT
#include "callee.h"

DEFINE_FFP(key, other);
DEFINE_FFP(bodied, other);

__attribute__((aligned(64))) long step(long x)
{
	return x * 5 + 2;
}

__attribute__((aligned(64))) long other(long x)
{
	return x * 3 + 1;
}

#ifdef HAVE_POPCNT
DEFINE_FFP(bits, count_other);

/* As a compiler writes it with -mpopcnt; GCC would clear the register before. */
__asm__(".pushsection .text.count,\"ax\",%progbits\n"
	".balign 64\n"
	".globl count\n"
	".type count,%function\n"
	"count: popcnt %rdi, %rax\n"
	"ret\n"
	".size count, . - count\n"
	".popsection\n");

__attribute__((aligned(64))) long count_other(long x)
{
	return x * 7 + 3;
}
#endif

/* Writable and visible elsewhere, so that no compiler can know their values. */
long (*step_pointer)(long) = step;
long (*step_pointers[POINTERS_MAX])(long);

#ifdef HAVE_IFUNC
static __attribute__((used)) long (*resolve_step(void))(long)
{
	return step;
}
long step_ifunc(long x) __attribute__((ifunc("resolve_step")));
#endif
