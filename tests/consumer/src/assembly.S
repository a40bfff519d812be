/* SPDX-License-Identifier: MIT */
#include "next.h"
#ifdef __CET__
#include <cet.h>
#endif

	.text
	.globl next_in_assembly
	.type next_in_assembly, %function
next_in_assembly:
#ifdef __x86_64__
	jmp FFP_SYMBOL(next, next_plain)
#else
	b FFP_SYMBOL(next, next_plain)
#endif
	.size next_in_assembly, . - next_in_assembly

	.section .note.GNU-stack, "", %progbits
