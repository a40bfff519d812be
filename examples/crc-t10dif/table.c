// SPDX-License-Identifier: MIT
/*
 * Eight bytes a step.  Let b0 … b7 be the next bytes of the message, the
 * remainder so far already added to b0 and b1.  Their contribution is
 *
 *	(b0 * x^56 + b1 * x^48 + … + b7) * x^16  mod P
 *
 * and each of the eight terms has only 256 values, so it is looked up.  The
 * eight lookups do not wait for each other; only those of b0 and b1 wait for
 * the step before.
 */
#include "crc.h"
#include "powers.h"

/* i * x^n mod P, from x^n … x^(n+7): multiplying is linear in the bits of i. */
#define ENTRY(i, x0, x1, x2, x3, x4, x5, x6, x7)                                                   \
	(CRC_BIT(i, 0) * x0 ^ CRC_BIT(i, 1) * x1 ^ CRC_BIT(i, 2) * x2 ^ CRC_BIT(i, 3) * x3 ^       \
	 CRC_BIT(i, 4) * x4 ^ CRC_BIT(i, 5) * x5 ^ CRC_BIT(i, 6) * x6 ^ CRC_BIT(i, 7) * x7)
#define FOUR(i, ...)                                                                               \
	ENTRY((i), __VA_ARGS__), ENTRY((i) + 1, __VA_ARGS__), ENTRY((i) + 2, __VA_ARGS__),         \
	    ENTRY((i) + 3, __VA_ARGS__)
#define SIXTEEN(i, ...)                                                                            \
	FOUR((i), __VA_ARGS__), FOUR((i) + 4, __VA_ARGS__), FOUR((i) + 8, __VA_ARGS__),            \
	    FOUR((i) + 12, __VA_ARGS__)
#define SIXTY_FOUR(i, ...)                                                                         \
	SIXTEEN((i), __VA_ARGS__), SIXTEEN((i) + 16, __VA_ARGS__), SIXTEEN((i) + 32, __VA_ARGS__), \
	    SIXTEEN((i) + 48, __VA_ARGS__)
#define ALL(...)                                                                                   \
	{                                                                                          \
		SIXTY_FOUR(0, __VA_ARGS__), SIXTY_FOUR(64, __VA_ARGS__),                           \
		    SIXTY_FOUR(128, __VA_ARGS__), SIXTY_FOUR(192, __VA_ARGS__)                     \
	}

/* times[k][i] = i * x^(16+8k) mod P: a byte with k more bytes behind it. */
static const uint16_t times[8][256] = {
	ALL(X16, X17, X18, X19, X20, X21, X22, X23), ALL(X24, X25, X26, X27, X28, X29, X30, X31),
	ALL(X32, X33, X34, X35, X36, X37, X38, X39), ALL(X40, X41, X42, X43, X44, X45, X46, X47),
	ALL(X48, X49, X50, X51, X52, X53, X54, X55), ALL(X56, X57, X58, X59, X60, X61, X62, X63),
	ALL(X64, X65, X66, X67, X68, X69, X70, X71), ALL(X72, X73, X74, X75, X76, X77, X78, X79),
};

uint16_t crc_t10dif_table(uint16_t crc, const unsigned char *p, size_t n)
{
	for (; n >= 8; n -= 8, p += 8)
		crc = times[7][p[0] ^ crc >> 8] ^ times[6][p[1] ^ (crc & 0xff)] ^ times[5][p[2]] ^
		      times[4][p[3]] ^ times[3][p[4]] ^ times[2][p[5]] ^ times[1][p[6]] ^
		      times[0][p[7]];
	for (; n; n--, p++)
		crc = (uint16_t)(crc << 8 ^ times[0][*p ^ crc >> 8]);
	return crc;
}
