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
	udf	#0
	.endm

/*
 * bl and b to a key; the same by way of the GOT, as -fno-plt does; and a
 * conditional branch.  In the pointer form there is a variable instead of a
 * symbol to branch to.
 */
#if FORM == POINTER
	.macro	load_pointer key
	.ifc	\key, op
	adrp	x16, __ffp_ptr.__ffp_fn.op.op_default
	ldr	x16, [x16, :lo12:__ffp_ptr.__ffp_fn.op.op_default]
	.else
	adrp	x16, __ffp_ptr.__ffp_fn.note.0
	ldr	x16, [x16, :lo12:__ffp_ptr.__ffp_fn.note.0]
	.endif
	.endm

	.macro	call key
	load_pointer \key
	blr	x16
	.endm

	.macro	jump key
	load_pointer \key
	br	x16
	.endm

	.macro	call_got key
	call	\key
	.endm

	.macro	jump_got key
	jump	\key
	.endm

	.macro	jump_if key, condition:vararg
	\condition 1f
	b	2f
1:	jump	\key
2:
	.endm
#else
	.macro	to key, insn:vararg
	.ifc	\key, op
	\insn	OP
	.else
	\insn	NOTE
	.endif
	.endm

	.macro	load_got key
	.ifc	\key, op
	adrp	x16, :got:OP
	ldr	x16, [x16, :got_lo12:OP]
	.else
	adrp	x16, :got:NOTE
	ldr	x16, [x16, :got_lo12:NOTE]
	.endif
	.endm

	.macro	call key
	to	\key, bl
	.endm

	.macro	jump key
	to	\key, b
	.endm

	.macro	call_got key
	load_got \key
	blr	x16
	.endm

	.macro	jump_got key
	load_got \key
	br	x16
	.endm

	.macro	jump_if key, condition:vararg
	to	\key, \condition
	.endm
#endif

	.text

/* int call_op(int x): op(x) + 1 */
	function call_op
	stp	x29, x30, [sp, #-16]!
	call	op
	ldp	x29, x30, [sp], #16
	add	w0, w0, #1
	ret

/* int call_op_got(int x): op(x) + 2 */
	function call_op_got
	stp	x29, x30, [sp, #-16]!
	call_got op
	ldp	x29, x30, [sp], #16
	add	w0, w0, #2
	ret

/* int jump_op(int x): op(x) */
	function jump_op
	jump	op
	trap

	function jump_op_got
	jump_got op
	trap

/* int call_note(int x): x, once note(x) has returned */
	function call_note
	stp	x29, x30, [sp, #-32]!
	str	x0, [sp, #16]
	call	note
	ldr	x0, [sp, #16]
	ldp	x29, x30, [sp], #32
	ret

	function call_note_got
	stp	x29, x30, [sp, #-32]!
	str	x0, [sp, #16]
	call_got note
	ldr	x0, [sp, #16]
	ldp	x29, x30, [sp], #32
	ret

	function jump_note
	jump	note
	trap

	function jump_note_got
	jump_got note
	trap

/* int cond_note(int taken, int x): note(x) if `taken`, as a tail call; else x */
	function cond_note
	mov	w9, w0
	mov	w0, w1
	jump_if	note, cbnz w9,
	ret

/*
 * int cond_op_NAME(long flags, int x): op(x) if the condition holds with these
 * flags, as a tail call; else -99.  And int cond_NAME(long flags): does it?
 */
	.macro	conditional name, condition:vararg
	function cond_op_\name
	msr	nzcv, x0
	mov	x9, x0
	mov	w0, w1
	jump_if	op, \condition
	mov	w0, #-99
	ret
	function cond_\name
	msr	nzcv, x0
	mov	x9, x0
	mov	w0, #1
	\condition 3f
	mov	w0, #0
3:	ret
	.endm

	.irp	cc, eq, ne, cs, cc, mi, pl, vs, vc, hi, ls, ge, lt, gt, le, al
	conditional \cc, b.\cc
	.endr
	conditional cbz, cbz x9,
	conditional cbnz, cbnz x9,
	conditional tbz, tbz w9, #28,
	conditional tbnz, tbnz x9, #31,

	.section .data.rel.ro, "aw", %progbits
	.balign	8
	.globl	cond_op, cond
cond_op:
	.irp	cc, eq, ne, cs, cc, mi, pl, vs, vc, hi, ls, ge, lt, gt, le, al, cbz, cbnz, tbz, tbnz
	.quad	cond_op_\cc
	.endr
cond:
	.irp	cc, eq, ne, cs, cc, mi, pl, vs, vc, hi, ls, ge, lt, gt, le, al, cbz, cbnz, tbz, tbnz
	.quad	cond_\cc
	.endr

	.section .note.GNU-stack, "", %progbits
