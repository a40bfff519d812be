// SPDX-License-Identifier: MIT
/*
 * AArch64: which relocations of the ELF standard for the Arm 64-bit architecture are sites,
 * and what instructions refer to.  insn/aarch64.c tells what sites and entries are.
 */
#include "arch_ops.h"

#include <string.h>

#include "aarch64.h"

enum {
	REL_NONE = 0,
	REL_ABS64 = 257,
	REL_PREL32 = 261,
	REL_MOVW_UABS_G3 = 269,
	REL_TSTBR14 = 279,
	REL_CONDBR19 = 280,
	REL_JUMP26 = 282,
	REL_CALL26 = 283,
};

static void entry_new(uint8_t *out, uint32_t *rel_type, uint64_t *rel_at, int64_t *rel_addend)
{
	/* clang-format off */
	static const uint32_t code[] = {
		B,
		0,		/* no instruction */
		0x58ffff50,	/* ldr x16, FFP_ENTRY_WORD from the entry */
		0xd61f0200,	/* br x16 */
		0x58000040,	/* ldr x0, the constant */
		RET,
		0, 0,		/* the constant */
	};
	/* clang-format on */

	for (unsigned i = 0; i < sizeof(code) / sizeof(code[0]); i++)
		put32(out + 4 * i, code[i]);
	*rel_type = REL_JUMP26;
	*rel_at = 0;
	*rel_addend = 0;
}

/* Does an instruction branch as a site of this kind does? */
static bool is_branch(const uint8_t *code, unsigned kind)
{
	struct arch_ref ref;

	return arch_branch(&ffp_insn_aarch64, code, kind, 0, &ref);
}

static bool classify(uint32_t type, int64_t addend, const uint8_t *section, uint64_t size,
		     uint64_t at, struct arch_site *out)
{
	const uint8_t *code;
	bool tests_bit;

	if (addend || at % 4 || at > size || size - at < 4)
		return false;
	memset(out, 0, sizeof(*out));
	code = section + at;
	tests_bit = (get32(code) & 0x7e000000) == 0x36000000; /* tbz, tbnz */
	switch (type) {
	case REL_CALL26:
	case REL_JUMP26:
		out->kind = is_branch(code, FFP_SITE_CALL) ? FFP_SITE_CALL : FFP_SITE_JUMP;
		break;
	case REL_CONDBR19:
	case REL_TSTBR14:
		if (tests_bit != (type == REL_TSTBR14))
			return false;
		out->kind = FFP_SITE_COND;
		break;
	default:
		return false;
	}
	out->to_entry = out->kind == FFP_SITE_COND;
	out->at = at;
	out->rel_type = type;
	out->rel_at = at;
	return is_branch(code, out->kind);
}

/* adrp makes a page, to which one of the next instructions adds the rest of the address. */
static bool refer_page(const uint8_t *code, uint64_t size, uint64_t at, struct arch_ref *out)
{
	uint32_t insn = get32(code);

	for (unsigned i = 1; i <= ADRP_NEXT && size >= 4 * (i + 1); i++) {
		uint32_t next = get32(code + 4 * i);

		if (is_add(next) && uses_register(next, insn & 31)) {
			*out = (struct arch_ref){ ARCH_TAKES, 0, 4,
						  adrp_page(insn, at) + offset_12(next) };
			return true;
		}
	}
	return false;
}

/* movz and three movk behind it make all of an address. */
static bool refer_moves(const uint8_t *code, uint64_t size, struct arch_ref *out)
{
	uint64_t value = 0;

	if (size < 16)
		return false;
	for (unsigned i = 0; i < 4; i++) {
		uint32_t insn = get32(code + 4 * i);

		if ((insn & 0xff800000) != (i ? 0xf2800000 : 0xd2800000) ||
		    ((insn ^ get32(code)) & 31))
			return false;
		value |= (uint64_t)(insn >> 5 & 0xffff) << 16 * (insn >> 21 & 3);
	}
	*out = (struct arch_ref){ ARCH_TAKES_64, 0, 16, value };
	return true;
}

static bool refer(const uint8_t *code, uint64_t size, uint64_t at, struct arch_ref *out)
{
	uint32_t insn;
	uint64_t word;

	if (size < 4)
		return false;
	insn = get32(code);
	for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++)
		if (arch_branch(&ffp_insn_aarch64, code, kind, at, out))
			return true;
	if (ffp_insn_aarch64.loads(code, size, at, &word)) {
		*out = (struct arch_ref){ ARCH_LOADS, 0, 4, word };
		return true;
	}
	if (is_adrp(insn))
		return refer_page(code, size, at, out);
	if ((insn & 0x9f000000) == 0x10000000) { /* adr */
		*out = (struct arch_ref){ ARCH_TAKES, 0, 4, at };
		out->to += sign_extend((insn >> 29 & 3) | (insn >> 5 & 0x7ffff) << 2, 21);
		return true;
	}
	return refer_moves(code, size, out);
}

const struct arch_ops arch_aarch64 = {
	.name = "AArch64",
	.machine = 183,
	.insn = &ffp_insn_aarch64,
	.rel_pc32 = REL_PREL32,
	.rel_abs64 = REL_ABS64,
	.rel_none = REL_NONE,
	.rel_takes_64 = (const uint32_t[]){ REL_ABS64, REL_MOVW_UABS_G3, 0 },
	.veneer_reach = 1u << 27,
	.entry_new = entry_new,
	.classify = classify,
	.refer = refer,
};
