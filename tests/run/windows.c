// SPDX-License-Identifier: MIT
/*
 * A change whose sites lie in several windows, looked at after each window: at
 * every such moment every call does what it did before or what it is to do, and
 * nothing else.  Linked with the library that has hooks between its steps.
 */
#include <errno.h>
#include <ffp.h>
#include <stdlib.h>

#include "../../src/inject.h"
#include "../forms.h"
#include "../tap.h"
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

/* Sites so far apart that each place is a window: see places.h. */
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
enum { STATES = sizeof(states) / sizeof(states[0]) };

static const struct state *before, *after;
static unsigned windows, wrong, old_seen, new_seen;

static void judge(long got, const char *what)
{
	counts.calls++;
	old_seen += got == before->yields;
	new_seen += got == after->yields;
	if (got == before->yields || got == after->yields)
		return;
	if (wrong++ < 5)
		printf("# %s to %s, %u windows: %s gives %ld\n", before->name, after->name, windows,
		       what, got);
}

static int look(enum inject_point point)
{
	static const char *const kind[] = { "call", "jump", "cond" };

	if (point != INJECT_STEP_COMMITTED)
		return 0;
	windows++;
	for (int place = 0; place < PLACES; place++)
		for (int k = 0; k < 3; k++)
			judge(callers[place][k](-7), kind[k]);
	judge(by_address(-7), "address");
	return 0;
}

static int change_to(const struct state *s)
{
	struct ffp_change changes[] = {
		{ FFP__KEY(op), (void *)s->target, s->value, s->to },
		/* The NULL key along with it, so that nothing and something take turns. */
		FFP_CHANGE(note, s->to == FFP_TO_DEFAULT ? NULL : note_it),
	};

	return CHANGE(ffp_apply(changes, 2, 0));
}

static void check(const struct state *from, const struct state *to)
{
	int calls = PLACES * 3 + 1;

	is(change_to(from), 0, "to %s", from->name);
	before = from;
	after = to;
	windows = wrong = old_seen = new_seen = 0;
	ffp_inject = look;
	is(change_to(to), 0, "%s to %s", from->name, to->name);
	ffp_inject = NULL;
	is(wrong, 0, "%u windows: every call did the one or the other, %u and %u", windows,
	   old_seen, new_seen);
	/* After the last window, all is new. */
	new_seen = 0;
	look(INJECT_STEP_COMMITTED);
	is(new_seen, calls, "and all the other in the end");
	if (FORM == DIRECT)
		ok(windows > PLACES, "there were windows to look after");
}

static unsigned steps;

static int count_steps(enum inject_point point)
{
	(void)point;
	steps++;
	return 0;
}

/* What is set already is not set again: no system call, no step of the swap. */
static void check_idle(void)
{
	unsigned first;

	for (int i = 0; i < STATES; i++) {
		(void)change_to(&states[(i + 1) % STATES]);
		ffp_inject = count_steps;
		steps = 0;
		is(change_to(&states[i]), 0, "%s", states[i].name);
		first = steps;
		steps = 0;
		is(change_to(&states[i]), 0, "%s once more", states[i].name);
		is(steps, 0, "took no step, of %u before", first);
		ok(first > 0, "which were some");
		ffp_inject = NULL;
	}
}

int main(void)
{
	struct ffp_info info;

	is(ffp_info(FFP__KEY(op), &info), 0, "ffp_info");
	is(info.sites, COLLECTED(3 * PLACES), "sites");
	for (int from = 0; from < STATES; from++)
		for (int to = 0; to < STATES; to++)
			if (from != to)
				check(&states[from], &states[to]);
	ok(noted > 0, "the NULL key was set at times");
	check_idle();
	counts_print();
	return done();
}
