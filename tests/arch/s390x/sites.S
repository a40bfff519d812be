/* SPDX-License-Identifier: MIT */
/*
 * Every kind of site, by hand, so that no compiler decides which.  The keys are
 * those of sites.c: `op`, int (int), and `note`, a NULL key, void (int).
 */
#include <ffp.h>
#include "../../forms.h"

#define OP FFP_SYMBOL(op, op_default)
#define NOTE FFP_SYMBOL(note, 0)

	.macro	function name
	.globl	\name
	.type	\name, %function
	.balign	16
\name:
	.endm

	/* A jump that falls through runs into this. */
	.macro	trap
	.long	0
	.endm

/*
 * brasl and jg to a key; the same by way of the GOT; and a conditional branch.  In
 * the pointer form there is a variable instead of a symbol to branch to.
 */
#if FORM == POINTER
	.macro	load_pointer key
	.ifc	\key, op
	larl	%r1, __ffp_ptr.__ffp_fn.op.op_default
	.else
	larl	%r1, __ffp_ptr.__ffp_fn.note.0
	.endif
	lg	%r1, 0(%r1)
	.endm

	.macro	call key
	load_pointer \key
	basr	%r14, %r1
	.endm

	.macro	jump key
	load_pointer \key
	br	%r1
	.endm

	.macro	call_got key
	call	\key
	.endm

	.macro	jump_got key
	jump	\key
	.endm

	.macro	jump_if key, condition
	jg\condition 1f
	jg	2f
1:	jump	\key
2:
	.endm
#else
	.macro	jump_if key, condition
	.ifc	\key, op
	jg\condition OP
	.else
	jg\condition NOTE
	.endif
	.endm

	/* By the names that both assemblers take: unquoted, and of the GOT's slot. */
	.macro	load_got key
	.ifc	\key, op
	larl	%r1, __ffp_fn.op.op_default@GOT
	.else
	larl	%r1, __ffp_fn.note.0@GOT
	.endif
	lg	%r1, 0(%r1)
	.endm

	.macro	call key
	.ifc	\key, op
	brasl	%r14, OP
	.else
	brasl	%r14, NOTE
	.endif
	.endm

	.macro	jump key
	jump_if	\key
	.endm

	.macro	call_got key
	load_got \key
	basr	%r14, %r1
	.endm

	.macro	jump_got key
	load_got \key
	br	%r1
	.endm
#endif

	/* A frame of 168 bytes, 8 of them the function's own. */
	.macro	enter
	stmg	%r14, %r15, 112(%r15)
	aghi	%r15, -168
	.endm

	.macro	leave
	lmg	%r14, %r15, 280(%r15)
	.endm

	.text

/* int call_op(int x): op(x) + 1 */
	function call_op
	enter
	call	op
	leave
	aghi	%r2, 1
	br	%r14

/* int call_op_got(int x): op(x) + 2 */
	function call_op_got
	enter
	call_got op
	leave
	aghi	%r2, 2
	br	%r14

/* int jump_op(int x): op(x) */
	function jump_op
	jump	op
	trap

	function jump_op_got
	jump_got op
	trap

/* int call_note(int x): x, once note(x) has returned */
	function call_note
	enter
	stg	%r2, 160(%r15)
	call	note
	lg	%r2, 160(%r15)
	leave
	br	%r14

	function call_note_got
	enter
	stg	%r2, 160(%r15)
	call_got note
	lg	%r2, 160(%r15)
	leave
	br	%r14

	function jump_note
	jump	note
	trap

	function jump_note_got
	jump_got note
	trap

/* int cond_note(int taken, int x): note(x) if `taken`, as a tail call; else x */
	function cond_note
	lgr	%r0, %r2
	lgr	%r2, %r3
	ltgr	%r0, %r0
	jump_if	note, ne
	br	%r14

/*
 * int cond_op_CC(long flags, int x): op(x) if the condition holds with these
 * flags, as a tail call; else -99.  And int cond_CC(long flags): does it?
 */
	.irp	cc, o, h, nle, l, nhe, lh, ne, e, nlh, he, nl, le, nh, no
	function cond_op_\cc
	spm	%r2
	lgr	%r2, %r3
	jump_if	op, \cc
	lghi	%r2, -99
	br	%r14
	function cond_\cc
	spm	%r2
	lghi	%r2, 1
	jg\cc	3f
	lghi	%r2, 0
3:	br	%r14
	.endr

	.section .data.rel.ro, "aw", %progbits
	.balign	8
	.globl	cond_op, cond
cond_op:
	.irp	cc, o, h, nle, l, nhe, lh, ne, e, nlh, he, nl, le, nh, no
	.quad	cond_op_\cc
	.endr
cond:
	.irp	cc, o, h, nle, l, nhe, lh, ne, e, nlh, he, nl, le, nh, no
	.quad	cond_\cc
	.endr

	.section .note.GNU-stack, "", %progbits
