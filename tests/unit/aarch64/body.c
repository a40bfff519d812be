// SPDX-License-Identifier: MIT
/* AArch64: functions of one instruction, read by another disassembler. */
#include "../bodies.h"

#define RET 0xd65f03c0u

/* Everything but x0 to x15, zero, v0 to v7 and the flags. */
static bool forbidden(unsigned reg)
{
	const unsigned firsts[] = { ARM64_REG_B0, ARM64_REG_H0, ARM64_REG_S0,
				    ARM64_REG_D0, ARM64_REG_Q0, ARM64_REG_V0 };

	if (reg == ARM64_REG_NZCV || reg == ARM64_REG_XZR || reg == ARM64_REG_WZR ||
	    (reg >= ARM64_REG_X0 && reg <= ARM64_REG_X15) ||
	    (reg >= ARM64_REG_W0 && reg <= ARM64_REG_W15))
		return false;
	for (unsigned i = 0; i < sizeof(firsts) / sizeof(firsts[0]); i++)
		if (reg >= firsts[i] && reg < firsts[i] + 8)
			return false;
	return true;
}

static bool harmless(void)
{
	static const unsigned others[] = {
		ARM64_INS_ADR,	 ARM64_INS_ADRP,  ARM64_INS_NOP,  ARM64_INS_HINT,  ARM64_INS_BRK,
		ARM64_INS_HLT,	 ARM64_INS_SVC,	  ARM64_INS_HVC,  ARM64_INS_SMC,   ARM64_INS_MSR,
		ARM64_INS_SYS,	 ARM64_INS_LDP,	  ARM64_INS_STP,  ARM64_INS_LDNP,  ARM64_INS_STNP,
		ARM64_INS_LDXR,	 ARM64_INS_LDAXR, ARM64_INS_STXR, ARM64_INS_STLXR, ARM64_INS_CLREX,
		ARM64_INS_LDPSW,
	};
	const cs_arm64 *a = &insn->detail->arm64;

	if (cs_insn_group(capstone, insn, ARM64_GRP_JUMP) ||
	    cs_insn_group(capstone, insn, ARM64_GRP_CALL) ||
	    cs_insn_group(capstone, insn, ARM64_GRP_RET) ||
	    cs_insn_group(capstone, insn, ARM64_GRP_INT) ||
	    cs_insn_group(capstone, insn, ARM64_GRP_PRIVILEGE) ||
	    cs_insn_group(capstone, insn, ARM64_GRP_BRANCH_RELATIVE))
		return false;
	for (unsigned i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (insn->id == others[i])
			return false;
	/* Not every register is told as read or written: all that is written down, too. */
	for (unsigned i = 0; i < a->op_count; i++) {
		const cs_arm64_op *op = &a->operands[i];

		if ((op->type == ARM64_OP_REG && forbidden(op->reg)) ||
		    (op->type == ARM64_OP_MEM &&
		     (op->mem.base == ARM64_REG_INVALID || forbidden(op->mem.base) ||
		      (op->mem.index != ARM64_REG_INVALID && forbidden(op->mem.index)))))
			return false;
		/* A literal, in a load's place of an address. */
		if (op->type == ARM64_OP_IMM && i && !strncmp(insn->mnemonic, "ld", 2) &&
		    !a->writeback)
			return false;
	}
	return !mentions(forbidden);
}

/* Atomic operations, of Armv8.1 and 8.3. */
static bool unknown(const uint8_t *code, unsigned size)
{
	uint32_t word = size < 4 ? 0 : get32(code);

	return (word & 0x3f200c00) == 0x38200000 || (word & 0x3fa00000) == 0x08a00000 ||
	       (word & 0xbfa00000) == 0x08200000;
}

static bool same(void)
{
	return !strcmp(insn->mnemonic, other->mnemonic) && !strcmp(insn->op_str, other->op_str);
}

static unsigned random_function(uint8_t *code)
{
	/* Each class as likely, and each register likely to be an argument. */
	uint32_t word = (uint32_t)random64();

	if (random64() % 8)
		word &= ~(uint32_t)(0x18 << (random64() % 2 ? 0 : 5));
	if (random64() % 2)
		word &= ~0x00180318u;
	if (random64() % 4 == 0)
		word |= 0x001f0000u;
	if (random64() % 4 == 0)
		word |= 0x00007c00u;
	if (random64() % 8 == 0)
		word = (word & 0x0fffffffu & ~0x0e000000u) | 0x1e000000u;
	if (random64() % 8 == 0)
		word = (word & 0xc0ffffffu) | 0x08000000u;
	if (random64() % 16 == 0)
		word = (word & 0xf0fff3ffu) | 0x4e284800u;
	put32(code, word);
	put32(code + 4, RET);
	return 8;
}

static unsigned landing_pad(const uint8_t *code, unsigned size)
{
	return size >= 4 && (get32(code) & 0xffffff3f) == 0xd503241f ? 4 : 0;
}

static bool is_return(void)
{
	return other->id == ARM64_INS_RET && !other->detail->arm64.op_count;
}

static const struct subject subject = {
	CS_ARCH_ARM64, CS_MODE_LITTLE_ENDIAN, &ffp_insn_aarch64, { 0, 0, 0, 0x94 }
};

int main(void)
{
	return bodies_main();
}
