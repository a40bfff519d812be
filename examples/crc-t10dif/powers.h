/* SPDX-License-Identifier: MIT */
/*
 * Xn = x^n mod P, for the n that the fast versions need.  The compiler does the
 * sums, so there is no table of magic numbers to trust: an enumerator is
 * evaluated where it stands, hence each line costs a few operations only.
 */
#ifndef POWERS_H
#define POWERS_H

#define CRC_POLY 0x18bb7

/* x^(n+1) from x^n: shift, and if that makes a term x^16, subtract P. */
#define CRC_NEXT(xn) ((xn) << 1 ^ ((xn) >> 15) * CRC_POLY)

/*
 * x^(2n) from x^n.  Squaring is linear over GF(2), since mixed terms come in
 * pairs: the square of a sum of x^i is the sum of x^(2i).
 */
#define CRC_BIT(a, i) ((a) >> (i)&1)
#define CRC_SQUARE(a)                                                                              \
	(CRC_BIT(a, 0) * X0 ^ CRC_BIT(a, 1) * X2 ^ CRC_BIT(a, 2) * X4 ^ CRC_BIT(a, 3) * X6 ^       \
	 CRC_BIT(a, 4) * X8 ^ CRC_BIT(a, 5) * X10 ^ CRC_BIT(a, 6) * X12 ^ CRC_BIT(a, 7) * X14 ^    \
	 CRC_BIT(a, 8) * X16 ^ CRC_BIT(a, 9) * X18 ^ CRC_BIT(a, 10) * X20 ^ CRC_BIT(a, 11) * X22 ^ \
	 CRC_BIT(a, 12) * X24 ^ CRC_BIT(a, 13) * X26 ^ CRC_BIT(a, 14) * X28 ^                      \
	 CRC_BIT(a, 15) * X30)

/* Eight powers from the one before them. */
#define CRC_POWER(prev, n) X##n = CRC_NEXT(X##prev)
#define CRC_POWERS(prev, a, b, c, d, e, f, g, h)                                                   \
	CRC_POWER(prev, a), CRC_POWER(a, b), CRC_POWER(b, c), CRC_POWER(c, d), CRC_POWER(d, e),    \
	    CRC_POWER(e, f), CRC_POWER(f, g), CRC_POWER(g, h)

enum crc_power {
	X0 = 1,
	CRC_POWERS(0, 1, 2, 3, 4, 5, 6, 7, 8),
	CRC_POWERS(8, 9, 10, 11, 12, 13, 14, 15, 16),
	CRC_POWERS(16, 17, 18, 19, 20, 21, 22, 23, 24),
	CRC_POWERS(24, 25, 26, 27, 28, 29, 30, 31, 32),
	CRC_POWERS(32, 33, 34, 35, 36, 37, 38, 39, 40),
	CRC_POWERS(40, 41, 42, 43, 44, 45, 46, 47, 48),
	CRC_POWERS(48, 49, 50, 51, 52, 53, 54, 55, 56),
	CRC_POWERS(56, 57, 58, 59, 60, 61, 62, 63, 64),
	CRC_POWERS(64, 65, 66, 67, 68, 69, 70, 71, 72),
	CRC_POWERS(72, 73, 74, 75, 76, 77, 78, 79, 80),

	/* By squaring, what folding needs: see pclmul.c. */
	X144 = CRC_SQUARE(X72),
	X288 = CRC_SQUARE(X144),
	X576 = CRC_SQUARE(X288),
	X96 = CRC_SQUARE(X48),
	X192 = CRC_SQUARE(X96),
	X128 = CRC_SQUARE(X64),
	X256 = CRC_SQUARE(X128),
	X512 = CRC_SQUARE(X256),
};

#endif /* POWERS_H */
