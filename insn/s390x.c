// SPDX-License-Identifier: MIT
/*
 * s390x: z/Architecture, 64 bits, big endian.  Instructions from the z/Architecture
 * Principles of Operation (SA22-7832), chapter 7; the roles of registers
 * from the ELF ABI s390x supplement.
 *
 * A site is six bytes, of one of the kinds
 *
 *	kind	branch		reach	nothing		constant
 *	call	brasl %r14	±4 GiB	brcl 0,.	lgfi, llilf or llihf %r2
 *	jump	brcl 15		±4 GiB	br %r14, 0	-
 *	cond	brcl 1 to 14	±4 GiB	-		-
 *
 * "-": no single instruction does it, so the site branches to the entry instead.  Two instructions
 * of six bytes together (lghi %r2; br %r14) would have room, but a thread that was stopped
 * between them would go on in the middle of what replaced them.  The four bytes behind br %r14
 * are never reached.
 *
 * The constants need the extended-immediate facility of 2005 (z9), which every machine has on which
 * Linux still runs.  The code that compilers see does not need it, and assembles for any machine.
 *
 * A branch of ±4 GiB reaches everything in a module, so neither libffp nor linkers write veneers. A
 * call through the GOT is a load of any register and a branch to it, with other code between, so
 * it is no site.  Nor is a call with a displacement of 16 bits (-msmall-exec), which has no
 * room for the other forms.
 *
 * An entry is
 *
 *	 0	jg target	or br %r14, 0; the one patchable instruction
 *	 6	0
 *	 8	larl %r1, word	far jump, constant; the word is in the header
 *	14	lg %r1, 0(%r1)
 *	20	br %r1		the PLT uses %r1, too; %r0 holds the static chain
 *	22	0
 *	24	larl %r2, 40	the constant stub
 *	30	lg %r2, 0(%r2)
 *	36	br %r14
 *	38	0
 *	40	the constant	not in the far jump's word, since a thread may be before either load
 *
 * where 0 stands for two or more bytes of zeros, which are no instruction.
 */
#include "insn.h"

#include <string.h>

#include "bytes.h"

enum {
	SITE = 6,
	FAR = 8,
	STUB = 24,
	CONSTANT = 40,
	SIZE = 48,
	/* The first two bytes of instructions of six; 0x00f0 are a register or a mask. */
	LARL = 0xc000,
	LGFI = 0xc001,
	BRCL = 0xc004,
	BRASL = 0xc005,
	LLIHF = 0xc00e,
	LLILF = 0xc00f,
	LGRL = 0xc408,
	OPCODE = 0xff0f,
	R2 = 0x20,
	R14 = 0xe0,
	ALWAYS = 0xf0,
};

static unsigned length(unsigned kind, const uint8_t *bytes)
{
	(void)kind;
	(void)bytes;
	return SITE;
}

static unsigned first(const uint8_t *p)
{
	return (unsigned)get_uint(p, 2, true);
}

static void put(uint8_t *out, unsigned opcode, uint64_t operand)
{
	put_uint(out, 2, true, opcode);
	put_uint(out + 2, 4, true, operand);
}

/* Are these the first two bytes of a branch of this kind of site? */
static bool is_branch(unsigned insn, unsigned kind)
{
	if (kind == FFP_SITE_CALL)
		return insn == (BRASL | R14);
	if (kind == FFP_SITE_JUMP)
		return insn == (BRCL | ALWAYS);
	return (insn & OPCODE) == BRCL && (insn & 0xf0) && (insn & 0xf0) != ALWAYS;
}

/* Write an instruction that refers to `to`; displacements count halfwords from `at`. */
static bool aim(uint8_t *out, unsigned opcode, uint64_t at, uint64_t to)
{
	uint64_t d = to - at;

	if (d & 1 || sign_extend(d, 33) != d)
		return false;
	put(out, opcode, d >> 1);
	return true;
}

static uint64_t aimed(const uint8_t *p, uint64_t at)
{
	return at + 2 * sign_extend(get_uint(p + 2, 4, true), 32);
}

/* Write br %r14, and filling, in the place of a jump. */
static void put_return(uint8_t *out)
{
	put(out, 0x07fe, 0);
}

/* Write one instruction that sets all 64 bits of %r2; false: there is none for this value. */
static bool load_constant(uint8_t *out, uint64_t value)
{
	if (sign_extend(value, 32) == value)
		put(out, LGFI | R2, value);
	else if (value <= UINT32_MAX)
		put(out, LLILF | R2, value);
	else if (!(uint32_t)value)
		put(out, LLIHF | R2, value >> 32);
	else
		return false;
	return true;
}

static bool loads_constant(const uint8_t *p, uint64_t *value)
{
	uint64_t operand = get_uint(p + 2, 4, true);
	uint8_t ours[SITE];

	switch (first(p)) {
	case LGFI | R2:
		*value = sign_extend(operand, 32);
		break;
	case LLILF | R2:
		*value = operand;
		break;
	case LLIHF | R2:
		*value = operand << 32;
		break;
	default:
		return false;
	}
	/* Several instructions may load one value; only the one that encode() writes counts. */
	return load_constant(ours, *value) && !memcmp(ours, p, SITE);
}

static bool encode(uint8_t *out, const uint8_t *old, unsigned kind, uint64_t at,
		   enum insn_form form, uint64_t value)
{
	unsigned insn;

	switch (form) {
	case INSN_BRANCH:
		insn = kind == FFP_SITE_CALL   ? BRASL | R14
		       : kind == FFP_SITE_JUMP ? BRCL | ALWAYS
					       : first(old);
		return is_branch(insn, kind) && aim(out, insn, at, value);
	case INSN_NOTHING:
		if (kind == FFP_SITE_CALL)
			put(out, BRCL, 0);
		else if (kind == FFP_SITE_JUMP)
			put_return(out);
		return kind != FFP_SITE_COND;
	case INSN_CONSTANT:
		return kind == FFP_SITE_CALL && load_constant(out, value);
	}
	return false;
}

static bool decode(const uint8_t *p, unsigned kind, uint64_t at, struct insn_read *out)
{
	uint8_t nothing[SITE];

	*out = (struct insn_read){ INSN_BRANCH, aimed(p, at) };
	if (is_branch(first(p), kind))
		return true;
	*out = (struct insn_read){ INSN_NOTHING, 0 };
	if (encode(nothing, p, kind, at, INSN_NOTHING, 0) && !memcmp(nothing, p, SITE))
		return true;
	out->form = INSN_CONSTANT;
	return kind == FFP_SITE_CALL && loads_constant(p, &out->value);
}

static unsigned entry_encode(struct insn_edit out[INSN_EDITS], const uint8_t *old, uint64_t at,
			     enum insn_form form, uint64_t value)
{
	out[0].at = 0;
	out[0].len = SITE;
	if (form == INSN_CONSTANT) {
		aim(out[0].bytes, BRCL | ALWAYS, at, at + STUB);
		out[1].at = CONSTANT;
	} else if (encode(out[0].bytes, old, FFP_SITE_JUMP, at, form, value)) {
		return 1;
	} else {
		aim(out[0].bytes, BRCL | ALWAYS, at, at + FAR);
		out[1].at = FFP_ENTRY_WORD;
	}
	out[1].len = 8;
	put_uint(out[1].bytes, 8, true, value);
	return 2;
}

static bool entry_decode(const uint8_t *old, uint64_t at, uint64_t word, struct insn_read *out)
{
	if (!decode(old, FFP_SITE_JUMP, at, out))
		return false;
	if (out->form != INSN_BRANCH)
		return true;
	if (out->value == at + FAR) {
		out->value = word;
	} else if (out->value == at + STUB) {
		out->form = INSN_CONSTANT;
		out->value = get_uint(old + CONSTANT, 8, true);
	}
	return true;
}

/* A load is lgrl; or larl, with lg from that address behind it. */
static bool loads(const uint8_t *code, uint64_t size, uint64_t at, uint64_t *word)
{
	enum { NEXT = 24 };
	unsigned r;

	if (size < SITE)
		return false;
	*word = aimed(code, at);
	if ((first(code) & OPCODE) != LARL)
		return (first(code) & OPCODE) == LGRL;
	r = first(code) & 0xf0;
	for (uint64_t i = SITE; i < NEXT && size >= i + SITE;) {
		/* lg from the register, without an index or a displacement */
		if (first(code + i) >> 8 == 0xe3 && code[i + 5] == 0x04 && !(code[i + 1] & 0xf) &&
		    code[i + 2] == r && !code[i + 3] && !code[i + 4])
			return true;
		/* The first two bits are the length of an instruction. */
		i += code[i] < 0x40 ? 2 : code[i] < 0xc0 ? 4 : 6;
	}
	return false;
}

const struct insn_ops ffp_insn_s390x = {
	.length = length,
	.encode = encode,
	.decode = decode,
	.body = ffp_insn_body_s390x,
	.body_put = ffp_insn_body_put_s390x,
	.entry_encode = entry_encode,
	.entry_decode = entry_decode,
	.entry_constant = STUB,
	.entry_size = SIZE,
	.loads = loads,
	.align = 2,
};
