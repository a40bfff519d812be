/* SPDX-License-Identifier: MIT */
/*
 * Numbers in instructions, entries and ELF files, read and written on a host of any byte order:
 * get_uint() and put_uint() take the order of the file, put32() and the like are little-endian.
 */
#ifndef INSN_BYTES_H
#define INSN_BYTES_H

#include <stdbool.h>
#include <stdint.h>

/* A number of `n` bytes; if `big`, the most significant byte comes first. */
static inline void put_uint(uint8_t *p, unsigned n, bool big, uint64_t v)
{
	for (unsigned i = 0; i < n; i++)
		p[big ? n - 1 - i : i] = (uint8_t)(v >> 8 * i);
}

static inline uint64_t get_uint(const uint8_t *p, unsigned n, bool big)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < n; i++)
		v |= (uint64_t)p[big ? n - 1 - i : i] << 8 * i;
	return v;
}

static inline void put32(uint8_t *p, uint32_t v)
{
	put_uint(p, 4, false, v);
}

static inline uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get_uint(p, 4, false);
}

static inline void put64(uint8_t *p, uint64_t v)
{
	put_uint(p, 8, false, v);
}

static inline uint64_t get64(const uint8_t *p)
{
	return get_uint(p, 8, false);
}

/* The low `bits` of v, at most 63, as a signed number. */
static inline uint64_t sign_extend(uint64_t v, unsigned bits)
{
	uint64_t sign = UINT64_C(1) << bits >> 1;

	return ((v & (2 * sign - 1)) ^ sign) - sign;
}

#endif /* INSN_BYTES_H */
