// SPDX-License-Identifier: MIT
/*
 * x86-64: which relocations of the System V ABI's AMD64 supplement are sites, and what
 * instructions refer to.  insn/x86_64.c tells what sites and entries are.
 *
 * With -fno-plt a compiler writes call and jmp through a slot of the GOT, which have six bytes.
 * They become sites of five bytes.  The call gets an address-size prefix before e8, as linkers
 * write it, and the site is the e8: the prefix has no effect on any form of the site, and no thread
 * can be stopped between the two.  The table of wide calls tells that the prefix is one, and a
 * library that reads it takes all six bytes for the site.
 */
#include "arch_ops.h"

#include <string.h>

#include "bytes.h"

enum {
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

static void entry_new(uint8_t *out, uint32_t *rel_type, uint64_t *rel_at, int64_t *rel_addend)
{
	/* clang-format off */
	static const uint8_t code[] = {
		0xe9, 0, 0, 0, 0,			/* jmp */
		0xcc, 0xcc, 0xcc, 0xcc, 0xcc,
		0xff, 0x25, 0xe0, 0xff, 0xff, 0xff,	/* jmp *FFP_ENTRY_WORD(entry) */
		0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0,	/* mov $0, %rax */
		0xc3,					/* ret */
		0xcc, 0xcc, 0xcc, 0xcc, 0xcc,
	};
	/* clang-format on */

	memcpy(out, code, sizeof(code));
	*rel_type = REL_PLT32;
	*rel_at = 1;
	*rel_addend = -4;
}

static bool classify(uint32_t type, int64_t addend, const uint8_t *section, uint64_t size,
		     uint64_t at, struct arch_site *out)
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
		case 0x15: /* call *slot: the first of its six bytes becomes a prefix */
			out->wide = true;
			out->fix[0] = ffp_insn_x86_64.wide_prefix;
			out->fix[1] = 0xe8;
			return true;
		case 0x25: /* jmp *slot: its sixth byte is never reached */
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

static void refers(struct arch_ref *out, enum arch_how how, unsigned kind, unsigned len,
		   uint64_t to)
{
	*out = (struct arch_ref){ .how = how, .kind = kind, .length = len, .to = to };
}

/* Displacements are counted from the end of the instruction. */
static uint64_t displaced(const uint8_t *field, uint64_t end)
{
	return end + sign_extend(get32(field), 32);
}

/* Bytes of "mov $imm32, to memory or a register" (c7 /0) before the immediate. */
static unsigned store_prefix(const uint8_t *p)
{
	unsigned mod = p[1] >> 6, rm = p[1] & 7;
	unsigned sib = mod != 3 && rm == 4;
	unsigned disp = mod == 1 ? 1 : mod == 2 || (!mod && rm == 5) ? 4 : 0;

	return 2 + sib + disp;
}

/* Describe call, jmp or push by a word, or mov of a word to a register. */
static void refer_word(const uint8_t *p, uint64_t word, struct arch_ref *out)
{
	if (p[0] != 0xff)
		refers(out, ARCH_LOADS, 0, 7, word);
	else if (p[1] == 0x35)
		refers(out, ARCH_LOADS, 0, 6, word);
	else
		refers(out, ARCH_GOES_BY, p[1] == 0x15 ? FFP_SITE_CALL : FFP_SITE_JUMP, 6, word);
}

static bool refer(const uint8_t *p, uint64_t size, uint64_t at, struct arch_ref *out)
{
	unsigned before;
	uint64_t word;

	if (size < 5)
		return false;
	if (ffp_insn_x86_64.loads(p, size, at, &word)) {
		refer_word(p, word, out);
		return true;
	}
	switch (p[0]) {
	case 0xe8:
	case 0xe9:
		refers(out, ARCH_GOES, p[0] == 0xe8 ? FFP_SITE_CALL : FFP_SITE_JUMP, 5,
		       displaced(p + 1, at + 5));
		return true;
	case 0x0f:
		if (size < 6 || (p[1] & 0xf0) != 0x80)
			return false;
		refers(out, ARCH_GOES, FFP_SITE_COND, 6, displaced(p + 2, at + 6));
		return true;
	case 0x68: /* push */
		refers(out, ARCH_TAKES_32, 0, 5, get32(p + 1));
		return true;
	case 0xc7:
		before = store_prefix(p);
		if ((p[1] & 0x38) || size < before + 4)
			return false;
		refers(out, ARCH_TAKES_32, 0, before + 4, get32(p + before));
		return true;
	}
	if ((p[0] & 0xf8) == 0xb8) { /* mov to a register */
		refers(out, ARCH_TAKES_32, 0, 5, get32(p + 1));
		return true;
	}
	if ((p[0] & 0xf8) != 0x48) /* REX.W */
		return false;
	if (size >= 10 && (p[1] & 0xf8) == 0xb8) {
		refers(out, ARCH_TAKES_64, 0, 10, get64(p + 2));
		return true;
	}
	if (size < 7 || p[1] != 0x8d || (p[2] & 0xc7) != 0x05) /* lea, from an address */
		return false;
	refers(out, ARCH_TAKES, 0, 7, displaced(p + 3, at + 7));
	return true;
}

const struct arch_ops arch_x86_64 = {
	.name = "x86-64",
	.machine = 62,
	.insn = &ffp_insn_x86_64,
	.rel_pc32 = REL_PC32,
	.rel_abs64 = REL_64,
	.rel_none = REL_NONE,
	.rel_takes_64 = (const uint32_t[]){ REL_64, REL_GOTOFF64, REL_GOT64, REL_GOTPCREL64,
					    REL_GOTPLT64, REL_PLTOFF64, 0 },
	.entry_new = entry_new,
	.classify = classify,
	.refer = refer,
};
