// SPDX-License-Identifier: MIT
/*
 * Branches (FFP_ON) and calls of one key in many windows, while a change fails at each of its
 * steps: at no instant is a branch on unless every call reaches the new target, neither while the
 * change is made nor while it is undone.  And a module tells of its branches while another thread
 * changes its keys.
 *
 * The sites lie so far apart that they make several windows.  So do the branches, most of which
 * have a site beside them.
 */
#include <errno.h>
#include <ffp.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"
#include "callers.h"
#include "fault.h"

DEFINE_FFP(key0, target_a);
DEFINE_FFP_FLAG(other_flag);

#define APART COUNTED __attribute__((aligned(65536)))

/* In one window: two branches of a key, and a call.  A bit for each that is set. */
#define CALL 4
#define BOTH(name)                                                                                 \
	APART static int name(void)                                                                \
	{                                                                                          \
		return (FFP_ON(key0) ? 1 : 0) + (FFP_LIKELY_ON(key0) ? 2 : 0) +                    \
		       (key0(11) == target_b(11) ? CALL : 0);                                      \
	}
BOTH(both_1)
BOTH(both_2)
BOTH(both_3)

/* And branches alone. */
APART static int alone(void)
{
	return (FFP_ON(key0) ? 1 : 0) + (FFP_LIKELY_ON(key0) ? 2 : 0);
}

APART static int flag_is_on(void)
{
	return (FFP_ON(other_flag) ? 1 : 0) + (FFP_LIKELY_ON(other_flag) ? 1 : 0);
}

static int (*const places[])(void) = { both_1, alone, both_2, both_3 };
#define PLACES (sizeof(places) / sizeof(places[0]))
#define BRANCHES (2 * (int)PLACES)
#define CALLS (n_callers + (int)PLACES - 1)

static int branches_on(void)
{
	int n = 0;

	for (size_t i = 0; i < PLACES; i++)
		n += (places[i]() & 1) + (places[i]() >> 1 & 1);
	return n;
}

static int calls_reach(void)
{
	int n = callers_of(target_b);

	for (size_t i = 0; i < PLACES; i++)
		n += (places[i]() & CALL) != 0;
	return n;
}

static int looked, disorder, partly, synced;

/* Is any branch on though a call does not reach the new target? */
static void look(void)
{
	int on = branches_on(), reached = calls_reach();

	looked++;
	disorder += on && reached < CALLS;
	partly += (on && on < BRANCHES) || (reached && reached < CALLS);
}

static int inject(enum inject_point point)
{
	if (point == INJECT_MREMAP || point >= INJECT_STEP_COPIED)
		look();
	synced += point == INJECT_STEP_SYNCED;
	return inject_fault(point);
}

static int change(bool set, int from, int times)
{
	int r;

	looked = disorder = partly = synced = 0;
	fault_set(INJECT_MREMAP, EPERM, from, times);
	ffp_inject = inject;
	r = set ? SET_FFP(key0, target_b) : RESET_FFP(key0);
	ffp_inject = NULL;
	return r;
}

/* What the key is, everywhere. */
static void is_set(bool set, const char *what)
{
	is(branches_on(), set ? BRANCHES : 0, "%s: every branch", what);
	is(calls_reach(), set ? CALLS : 0, "%s: every call", what);
}

static void ordered(void)
{
	for (int set = 1; set >= 0; set--) {
		const char *way = set ? "on" : "off";
		int n;

		is(change(set, 0, 0), 0, "the key is set %s", way);
		is_set(set, way);
		n = fault.made;
		ok(n > 2, "by %d moves of windows", n);
		is(synced, 2, "each processor has seen the one stage before the other begins");
		ok(partly > 0 && looked > n, "which is seen at %d instants", partly);
		is(disorder, 0, "in order");
		is(change(!set, 0, 0), 0, "and back");
		is_set(!set, "back");
		for (int i = 0; i < n; i++) {
			is(change(set, i, 1), -EPERM, "%s: move %d fails", way, i);
			is_set(!set, "nothing has changed");
			is(disorder, 0, "and it was undone in order");
		}
		for (int i = 1; i < n; i++) {
			is(change(set, i, ALWAYS), -ENOTRECOVERABLE, "%s: all fail from move %d on",
			   way, i);
			is(change(i % 2 ? set : !set, 0, 0), 0, "a later change puts it right");
			is_set(i % 2 ? set : !set, "put right");
			is(change(!set, 0, 0), 0, "and back");
		}
		is(change(set, 0, 0), 0, "%s at last", way);
	}
	is_set(false, "off");
}

static int pages_only(enum inject_point point)
{
	return point == INJECT_SCRATCH;
}

/* So many changes at once that no part of their memory fits into the library's buffer. */
static void large(void)
{
	for (int set = 1; set >= 0; set--) {
		int r;

		ffp_inject = pages_only;
		r = set ? SET_FFP(key0, target_b) : RESET_FFP(key0);
		ffp_inject = NULL;
		is(r, 0, "all memory in pages: %s", set ? "set" : "reset");
		is_set(set, "all memory in pages");
	}
}

/* The descriptor of this module's branches, as its constructor tells of it. */
extern const struct ffp_branches ffp_own_branches __asm__("__ffp_branches")
    __attribute__((visibility("hidden")));

static int maps_until;

/* What the module's constructor does, in another thread. */
static int tell(enum inject_point point)
{
	if (point == INJECT_MMAP && !maps_until--)
		ffp_module_branches(&ffp_own_branches);
	return 0;
}

static void told_meanwhile(void)
{
	struct ffp_module_state *state = FFP__KEY(other_flag)->module->state;

	for (int i = 0; i < 8; i++) {
		int r;

		ffp_module_remove(&__ffp_module);
		/* As before its constructors have run. */
		state->phase = 0;
		state->branches = 0;
		maps_until = i;
		ffp_inject = tell;
		r = SET_FFP_FLAG(other_flag, 1);
		ffp_inject = NULL;
		is(r, 0, "a change while a module tells of branches, at allocation %d", i);
		ffp_module_branches(&ffp_own_branches);
		ffp_module_add(&__ffp_module);
		is(flag_is_on(), 2, "its branches are on");
		is(SET_FFP_FLAG(other_flag, 0), 0, "the flag is set off");
		is(flag_is_on(), 0, "they are off");
		is(SET_FFP(key0, target_b), 0, "another key is set");
		is_set(true, "on");
		is(RESET_FFP(key0), 0, "and reset");
		is_set(false, "off");
	}
}

int main(void)
{
	ordered();
	large();
	told_meanwhile();
	return done();
}
