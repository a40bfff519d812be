// SPDX-License-Identifier: MIT
/* Entries of AArch64. */
#include <stdint.h>

#define ARCH arch_aarch64
enum { SIZE = 32, FAR_JUMP = 8, STUB = 16, CONSTANT = 24, JUMP_SIZE = 4, LANDING = 4 };
enum { COUNTED_FROM = 0, GRAIN = 4 };
#define LOWEST (-(INT64_C(1) << 27))
#define HIGHEST ((INT64_C(1) << 27) - 4)

#include "../entry.h"

static void emit(uint8_t *entry, bool landing, bool null)
{
	/* ldr x16, .-24; br x16; ldr x0, .+8; ret */
	static const uint32_t rest[] = { 0x58ffff50, 0xd61f0200, 0x58000040, 0xd65f03c0 };

	if (landing)
		put32(entry, 0xd503245f);
	put32(entry + (landing ? 4 : 0), null ? 0xd65f03c0 : 0x14000002);
	for (unsigned i = 0; i < 4; i++)
		put32(entry + FAR_JUMP + 4 * i, rest[i]);
}

static int64_t jump_goes(const uint8_t *jump)
{
	uint32_t insn = get32(jump);

	return insn >> 26 == 5 ? (int64_t)(int32_t)(insn << 6) / 64 * 4 : INT64_MIN;
}

static bool put_foreign(uint8_t *jump, unsigned n)
{
	static const uint32_t foreign[] = { 0,		0xd4200000, 0xd503201f, 0x94000002,
					    0x54000040, 0xd65f03e0, 0xd65f0bff };

	if (n == sizeof(foreign) / sizeof(foreign[0]))
		return false;
	put32(jump, foreign[n]);
	return true;
}

static bool new_jump(const uint8_t *jump, uint32_t type, uint64_t at, int64_t addend)
{
	return get32(jump) == 0x14000000 && type == 282 && at == 0 && addend == 0;
}
