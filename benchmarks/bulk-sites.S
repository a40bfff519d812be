/* SPDX-License-Identifier: MIT */
/*
 * SITES calls of one key, each with PADDING bytes of other code behind it: the
 * text of a large program, in one function that can also be run.
 */
#include <ffp.h>

	.text
	.balign 4096
	.globl bulk_start
bulk_start:
	.globl bulk_run
	.type bulk_run, %function
bulk_run:
	sub $8, %rsp
	.rept SITES
	call FFP_SYMBOL(bulk_key, count_default)
	.fill PADDING / 5, 5, 0x0000441f0f /* no-ops */
	.fill PADDING % 5, 1, 0x90
	.endr
	add $8, %rsp
	ret
	.size bulk_run, . - bulk_run
	.balign 4096
	.globl bulk_end
bulk_end:
	.section .note.GNU-stack, "", %progbits
