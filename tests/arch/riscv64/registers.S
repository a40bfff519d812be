/* SPDX-License-Identifier: MIT */
/*
 * What a call of a key leaves alone: unsigned registers_<key>(void) calls it
 * with every register holding a mark and returns a bit for each one that lost
 * its mark, though the ABI says that a callee keeps it.
 */
#include "../../forms.h"

	/* Set a bit in a0 unless `register` still holds `mark`. */
	.macro	check register, mark, bit
	li	t3, \mark
	beq	\register, t3, 1f
	li	t3, 1 << \bit
	or	a0, a0, t3
1:
	.endm

	.macro	registers name
	.globl	\name
	.type	\name, %function
\name:
	addi	sp, sp, -256
	sd	ra, 0(sp)
	frrm	t3
	sd	t3, 8(sp)
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
	sd	s\n, 32 + 8 * \n(sp)
	fsd	fs\n, 128 + 8 * \n(sp)
	li	s\n, 0x100 + \n
	li	t3, 0x200 + \n
	fmv.d.x	fs\n, t3
	.endr
	sd	sp, 16(sp)
	li	t3, 0x3344
	sd	t3, 24(sp)
	fsrmi	3			/* rounds up */
	sd	gp, 224(sp)
	sd	tp, 232(sp)
	li	a0, 7
	.endm

	.macro	registers_end
	li	a0, 0
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
	check	s\n, 0x100 + \n, \n
	fmv.x.d	t4, fs\n
	check	t4, 0x200 + \n, 12 + \n
	.endr
	ld	t4, 16(sp)
	beq	sp, t4, 2f
	unimp
2:	ld	t4, 24(sp)
	check	t4, 0x3344, 24
	frrm	t4
	check	t4, 3, 25
	ld	t4, 224(sp)
	sub	t4, t4, gp
	check	t4, 0, 26
	ld	t4, 232(sp)
	sub	t4, t4, tp
	check	t4, 0, 27
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
	ld	s\n, 32 + 8 * \n(sp)
	fld	fs\n, 128 + 8 * \n(sp)
	.endr
	ld	t3, 8(sp)
	fsrm	t3
	ld	ra, 0(sp)
	addi	sp, sp, 256
	ret
	.endm

	.text
#if FORM == POINTER
	registers registers_op
	lla	t1, __ffp_ptr.__ffp_fn.op.op_default
	ld	t1, 0(t1)
	jalr	t1
	registers_end
	registers registers_note
	lla	t1, __ffp_ptr.__ffp_fn.note.0
	ld	t1, 0(t1)
	jalr	t1
	registers_end
#else
	registers registers_op
	call	__ffp_fn.op.op_default
	registers_end
	registers registers_note
	call	__ffp_fn.note.0
	registers_end
#endif

	.section .note.GNU-stack, "", %progbits
