/* SPDX-License-Identifier: MIT */
/* What sites.S has, for sites.c. */
#ifndef SITES_H
#define SITES_H

/* Calls and tail calls, each also through the GOT; and the conditional ones. */
#define OP_SITES (4 + CONDITIONS)
#define NOTE_SITES 5
/* Of these the tool aims at the default, or makes nothing of: all. */
#define OP_AIMED OP_SITES
#define NOTE_AIMED NOTE_SITES

#define CONDITIONS 16
/* CF, PF, ZF, SF and OF, in every combination; the bit that is always 1. */
#define FLAGS 32
/* How often a condition holds, over all conditions and flags. */
#define TAKEN (CONDITIONS * FLAGS / 2)

static long make_flags(unsigned i)
{
	static const long bit[] = { 1L << 0, 1L << 2, 1L << 6, 1L << 7, 1L << 11 };
	long flags = 2;

	for (unsigned b = 0; b < 5; b++)
		if (i >> b & 1)
			flags |= bit[b];
	return flags;
}

#endif /* SITES_H */
