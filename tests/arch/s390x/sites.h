/* SPDX-License-Identifier: MIT */
/* What sites.S has, for sites.c. */
#ifndef SITES_H
#define SITES_H

/* A call, a tail call and the conditional ones; calls through the GOT are none. */
#define OP_SITES (2 + CONDITIONS)
#define NOTE_SITES 3
/* Of these the tool aims at the default, or makes nothing of: all. */
#define OP_AIMED OP_SITES
#define NOTE_AIMED NOTE_SITES

/* brcl with the masks 1 to 14. */
#define CONDITIONS 14
/* Every condition code. */
#define FLAGS 4
/* How often a condition holds, over all conditions and codes. */
#define TAKEN (CONDITIONS * FLAGS / 2)

/* As spm wants it, with no program interruption enabled. */
static long make_flags(unsigned i)
{
	return (long)i << 28;
}

#endif /* SITES_H */
