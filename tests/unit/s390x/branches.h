/* SPDX-License-Identifier: MIT */
/* Random branches of s390x, and what they are called. */
#ifndef BRANCHES_H
#define BRANCHES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "../random.h"
#include "bytes.h"
#include "insn.h"

#define SITE 6
#define REACH (INT64_C(1) << 32)

/* By mask; 0 and 15 are no conditions. */
static const char *const conditions[16] = { NULL,   "jgo",  "jgh",  "jgnle", "jgl",  "jgnhe",
					    "jglh", "jgne", "jge",  "jgnlh", "jghe", "jgnl",
					    "jgle", "jgnh", "jgno", NULL };

/* Six bytes, the first two and a field of four. */
static inline void put_insn(uint8_t *p, unsigned start, uint64_t field)
{
	put_uint(p, 2, true, start);
	put_uint(p + 2, 4, true, field);
}

struct branch {
	unsigned insn; /* its first two bytes */
	const char *name;
};

static inline struct branch random_branch(unsigned kind)
{
	unsigned mask = 1 + (unsigned)(random64() % 14);

	switch (kind) {
	case FFP_SITE_CALL:
		return (struct branch){ 0xc0e5, "brasl" };
	case FFP_SITE_JUMP:
		return (struct branch){ 0xc0f4, "jg" };
	}
	return (struct branch){ 0xc004 | mask << 4, conditions[mask] };
}

/* Mostly in reach, and often at the very end of it; of one in eight odd. */
static inline int64_t random_distance(void)
{
	int64_t d;

	switch (random64() % 4) {
	case 0:
		d = REACH + (int64_t)(random64() % 8) * 2 - 8;
		break;
	case 1:
		d = -REACH + (int64_t)(random64() % 8) * 2 - 8;
		break;
	default:
		d = (int64_t)(random64() % (uint64_t)(2 * REACH)) / 2 * 2 - REACH;
	}
	return random64() % 8 ? d : d + 1;
}

static inline bool branch_fits(int64_t distance)
{
	return distance % 2 == 0 && distance >= -REACH && distance < REACH;
}

/* Often what one load can say. */
static inline uint64_t random_constant(void)
{
	uint64_t word = random64() & UINT32_MAX;

	switch (random64() % 4) {
	case 0:
		return word;
	case 1:
		return word << 32;
	case 2:
		return word | UINT64_C(0xffffffff00000000);
	default:
		return random64() >> random64() % 64;
	}
}

/* Spelled out by halves, as no encoder would. */
static inline bool fits_one_load(uint64_t value)
{
	uint32_t high = (uint32_t)(value >> 32), low = (uint32_t)value;

	return high == 0 || low == 0 || (high == UINT32_MAX && low > INT32_MAX);
}

/* Any instruction, most often one that a site of this kind may hold. */
static inline void random_insn(uint8_t *p, unsigned kind)
{
	uint32_t any = (uint32_t)random64(), few = (uint32_t)(random64() % 8);

	switch (random64() % 8) {
	case 0:
		put_insn(p, any >> 16, random64());
		break;
	case 1:
		put_insn(p, kind == FFP_SITE_CALL ? 0xc004 : 0x07fe, any % 2 ? 0 : few);
		break;
	case 2: /* a load of %r2, or nearly so */
		put_insn(p, 0xc000 | (any & 0x30) | (any % 2 ? 1 : 0xe | few % 2), random64());
		break;
	case 3: /* of what another says, too */
		put_insn(p, 0xc020 | (any % 2 ? 1 : 0xe | few % 2),
			 few < 2 ? few : any & INT32_MAX);
		break;
	case 4: /* with any register or mask */
		put_insn(p, (random_branch(kind).insn & 0xff0f) | (any & 0xf0), random64());
		break;
	default:
		put_insn(p, random_branch(kind).insn, random64());
	}
}

#endif /* BRANCHES_H */
