// SPDX-License-Identifier: MIT
/*
 * AArch64: functions of one instruction.  Encodings from the Arm Architecture Reference
 * Manual (DDI 0487), C4.1, "A64 instruction set encoding"; the roles of registers from the
 * procedure call standard.
 *
 * All instructions have the length of a site.  Registers may be x0 to x15: x16 and x17
 * are veneers' to change before a function sees them, x18 is the platform's, and from x19
 * on a function must leave them as they were.  Number 31 is a zero in some places and
 * the stack pointer in others.  Vector registers may be v0 to v7: of the next eight a
 * function must leave the lower halves as they were.
 *
 * Left out on purpose: loads and stores of several registers, of which a part may have been
 * done when they fault and are begun again, while another instruction may stand there by
 * then; exclusive ones, which come in pairs; pointer authentication and memory tags; hints,
 * among which are no-ops that others may have put there to write over.
 */
#include "body.h"

#include <string.h>

#include "bytes.h"
#include "insn.h"

#define NOP 0xd503201fu
#define RET 0xd65f03c0u
#define BTI 0xd503241fu
#define BTI_MASK 0xffffff3fu
#define ZERO 31u

/* `n` bits of an instruction from bit `from` on. */
static uint32_t bits(uint32_t insn, unsigned from, unsigned n)
{
	return insn >> from & ((1u << n) - 1);
}

static bool wide(uint32_t insn)
{
	return insn >> 31;
}

/* Is the number at `from` that of a general register, or the zero? */
static bool general(uint32_t insn, unsigned from)
{
	return bits(insn, from, 5) < 16 || bits(insn, from, 5) == ZERO;
}

/* The same where 31 would be the stack pointer. */
static bool address(uint32_t insn, unsigned from)
{
	return bits(insn, from, 5) < 16;
}

static bool vector(uint32_t insn, unsigned from)
{
	return bits(insn, from, 5) < 8;
}

/* Does the immediate of a logical instruction stand for a mask? */
static bool is_mask(uint32_t insn)
{
	unsigned s = bits(insn, 10, 6), n = bits(insn, 22, 1), length = 6;

	if (n && !wide(insn))
		return false;
	n = n << 6 | (~s & 0x3f);
	if (n < 2)
		return false;
	while (!(n >> length))
		length--;
	return (s | ~0u << length) != ~0u;
}

static bool immediate(uint32_t insn)
{
	const unsigned opc = bits(insn, 29, 2);

	switch (bits(insn, 23, 3)) {
	case 2: /* add, adds, sub, subs */
		return (opc & 1 ? general(insn, 0) : address(insn, 0)) && address(insn, 5);
	case 4: /* and, orr, eor, ands */
		return (opc == 3 ? general(insn, 0) : address(insn, 0)) && general(insn, 5) &&
		       is_mask(insn);
	case 5: /* movn, movz, movk */
		return opc != 1 && general(insn, 0) && (wide(insn) || !bits(insn, 22, 1));
	case 6: /* sbfm, bfm, ubfm */
		return opc != 3 && general(insn, 0) && general(insn, 5) &&
		       bits(insn, 22, 1) == wide(insn) &&
		       (wide(insn) || (!bits(insn, 21, 1) && !bits(insn, 15, 1)));
	case 7: /* extr */
		return !opc && !bits(insn, 21, 1) && general(insn, 0) && general(insn, 5) &&
		       general(insn, 16) && bits(insn, 22, 1) == wide(insn) &&
		       (wide(insn) || !bits(insn, 15, 1));
	}
	return false; /* adr, adrp; with tags */
}

/* Two sources, or one. */
static bool few_sources(uint32_t insn)
{
	const unsigned opcode = bits(insn, 10, 6);

	if (bits(insn, 29, 1))
		return false;
	if (!bits(insn, 30, 1))
		return opcode == 2 || opcode == 3 ||	/* udiv, sdiv */
		       (opcode >= 8 && opcode <= 11) || /* lslv to rorv */
		       (opcode >= 16 && opcode <= 23 && /* crc32 */
			wide(insn) == ((opcode & 3) == 3));
	/* rbit, rev16, rev32, rev, clz, cls */
	return !bits(insn, 16, 5) && opcode < 6 && (opcode != 3 || wide(insn));
}

static bool three_sources(uint32_t insn)
{
	if (bits(insn, 29, 2) || !general(insn, 10))
		return false;
	switch (bits(insn, 21, 3)) {
	case 0: /* madd, msub */
		return true;
	case 1: /* smaddl, smsubl, umaddl, umsubl */
	case 5:
		return wide(insn);
	case 2: /* smulh, umulh */
	case 6:
		return wide(insn) && !bits(insn, 15, 1) && bits(insn, 10, 5) == ZERO;
	}
	return false;
}

static bool registers(uint32_t insn)
{
	const bool shift_fits = wide(insn) || !bits(insn, 15, 1);

	if (!general(insn, 16))
		/* What has one source has a zero there. */
		return false;
	if (bits(insn, 24, 5) == 0x0b && bits(insn, 21, 1)) /* add, sub, of what is extended */
		return !bits(insn, 22, 2) && bits(insn, 10, 3) <= 4 && address(insn, 5) &&
		       (bits(insn, 29, 1) ? general(insn, 0) : address(insn, 0));
	if (!general(insn, 0) || !general(insn, 5))
		return false;
	switch (bits(insn, 24, 5)) {
	case 0x0a: /* and, orr, eor, ands, and with the complement */
		return shift_fits;
	case 0x0b: /* add, adds, sub, subs */
		return bits(insn, 22, 2) != 3 && shift_fits;
	case 0x1a:
		switch (bits(insn, 21, 3)) {
		case 0: /* adc, sbc */
			return !bits(insn, 10, 6);
		case 4: /* csel and its like */
			return !bits(insn, 29, 1) && !bits(insn, 11, 1);
		case 6:
			return few_sources(insn);
		}
		return false;
	case 0x1b:
		return three_sources(insn);
	}
	return false;
}

/* One register to or from memory, of 2^size bytes; an atomic operation. */
static bool one_register(uint32_t insn)
{
	const unsigned size = bits(insn, 30, 2), opc = bits(insn, 22, 2);
	const bool is_vector = bits(insn, 26, 1);
	bool prefetch = false;

	if (!address(insn, 5))
		return false;
	if (!bits(insn, 24, 1) && bits(insn, 21, 1) && !bits(insn, 10, 2)) {
		const unsigned op = bits(insn, 12, 4);

		if (is_vector || !general(insn, 0) || !general(insn, 16))
			return false;
		/* ldadd to ldumin, swp; ldapr */
		return op <= 8 || (op == 12 && opc == 2 && bits(insn, 16, 5) == ZERO);
	}
	if (is_vector) {
		if ((opc & 2 && size) || !vector(insn, 0))
			return false;
	} else if (opc == 3 ? size > 1 : opc == 2 && size == 3) {
		prefetch = opc == 2;
		if (!prefetch)
			return false;
	} else if (!general(insn, 0)) {
		return false;
	}
	if (bits(insn, 24, 1))
		return true;
	if (bits(insn, 21, 1)) /* by a register */
		return bits(insn, 10, 2) == 2 && bits(insn, 14, 1) && general(insn, 16);
	switch (bits(insn, 10, 2)) {
	case 0: /* unscaled */
		return true;
	case 1: /* with the address changed, afterwards or before */
	case 3:
		return !prefetch && (is_vector || bits(insn, 0, 5) != bits(insn, 5, 5));
	}
	return false;
}

/* stlr, ldar; cas, casp */
static bool ordered(uint32_t insn)
{
	const unsigned kind = bits(insn, 21, 1) | bits(insn, 23, 1) << 1;

	if (bits(insn, 10, 5) != 31 || !address(insn, 5) || !general(insn, 0) || !general(insn, 16))
		return false;
	switch (kind) {
	case 2:
		return bits(insn, 15, 1) && bits(insn, 16, 5) == 31;
	case 3:
		return true;
	case 1: /* of pairs: even numbers, and the next ones */
		return !wide(insn) && !bits(insn, 0, 1) && !bits(insn, 16, 1) &&
		       bits(insn, 0, 5) < 15 && bits(insn, 16, 5) < 15;
	}
	return false;
}

static bool memory(uint32_t insn)
{
	if (bits(insn, 27, 3) == 7)
		return !bits(insn, 25, 1) && one_register(insn);
	return bits(insn, 24, 6) == 0x08 && ordered(insn);
}

/* Between general and floating-point registers. */
static bool conversion(uint32_t insn)
{
	const unsigned type = bits(insn, 22, 2), rmode = bits(insn, 19, 2);
	const unsigned opcode = bits(insn, 16, 3);
	const bool to_general = opcode < 2 || opcode == 4 || opcode == 5 || opcode == 6;

	if (type > 1 || (rmode && opcode > 1) || (opcode >= 6 && type != (wide(insn) ? 1u : 0u)))
		return false;
	return to_general ? general(insn, 0) && vector(insn, 5)
			  : vector(insn, 0) && general(insn, 5);
}

static bool scalar(uint32_t insn)
{
	const unsigned type = bits(insn, 22, 2), opcode = bits(insn, 15, 6);

	if (bits(insn, 29, 1) || !bits(insn, 21, 1))
		return false;
	if (!bits(insn, 10, 6))
		return conversion(insn);
	if (wide(insn) || !vector(insn, 0))
		return false;
	if (bits(insn, 10, 5) == 16) { /* one source */
		/* fmov, fabs, fneg, fsqrt, frint… but the ones that say how many bits */
		if (type <= 1 && (opcode < 4 || (opcode >= 8 && opcode < 16 && opcode != 13)))
			return vector(insn, 5);
		/* fcvt, to single, double and half precision */
		return vector(insn, 5) && type != 2 &&
		       ((opcode == 4 && type != 0) || (opcode == 5 && type != 1) ||
			(opcode == 7 && type != 3));
	}
	if (type > 1)
		return false;
	if (bits(insn, 10, 3) == 4) /* fmov, of a number */
		return !bits(insn, 5, 5);
	if (!vector(insn, 5) || !vector(insn, 16))
		return false;
	/* fmul, fdiv, fadd, fsub, fmax, fmin, fmaxnm, fminnm, fnmul; fcsel */
	return bits(insn, 10, 2) == 3 || (bits(insn, 10, 2) == 2 && bits(insn, 12, 4) < 9);
}

static bool vectors(uint32_t insn)
{
	if ((insn & 0x5f000000) == 0x1e000000)
		return scalar(insn);
	if (!vector(insn, 0) || !vector(insn, 5))
		return false;
	if ((insn & 0xff000000) == 0x1f000000) /* fmadd and its like */
		return bits(insn, 22, 2) < 2 && vector(insn, 10) && vector(insn, 16);
	/* aese, aesd, aesmc, aesimc */
	if ((insn & 0xffffcc00) == 0x4e284800)
		return true;
	if (!vector(insn, 16))
		return false;
	/* and, bic, orr, orn, eor, bsl, bit, bif */
	if ((insn & 0x9f20fc00) == 0x0e201c00)
		return true;
	/* add, sub */
	return (insn & 0x9f20fc00) == 0x0e208400 && (bits(insn, 22, 2) != 3 || bits(insn, 30, 1));
}

static bool admitted(uint32_t insn)
{
	if (bits(insn, 26, 3) == 4)
		return immediate(insn);
	if (bits(insn, 25, 3) == 5)
		return registers(insn);
	if (bits(insn, 27, 1) && !bits(insn, 25, 1))
		return memory(insn);
	return bits(insn, 25, 3) == 7 && vectors(insn);
}

unsigned ffp_insn_body_aarch64(const uint8_t *code, uint64_t size, struct insn_body *out)
{
	unsigned at = size >= 4 && (get32(code) & BTI_MASK) == BTI ? 4 : 0;

	memset(out, 0, sizeof(*out));
	if (size >= at + 4 && get32(code + at) == RET) {
		put32(out->bytes, NOP);
		return insn_body_mark(out, at + 4);
	}
	if (size < at + 8 || get32(code + at + 4) != RET || !admitted(get32(code + at)))
		return 0;
	memcpy(out->bytes, code + at, 4);
	return insn_body_mark(out, at + 8);
}

bool ffp_insn_body_put_aarch64(uint8_t *out, const uint8_t *old, uint8_t before, unsigned kind,
			       const struct insn_body *body)
{
	(void)old;
	(void)before;
	if (kind != FFP_SITE_CALL)
		return false;
	memcpy(out, body->bytes, 4);
	return true;
}
