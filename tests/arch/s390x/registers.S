/* SPDX-License-Identifier: MIT */
/*
 * What a call of a key leaves alone: unsigned registers_<key>(void) calls it
 * with every register holding a mark and returns a bit for each one that lost
 * its mark, though the ABI says that a callee keeps it.
 */
#include <ffp.h>
#include "../../forms.h"

	/* Set a bit in %r3 unless `register` still holds `mark`. */
	.macro	check register, mark, bit
	lghi	%r1, \mark
	cgr	\register, %r1
	je	1f
	.if	\bit < 16
	oill	%r3, 1 << \bit
	.else
	oilh	%r3, 1 << \bit >> 16
	.endif
1:
	.endm

	.macro	registers name
	.globl	\name
	.type	\name, %function
	.balign	8
\name:
	stmg	%r6, %r15, 48(%r15)
	aghi	%r15, -256
	.irp	n, 8, 9, 10, 11, 12, 13, 14, 15
	std	%f\n, 96+8*\n(%r15)
	.endr
	stfpc	224(%r15)
	lghi	%r1, 1			/* rounds to zero */
	sfpc	%r1
	lghi	%r1, 0x3344
	stg	%r1, 232(%r15)
	stg	%r15, 240(%r15)
	.irp	n, 6, 7, 8, 9, 10, 11, 12, 13
	lghi	%r\n, 0x100 + \n
	.endr
	.irp	n, 8, 9, 10, 11, 12, 13, 14, 15
	lghi	%r1, 0x200 + \n
	ldgr	%f\n, %r1
	.endr
	lghi	%r2, 7
	.endm

	.macro	registers_end
	lghi	%r3, 0
	.irp	n, 6, 7, 8, 9, 10, 11, 12, 13
	check	%r\n, 0x100 + \n, \n
	.endr
	.irp	n, 8, 9, 10, 11, 12, 13, 14, 15
	lgdr	%r4, %f\n
	check	%r4, 0x200 + \n, 8 + \n
	.endr
	cg	%r15, 240(%r15)
	je	2f
	.long	0
2:	lg	%r4, 232(%r15)
	check	%r4, 0x3344, 0
	efpc	%r4
	llgfr	%r4, %r4
	check	%r4, 1, 1
	lfpc	224(%r15)
	.irp	n, 8, 9, 10, 11, 12, 13, 14, 15
	ld	%f\n, 96+8*\n(%r15)
	.endr
	lgr	%r2, %r3
	lmg	%r6, %r15, 304(%r15)
	br	%r14
	.endm

	.text
#if FORM == POINTER
	registers registers_op
	larl	%r1, __ffp_ptr.__ffp_fn.op.op_default
	lg	%r1, 0(%r1)
	basr	%r14, %r1
	registers_end
	registers registers_note
	larl	%r1, __ffp_ptr.__ffp_fn.note.0
	lg	%r1, 0(%r1)
	basr	%r14, %r1
	registers_end
#else
	registers registers_op
	brasl	%r14, FFP_SYMBOL(op, op_default)
	registers_end
	registers registers_note
	brasl	%r14, FFP_SYMBOL(note, 0)
	registers_end
#endif

	.section .note.GNU-stack, "", %progbits
