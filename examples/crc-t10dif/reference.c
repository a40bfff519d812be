// SPDX-License-Identifier: MIT
/*
 * The definition, and the default of the key: the remainder so far is
 * multiplied by x and the next bit added, x^16 places up because the message
 * has 16 zero bits behind it.  Slow, and short enough to be believed.
 */
#include "crc.h"
#include "powers.h"

uint16_t crc_t10dif_reference(uint16_t crc, const unsigned char *p, size_t n)
{
	unsigned rest = crc;

	while (n--) {
		rest ^= (unsigned)*p++ << 8;
		for (int bit = 0; bit < 8; bit++)
			rest = rest << 1 ^ (rest & 0x8000 ? CRC_POLY : 0);
	}
	return (uint16_t)rest;
}
