/* SPDX-License-Identifier: MIT */
/*
 * AArch64: formats of instructions, for insn/aarch64.c and tool/arch/aarch64.c.
 */
#ifndef INSN_AARCH64_H
#define INSN_AARCH64_H

#include "bytes.h"

#define B 0x14000000u
#define RET 0xd65f03c0u

/* The page of an adrp is used within so many instructions behind it. */
enum { ADRP_NEXT = 8 };

static inline bool is_adrp(uint32_t insn)
{
	return (insn & 0x9f000000) == 0x90000000;
}

/* The page that an adrp at `at` makes. */
static inline uint64_t adrp_page(uint32_t insn, uint64_t at)
{
	uint64_t pages = (insn >> 29 & 3) | (uint64_t)(insn >> 5 & 0x7ffff) << 2;

	return (at & ~UINT64_C(0xfff)) + (sign_extend(pages, 21) << 12);
}

/* Is this add of an offset to a register?  Its offset, and a load's in units of what it loads. */
static inline bool is_add(uint32_t insn)
{
	return (insn & 0xffc00000) == 0x91000000;
}

static inline uint64_t offset_12(uint32_t insn)
{
	return insn >> 10 & 0xfff;
}

/* Is this register the one to which an add or a load adds its offset? */
static inline bool uses_register(uint32_t insn, uint32_t reg)
{
	return (insn >> 5 & 31) == reg;
}

#endif /* INSN_AARCH64_H */
