// SPDX-License-Identifier: MIT
/*
 * A module of more text than a branch spans.  The section `far` is linked out of
 * reach of all else, so that the linker has to put veneers between: before the
 * sites whose default is on the other side, before the entry of a key that is.
 */
#include <ffp.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

#define FAR __attribute__((section("far")))

long far_default(long x), near_default(long x);

FAR COUNTED long far_default(long x)
{
	return x + 1;
}

COUNTED long near_default(long x)
{
	return x + 2;
}

/* More than one instruction: a site could hold one of these itself, wherever it is. */
COUNTED static long near_other(long x)
{
	return (x ^ 1) * 3;
}

FAR COUNTED static long far_other(long x)
{
	return (x ^ 1) * 5 - 1;
}

FAR COUNTED static long far_single(long x)
{
	return x + 8;
}

DEFINE_FFP(to_far, far_default);
DEFINE_FFP(to_near, near_default);
DEFINE_FFP_NULL(note, void(void));

static int noted;
static void note_it(void)
{
	noted++;
}

COUNTED static long near_to_far(long x)
{
	return to_far(x) * 10;
}

FAR COUNTED static long far_to_far(long x)
{
	return to_far(x) * 10;
}

COUNTED static long near_to_near(long x)
{
	return to_near(x) * 10;
}

FAR COUNTED static long far_to_near(long x)
{
	note();
	return to_near(x) * 10;
}

FAR COUNTED static long far_tail(long x)
{
	return to_near(x);
}

static void check(long far, long near, const char *state)
{
	is(CALL(near_to_far(0)), 10 * far, "%s: near, of a far default", state);
	is(CALL(far_to_far(0)), 10 * far, "%s: far, of a far default", state);
	is(CALL(near_to_near(0)), 10 * near, "%s: near, of a near default", state);
	is(CALL(far_to_near(0)), 10 * near, "%s: far, of a near default", state);
	is(CALL(far_tail(0)), near, "%s: far, as a tail call", state);
}

/* How many of the sites are direct: the others are too far from the target. */
static void check_sites(size_t far, size_t near, const char *state)
{
	struct ffp_info info;

	is(ffp_info(ffp_find("to_far"), &info), 0, "%s: ffp_info", state);
	is(info.sites, COLLECTED(2), "%s: sites of the key with a far default", state);
	is(info.direct, COLLECTED(far), "%s: direct ones", state);
	is(info.unreachable, COLLECTED(2 - far), "%s: and the others", state);
	is(ffp_info(ffp_find("to_near"), &info), 0, "%s: ffp_info", state);
	is(info.sites, COLLECTED(3), "%s: sites of the key with a near default", state);
	is(info.direct, COLLECTED(near), "%s: direct ones", state);
	is(info.unreachable, COLLECTED(3 - near), "%s: and the others", state);
}

int main(void)
{
	uintptr_t distance = (uintptr_t)far_default - (uintptr_t)near_default;

	ok(distance + (UINT64_C(1) << 27) > UINT64_C(1) << 28, "the far text is %#lx away",
	   (unsigned long)distance);
	check_sites(1, 1, "default");
	check(1, 2, "default");
	is(CHANGE(SET_FFP(to_far, near_other)) + CHANGE(SET_FFP(to_near, near_other)), 0, "set");
	check_sites(1, 1, "near target");
	check(3, 3, "near target");
	is(CHANGE(SET_FFP(to_far, far_other)) + CHANGE(SET_FFP(to_near, far_other)), 0, "set");
	check_sites(1, 2, "far target");
	check(4, 4, "far target");
	is(CHANGE(SET_FFP_RETURN(to_far, 7)) + CHANGE(SET_FFP_RETURN(to_near, 123456789)), 0,
	   "set");
	check_sites(2, 3, "constant");
	check(7, 123456789, "constant");
	is(CHANGE(SET_FFP(to_far, far_single)) + CHANGE(SET_FFP(to_near, far_single)), 0, "set");
	check_sites(2, 3, "one instruction");
	check(8, 8, "one instruction");
	is(CHANGE(RESET_FFP(to_far)) + CHANGE(RESET_FFP(to_near)), 0, "reset");
	check_sites(1, 1, "reset");
	check(1, 2, "reset");

	is(noted, 0, "nothing has been noted");
	is(CHANGE(SET_FFP(note, note_it)), 0, "set a key that did nothing");
	(void)CALL(far_to_near(0));
	is(noted, 1, "far away too");
	is(CHANGE(RESET_FFP(note)), 0, "reset it");
	(void)CALL(far_to_near(0));
	is(noted, 1, "it does nothing again");
	counts_print();
	return done();
}
