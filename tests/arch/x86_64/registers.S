/* SPDX-License-Identifier: MIT */
/*
 * What a call of a key leaves alone: unsigned registers_<key>(void) calls it
 * with every register holding a mark and returns a bit for each one that lost
 * its mark, though the ABI says that a callee keeps it.
 */
#include <ffp.h>
#include "../../forms.h"

#if FORM == POINTER
#define OP *"__ffp_ptr.__ffp_fn.op.op_default"(%rip)
#define NOTE *"__ffp_ptr.__ffp_fn.note.0"(%rip)
#else
#define OP FFP_SYMBOL(op, op_default)
#define NOTE FFP_SYMBOL(note, 0)
#endif

	/* Set a bit in eax unless `register` still holds `mark`. */
	.macro	check register, mark, bit
	cmpq	$\mark, \register
	je	1f
	or	$1 << \bit, %eax
1:
	.endm

	.macro	registers name, target:vararg
	.globl	\name
	.type	\name, @function
\name:
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	sub	$40, %rsp
	stmxcsr	(%rsp)
	fnstcw	4(%rsp)
	movl	$0x5f80, 8(%rsp)	/* rounds up, and masks all */
	ldmxcsr	8(%rsp)
	movw	$0x0f7f, 12(%rsp)	/* rounds to zero */
	fldcw	12(%rsp)
	movq	$0x11223344, 24(%rsp)
	movq	$0x101, %rbx
	movq	$0x102, %rbp
	movq	$0x103, %r12
	movq	$0x104, %r13
	movq	$0x105, %r14
	movq	$0x106, %r15
	mov	$7, %edi
	mov	%rsp, 16(%rsp)
	call	\target
	mov	$0, %eax
	check	%rbx, 0x101, 0
	check	%rbp, 0x102, 1
	check	%r12, 0x103, 2
	check	%r13, 0x104, 3
	check	%r14, 0x105, 4
	check	%r15, 0x106, 5
	cmp	16(%rsp), %rsp
	je	2f
	ud2
2:	check	24(%rsp), 0x11223344, 6
	stmxcsr	32(%rsp)
	andl	$0x6000, 32(%rsp)
	cmpl	$0x4000, 32(%rsp)
	je	3f
	or	$1 << 7, %eax
3:	fnstcw	32(%rsp)
	cmpw	$0x0f7f, 32(%rsp)
	je	4f
	or	$1 << 8, %eax
4:	pushf
	pop	%rcx
	and	$0x400, %ecx		/* the direction flag is clear */
	jz	5f
	or	$1 << 9, %eax
5:	ldmxcsr	(%rsp)
	fldcw	4(%rsp)
	add	$40, %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret
	.endm

	.text
	registers registers_op, OP
	registers registers_note, NOTE

	.section .note.GNU-stack, "", @progbits
