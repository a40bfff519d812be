/* SPDX-License-Identifier: MIT */
/*
 * Every kind of site, by hand, so that no compiler decides which.  The keys are
 * those of sites.c: `op`, int (int), and `note`, a NULL key, void (int).
 */
#include <ffp.h>
#include "../../forms.h"

/* In the pointer form there is a variable instead of a symbol to branch to. */
#if FORM == POINTER
#define OP *"__ffp_ptr.__ffp_fn.op.op_default"(%rip)
#define NOTE *"__ffp_ptr.__ffp_fn.note.0"(%rip)
#define OP_GOT OP
#define NOTE_GOT NOTE
#else
#define OP FFP_SYMBOL(op, op_default)
#define NOTE FFP_SYMBOL(note, 0)
#define OP_GOT *OP@GOTPCREL(%rip)
#define NOTE_GOT *NOTE@GOTPCREL(%rip)
#endif

	.macro	function name
	.globl	\name
	.type	\name, @function
	.balign	16
\name:
	.endm

	/* A jump that falls through runs into this. */
	.macro	trap
	ud2
	.endm

/* jcc, or what amounts to it where there is no symbol */
#if FORM == POINTER
	.macro	jump_if cc, target:vararg
	j\cc	1f
	jmp	2f
1:	jmp	\target
2:
	.endm
#else
	.macro	jump_if cc, target:vararg
	j\cc	\target
	.endm
#endif

	.text

/*
 * int call_op(int x): op(x) + 1.  The REX prefix means nothing to a call, and makes a constant one
 * of 64 bits.
 */
	function call_op
	sub	$8, %rsp
	.byte	0x48 /* rex.W, of which Clang's assembler knows no name before a call */
	call	OP
	add	$8, %rsp
	inc	%eax
	ret

/* int call_op_got(int x): op(x) + 2, called as -fno-plt does */
	function call_op_got
	sub	$8, %rsp
	call	OP_GOT
	add	$8, %rsp
	add	$2, %eax
	ret

/* int jump_op(int x): op(x) */
	function jump_op
	jmp	OP
	trap

	function jump_op_got
	jmp	OP_GOT
	trap

/* int call_note(int x): x, once note(x) has returned */
	function call_note
	push	%rdi
	call	NOTE
	pop	%rax
	ret

	function call_note_got
	push	%rdi
	call	NOTE_GOT
	pop	%rax
	ret

	function jump_note
	jmp	NOTE
	trap

	function jump_note_got
	jmp	NOTE_GOT
	trap

/*
 * int cond_note(int taken, int x): note(x) if `taken`, as a tail call; else x,
 * kept in the red zone meanwhile.
 */
	function cond_note
	movl	%esi, -8(%rsp)
	mov	%edi, %eax
	mov	%esi, %edi
	test	%eax, %eax
	mov	$-1, %eax
	jump_if	ne, NOTE
	movl	-8(%rsp), %eax
	ret

/*
 * int cond_op_CC(long flags, int x): op(x) if the condition holds with these
 * flags, as a tail call; else -99.  And int cond_CC(long flags): does it?
 */
	.irp	cc, o, no, b, ae, e, ne, be, a, s, ns, p, np, l, ge, le, g
	function cond_op_\cc
	push	%rdi
	popf
	mov	%esi, %edi
	mov	$-99, %eax
	jump_if	\cc, OP
	ret
	function cond_\cc
	push	%rdi
	popf
	set\cc	%al
	movzbl	%al, %eax
	ret
	.endr

	.section .data.rel.ro, "aw", @progbits
	.balign	8
	.globl	cond_op, cond
cond_op:
	.irp	cc, o, no, b, ae, e, ne, be, a, s, ns, p, np, l, ge, le, g
	.quad	cond_op_\cc
	.endr
cond:
	.irp	cc, o, no, b, ae, e, ne, be, a, s, ns, p, np, l, ge, le, g
	.quad	cond_\cc
	.endr

	.section .note.GNU-stack, "", @progbits
