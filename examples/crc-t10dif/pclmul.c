// SPDX-License-Identifier: MIT
/*
 * By carry-less multiplication (x86-64: PCLMULQDQ), which multiplies two
 * polynomials of 64 terms.
 *
 * Folding.  A register S holds 128 bits of message, first byte uppermost, and D
 * more bits follow before the block B that is to be added:
 *
 *	S * x^D + B = S.hi * x^(64+D) + S.lo * x^D + B
 *	            = S.hi * (x^(64+D) mod P) + S.lo * (x^D mod P) + B	(mod P)
 *
 * The constants have 16 bits, so each product has at most 79: the sum fits in
 * the register again.  What was D bits ahead now stands where B stands, and the
 * message is shorter by D bits.  A multiplication takes its time, so
 * four registers fold past each other (D = 512) until less than 64 bytes
 * are left; they are folded into one, which goes on alone (D = 128).
 *
 * Finish.  From the last 128 bits S the remainder S * x^16 mod P is wanted:
 *
 *	V = S.hi * (x^80 mod P) + S.lo * x^16		80 bits
 *	W = V.hi * (x^64 mod P) + V.lo			64 bits, as V.hi has 16
 *	Q = floor(floor(W / x^16) * M / x^48)		the quotient W / P
 *	W - Q * P					16 bits
 *
 * with M = floor(x^64 / P) (Barrett's method: the quotient is exact, since
 * polynomials have no carries that the cut-off parts could send up).
 */
#include "crc.h"

#ifdef __x86_64__
#include <immintrin.h>

#include "powers.h"

#define TARGET __attribute__((target("pclmul,sse4.1,ssse3")))

/*
 * The quotient M, as long division makes it: x^48, then a term for each power
 * whose product with x overflows into x^16, of which P is then subtracted.
 */
#define TERM(n) ((uint64_t)(X##n >> 15) << (63 - n))
#define TERMS(a, b, c, d, e, f, g, h)                                                              \
	(TERM(a) | TERM(b) | TERM(c) | TERM(d) | TERM(e) | TERM(f) | TERM(g) | TERM(h))
#define QUOTIENT                                                                                   \
	(1ull << 48 | TERMS(16, 17, 18, 19, 20, 21, 22, 23) |                                      \
	 TERMS(24, 25, 26, 27, 28, 29, 30, 31) | TERMS(32, 33, 34, 35, 36, 37, 38, 39) |           \
	 TERMS(40, 41, 42, 43, 44, 45, 46, 47) | TERMS(48, 49, 50, 51, 52, 53, 54, 55) |           \
	 TERMS(56, 57, 58, 59, 60, 61, 62, 63))

/*
 * A shuffle by the sixteen bytes at `shift` + 16 + k moves a register's bytes k
 * places down, towards the end of the message, or up if k < 0; zeros come in.
 */
/* clang-format off */
#define NOTHING 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80
static const unsigned char shift[48] = {
	NOTHING, NOTHING,
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
	NOTHING, NOTHING,
};
/* clang-format on */

TARGET static inline __m128i move(__m128i s, int down)
{
	return _mm_shuffle_epi8(s, _mm_loadu_si128((const __m128i *)(shift + 16 + down)));
}

/* Sixteen bytes of the message, at any address, the first uppermost. */
TARGET static inline __m128i load(const unsigned char *p)
{
	const __m128i reverse = _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

	return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)p), reverse);
}

/* s * x^D + block, where by = x^(64+D) : x^D. */
TARGET static inline __m128i fold(__m128i s, __m128i by, __m128i block)
{
	__m128i hi = _mm_clmulepi64_si128(s, by, 0x11);
	__m128i lo = _mm_clmulepi64_si128(s, by, 0x00);

	return _mm_xor_si128(_mm_xor_si128(hi, lo), block);
}

TARGET static inline uint16_t finish(__m128i s)
{
	const __m128i by = _mm_set_epi64x(X80, X64);
	const __m128i divide = _mm_set_epi64x(CRC_POLY, QUOTIENT);
	__m128i v =
	    _mm_xor_si128(_mm_clmulepi64_si128(s, by, 0x11), _mm_slli_si128(_mm_move_epi64(s), 2));
	__m128i w = _mm_xor_si128(_mm_clmulepi64_si128(v, by, 0x01), v);
	__m128i q = _mm_clmulepi64_si128(_mm_srli_epi64(w, 16), divide, 0x00);
	__m128i qp = _mm_clmulepi64_si128(_mm_srli_si128(q, 6), divide, 0x10);

	return (uint16_t)_mm_cvtsi128_si32(_mm_xor_si128(w, qp));
}

TARGET uint16_t crc_t10dif_pclmul(uint16_t crc, const unsigned char *p, size_t n)
{
	const __m128i by512 = _mm_set_epi64x(X576, X512);
	const __m128i by128 = _mm_set_epi64x(X192, X128);
	__m128i s;

	if (n < 16)
		return crc_t10dif_table(crc, p, n);

	/* The remainder so far is added to the first 16 bits. */
	s = _mm_xor_si128(load(p), _mm_slli_si128(_mm_cvtsi32_si128(crc), 14));
	if (n >= 64) {
		__m128i s1 = load(p + 16), s2 = load(p + 32), s3 = load(p + 48);

		for (p += 64, n -= 64; n >= 64; p += 64, n -= 64) {
			s = fold(s, by512, load(p));
			s1 = fold(s1, by512, load(p + 16));
			s2 = fold(s2, by512, load(p + 32));
			s3 = fold(s3, by512, load(p + 48));
		}
		s = fold(fold(fold(s, by128, s1), by128, s2), by128, s3);
	} else {
		p += 16;
		n -= 16;
	}
	for (; n >= 16; p += 16, n -= 16)
		s = fold(s, by128, load(p));

	/*
	 * n < 16 bytes are left.  S and they are one string of 16 + n bytes: its
	 * first n fold into its last 16.  The load reaches back over bytes that
	 * S already holds, which is in bounds since there were 16; they go.
	 */
	if (n) {
		__m128i left = move(move(load(p + n - 16), -(16 - (int)n)), 16 - (int)n);
		__m128i last = _mm_or_si128(move(s, -(int)n), left);

		s = fold(move(s, 16 - (int)n), by128, last);
	}
	return finish(s);
}

bool crc_t10dif_pclmul_usable(void)
{
	return ffp_cpu_supports("pclmul,sse4.1");
}

#else /* !__x86_64__ */

bool crc_t10dif_pclmul_usable(void)
{
	return false;
}

/* Never chosen; stands here so that the list of versions is the same everywhere. */
uint16_t crc_t10dif_pclmul(uint16_t crc, const unsigned char *p, size_t n)
{
	return crc_t10dif_table(crc, p, n);
}

#endif
