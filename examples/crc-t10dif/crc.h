/* SPDX-License-Identifier: MIT */
/*
 * CRC-16/T10-DIF, the guard tag of a disk sector (T10 SBC, "protection
 * information").
 *
 * The mathematics.  A string of bits is read as a polynomial over GF(2): its
 * first bit is the coefficient of the highest power.  (Here, unlike in CRC-32
 * of zip or Ethernet, that is also the most significant bit of the first byte:
 * nothing is reflected.)  Adding polynomials is xor, and so is subtracting.
 * The CRC of the message M is what remains when M with 16 zero bits behind it
 * is divided by a fixed polynomial P of degree 16:
 *
 *	crc(M) = M * x^16 mod P
 *	P = x^16 + x^15 + x^11 + x^9 + x^8 + x^7 + x^5 + x^4 + x^2 + x + 1
 *
 * or 0x18bb7, a bit for each power.
 *
 * A message may be treated in parts: for M = A followed by B, B of n bits,
 *
 *	crc(M) = (A * x^n + B) * x^16 = crc(A) * x^n + crc(B)	(mod P)
 *
 * so going on from the CRC of A is adding crc(A) to the first 16 bits of B,
 * which is why every version below takes a `crc` to start from.  It is 0 at
 * the beginning of a message.
 *
 * Everything faster than bit by bit rests on two facts.  Multiplying by x^n can
 * be done with (x^n mod P), which is a constant of 16 bits however large n is;
 * and it is linear, so that the parts of a message may be multiplied one by one
 * and added in any order.
 *
 * Each version may be given any `crc`, any `n` including 0, and any alignment;
 * all return the same.  None writes memory or keeps state, so they may be
 * exchanged between any two calls, also between the two calls that treat one
 * message in two parts.
 */
#ifndef CRC_H
#define CRC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ffp.h>

/* One bit after the other, straight from the definition. */
uint16_t crc_t10dif_reference(uint16_t crc, const unsigned char *p, size_t n);

/* Eight bytes a step, by eight tables of 256 remainders. */
uint16_t crc_t10dif_table(uint16_t crc, const unsigned char *p, size_t n);

/* Sixty-four bytes a step, by carry-less multiplication; call only if usable. */
uint16_t crc_t10dif_pclmul(uint16_t crc, const unsigned char *p, size_t n);
bool crc_t10dif_pclmul_usable(void);

/* The key: what everybody else calls. */
DECLARE_FFP(crc_t10dif, crc_t10dif_reference);

#endif /* CRC_H */
