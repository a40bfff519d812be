// SPDX-License-Identifier: MIT
/*
 * A change whose sites lie in several windows, looked at after each window: at
 * every such moment every call does what it did before or what it is to do, and
 * nothing else.  Linked with the library that has hooks between its steps.
 */
#include "../../src/inject.h"
#include "../forms.h"
#include "../tap.h"
#include "spread.h"

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

static void check(const struct state *from, const struct state *to)
{
	int calls = CALLERS;

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
