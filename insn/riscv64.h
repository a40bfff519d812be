/* SPDX-License-Identifier: MIT */
/*
 * RISC-V: formats of instructions, for insn/riscv64.c and tool/arch/riscv64.c.
 */
#ifndef INSN_RISCV64_H
#define INSN_RISCV64_H

#include "bytes.h"

enum {
	PAIR = 8,
	/* The second instruction of a pair is among so many behind the first. */
	PAIR_NEXT = 8,
	X0 = 0,
	RA = 1,
	T1 = 6,
	A0 = 10,
};

#define AUIPC 0x17u
#define LUI 0x37u
#define ADDI 0x13u
#define JAL 0x6fu
#define JALR 0x67u
#define BRANCH 0x63u
#define LD 0x3003u
#define RET 0x00008067u
#define EBREAK 0x00100073u

static inline uint32_t opcode(uint32_t insn)
{
	return insn & 0x7f;
}

static inline uint32_t rd(uint32_t insn)
{
	return insn >> 7 & 31;
}

static inline uint32_t rs1(uint32_t insn)
{
	return insn >> 15 & 31;
}

/* Opcode and function of an instruction of format I. */
static inline uint32_t format_i(uint32_t insn)
{
	return insn & 0x707f;
}

/* Has an instruction four bytes, and not two? */
static inline bool is_full(uint32_t insn)
{
	return (insn & 3) == 3;
}

/* The immediates of the formats U, I, J and B. */
static inline uint64_t imm_u(uint32_t insn)
{
	return sign_extend(insn & 0xfffff000, 32);
}

static inline uint64_t imm_i(uint32_t insn)
{
	return sign_extend(insn >> 20, 12);
}

static inline uint64_t imm_j(uint32_t insn)
{
	return sign_extend((insn >> 31 & 1) << 20 | (insn & 0xff000) | (insn >> 20 & 1) << 11 |
			       (insn >> 21 & 0x3ff) << 1,
			   21);
}

static inline uint64_t imm_b(uint32_t insn)
{
	return sign_extend((insn >> 31 & 1) << 12 | (insn >> 7 & 1) << 11 |
			       (insn >> 25 & 0x3f) << 5 | (insn >> 8 & 0xf) << 1,
			   13);
}

#endif /* INSN_RISCV64_H */
