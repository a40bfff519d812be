/* SPDX-License-Identifier: MIT */
/*
 * Every kind of site, by hand, so that no compiler decides which.  The keys are
 * those of sites.c: `op`, int (int), and `note`, a NULL key, void (int).
 */
#include "../../forms.h"

/* Not by FFP_SYMBOL: Clang's assembler takes no quoted names here. */
#if FORM == POINTER
#define OP __ffp_ptr.__ffp_fn.op.op_default
#define NOTE __ffp_ptr.__ffp_fn.note.0
#else
#define OP __ffp_fn.op.op_default
#define NOTE __ffp_fn.note.0
#endif

	.macro	function name
	.globl	\name
	.type	\name, %function
\name:
	.endm

	/* A jump that falls through runs into this. */
	.macro	trap
	unimp
	.endm

	/* Room for the return address and a value. */
	.macro	enter
	addi	sp, sp, -16
	sd	ra, 0(sp)
	.endm

	.macro	leave
	ld	ra, 0(sp)
	addi	sp, sp, 16
	.endm

/*
 * The two instructions of a call and of a tail call; the one of a near call and
 * jump; and what -fno-plt does.  In the pointer form there is a variable
 * instead of a symbol to branch to.
 */
#if FORM == POINTER
	.macro	call_key key
	lla	t1, \key
	ld	t1, 0(t1)
	jalr	t1
	.endm

	.macro	jump_key key
	lla	t1, \key
	ld	t1, 0(t1)
	jr	t1
	.endm

	.macro	call_near key
	call_key \key
	.endm

	.macro	jump_near key
	jump_key \key
	.endm

	.macro	call_got key
	call_key \key
	.endm

	.macro	jump_got key
	jump_key \key
	.endm
#else
	.macro	call_key key
	call	\key
	.endm

	.macro	jump_key key
	tail	\key
	.endm

	.macro	call_near key
	jal	ra, \key
	.endm

	.macro	jump_near key
	j	\key
	.endm

	.macro	call_got key
	.option	push
	.option	pic
	la	t1, \key
	.option	pop
	jalr	t1
	.endm

	.macro	jump_got key
	.option	push
	.option	pic
	la	t1, \key
	.option	pop
	jr	t1
	.endm
#endif

	.text

/* int call_op(int x): op(x) + 1 */
	function call_op
	enter
	call_key OP
	leave
	addi	a0, a0, 1
	ret

/* int call_op_got(int x): op(x) + 2 */
	function call_op_got
	enter
	call_got OP
	leave
	addi	a0, a0, 2
	ret

/* int jump_op(int x): op(x) */
	function jump_op
	jump_key OP
	trap

	function jump_op_got
	jump_got OP
	trap

/* int call_note(int x): x, once note(x) has returned */
	function call_note
	enter
	sd	a0, 8(sp)
	call_key NOTE
	ld	a0, 8(sp)
	leave
	ret

	function call_note_got
	enter
	sd	a0, 8(sp)
	call_got NOTE
	ld	a0, 8(sp)
	leave
	ret

	function jump_note
	jump_key NOTE
	trap

	function jump_note_got
	jump_got NOTE
	trap

/* int cond_note(int taken, int x): note(x) if `taken`, as a tail call; else x */
	function cond_note
	mv	t3, a0
	mv	a0, a1
	beqz	t3, 1f
	jump_near NOTE
1:	ret

/* Two numbers out of the flags. */
	.macro	numbers
	andi	t3, a0, 3
	addi	t3, t3, -2
	srli	t4, a0, 2
	addi	t4, t4, -2
	mv	a0, a1
	.endm

/*
 * int cond_op_NAME(long flags, int x): op(x) if the condition holds with these
 * flags, as a tail call; else -99.  And int cond_NAME(long flags): does it?
 */
	.macro	conditional name, opposite
	function cond_op_\name
	numbers
	\opposite t3, t4, 1f
	jump_near OP
1:	li	a0, -99
	ret
	function cond_\name
	numbers
	li	a0, 1
	\name	t3, t4, 1f
	li	a0, 0
1:	ret
	.endm

	conditional beq, bne
	conditional bne, beq
	conditional blt, bge
	conditional bge, blt
	conditional bltu, bgeu
	conditional bgeu, bltu

	function cond_op_jal
	enter
	mv	a0, a1
	call_near OP
	leave
	ret
	function cond_jal
	li	a0, 1
	ret

	.section .data.rel.ro, "aw", %progbits
	.balign	8
	.globl	cond_op, cond
cond_op:
	.irp	name, beq, bne, blt, bge, bltu, bgeu, jal
	.quad	cond_op_\name
	.endr
cond:
	.irp	name, beq, bne, blt, bge, bltu, bgeu, jal
	.quad	cond_\name
	.endr

	.section .note.GNU-stack, "", %progbits
