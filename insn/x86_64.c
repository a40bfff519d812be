// SPDX-License-Identifier: MIT
/*
 * x86-64.  Opcodes from the Intel 64 manual, volume 2; relocations from the
 * System V ABI's AMD64 supplement.
 *
 * A site is one of
 *
 *	kind	bytes		branch		nothing		constant
 *	call	e8 rel32	e8 rel32	nop5		mov $imm32,%eax
 *	jump	e9 rel32	e9 rel32	ret, int3 ×4	-
 *	cond	0f 8x rel32	0f 8x rel32	-		-
 *
 * "-": no single instruction of that length does it, so the caller branches to
 * the entry instead.  What -fno-plt makes (call and jmp through a GOT slot, six
 * bytes) becomes one of these in the tool: the call gets an address-size prefix
 * before e8, as linkers do; the site is the e8, since the prefix is harmless
 * before each of the forms and nothing can stop between the two.
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
	REL_NONE = 0,
	REL_64 = 1,
	REL_PC32 = 2,
	REL_PLT32 = 4,
	REL_GOTPCREL = 9,
	REL_GOTOFF64 = 25,
	REL_GOT64 = 27,
	REL_GOTPCREL64 = 28,
	REL_GOTPLT64 = 30,
	REL_PLTOFF64 = 31,
	REL_GOTPCRELX = 41,
};

static const uint8_t nop5[5] = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };
static const uint8_t ret5[5] = { 0xc3, 0xcc, 0xcc, 0xcc, 0xcc };
static const uint8_t endbr64[4] = { 0xf3, 0x0f, 0x1e, 0xfa };

static unsigned length(unsigned kind, const uint8_t *bytes)
{
	(void)bytes;
	return kind == FFP_SITE_COND ? 6 : 5;
}

/* The displacement is counted from the end of the instruction. */
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
		/* A 32-bit move clears the upper half, so this is exact. */
		if (kind != FFP_SITE_CALL || value > UINT32_MAX)
			return false;
		out[0] = 0xb8;
		put32(out + 1, (uint32_t)value);
		return true;
	}
	return false;
}

static bool decode(const uint8_t *p, unsigned kind, uint64_t at, struct insn_read *out)
{
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

/* Offset of the patchable instruction. */
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

static void entry_new(uint8_t *out, uint32_t *rel_type, uint64_t *rel_at, int64_t *rel_addend)
{
	memset(out, 0xcc, SIZE);
	out[0] = 0xe9;
	put32(out + 1, 0);
	out[FAR] = 0xff;
	out[FAR + 1] = 0x25;
	put32(out + FAR + 2, (uint32_t)(FFP_ENTRY_WORD - (FAR + 6)));
	memset(out + STUB, 0, 11);
	out[STUB] = 0x48;
	out[STUB + 1] = 0xb8;
	out[STUB + 10] = 0xc3;
	*rel_type = REL_PLT32;
	*rel_at = 1;
	*rel_addend = -4;
}

/* endbr64; jmp to the constant's code */
static unsigned entry_landing(const uint8_t *old)
{
	const uint8_t *p = old + SIZE;

	return !memcmp(old, endbr64, 4) && !memcmp(p, endbr64, 4) && p[4] == 0xeb &&
		       p[5] == (uint8_t)(STUB - SIZE - 6)
		   ? SIZE
		   : STUB;
}

static bool classify(uint32_t type, int64_t addend, const uint8_t *section, uint64_t size,
		     uint64_t at, struct insn_site *out)
{
	uint8_t opcode, before;

	if (addend != -4 || at < 1 || at > size || size - at < 4)
		return false;
	memset(out, 0, sizeof(*out));
	out->rel_type = REL_PLT32;
	out->rel_at = at;
	out->rel_addend = -4;
	out->at = at - 1;
	opcode = section[at - 1];
	before = at < 2 ? 0 : section[at - 2];

	if (type == REL_GOTPCREL || type == REL_GOTPCRELX) {
		if (before != 0xff)
			return false;
		out->fix_at = at - 2;
		out->fix_len = 6;
		switch (opcode) {
		case 0x15: /* call *slot: a prefix takes the first of six bytes */
			out->fix[0] = 0x67;
			out->fix[1] = 0xe8;
			return true;
		case 0x25: /* jmp *slot: the sixth byte is never reached */
			out->kind = FFP_SITE_JUMP;
			out->at = at - 2;
			out->rel_at = at - 1;
			out->fix[0] = 0xe9;
			out->fix[5] = 0xcc;
			return true;
		}
		return false;
	}
	if (type != REL_PLT32 && type != REL_PC32)
		return false;
	if (before == 0x0f && (opcode & 0xf0) == 0x80) {
		out->kind = FFP_SITE_COND;
		out->at = at - 2;
		return true;
	}
	out->kind = opcode == 0xe9 ? FFP_SITE_JUMP : FFP_SITE_CALL;
	return opcode == 0xe8 || opcode == 0xe9;
}

static void refers(struct insn_ref *out, enum insn_how how, unsigned kind, unsigned len,
		   uint64_t to)
{
	*out = (struct insn_ref){ .how = how, .kind = kind, .length = len, .to = to };
}

/* Bytes of "mov $imm32, to memory or a register" (c7 /0) before the immediate. */
static unsigned store_prefix(const uint8_t *p)
{
	unsigned mod = p[1] >> 6, rm = p[1] & 7;
	unsigned sib = mod != 3 && rm == 4;
	unsigned disp = mod == 1 ? 1 : mod == 2 || (!mod && rm == 5) ? 4 : 0;

	return 2 + sib + disp;
}

static bool refer(const uint8_t *p, uint64_t size, uint64_t at, struct insn_ref *out)
{
	unsigned before;

	if (size < 5)
		return false;
	switch (p[0]) {
	case 0xe8:
	case 0xe9:
		refers(out, INSN_GOES, p[0] == 0xe8 ? FFP_SITE_CALL : FFP_SITE_JUMP, 5,
		       displaced(p + 1, at + 5));
		return true;
	case 0x0f:
		if (size < 6 || !is_jcc(p))
			return false;
		refers(out, INSN_GOES, FFP_SITE_COND, 6, displaced(p + 2, at + 6));
		return true;
	case 0xff: /* call, jmp, push */
		if (size < 6 || (p[1] != 0x15 && p[1] != 0x25 && p[1] != 0x35))
			return false;
		refers(out, p[1] == 0x35 ? INSN_LOADS : INSN_GOES_BY,
		       p[1] == 0x15 ? FFP_SITE_CALL : FFP_SITE_JUMP, 6, displaced(p + 2, at + 6));
		return true;
	case 0x68: /* push */
		refers(out, INSN_TAKES_32, 0, 5, get32(p + 1));
		return true;
	case 0xc7:
		before = store_prefix(p);
		if ((p[1] & 0x38) || size < before + 4)
			return false;
		refers(out, INSN_TAKES_32, 0, before + 4, get32(p + before));
		return true;
	}
	if ((p[0] & 0xf8) == 0xb8) { /* mov to a register */
		refers(out, INSN_TAKES_32, 0, 5, get32(p + 1));
		return true;
	}
	if ((p[0] & 0xf8) != 0x48) /* REX.W */
		return false;
	if (size >= 10 && (p[1] & 0xf8) == 0xb8) {
		refers(out, INSN_TAKES_64, 0, 10, get32(p + 2) | (uint64_t)get32(p + 6) << 32);
		return true;
	}
	if (size < 7 || (p[1] != 0x8d && p[1] != 0x8b) || (p[2] & 0xc7) != 0x05)
		return false;
	refers(out, p[1] == 0x8d ? INSN_TAKES : INSN_LOADS, 0, 7, displaced(p + 3, at + 7));
	return true;
}

const struct insn_ops ffp_insn_x86_64 = {
	.name = "x86-64",
	.machine = 62,
	.rel_pc32 = REL_PC32,
	.rel_abs64 = REL_64,
	.rel_none = REL_NONE,
	.length = length,
	.encode = encode,
	.decode = decode,
	.entry_encode = entry_encode,
	.entry_decode = entry_decode,
	.entry_new = entry_new,
	.entry_constant = STUB,
	.entry_landing = entry_landing,
	.entry_size = SIZE,
	.classify = classify,
	.refer = refer,
	.align = 1,
	.rel_takes_64 = { REL_64, REL_GOTOFF64, REL_GOT64, REL_GOTPCREL64, REL_GOTPLT64,
			  REL_PLTOFF64 },
};
