/* SPDX-License-Identifier: MIT */
/*
 * Functions whose whole body is one instruction: what a call site can hold in place of a
 * call of one.
 *
 * Each back end has a list of instructions that it admits.  Whatever is not on the list
 * stays a call: what mentions the stack pointer, the return address, the program
 * counter, or a register that a function must leave as it was; what branches; what
 * traps by intent; and what can be interrupted in the middle and begun again, for
 * the site may hold another instruction by then.  An instruction that faults is
 * admitted: it faults in the caller as it would in the function.
 */
#ifndef INSN_BODY_H
#define INSN_BODY_H

#include <stdbool.h>
#include <stdint.h>

/* The longest instruction that a call site has room for. */
#define INSN_BODY_MAX 6
/* So much of a function is looked at: landing pad, instruction, return. */
#define INSN_BODY_LOOK 12

/* Flags of a body. */
#define INSN_BODY_IS 1	      /* it is one; without, all is zero, and calls stay calls */
#define INSN_BODY_ADDRESSES 2 /* it computes an address */
#define INSN_BODY_PREFIXED 4  /* a repeat prefix before it would make it another instruction */
#define INSN_BODY_WIDE 8      /* it is as long as a wide call: no other call can hold it */

struct insn_body {
	/* As long as the branch of a call site, or of a wide one; zeros behind. */
	uint8_t bytes[INSN_BODY_MAX];
	uint8_t flags;
};

/*
 * Of the function at `code`, of which `size` bytes can be read: if it is [a landing pad,]
 * one admitted instruction, or none, and a return, its length in bytes; else 0.  *out: what
 * a call site holds instead, made as long as one without a change of its meaning; else zero.
 */
typedef unsigned insn_body_read(const uint8_t *code, uint64_t size, struct insn_body *out);

/*
 * Write to `out` a site of `kind` that holds this; `old` are its present bytes, `before` is the
 * byte before it, or 0 if it has none.  False if the site cannot hold it: only calls can.
 */
typedef bool insn_body_put(uint8_t *out, const uint8_t *old, uint8_t before, unsigned kind,
			   const struct insn_body *body);

/* Mark what a back end has read as a body; returns the length of the function, for the caller. */
static inline unsigned insn_body_mark(struct insn_body *body, unsigned length)
{
	body->flags |= INSN_BODY_IS;
	return length;
}

insn_body_read ffp_insn_body_aarch64, ffp_insn_body_riscv64, ffp_insn_body_s390x,
    ffp_insn_body_x86_64;
insn_body_put ffp_insn_body_put_aarch64, ffp_insn_body_put_riscv64, ffp_insn_body_put_s390x,
    ffp_insn_body_put_x86_64;

#endif /* INSN_BODY_H */
