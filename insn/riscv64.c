// SPDX-License-Identifier: MIT
/*
 * RISC-V, 64 bits, little endian.  Instructions from the RISC-V unprivileged
 * manual; the roles of registers from the RISC-V ELF psABI.
 *
 * Compilers write a call or tail call as two instructions, and a linker that relaxes may make one
 * of them.  So a site has one of two shapes.  The first instruction tells which, and a site
 * keeps its shape for ever:
 *
 *	one	the instruction
 *	two	auipc r, hi; the instruction
 *
 * Only "the instruction" changes, and one replaces one; the auipc before it never changes:
 *
 *	kind	branch				nothing		constant
 *	call	jal ra | jalr ra, lo(r)		nop		li a0, imm12
 *	jump	jal x0 | jalr x0, lo(r)		ret		-
 *	cond	beq and the like		-		-
 *
 * A thread may be stopped between the two instructions, and that is safe.  Only one instruction
 * uses the register that the auipc sets: the jalr behind it, and the value does not depend on when
 * it was computed.  A thread that has executed the auipc goes on with the instruction that stands
 * behind it now.  Either that is the jalr, which goes where both instructions say; or it does not
 * read r, whose value the caller does not need, since a call may change r.  No branch goes to the
 * place between the two, and no change makes a new pair: a change puts the jalr back only if the
 * old auipc leads to the target.
 *
 * A jal reaches ±1 MiB, a conditional branch ±4 KiB, and a jalr the 4 KiB around the address that
 * its auipc makes, so the default in any case.  For targets out of reach, each section of text with
 * sites has a veneer for each key that it calls, within 1 MiB: the two instructions of a tail
 * call, which lead to the entry.  A conditional branch, or a jal, that the compiler wrote as such
 * reaches the entry, or the module would not have been linked.
 *
 * A tail call must not be relaxed, since the linker could make the c.j of two bytes of it.
 *
 * An entry is
 *
 *	 0	auipc t1, hi	or jal x0, or ret; the one patchable instruction
 *	 4	jr lo(t1)	to the default, constant; of a NULL key: ebreak
 *	 8	auipc t1, 0	far jump, constant; the word is in the header
 *	12	ld t1, -24(t1)
 *	16	jr t1
 *	24	auipc a0, 0	the constant stub
 *	28	ld a0, 16(a0)
 *	32	ret
 *	40	the constant	not in the far jump's word, since a thread may be before either load
 *
 * The PLT and the tail calls of the psABI use t1, too, which holds no argument.  t0 would not do,
 * since branch predictors take "jr t0" for a return; and t2 holds the static chain.
 */
#include "riscv64.h"
#include "insn.h"

enum {
	FAR = 8,
	STUB = 24,
	CONSTANT = 40,
	SIZE = 48,
};

#define NOP 0x00000013u
#define LI_A0 (ADDI | A0 << 7)

static bool fits(uint64_t v, unsigned bits)
{
	return sign_extend(v, bits) == v;
}

static uint32_t make_i(uint32_t insn, uint64_t imm)
{
	return insn | (uint32_t)imm << 20;
}

static bool put_jal(uint8_t *out, uint32_t link, uint64_t at, uint64_t to)
{
	uint32_t d = (uint32_t)(to - at);

	if (d & 1 || !fits(to - at, 21))
		return false;
	put32(out, JAL | link << 7 | (d & 0xff000) | (d >> 11 & 1) << 20 | (d >> 1 & 0x3ff) << 21 |
		       (d >> 20 & 1) << 31);
	return true;
}

static bool put_branch(uint8_t *out, uint32_t insn, uint64_t at, uint64_t to)
{
	uint32_t d = (uint32_t)(to - at);

	if (d & 1 || !fits(to - at, 13))
		return false;
	put32(out, (insn & 0x01fff07f) | (d >> 11 & 1) << 7 | (d >> 1 & 0xf) << 8 |
		       (d >> 5 & 0x3f) << 25 | (d >> 12 & 1) << 31);
	return true;
}

/* Is this a conditional branch?  Its funct3 is not 010 or 011. */
static bool is_branch(uint32_t insn)
{
	return opcode(insn) == BRANCH && (insn >> 13 & 3) != 1;
}

static uint32_t link_of(unsigned kind)
{
	return kind == FFP_SITE_CALL ? RA : X0;
}

/* Is this a site of the shape "two", with an auipc whose register its jalr can use? */
static bool is_two(const uint8_t *p, unsigned kind)
{
	uint32_t insn = get32(p);

	return kind != FFP_SITE_COND && opcode(insn) == AUIPC && rd(insn) != X0;
}

static unsigned length(unsigned kind, const uint8_t *bytes)
{
	return is_two(bytes, kind) ? PAIR : 4;
}

/* Write a call's or jump's branch to `to`.  `first` is the auipc before it, or 0. */
static bool put_transfer(uint8_t *out, uint32_t first, unsigned kind, uint64_t at, uint64_t to)
{
	uint64_t low = to - (at - 4 + imm_u(first));

	if (first && !(to & 1) && fits(low, 12)) {
		put32(out, make_i(JALR | link_of(kind) << 7 | rd(first) << 15, low));
		return true;
	}
	return put_jal(out, link_of(kind), at, to);
}

static bool encode(uint8_t *out, const uint8_t *old, unsigned kind, uint64_t at,
		   enum insn_form form, uint64_t value)
{
	uint32_t first = 0;

	if (is_two(old, kind)) {
		first = get32(old);
		put32(out, first);
		out += 4;
		at += 4;
	}
	switch (form) {
	case INSN_BRANCH:
		if (kind == FFP_SITE_COND)
			return is_branch(get32(old)) && put_branch(out, get32(old), at, value);
		return put_transfer(out, first, kind, at, value);
	case INSN_NOTHING:
		put32(out, kind == FFP_SITE_CALL ? NOP : RET);
		return kind != FFP_SITE_COND;
	case INSN_CONSTANT:
		/* The sign of the immediate is extended to all 64 bits. */
		put32(out, make_i(LI_A0, value));
		return kind == FFP_SITE_CALL && fits(value, 12);
	}
	return false;
}

static bool decode(const uint8_t *p, unsigned kind, uint64_t at, struct insn_read *out)
{
	uint32_t first = 0, insn = get32(p);

	if (kind == FFP_SITE_COND) {
		*out = (struct insn_read){ INSN_BRANCH, at + imm_b(insn) };
		return is_branch(insn);
	}
	if (is_two(p, kind)) {
		first = insn;
		insn = get32(p + 4);
		at += 4;
	}
	/* This comes before the check of jalr below, since `ret` is a jalr, too. */
	if (insn == (kind == FFP_SITE_CALL ? NOP : RET)) {
		*out = (struct insn_read){ INSN_NOTHING, 0 };
		return true;
	}
	if (opcode(insn) == JAL && rd(insn) == link_of(kind)) {
		*out = (struct insn_read){ INSN_BRANCH, at + imm_j(insn) };
		return true;
	}
	if (first && (insn & 0xfffff) == (JALR | link_of(kind) << 7 | rd(first) << 15)) {
		*out = (struct insn_read){ INSN_BRANCH,
					   (at - 4 + imm_u(first) + imm_i(insn)) & ~UINT64_C(1) };
		return true;
	}
	if (kind == FFP_SITE_CALL && (insn & 0xfffff) == LI_A0) {
		*out = (struct insn_read){ INSN_CONSTANT, imm_i(insn) };
		return true;
	}
	return false;
}

static const uint32_t jr_t1 = JALR | T1 << 15;

/* Has this entry the jr to a default?  The entry of a NULL key has none. */
static bool has_default(const uint8_t *entry)
{
	return (get32(entry + 4) & 0xfffff) == jr_t1;
}

static unsigned entry_encode(struct insn_edit out[INSN_EDITS], const uint8_t *old, uint64_t at,
			     enum insn_form form, uint64_t value)
{
	uint64_t high = value - at - imm_i(get32(old + 4));

	out[0].at = 0;
	out[0].len = 4;
	out[1].len = 8;
	put64(out[1].bytes, value);
	switch (form) {
	case INSN_NOTHING:
		put32(out[0].bytes, RET);
		return 1;
	case INSN_CONSTANT:
		put_jal(out[0].bytes, X0, at, at + STUB);
		out[1].at = CONSTANT;
		return 2;
	case INSN_BRANCH:
		break;
	}
	if (has_default(old) && !(high & 0xfff) && fits(high, 32)) {
		put32(out[0].bytes, AUIPC | T1 << 7 | (uint32_t)high);
		return 1;
	}
	if (put_jal(out[0].bytes, X0, at, value))
		return 1;
	put_jal(out[0].bytes, X0, at, at + FAR);
	out[1].at = FFP_ENTRY_WORD;
	return 2;
}

static bool entry_decode(const uint8_t *old, uint64_t at, uint64_t word, struct insn_read *out)
{
	uint32_t insn = get32(old);

	if (insn == (AUIPC | T1 << 7 | (insn & 0xfffff000)) && has_default(old)) {
		*out = (struct insn_read){ INSN_BRANCH, (at + imm_u(insn) + imm_i(get32(old + 4))) &
							    ~UINT64_C(1) };
		return true;
	}
	/* Otherwise it is a jump of the shape "one". */
	if (opcode(insn) == AUIPC || !decode(old, FFP_SITE_JUMP, at, out))
		return false;
	if (out->form != INSN_BRANCH)
		return true;
	if (out->value == at + FAR) {
		out->value = word;
	} else if (out->value == at + STUB) {
		out->form = INSN_CONSTANT;
		out->value = get64(old + CONSTANT);
	}
	return true;
}

/* A load is auipc, if ld is the first instruction to use its register, and not addi or jalr. */
static bool loads(const uint8_t *code, uint64_t size, uint64_t at, uint64_t *word)
{
	uint32_t insn = size >= 4 ? get32(code) : 0;
	uint64_t i = 4;

	if (opcode(insn) != AUIPC)
		return false;
	for (unsigned n = 0; n < PAIR_NEXT && size >= i + 4; n++) {
		uint32_t next = get32(code + i);

		if (is_full(next) && rs1(next) == rd(insn))
			switch (format_i(next)) {
			case LD:
				*word = at + imm_u(insn) + imm_i(next);
				return true;
			case ADDI:
			case JALR:
				return false;
			}
		i += is_full(next) ? 4 : 2;
	}
	return false;
}

const struct insn_ops ffp_insn_riscv64 = {
	.length = length,
	.encode = encode,
	.decode = decode,
	.body = ffp_insn_body_riscv64,
	.body_put = ffp_insn_body_put_riscv64,
	.entry_encode = entry_encode,
	.entry_decode = entry_decode,
	.entry_constant = STUB,
	.entry_size = SIZE,
	.veneer_size = PAIR,
	.loads = loads,
	.align = 2,
};
