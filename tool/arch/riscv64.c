// SPDX-License-Identifier: MIT
/*
 * RISC-V, 64 bits: which relocations of the RISC-V ELF psABI are sites, and what instructions
 * refer to.  insn/riscv64.c tells what sites and entries are.
 */
#include "arch_ops.h"

#include <string.h>

#include "riscv64.h"

enum {
	REL_NONE = 0,
	REL_64 = 2,
	REL_BRANCH = 16,
	REL_JAL = 17,
	REL_CALL = 18,
	REL_CALL_PLT = 19,
	REL_RELAX = 51,
	REL_32_PCREL = 57,
};

static void entry_new(uint8_t *out, uint32_t *rel_type, uint64_t *rel_at, int64_t *rel_addend)
{
	static const uint32_t code[] = {
		AUIPC | T1 << 7,
		JALR | T1 << 15,
		AUIPC | T1 << 7,
		/* ld t1, FFP_ENTRY_WORD from the entry, 8 bytes before the auipc */
		LD | T1 << 7 | T1 << 15 | (uint32_t)(FFP_ENTRY_WORD - 8) << 20,
		JALR | T1 << 15,
		EBREAK,
		AUIPC | A0 << 7,
		LD | A0 << 7 | A0 << 15 | 16 << 20, /* ld a0, the constant */
		RET,
		EBREAK,
		0, /* the constant */
		0,
	};

	for (unsigned i = 0; i < sizeof(code) / sizeof(code[0]); i++)
		put32(out + 4 * i, code[i]);
	*rel_type = REL_CALL_PLT;
	*rel_at = 0;
	*rel_addend = 0;
}

static bool classify(uint32_t type, int64_t addend, const uint8_t *section, uint64_t size,
		     uint64_t at, struct arch_site *out)
{
	uint32_t insn, second;
	struct arch_ref ref;

	if (addend || at > size || size - at < 4)
		return false;
	memset(out, 0, sizeof(*out));
	out->at = out->rel_at = at;
	out->rel_type = type;
	insn = get32(section + at);
	switch (type) {
	case REL_CALL:
	case REL_CALL_PLT:
		if (size - at < PAIR || opcode(insn) != AUIPC || rd(insn) == X0)
			return false;
		second = get32(section + at + 4);
		if ((second & 0x7fff) != (JALR | rd(second) << 7) || rs1(second) != rd(insn))
			return false;
		out->rel_type = REL_CALL_PLT;
		out->kind = rd(second) == RA ? FFP_SITE_CALL : FFP_SITE_JUMP;
		out->whole = out->kind == FFP_SITE_JUMP;
		return rd(second) == RA || rd(second) == X0;
	case REL_JAL:
		out->to_entry = true;
		out->kind = rd(insn) == RA ? FFP_SITE_CALL : FFP_SITE_JUMP;
		return opcode(insn) == JAL && (rd(insn) == RA || rd(insn) == X0);
	case REL_BRANCH:
		out->to_entry = true;
		out->kind = FFP_SITE_COND;
		return arch_branch(&ffp_insn_riscv64, section + at, FFP_SITE_COND, 0, &ref);
	}
	return false;
}

/*
 * auipc, lui or c.lui, of `length` bytes, sets a register to `high`, to which one of the next
 * instructions adds the rest of the address.  A jalr must be the very next.
 */
static bool refer_pair(const uint8_t *code, uint64_t size, uint64_t high, unsigned length,
		       struct arch_ref *out)
{
	const bool relative = opcode(code[0]) == AUIPC;
	const uint32_t reg = rd(code[0] | (uint32_t)code[1] << 8);
	uint64_t at = length;

	*out = (struct arch_ref){ relative ? ARCH_TAKES : ARCH_TAKES_32, 0, length, 0 };
	for (unsigned i = 0; i < PAIR_NEXT && size >= at + 4; i++) {
		uint32_t next = get32(code + at);

		out->to = high + imm_i(next);
		if (is_full(next) && rs1(next) == reg) {
			switch (format_i(next)) {
			case ADDI:
				return true;
			case LD:
				return false;
			case JALR:
				out->how = ARCH_GOES;
				out->kind = rd(next) == RA ? FFP_SITE_CALL : FFP_SITE_JUMP;
				out->length = PAIR;
				return !i && relative && (rd(next) == RA || rd(next) == X0);
			}
		}
		at += is_full(next) ? 4 : 2;
	}
	return false;
}

static bool refer(const uint8_t *code, uint64_t size, uint64_t at, struct arch_ref *out)
{
	uint32_t insn = size >= 2 ? code[0] | (uint32_t)code[1] << 8 : 0;
	uint64_t word;

	if ((insn & 0xe003) == 0xa001) { /* c.j */
		uint32_t d = (insn >> 12 & 1) << 11 | (insn >> 11 & 1) << 4 | (insn >> 9 & 3) << 8 |
			     (insn >> 8 & 1) << 10 | (insn >> 7 & 1) << 6 | (insn >> 6 & 1) << 7 |
			     (insn >> 3 & 7) << 1 | (insn >> 2 & 1) << 5;

		*out = (struct arch_ref){ ARCH_GOES, FFP_SITE_JUMP, 2, at + sign_extend(d, 12) };
		return true;
	}
	if ((insn & 0xe003) == 0x6001) { /* c.lui */
		uint32_t high = (insn >> 12 & 1) << 17 | (insn >> 2 & 31) << 12;

		return refer_pair(code, size, sign_extend(high, 18), 2, out);
	}
	if (size < 4)
		return false;
	insn = get32(code);
	if (ffp_insn_riscv64.loads(code, size, at, &word)) {
		*out = (struct arch_ref){ ARCH_LOADS, 0, 4, word };
		return true;
	}
	switch (opcode(insn)) {
	case JAL:
		*out = (struct arch_ref){ ARCH_GOES, FFP_SITE_CALL, 4, at + imm_j(insn) };
		out->kind = rd(insn) == RA ? FFP_SITE_CALL : FFP_SITE_JUMP;
		return rd(insn) == RA || rd(insn) == X0;
	case BRANCH:
		return arch_branch(&ffp_insn_riscv64, code, FFP_SITE_COND, at, out);
	case AUIPC:
	case LUI:
		return refer_pair(code, size, imm_u(insn) + (opcode(insn) == AUIPC ? at : 0), 4,
				  out);
	}
	return false;
}

const struct arch_ops arch_riscv64 = {
	.name = "riscv64",
	.machine = 243,
	.insn = &ffp_insn_riscv64,
	.rel_pc32 = REL_32_PCREL,
	.rel_abs64 = REL_64,
	.rel_none = REL_NONE,
	.rel_relax = REL_RELAX,
	.rel_takes_64 = (const uint32_t[]){ REL_64, 0 },
	.veneer_reach = 1 << 20,
	.entry_new = entry_new,
	.classify = classify,
	.refer = refer,
};
