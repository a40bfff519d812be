/* SPDX-License-Identifier: MIT */
/* What sites.S has, for sites.c. */
#ifndef SITES_H
#define SITES_H

/* A call, a tail call and the conditional ones; calls through the GOT are none. */
#define OP_SITES (2 + CONDITIONS)
#define NOTE_SITES 3
/* The conditional ones stay aimed at the entry until there is a change. */
#define OP_AIMED 2
#define NOTE_AIMED 3

/* b.cond of fifteen conditions, cbz, cbnz, tbz and tbnz. */
#define CONDITIONS 19
/* N, Z, C and V, in every combination. */
#define FLAGS 16
/* How often a condition holds, over all conditions and flags: "al" always does. */
#define TAKEN (9 * FLAGS + FLAGS)

static long make_flags(unsigned i)
{
	return (long)i << 28;
}

#endif /* SITES_H */
