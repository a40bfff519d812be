/* SPDX-License-Identifier: MIT */
/*
 * What a call of a key leaves alone: unsigned registers_<key>(void) calls it
 * with every register holding a mark and returns a bit for each one that lost
 * its mark, though the ABI says that a callee keeps it.
 */
#include <ffp.h>
#include "../../forms.h"

	/* Set a bit in w0 unless `register` still holds `mark`. */
	.macro	check register, mark, bit
	mov	x9, #\mark
	cmp	\register, x9
	b.eq	1f
	orr	w0, w0, #1 << \bit
1:
	.endm

	.macro	registers name
	.globl	\name
	.type	\name, %function
	.balign	4
\name:
	stp	x29, x30, [sp, #-208]!
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	stp	x25, x26, [sp, #64]
	stp	x27, x28, [sp, #80]
	stp	d8, d9, [sp, #96]
	stp	d10, d11, [sp, #112]
	stp	d12, d13, [sp, #128]
	stp	d14, d15, [sp, #144]
	mrs	x9, fpcr
	str	x9, [sp, #160]
	mov	x9, #0xc00000		/* rounds to zero */
	msr	fpcr, x9
	mov	x9, sp
	str	x9, [sp, #168]
	mov	x9, #0x3344
	str	x9, [sp, #176]
	.irp	n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
	mov	x\n, #0x100 + \n
	.endr
	.irp	n, 8, 9, 10, 11, 12, 13, 14, 15
	mov	x9, #0x200 + \n
	fmov	d\n, x9
	.endr
	mov	w0, #7
	.endm

	.macro	registers_end
	mov	w0, #0
	.irp	n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
	check	x\n, 0x100 + \n, \n
	.endr
	.irp	n, 8, 9, 10, 11, 12, 13, 14, 15
	fmov	x10, d\n
	check	x10, 0x200 + \n, \n
	.endr
	ldr	x9, [sp, #168]
	cmp	sp, x9
	b.eq	2f
	udf	#0
2:	ldr	x10, [sp, #176]
	check	x10, 0x3344, 0
	mrs	x10, fpcr
	check	x10, 0xc00000, 1
	ldr	x9, [sp, #160]
	msr	fpcr, x9
	ldp	d8, d9, [sp, #96]
	ldp	d10, d11, [sp, #112]
	ldp	d12, d13, [sp, #128]
	ldp	d14, d15, [sp, #144]
	ldp	x19, x20, [sp, #16]
	ldp	x21, x22, [sp, #32]
	ldp	x23, x24, [sp, #48]
	ldp	x25, x26, [sp, #64]
	ldp	x27, x28, [sp, #80]
	ldp	x29, x30, [sp], #208
	ret
	.endm

	.text
#if FORM == POINTER
	registers registers_op
	adrp	x16, __ffp_ptr.__ffp_fn.op.op_default
	ldr	x16, [x16, :lo12:__ffp_ptr.__ffp_fn.op.op_default]
	blr	x16
	registers_end
	registers registers_note
	adrp	x16, __ffp_ptr.__ffp_fn.note.0
	ldr	x16, [x16, :lo12:__ffp_ptr.__ffp_fn.note.0]
	blr	x16
	registers_end
#else
	registers registers_op
	bl	FFP_SYMBOL(op, op_default)
	registers_end
	registers registers_note
	bl	FFP_SYMBOL(note, 0)
	registers_end
#endif

	.section .note.GNU-stack, "", %progbits
