// SPDX-License-Identifier: MIT
/* Entries of x86-64. */
#include <stdint.h>

#define ARCH arch_x86_64
enum { SIZE = 32, FAR_JUMP = 10, STUB = 16, CONSTANT = 18, JUMP_SIZE = 5, LANDING = 4 };
enum { COUNTED_FROM = 5, GRAIN = 1 };
#define LOWEST ((int64_t)INT32_MIN)
#define HIGHEST ((int64_t)INT32_MAX)

#include "../entry.h"

static void emit(uint8_t *entry, bool landing, bool null)
{
	static const uint8_t pad[] = { 0xf3, 0x0f, 0x1e, 0xfa };
	static const uint8_t jump[] = { 0xe9, 4, 0, 0, 0 };
	static const uint8_t ret[] = { 0xc3, 0xcc, 0xcc, 0xcc, 0xcc };
	static const uint8_t rest[] = { 0xff, 0x25, 0xe0, 0xff, 0xff, 0xff, 0x48, 0xb8, 0,
					0,    0,    0,	  0,	0,    0,    0,	  0xc3 };

	memset(entry, 0xcc, SIZE);
	if (landing)
		memcpy(entry, pad, sizeof(pad));
	memcpy(entry + (landing ? sizeof(pad) : 0), null ? ret : jump, JUMP_SIZE);
	memcpy(entry + FAR_JUMP, rest, sizeof(rest));
}

static int64_t jump_goes(const uint8_t *jump)
{
	return jump[0] == 0xe9 ? JUMP_SIZE + (int64_t)(int32_t)get32(jump + 1) : INT64_MIN;
}

/* `c3` alone is no return of ours: what follows it is not. */
static bool put_foreign(uint8_t *jump, unsigned n)
{
	jump[0] = (uint8_t)(n < 0xe9 ? n : n + 1);
	return n < 255;
}

static bool new_jump(const uint8_t *jump, uint32_t type, uint64_t at, int64_t addend)
{
	return jump[0] == 0xe9 && type == 4 && at == 1 && addend == -4;
}
