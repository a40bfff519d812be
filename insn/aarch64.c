// SPDX-License-Identifier: MIT
/*
 * AArch64, little endian.  Encodings from the Arm Architecture Reference Manual
 * (DDI 0487), chapter C6; what a veneer may use from the procedure call standard for
 * the Arm 64-bit architecture.
 *
 * A site is one of
 *
 *	kind	branch			reach		nothing	constant
 *	call	bl			±128 MiB	nop	movz or movn, to x0
 *	jump	b			±128 MiB	ret	-
 *	cond	b.cond, cbz, cbnz	±1 MiB		-	-
 *		tbz, tbnz		±32 KiB
 *
 * "-": no single instruction does it, so the site branches to the entry instead.  In a module with
 * more text than a branch spans, the linker may put a veneer between a site and the default, and
 * the entry may be out of reach.  So each section with sites ends with branches to the entries,
 * which the linker makes longer if it must.  The linker makes no veneer for a conditional branch,
 * so only a conditional branch that is linked to the entry is known to reach it: the tool leaves
 * such branches aimed at the entry.
 *
 * Which instructions may be changed while another thread executes them?  If they are changed by a
 * store to memory that is executed, only B, BL and NOP of those above (DDI 0487, B2.2.5,
 * "Concurrent modification and execution of instructions").  Nothing here is changed like that.
 * libffp writes a copy that nobody can execute.  Then the address is given to the copy by break
 * before make (D8, "Using break-before-make when updating translation table entries").  No location
 * changes while it can be fetched: a fetch reads the old word, or faults, or reads the new word.
 * So RET and MOVZ are as safe as B.  Without that swap of pages, sites could only hold B, BL and
 * NOP.
 *
 * An entry is
 *
 *	 0	[bti c]		if compiled for BTI
 *	+0/4	b target	or ret; the one patchable instruction
 *	 8	ldr x16, word	far jump, constant; the word is in the header
 *	12	br x16		veneers may use x16 and x17, by which a branch may go to "bti c"
 *	16	ldr x0, 24	the constant stub
 *	20	ret
 *	24	the constant	not in the far jump's word, since a thread may be before either load
 *	32	[bti c]		if compiled for BTI: the constant stub, for pointers
 *	36	[b 16]
 *
 * An entry does not touch the return address, which may be signed.
 */
#include "aarch64.h"
#include "insn.h"

#include <string.h>

enum {
	FAR = 8,
	STUB = 16,
	CONSTANT = 24,
	SIZE = 32,
};

#define BL 0x94000000u
#define NOP 0xd503201fu
#define BTI_C 0xd503245fu
#define MOVZ_W0 0x52800000u
#define MOVN_W0 0x12800000u
#define WIDE 0x80000000u /* x0 instead of w0 */

static unsigned length(unsigned kind, const uint8_t *bytes)
{
	(void)kind;
	(void)bytes;
	return 4;
}

/* The field of a branch with its displacement, which counts instructions from the branch. */
struct field {
	unsigned shift, bits; /* no bits: it is no branch */
};

static struct field branch_field(uint32_t insn)
{
	if ((insn & 0x7c000000) == B) /* b, bl */
		return (struct field){ 0, 26 };
	if ((insn & 0xff000010) == 0x54000000 || (insn & 0x7e000000) == 0x34000000)
		return (struct field){ 5, 19 }; /* b.cond; cbz, cbnz */
	if ((insn & 0x7e000000) == 0x36000000)	/* tbz, tbnz */
		return (struct field){ 5, 14 };
	return (struct field){ 0, 0 };
}

/* Is an instruction a branch of this kind of site? */
static bool is_branch(uint32_t insn, unsigned kind)
{
	switch (kind) {
	case FFP_SITE_CALL:
		return (insn & 0xfc000000) == BL;
	case FFP_SITE_JUMP:
		return (insn & 0xfc000000) == B;
	}
	return branch_field(insn).bits && branch_field(insn).shift;
}

/* Write the branch `insn` so that it goes from `at` to `to`; false: out of reach. */
static bool aim(uint8_t *out, uint32_t insn, uint64_t at, uint64_t to)
{
	struct field f = branch_field(insn);
	uint64_t d = to - at;
	uint32_t mask = ((1u << f.bits) - 1) << f.shift;

	if (d % 4 || sign_extend(d, f.bits + 2) != d)
		return false;
	put32(out, (insn & ~mask) | ((uint32_t)(d / 4) << f.shift & mask));
	return true;
}

static uint64_t aimed(uint32_t insn, uint64_t at)
{
	struct field f = branch_field(insn);

	return at + 4 * sign_extend(insn >> f.shift, f.bits);
}

/* A single move of a shifted immediate of 16 bits that makes `value`; 0: there is none. */
static uint32_t move(uint32_t opcode, uint64_t value, unsigned halves)
{
	for (unsigned h = 0; h < halves; h++)
		if (!(value & ~(UINT64_C(0xffff) << 16 * h)))
			return opcode | h << 21 | (uint32_t)(value >> 16 * h) << 5;
	return 0;
}

/* An instruction that loads `value`, or 0.  A move to w0 clears the upper half of x0. */
static uint32_t load_constant(uint64_t value)
{
	uint32_t insn = move(MOVZ_W0, value, 2);

	if (!insn && value <= UINT32_MAX)
		insn = move(MOVN_W0, value ^ UINT32_MAX, 2);
	if (!insn)
		insn = move(MOVZ_W0 | WIDE, value, 4);
	if (!insn)
		insn = move(MOVN_W0 | WIDE, ~value, 4);
	return insn;
}

static bool loads_constant(uint32_t insn, uint64_t *value)
{
	unsigned h = insn >> 21 & 3;

	*value = (uint64_t)(insn >> 5 & 0xffff) << 16 * h;
	if ((insn & 0x7f80001f) == MOVN_W0)
		*value = insn & WIDE ? ~*value : ~*value & UINT32_MAX;
	/* Several instructions may load one value; only the one that encode() writes counts. */
	return load_constant(*value) == insn;
}

static bool encode(uint8_t *out, const uint8_t *old, unsigned kind, uint64_t at,
		   enum insn_form form, uint64_t value)
{
	uint32_t insn;

	switch (form) {
	case INSN_BRANCH:
		insn = kind == FFP_SITE_CALL ? BL : kind == FFP_SITE_JUMP ? B : get32(old);
		return is_branch(insn, kind) && aim(out, insn, at, value);
	case INSN_NOTHING:
		if (kind == FFP_SITE_COND)
			return false;
		put32(out, kind == FFP_SITE_CALL ? NOP : RET);
		return true;
	case INSN_CONSTANT:
		insn = kind == FFP_SITE_CALL ? load_constant(value) : 0;
		if (!insn)
			return false;
		put32(out, insn);
		return true;
	}
	return false;
}

static bool decode(const uint8_t *p, unsigned kind, uint64_t at, struct insn_read *out)
{
	uint32_t insn = get32(p);

	*out = (struct insn_read){ INSN_NOTHING, 0 };
	if (is_branch(insn, kind)) {
		*out = (struct insn_read){ INSN_BRANCH, aimed(insn, at) };
		return true;
	}
	if (kind == FFP_SITE_COND)
		return false;
	if (insn == (kind == FFP_SITE_CALL ? NOP : RET))
		return true;
	out->form = INSN_CONSTANT;
	return kind == FFP_SITE_CALL && loads_constant(insn, &out->value);
}

/* The offset of the instruction that changes. */
static unsigned entry_jump(const uint8_t *old)
{
	return get32(old) == BTI_C ? 4 : 0;
}

static unsigned entry_encode(struct insn_edit out[INSN_EDITS], const uint8_t *old, uint64_t at,
			     enum insn_form form, uint64_t value)
{
	unsigned jump = entry_jump(old);

	out[0].at = (int)jump;
	out[0].len = 4;
	if (form == INSN_CONSTANT) {
		aim(out[0].bytes, B, at + jump, at + STUB);
		out[1].at = CONSTANT;
	} else if (encode(out[0].bytes, old, FFP_SITE_JUMP, at + jump, form, value)) {
		return 1;
	} else {
		aim(out[0].bytes, B, at + jump, at + FAR);
		out[1].at = FFP_ENTRY_WORD;
	}
	out[1].len = 8;
	put64(out[1].bytes, value);
	return 2;
}

static bool entry_decode(const uint8_t *old, uint64_t at, uint64_t word, struct insn_read *out)
{
	unsigned jump = entry_jump(old);

	if (!decode(old + jump, FFP_SITE_JUMP, at + jump, out))
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

/* The landing pad is bti c, and b to the constant's code. */
static unsigned entry_landing(const uint8_t *old)
{
	const uint32_t insn = get32(old + SIZE + 4);

	return get32(old) == BTI_C && get32(old + SIZE) == BTI_C &&
		       is_branch(insn, FFP_SITE_JUMP) && aimed(insn, SIZE + 4) == STUB
		   ? SIZE
		   : STUB;
}

/*
 * The veneers of GNU ld, gold, lld and mold load x16 with the destination, in one of three ways,
 * and branch there.  lld writes a plain branch if that reaches, and so do linkers that put landing
 * pads before functions.
 */
static enum insn_step step(const uint8_t *code, uint64_t size, uint64_t at, uint64_t *to)
{
	uint32_t insn[4];

	if (size >= 4 && get32(code) == BTI_C) {
		code += 4;
		size -= 4;
		at += 4;
	}
	for (unsigned i = 0; i < 4; i++)
		insn[i] = size >= 4 * (i + 1) ? get32(code + 4 * i) : 0;
	if (is_branch(insn[0], FFP_SITE_JUMP)) {
		*to = aimed(insn[0], at);
		return INSN_STEP_JUMP;
	}
	/* adrp x16, page; add x16, x16, #offset; br x16 */
	if (is_adrp(insn[0]) && (insn[0] & 31) == 16 && (insn[1] & 0xffc003ff) == 0x91000210 &&
	    insn[2] == 0xd61f0200) {
		*to = adrp_page(insn[0], at) + offset_12(insn[1]);
		return INSN_STEP_VENEER;
	}
	/* ldr x16, 8; br x16; the address */
	if (insn[0] == 0x58000050 && insn[1] == 0xd61f0200 && size >= 16) {
		*to = get64(code + 8);
		return INSN_STEP_VENEER;
	}
	/* ldr x16, 16; adr x17, .; add x16, x16, x17; br x16; the distance from the adr */
	if (insn[0] == 0x58000090 && insn[1] == 0x10000011 && insn[2] == 0x8b110210 &&
	    insn[3] == 0xd61f0200 && size >= 24) {
		*to = at + 4 + get64(code + 16);
		return INSN_STEP_VENEER;
	}
	return INSN_STEP_NONE;
}

/* A load is ldr of a literal; or adrp, if ldr is the first instruction to use its register. */
static bool loads(const uint8_t *code, uint64_t size, uint64_t at, uint64_t *word)
{
	uint32_t insn = size >= 4 ? get32(code) : 0;

	if ((insn & 0xff000000) == 0x58000000) {
		*word = at + 4 * sign_extend(insn >> 5, 19);
		return true;
	}
	if (!is_adrp(insn))
		return false;
	for (unsigned i = 1; i <= ADRP_NEXT && size >= 4 * (i + 1); i++) {
		uint32_t next = get32(code + 4 * i);

		if (!uses_register(next, insn & 31))
			continue;
		if (is_add(next))
			return false;
		if ((next & 0xffc00000) == 0xf9400000) { /* ldr */
			*word = adrp_page(insn, at) + 8 * offset_12(next);
			return true;
		}
	}
	return false;
}

const struct insn_ops ffp_insn_aarch64 = {
	.length = length,
	.encode = encode,
	.decode = decode,
	.body = ffp_insn_body_aarch64,
	.body_put = ffp_insn_body_put_aarch64,
	.entry_encode = entry_encode,
	.entry_decode = entry_decode,
	.entry_constant = STUB,
	.entry_landing = entry_landing,
	.entry_size = SIZE,
	.veneer_size = 4,
	.step = step,
	.loads = loads,
	.align = 4,
};
