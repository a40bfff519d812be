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

/* Six conditions around a `j`, and a `jal` that is always taken. */
#define CONDITIONS 7
/* Two numbers from -2 to 1. */
#define FLAGS 16
/* How often a condition holds, over all conditions and flags. */
#define TAKEN (6 * FLAGS / 2 + FLAGS)

static long make_flags(unsigned i)
{
	return (long)i;
}

#endif /* SITES_H */
