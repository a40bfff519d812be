/* SPDX-License-Identifier: MIT */
/*
 * A key with a default and a NULL key, with sites so far apart that each place is a
 * window of its own (places.h), and what the first may do.
 */
#ifndef SPREAD_H
#define SPREAD_H

#include <ffp.h>
#include <stdlib.h>

#include "counts.h"
#include "places.h"

long op_default(long x);
long op_default(long x)
{
	return x + 1;
}

static long op_near(long x)
{
	return x + 2;
}

static int noted;
static void note_it(int x)
{
	noted += x;
}

DEFINE_FFP(op, op_default);
DEFINE_FFP_NULL(note, void(int));

PLACE(0);
PLACE(1);
PLACE(2);
PLACE(3);
PLACE(4);
#define PLACES 5

static long (*const callers[PLACES][3])(long) = {
	{ call_0, jump_0, cond_0 }, { call_1, jump_1, cond_1 }, { call_2, jump_2, cond_2 },
	{ call_3, jump_3, cond_3 }, { call_4, jump_4, cond_4 },
};
static long (*volatile by_address)(long) = op;
#define CALLERS (PLACES * 3 + 1)

/* What op may do, and what a call op(-7) then yields. */
static const struct state {
	const char *name;
	unsigned to;
	long (*target)(long);
	uint64_t value;
	long yields;
} states[] = {
	{ "default", FFP_TO_DEFAULT, NULL, 0, -6 },
	{ "near target", FFP_TO_TARGET, op_near, 0, -5 },
	{ "far target", FFP_TO_TARGET, labs, 0, 7 },
	{ "constant 11", FFP_TO_VALUE, NULL, 11, 11 },
	{ "constant 12", FFP_TO_VALUE, NULL, 12, 12 },
	{ "wide constant", FFP_TO_VALUE, NULL, 0x123456789a, 0x123456789a },
};
/* The first ones are of all kinds. */
enum { STATES = sizeof(states) / sizeof(states[0]), KINDS = 4 };

static int change_to(const struct state *s)
{
	struct ffp_change changes[] = {
		{ FFP__KEY(op), (void *)s->target, s->value, s->to },
		/* The NULL key along with it, so that nothing and something take turns. */
		FFP_CHANGE(note, s->to == FFP_TO_DEFAULT ? NULL : note_it),
	};

	return CHANGE(ffp_apply(changes, 2, 0));
}

#endif /* SPREAD_H */
