/* SPDX-License-Identifier: MIT */
/* Random numbers for tests: the same on every machine. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

/* xorshift64*, as Vigna describes it. */
static inline uint64_t random64(void)
{
	static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);

	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * UINT64_C(0x2545f4914f6cdd1d);
}

/* User addresses: other disassemblers, unlike processors, get wrapping ones wrong. */
static inline uint64_t random_address(void)
{
	return random64() >> 17 | UINT64_C(1) << 40;
}

#endif /* RANDOM_H */
