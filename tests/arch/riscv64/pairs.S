/* SPDX-License-Identifier: MIT */
/* Sites of two instructions for pairs.c, ways into the middle of them, and functions far away. */
#define OP __ffp_fn.op.far_default
#define NOTE __ffp_fn.note.0

	.macro	function name
	.globl	\name
	.type	\name, %function
\name:
	.endm

	.option	norelax
	/* Away from the entries, too, so that sites need their veneers. */
	.text
	.skip	0x200000

/* long call_op(long x): op(x) + 1 */
	function call_op
	addi	sp, sp, -16
	sd	ra, 0(sp)
	.globl	site_call
site_call:
	call	OP
	ld	ra, 0(sp)
	addi	sp, sp, 16
	addi	a0, a0, 1
	ret

/* long jump_op(long x): op(x) */
	function jump_op
	.globl	site_jump
site_jump:
	tail	OP
	unimp

/* void call_note(long x), jump_note(long x): note(x) */
	function call_note
	addi	sp, sp, -16
	sd	ra, 0(sp)
	.globl	site_call_note
site_call_note:
	call	NOTE
	ld	ra, 0(sp)
	addi	sp, sp, 16
	ret

	function jump_note
	.globl	site_jump_note
site_jump_note:
	tail	NOTE
	unimp

/* The same for a thread that has just executed the first of the two, which yielded `r`. */
	function stopped_call_op
	addi	sp, sp, -16
	sd	ra, 0(sp)
	mv	ra, a1
	lla	t3, site_call
	jr	4(t3)

	function stopped_jump_op
	mv	t1, a1
	lla	t3, site_jump
	jr	4(t3)

	function stopped_call_note
	addi	sp, sp, -16
	sd	ra, 0(sp)
	mv	ra, a1
	lla	t3, site_call_note
	jr	4(t3)

	function stopped_jump_note
	mv	t1, a1
	lla	t3, site_jump_note
	jr	4(t3)

/* long near_other(long x): 100 x */
	function near_other
	li	a1, 100
	mul	a0, a0, a1
	ret

/* long far_default(long x): 10 x; far_other: 1000 x; both beyond the reach of a jal. */
	.section .text.far, "ax", %progbits
	.skip	0x200000
	function far_default
	li	a1, 10
	mul	a0, a0, a1
	ret

	function far_other
	li	a1, 1000
	mul	a0, a0, a1
	ret

	.section .note.GNU-stack, "", %progbits
