// SPDX-License-Identifier: MIT
/* Calls of the key that the compiler makes jumps: tail calls. */
#include "app.h"
#include "crc.h"

uint16_t sector_tag(const unsigned char *data, size_t size, size_t i)
{
	size_t left = size - i * SECTOR;

	return crc_t10dif(0, data + i * SECTOR, left < SECTOR ? left : SECTOR);
}

/* On one of two paths: some compilers jump to the key by a conditional jump. */
uint16_t sector_more(uint16_t crc, const unsigned char *p, size_t n)
{
	if (n)
		return crc_t10dif(crc, p, n);
	return crc;
}
