/* SPDX-License-Identifier: MIT */
/* Every conditional jump, and what is no site though it looks like one. */
	.text
	.globl more
	.type more, @function
more:
	.irp cc, o, no, b, ae, e, ne, be, a, s, ns, p, np, l, ge, le, g
	j\cc __ffp_fn.f.f_def
	.endr
	jno __ffp_fn.n.0		/* of a NULL key: stays on the entry */
	lea __ffp_fn.f.f_def(%rip), %rax
	mov __ffp_fn.f.f_def@GOTPCREL(%rip), %rax
	cmp __ffp_fn.f.f_def@GOTPCREL(%rip), %rax
	jmp 1f
	.long __ffp_fn.f.f_def - .
	call __ffp_fn.f.f_def + 1
1:	mov $3, %eax
	ret
	.size more, . - more
	.section .note.GNU-stack, "", @progbits
