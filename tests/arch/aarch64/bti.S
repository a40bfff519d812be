/* SPDX-License-Identifier: MIT */
/* A place without a landing pad beside a site. */
#include <ffp.h>

	.macro	function name
	.globl	\name
	.hidden	\name
	.type	\name, %function
\name:
	.endm

	.text
	.balign	64			/* on one page */
	function call_op
	bti	c
	stp	x29, x30, [sp, #-16]!
	bl	FFP_SYMBOL(op, op_default)
	add	x0, x0, #1
	ldp	x29, x30, [sp], #16
	ret
	function beside_the_site
	ret

	/* That all of it has landing pads, and the assembler's own section for that. */
	.section .note.gnu.property, "a"
	.balign	8
	.word	4, 16, 5
	.asciz	"GNU"
	.word	0xc0000000, 4, 1, 0

	.section .note.GNU-stack, "", %progbits
