// SPDX-License-Identifier: MIT
/*
 * RISC-V, 64 bits: functions of one instruction.  Encodings from the RISC-V unprivileged
 * manual, with the extensions Zba, Zbb, Zbc and Zbs; the roles of registers from the psABI.
 *
 * What changes of a site is the jalr, or the jal that a linker made, of four bytes; a
 * compressed instruction is widened to the one of four that it stands for.  General registers may
 * be t0 to t6 and a0 to a7, those of floating point the like: not ra, sp, gp, tp, and what a
 * function must leave as it was.  An instruction that writes x0 does nothing but by side effects:
 * only atomic ones are admitted so.
 *
 * Left out on purpose: lr and sc, which come in pairs; vectors, which can be interrupted in the
 * middle; what reads or writes control registers but the counters.
 */
#include "body.h"

#include <string.h>

#include "bytes.h"
#include "insn.h"

#define NOP 0x00000013u
#define RET 0x00008067u
#define C_RET 0x8082u
#define LPAD 0x17u /* auipc to x0: a landing pad */
#define FENCE_TSO 0x8330000fu

enum {
	LOAD = 0x03,
	LOAD_FP = 0x07,
	FENCE = 0x0f,
	OP_IMM = 0x13,
	AUIPC = 0x17,
	OP_IMM_32 = 0x1b,
	STORE = 0x23,
	STORE_FP = 0x27,
	AMO = 0x2f,
	OP = 0x33,
	LUI = 0x37,
	OP_32 = 0x3b,
	MADD = 0x43,
	MSUB = 0x47,
	NMSUB = 0x4b,
	NMADD = 0x4f,
	OP_FP = 0x53,
	SYSTEM = 0x73,
};

/* `n` bits of an instruction from bit `from` on. */
static uint32_t bits(uint32_t insn, unsigned from, unsigned n)
{
	return insn >> from & ((1u << n) - 1);
}

/* Where the numbers of registers are. */
enum { RD = 7, RS1 = 15, RS2 = 20, RS3 = 27 };

/* t0 to t2, a0 to a7, t3 to t6 */
static bool general(uint32_t insn, unsigned from)
{
	return UINT32_C(0xf003fce0) >> bits(insn, from, 5) & 1;
}

static bool or_zero(uint32_t insn, unsigned from)
{
	return !bits(insn, from, 5) || general(insn, from);
}

/* ft0 to ft7, fa0 to fa7, ft8 to ft11 */
static bool floating(uint32_t insn, unsigned from)
{
	return UINT32_C(0xf003fcff) >> bits(insn, from, 5) & 1;
}

/* Is the rounding mode one? */
static bool rounds(uint32_t insn)
{
	return bits(insn, 12, 3) != 5 && bits(insn, 12, 3) != 6;
}

/* funct3 and what is above rs1 of an instruction with an immediate: shifts and unary ones. */
static bool immediate(unsigned funct3, unsigned imm)
{
	switch (funct3) {
	case 1:
		switch (imm >> 6) {
		case 0x00: /* slli */
		case 0x0a: /* bseti */
		case 0x12: /* bclri */
		case 0x1a: /* binvi */
			return true;
		}
		/* clz, ctz, cpop, sext.b, sext.h */
		return imm >= 0x600 && imm <= 0x605 && imm != 0x603;
	case 5:
		switch (imm >> 6) {
		case 0x00: /* srli */
		case 0x10: /* srai */
		case 0x12: /* bexti */
		case 0x18: /* rori */
			return true;
		}
		return imm == 0x287 || imm == 0x6b8; /* orc.b, rev8 */
	}
	return true; /* addi, slti, sltiu, xori, ori, andi */
}

static bool immediate_32(unsigned funct3, unsigned imm)
{
	switch (funct3) {
	case 0: /* addiw */
		return true;
	case 1: /* slliw; slli.uw; clzw, ctzw, cpopw */
		return imm < 0x20 || imm >> 6 == 0x02 || (imm >= 0x600 && imm <= 0x602);
	case 5: /* srliw, sraiw, roriw */
		return imm >> 5 == 0 || imm >> 5 == 0x20 || imm >> 5 == 0x30;
	}
	return false;
}

/* A set of values of funct3. */
#define F(n) (1u << (n))

static unsigned two_sources(unsigned funct7)
{
	switch (funct7) {
	case 0x00: /* add, sll, slt, sltu, xor, srl, or, and */
	case 0x01: /* mul, …, div, …, rem, … */
		return 0xff;
	case 0x05: /* clmul, clmulr, clmulh, min, minu, max, maxu */
		return 0xfe;
	case 0x10: /* sh1add, sh2add, sh3add */
		return F(2) | F(4) | F(6);
	case 0x14: /* bset */
	case 0x34: /* binv */
		return F(1);
	case 0x20: /* sub, sra, xnor, orn, andn */
		return F(0) | F(5) | F(4) | F(6) | F(7);
	case 0x24: /* bclr, bext */
	case 0x30: /* rol, ror */
		return F(1) | F(5);
	}
	return 0;
}

static unsigned two_sources_32(unsigned funct7)
{
	switch (funct7) {
	case 0x00: /* addw, sllw, srlw */
		return F(0) | F(1) | F(5);
	case 0x01: /* mulw, divw, divuw, remw, remuw */
		return F(0) | F(4) | F(5) | F(6) | F(7);
	case 0x04: /* add.uw */
		return F(0);
	case 0x10: /* sh1add.uw, sh2add.uw, sh3add.uw */
		return F(2) | F(4) | F(6);
	case 0x20: /* subw, sraw */
		return F(0) | F(5);
	case 0x30: /* rolw, rorw */
		return F(1) | F(5);
	}
	return 0;
}

static bool atomic(uint32_t insn)
{
	if (bits(insn, 12, 3) != 2 && bits(insn, 12, 3) != 3)
		return false;
	switch (bits(insn, 27, 5)) {
	case 0x00: /* amoadd, amoswap, amoxor, amoor, amoand */
	case 0x01:
	case 0x04:
	case 0x08:
	case 0x0c:
	case 0x10: /* amomin, amomax, amominu, amomaxu */
	case 0x14:
	case 0x18:
	case 0x1c:
		return or_zero(insn, RD) && general(insn, RS1) && or_zero(insn, RS2);
	}
	return false;
}

static bool floating_point(uint32_t insn)
{
	const unsigned format = bits(insn, 25, 2), funct3 = bits(insn, 12, 3);
	const unsigned second = bits(insn, RS2, 5);

	if (format > 1)
		return false;
	switch (bits(insn, 27, 5)) {
	case 0x00: /* fadd, fsub, fmul, fdiv */
	case 0x01:
	case 0x02:
	case 0x03:
		return floating(insn, RD) && floating(insn, RS1) && floating(insn, RS2) &&
		       rounds(insn);
	case 0x04: /* fsgnj, fsgnjn, fsgnjx */
		return floating(insn, RD) && floating(insn, RS1) && floating(insn, RS2) &&
		       funct3 < 3;
	case 0x05: /* fmin, fmax */
		return floating(insn, RD) && floating(insn, RS1) && floating(insn, RS2) &&
		       funct3 < 2;
	case 0x08: /* fcvt, between the two */
		return floating(insn, RD) && floating(insn, RS1) && second == 1 - format &&
		       (format ? !funct3 : rounds(insn));
	case 0x0b: /* fsqrt */
		return floating(insn, RD) && floating(insn, RS1) && !second && rounds(insn);
	case 0x14: /* comparisons */
		return general(insn, RD) && floating(insn, RS1) && floating(insn, RS2) &&
		       funct3 < 3;
	case 0x18: /* fcvt, to integer */
		return general(insn, RD) && floating(insn, RS1) && second < 4 && rounds(insn);
	case 0x1a: /* fcvt, from integer; of 32 bits to double there is nothing to round */
		return floating(insn, RD) && or_zero(insn, RS1) && second < 4 &&
		       (format && second < 2 ? !funct3 : rounds(insn));
	case 0x1c: /* fmv.x, fclass */
		return general(insn, RD) && floating(insn, RS1) && !second && funct3 < 2;
	case 0x1e: /* fmv from x */
		return floating(insn, RD) && or_zero(insn, RS1) && !second && !funct3;
	}
	return false;
}

static bool admitted(uint32_t insn)
{
	const unsigned funct3 = bits(insn, 12, 3), funct7 = bits(insn, 25, 7);

	switch (bits(insn, 0, 7)) {
	case LOAD:
		return funct3 < 7 && general(insn, RD) && general(insn, RS1);
	case STORE:
		return funct3 < 4 && general(insn, RS1) && or_zero(insn, RS2);
	case LOAD_FP: /* of 32 and 64 bits */
		return (funct3 == 2 || funct3 == 3) && floating(insn, RD) && general(insn, RS1);
	case STORE_FP:
		return (funct3 == 2 || funct3 == 3) && general(insn, RS1) && floating(insn, RS2);
	case OP_IMM:
		return general(insn, RD) && or_zero(insn, RS1) &&
		       immediate(funct3, bits(insn, 20, 12));
	case OP_IMM_32:
		return general(insn, RD) && or_zero(insn, RS1) &&
		       immediate_32(funct3, bits(insn, 20, 12));
	case OP:
		return general(insn, RD) && or_zero(insn, RS1) && or_zero(insn, RS2) &&
		       two_sources(funct7) >> funct3 & 1;
	case OP_32:
		if (funct7 == 0x04 && funct3 == 4) /* zext.h */
			return general(insn, RD) && or_zero(insn, RS1) && !bits(insn, RS2, 5);
		return general(insn, RD) && or_zero(insn, RS1) && or_zero(insn, RS2) &&
		       two_sources_32(funct7) >> funct3 & 1;
	case LUI:
		return general(insn, RD);
	case AMO:
		return atomic(insn);
	case FENCE: /* of something before against something behind */
		return insn == FENCE_TSO ||
		       (!(insn & 0xf00fff80) && bits(insn, 20, 4) && bits(insn, 24, 4));
	case SYSTEM: /* rdcycle, rdtime, rdinstret */
		return general(insn, RD) && (insn & 0xffcff000) == 0xc0002000 &&
		       bits(insn, 20, 2) < 3;
	case MADD:
	case MSUB:
	case NMSUB:
	case NMADD:
		return bits(insn, 25, 2) < 2 && floating(insn, RD) && floating(insn, RS1) &&
		       floating(insn, RS2) && floating(insn, RS3) && rounds(insn);
	case OP_FP:
		return floating_point(insn);
	}
	return false;
}

static uint32_t make_r(unsigned opcode, unsigned funct3, unsigned funct7, unsigned d, unsigned s1,
		       unsigned s2)
{
	return opcode | d << RD | funct3 << 12 | s1 << RS1 | s2 << RS2 | funct7 << 25;
}

static uint32_t make_i(unsigned opcode, unsigned funct3, unsigned d, unsigned s1, uint32_t imm)
{
	return opcode | d << RD | funct3 << 12 | s1 << RS1 | imm << 20;
}

static uint32_t make_s(unsigned opcode, unsigned funct3, unsigned s1, unsigned s2, uint32_t imm)
{
	return opcode | (imm & 31) << 7 | funct3 << 12 | s1 << RS1 | s2 << RS2 | imm >> 5 << 25;
}

/* Loads and stores, of 4 and of 8 bytes. */
static uint32_t widen_memory(uint32_t c)
{
	const unsigned s1 = 8 + bits(c, 7, 3), d = 8 + bits(c, 2, 3);
	const uint32_t imm4 = bits(c, 10, 3) << 3 | bits(c, 6, 1) << 2 | bits(c, 5, 1) << 6;
	const uint32_t imm8 = bits(c, 10, 3) << 3 | bits(c, 5, 2) << 6;

	switch (bits(c, 13, 3)) {
	case 1:
		return make_i(LOAD_FP, 3, d, s1, imm8);
	case 2:
		return make_i(LOAD, 2, d, s1, imm4);
	case 3:
		return make_i(LOAD, 3, d, s1, imm8);
	case 5:
		return make_s(STORE_FP, 3, s1, d, imm8);
	case 6:
		return make_s(STORE, 2, s1, d, imm4);
	case 7:
		return make_s(STORE, 3, s1, d, imm8);
	}
	return 0; /* of the stack pointer; reserved */
}

/* c.srli, c.srai, c.andi; c.sub, c.xor, c.or, c.and, c.subw, c.addw */
static uint32_t widen_arithmetic(uint32_t c)
{
	static const uint8_t funct3[] = { 0, 4, 6, 7 };
	const unsigned d = 8 + bits(c, 7, 3), s2 = 8 + bits(c, 2, 3), which = bits(c, 5, 2);
	const uint32_t imm = bits(c, 12, 1) << 5 | bits(c, 2, 5);

	switch (bits(c, 10, 2)) {
	case 0:
		return imm ? make_i(OP_IMM, 5, d, d, imm) : 0;
	case 1:
		return imm ? make_i(OP_IMM, 5, d, d, 0x400 | imm) : 0;
	case 2:
		return make_i(OP_IMM, 7, d, d, (uint32_t)sign_extend(imm, 6));
	}
	if (!bits(c, 12, 1))
		return make_r(OP, funct3[which], which ? 0 : 0x20, d, d, s2);
	return which < 2 ? make_r(OP_32, 0, which ? 0 : 0x20, d, d, s2) : 0;
}

/* The instruction of four bytes that one of two stands for; 0 if it is none that matters. */
static uint32_t widen(uint32_t c)
{
	const unsigned d = bits(c, 7, 5), s2 = bits(c, 2, 5);
	const uint32_t imm = (uint32_t)sign_extend(bits(c, 12, 1) << 5 | bits(c, 2, 5), 6);

	switch (bits(c, 13, 3) | bits(c, 0, 2) << 3) {
	case 8: /* c.addi; c.nop is for the list to refuse */
		return make_i(OP_IMM, 0, d, d, imm);
	case 9: /* c.addiw */
		return make_i(OP_IMM_32, 0, d, d, imm);
	case 10: /* c.li */
		return make_i(OP_IMM, 0, d, 0, imm);
	case 11: /* c.lui; c.addi16sp is for the list to refuse */
		return imm ? LUI | d << RD | imm << 12 : 0;
	case 12:
		return widen_arithmetic(c);
	case 16: /* c.slli */
		return imm ? make_i(OP_IMM, 1, d, d, imm & 0x3f) : 0;
	case 20: /* c.mv, c.add; without a second register these are jumps */
		return s2 ? make_r(OP, 0, 0, d, bits(c, 12, 1) ? d : 0, s2) : 0;
	}
	return bits(c, 0, 2) ? 0 : widen_memory(c);
}

static uint32_t get16(const uint8_t *code)
{
	return code[0] | (uint32_t)code[1] << 8;
}

/* Length of a return, or 0. */
static unsigned is_return(const uint8_t *code, uint64_t size)
{
	if (size >= 2 && get16(code) == C_RET)
		return 2;
	return size >= 4 && get32(code) == RET ? 4 : 0;
}

unsigned ffp_insn_body_riscv64(const uint8_t *code, uint64_t size, struct insn_body *out)
{
	unsigned at = size >= 4 && (get32(code) & 0xfff) == LPAD ? 4 : 0, n;
	uint32_t insn;

	memset(out, 0, sizeof(*out));
	code += at;
	size -= at;
	n = is_return(code, size);
	if (n) {
		put32(out->bytes, NOP);
		return insn_body_mark(out, at + n);
	}
	if (size < 4)
		return 0;
	n = (code[0] & 3) == 3 ? 4 : 2;
	insn = n == 4 ? get32(code) : widen(get16(code));
	if (!is_return(code + n, size - n) || !admitted(insn))
		return 0;
	put32(out->bytes, insn);
	return insn_body_mark(out, at + n + is_return(code + n, size - n));
}

/* Of two instructions, auipc and jalr, the first stays. */
bool ffp_insn_body_put_riscv64(uint8_t *out, const uint8_t *old, uint8_t before, unsigned kind,
			       const struct insn_body *body)
{
	const uint32_t first = get32(old);

	(void)before;
	if (kind != FFP_SITE_CALL)
		return false;
	if (bits(first, 0, 7) == AUIPC && bits(first, RD, 5)) {
		put32(out, first);
		out += 4;
	}
	memcpy(out, body->bytes, 4);
	return true;
}
