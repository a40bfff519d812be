/* SPDX-License-Identifier: MIT */
/* Numbers that look random, and are the same in each run: define RANDOM_SEED, not 0, before. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

/* Marsaglia, "Xorshift RNGs", 2003, with the shifts 13, 7 and 17. */
static uint64_t random64(void)
{
	static uint64_t state = RANDOM_SEED;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

#endif /* RANDOM_H */
