// SPDX-License-Identifier: MIT
/* Entries of s390x. */
#include <stdint.h>

#define ARCH arch_s390x
enum { SIZE = 48, FAR_JUMP = 8, STUB = 24, CONSTANT = 40, JUMP_SIZE = 6, LANDING = 0 };
enum { COUNTED_FROM = 0, GRAIN = 2 };
#define LOWEST (-(INT64_C(1) << 32))
#define HIGHEST ((INT64_C(1) << 32) - 2)

#include "../entry.h"

static void emit(uint8_t *entry, bool landing, bool null)
{
	static const uint8_t jump[] = { 0xc0, 0xf4, 0, 0, 0, 2 }, ret[] = { 0x07, 0xfe };
	/* larl %r1, .-24; lg %r1, 0(%r1); br %r1 */
	static const uint8_t far[] = { 0xc0, 0x10, 0xff, 0xff, 0xff, 0xf4, 0xe3,
				       0x10, 0x10, 0x00, 0x00, 0x04, 0x07, 0xf1 };
	/* larl %r2, .+16; lg %r2, 0(%r2); br %r14 */
	static const uint8_t stub[] = { 0xc0, 0x20, 0x00, 0x00, 0x00, 0x08, 0xe3,
					0x20, 0x20, 0x00, 0x00, 0x04, 0x07, 0xfe };

	(void)landing;
	if (null)
		memcpy(entry, ret, sizeof(ret));
	else
		memcpy(entry, jump, sizeof(jump));
	memcpy(entry + FAR_JUMP, far, sizeof(far));
	memcpy(entry + STUB, stub, sizeof(stub));
}

static int64_t jump_goes(const uint8_t *jump)
{
	if (jump[0] != 0xc0 || jump[1] != 0xf4)
		return INT64_MIN;
	return 2 * (int64_t)(int32_t)get_uint(jump + 2, 4, true);
}

static bool put_foreign(uint8_t *jump, unsigned n)
{
	static const uint8_t foreign[][JUMP_SIZE] = {
		{ 0 },
		{ 0x00, 0x01 }, /* a breakpoint, and one over each of ours */
		{ 0x00, 0x01, 0x00, 0x00, 0x00, 0x02 },
		{ 0xc0, 0xe5, 0x00, 0x00, 0x00, 0x02 }, /* brasl %r14 */
		{ 0xc0, 0x84, 0x00, 0x00, 0x00, 0x02 }, /* jge */
		{ 0xc0, 0x04, 0x00, 0x00, 0x00, 0x00 }, /* the nothing of a call */
		{ 0xc0, 0xf0, 0x00, 0x00, 0x00, 0x02 }, /* larl */
		{ 0x07, 0xf1 },				/* br %r1 */
		{ 0x07, 0x8e },				/* ber %r14 */
		{ 0x07, 0xfe, 0x00, 0x00, 0x00, 0x01 }, /* br %r14, and not ours */
		{ 0xa7, 0xf4, 0x00, 0x04 },		/* j */
	};

	if (n == sizeof(foreign) / sizeof(foreign[0]))
		return false;
	memcpy(jump, foreign[n], JUMP_SIZE);
	return true;
}

static bool new_jump(const uint8_t *jump, uint32_t type, uint64_t at, int64_t addend)
{
	static const uint8_t nowhere[] = { 0xc0, 0xf4, 0, 0, 0, 0 };

	return !memcmp(jump, nowhere, sizeof(nowhere)) && type == 20 && at == 2 && addend == 2;
}
