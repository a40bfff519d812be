/* SPDX-License-Identifier: MIT */
/* Random branches of AArch64, and what they are called. */
#ifndef BRANCHES_H
#define BRANCHES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "../random.h"
#include "bytes.h"
#include "insn.h"

struct branch {
	uint32_t insn; /* with a displacement of 0 */
	unsigned bits; /* of the displacement, in instructions */
	char name[8];
	char reg[8]; /* the one it looks at: "x3", or empty */
	int bit;     /* of that, or -1 */
};

static inline struct branch random_branch(unsigned kind)
{
	static const char *const conditions[] = { "eq", "ne", "hs", "lo", "mi", "pl", "vs", "vc",
						  "hi", "ls", "ge", "lt", "gt", "le", "al", "nv" };
	struct branch b = { .bits = 26, .bit = -1 };
	unsigned reg = random64() % 32, wide = random64() % 2, not_zero = random64() % 2;

	switch (kind) {
	case FFP_SITE_CALL:
		b.insn = 0x94000000;
		strcpy(b.name, "bl");
		return b;
	case FFP_SITE_JUMP:
		b.insn = 0x14000000;
		strcpy(b.name, "b");
		return b;
	}
	switch (random64() % 3) {
	case 0:
		b.bits = 19;
		b.insn = 0x54000000 | reg % 16;
		sprintf(b.name, "b.%s", conditions[reg % 16]);
		break;
	case 1:
		b.bits = 19;
		b.insn = 0x34000000 | wide << 31 | not_zero << 24 | reg;
		strcpy(b.name, not_zero ? "cbnz" : "cbz");
		break;
	case 2:
		b.bits = 14;
		b.bit = (int)(random64() % 32);
		b.insn = 0x36000000 | wide << 31 | not_zero << 24 | (unsigned)b.bit << 19 | reg;
		b.bit += 32 * (int)wide;
		strcpy(b.name, not_zero ? "tbnz" : "tbz");
		break;
	}
	if (b.name[0] != 'b' && reg == 31)
		sprintf(b.reg, "%czr", wide ? 'x' : 'w');
	else if (b.name[0] != 'b')
		sprintf(b.reg, "%c%u", wide ? 'x' : 'w', reg);
	return b;
}

/* Mostly in reach, and often at the very end of it; of one in eight no multiple of 4. */
static inline int64_t random_distance(const struct branch *b)
{
	int64_t reach = INT64_C(4) << (b->bits - 1), d;

	switch (random64() % 4) {
	case 0:
		d = reach + (int64_t)(random64() % 8) * 4 - 16;
		break;
	case 1:
		d = -reach + (int64_t)(random64() % 8) * 4 - 16;
		break;
	default:
		d = (int64_t)(random64() % (uint64_t)(2 * reach)) / 4 * 4 - reach;
	}
	return random64() % 8 ? d : d + (int64_t)(random64() % 4);
}

static inline bool branch_fits(const struct branch *b, int64_t distance)
{
	int64_t reach = INT64_C(4) << (b->bits - 1);

	return distance % 4 == 0 && distance >= -reach && distance < reach;
}

/* Often what one move can say. */
static inline uint64_t random_constant(void)
{
	uint64_t half = (random64() & 0xffff) << 16 * (random64() % 4);

	switch (random64() % 5) {
	case 0:
		return half;
	case 1:
		return ~half;
	case 2:
		return (uint32_t)half;
	case 3:
		return (uint32_t)~half;
	default:
		return random64() >> random64() % 64;
	}
}

/* Spelled out by halves, as no encoder would. */
static inline bool fits_one_move(uint64_t value)
{
	unsigned zeros = 0, ones = 0;

	for (int h = 0; h < 4; h++) {
		zeros += (value >> 16 * h & 0xffff) == 0;
		ones += (value >> 16 * h & 0xffff) == 0xffff;
	}
	return zeros >= 3 || ones >= 3 || (value >> 32 == 0 && ones >= 1);
}

/* Any instruction, most often one that a site of this kind may hold. */
static inline uint32_t random_insn(unsigned kind)
{
	uint32_t any = (uint32_t)random64();

	switch (random64() % 8) {
	case 0:
		return any;
	case 1:
		return kind == FFP_SITE_CALL ? 0xd503201f : 0xd65f03c0;
	case 2:
		return 0x52800000 | (any & 0xc07fffe0); /* a move to w0 or x0, or nearly so */
	case 3:
		return 0x12800000 | (any & 0xc07fffe0);
	default: {
		struct branch b = random_branch(kind);
		unsigned shift = b.bits == 26 ? 0 : 5;

		return b.insn | (any & ((1u << b.bits) - 1)) << shift;
	}
	}
}

#endif /* BRANCHES_H */
