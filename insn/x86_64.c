// SPDX-License-Identifier: MIT
/*
 * x86-64.  Opcodes from the Intel 64 manual, volume 2.
 *
 * A site is one of
 *
 *	kind	bytes		branch		nothing		constant
 *	call	e8 rel32	e8 rel32	nop5		mov $imm32,%eax
 *	jump	e9 rel32	e9 rel32	ret, int3 ×4	-
 *	cond	0f 8x rel32	0f 8x rel32	-		-
 *	wide	67 e8 rel32	the same as a call, behind the prefix 67
 *
 * "-": no single instruction of that length does it, so the site branches to the entry instead.
 *
 * An entry is
 *
 *	 0	[endbr64]	if compiled for IBT
 *	+0/4	jmp rel32	or ret, int3 ×4; the one patchable instruction
 *	10	jmp *word	far jump, constant; the word is in the header
 *	16	mov $imm64,%rax	the constant stub
 *	26	ret
 *	32	[endbr64]	if compiled for IBT: the constant stub, for pointers
 *	36	[jmp 16]
 */
#include "insn.h"

#include <string.h>

#include "bytes.h"

enum {
	FAR = 10,
	STUB = 16,
	SIZE = 32,
	WIDE_PREFIX = 0x67, /* the size of addresses: means nothing to what has none */
	BREAKPOINT = 0xcc,
};

static const uint8_t nop5[5] = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };
static const uint8_t ret5[5] = { 0xc3, 0xcc, 0xcc, 0xcc, 0xcc };
static const uint8_t endbr64[4] = { 0xf3, 0x0f, 0x1e, 0xfa };

static unsigned length(unsigned kind, const uint8_t *bytes)
{
	(void)bytes;
	return kind == FFP_SITE_COND || kind == INSN_SITE_WIDE ? 6 : 5;
}

/* Write a displacement, which counts from the end of the instruction; false: out of reach. */
static bool displace(uint8_t *field, uint64_t end, uint64_t to)
{
	int64_t d = (int64_t)(to - end);

	if (d < INT32_MIN || d > INT32_MAX)
		return false;
	put32(field, (uint32_t)d);
	return true;
}

static uint64_t displaced(const uint8_t *field, uint64_t end)
{
	return end + (uint64_t)(int64_t)(int32_t)get32(field);
}

static bool is_jcc(const uint8_t *p)
{
	return p[0] == 0x0f && (p[1] & 0xf0) == 0x80;
}

static bool encode(uint8_t *out, const uint8_t *old, unsigned kind, uint64_t at,
		   enum insn_form form, uint64_t value)
{
	if (kind == INSN_SITE_WIDE) {
		if (!encode(out + 1, old + 1, FFP_SITE_CALL, at + 1, form, value))
			return false;
		out[0] = WIDE_PREFIX;
		return true;
	}
	switch (form) {
	case INSN_BRANCH:
		if (kind == FFP_SITE_COND) {
			if (!is_jcc(old) || !displace(out + 2, at + 6, value))
				return false;
			memcpy(out, old, 2);
			return true;
		}
		if (!displace(out + 1, at + 5, value))
			return false;
		out[0] = kind == FFP_SITE_CALL ? 0xe8 : 0xe9;
		return true;
	case INSN_NOTHING:
		if (kind == FFP_SITE_COND)
			return false;
		memcpy(out, kind == FFP_SITE_CALL ? nop5 : ret5, 5);
		return true;
	case INSN_CONSTANT:
		/* A move of 32 bits clears the upper half of the register. */
		if (kind != FFP_SITE_CALL || value > UINT32_MAX)
			return false;
		out[0] = 0xb8;
		put32(out + 1, (uint32_t)value);
		return true;
	}
	return false;
}

/*
 * Behind 66 a constant would be of 16 bits, and so shorter than the site; a return would take
 * 16 bits from the stack.  A REX prefix makes a constant one of 64 bits (W), or that of another
 * register (B).  The others mean nothing to these instructions, nor does REX before the prefix of a
 * wide call, which is not directly before the opcode (volume 2, 2.2.1).  Or the byte is the end of
 * another instruction, and nothing is lost but a straight way.  A breakpoint hides the byte that
 * its owner will put back, which may be any of these.  A return is put behind one nevertheless: lld
 * fills with breakpoints between functions, and 66 before a jump, which processors of AMD obey,
 * would leave the program.
 */
static bool behind(uint8_t before, unsigned kind, enum insn_form form)
{
	const bool operand_size = before == 0x66;
	const bool rex = (before & 0xf0) == 0x40 && kind != INSN_SITE_WIDE;

	switch (form) {
	case INSN_BRANCH:
		return true;
	case INSN_NOTHING:
		return kind == FFP_SITE_CALL || kind == INSN_SITE_WIDE || !operand_size;
	case INSN_CONSTANT:
		return !operand_size && before != BREAKPOINT && !(rex && before & 0x09);
	}
	return false;
}

static bool decode(const uint8_t *p, unsigned kind, uint64_t at, struct insn_read *out)
{
	if (kind == INSN_SITE_WIDE)
		return p[0] == WIDE_PREFIX && decode(p + 1, FFP_SITE_CALL, at + 1, out);
	if (kind == FFP_SITE_COND) {
		*out = (struct insn_read){ INSN_BRANCH, displaced(p + 2, at + 6) };
		return is_jcc(p);
	}
	if (p[0] == (kind == FFP_SITE_CALL ? 0xe8 : 0xe9)) {
		*out = (struct insn_read){ INSN_BRANCH, displaced(p + 1, at + 5) };
		return true;
	}
	if (!memcmp(p, kind == FFP_SITE_CALL ? nop5 : ret5, 5)) {
		*out = (struct insn_read){ INSN_NOTHING, 0 };
		return true;
	}
	if (kind == FFP_SITE_CALL && p[0] == 0xb8) {
		*out = (struct insn_read){ INSN_CONSTANT, get32(p + 1) };
		return true;
	}
	return false;
}

/* The offset of the instruction that changes. */
static unsigned entry_jump(const uint8_t *old)
{
	return memcmp(old, endbr64, 4) ? 0 : 4;
}

static unsigned entry_encode(struct insn_edit out[INSN_EDITS], const uint8_t *old, uint64_t at,
			     enum insn_form form, uint64_t value)
{
	unsigned jump = entry_jump(old);

	out[0].at = (int)jump;
	out[0].len = 5;
	if (form == INSN_CONSTANT) {
		encode(out[0].bytes, old, FFP_SITE_JUMP, at + jump, INSN_BRANCH, at + STUB);
		out[1].at = STUB + 2;
	} else if (encode(out[0].bytes, old, FFP_SITE_JUMP, at + jump, form, value)) {
		return 1;
	} else {
		encode(out[0].bytes, old, FFP_SITE_JUMP, at + jump, INSN_BRANCH, at + FAR);
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
		out->value = get64(old + STUB + 2);
	}
	return true;
}

/* The landing pad is endbr64, and a short jump to the constant's code. */
static unsigned entry_landing(const uint8_t *old)
{
	const uint8_t *p = old + SIZE;

	return !memcmp(old, endbr64, 4) && !memcmp(p, endbr64, 4) && p[4] == 0xeb &&
		       p[5] == (uint8_t)(STUB - SIZE - 6)
		   ? SIZE
		   : STUB;
}

static bool loads(const uint8_t *p, uint64_t size, uint64_t at, uint64_t *word)
{
	/* call, jmp or push by a word at an address */
	if (size >= 6 && p[0] == 0xff && (p[1] == 0x15 || p[1] == 0x25 || p[1] == 0x35)) {
		*word = displaced(p + 2, at + 6);
		return true;
	}
	/* mov of such a word to a register of 64 bits */
	if (size >= 7 && (p[0] & 0xf8) == 0x48 && p[1] == 0x8b && (p[2] & 0xc7) == 0x05) {
		*word = displaced(p + 3, at + 7);
		return true;
	}
	return false;
}

const struct insn_ops ffp_insn_x86_64 = {
	.length = length,
	.encode = encode,
	.behind = behind,
	.decode = decode,
	.body = ffp_insn_body_x86_64,
	.body_put = ffp_insn_body_put_x86_64,
	.entry_encode = entry_encode,
	.entry_decode = entry_decode,
	.entry_constant = STUB,
	.entry_landing = entry_landing,
	.entry_size = SIZE,
	.loads = loads,
	.align = 1,
	.wide_prefix = WIDE_PREFIX,
};
