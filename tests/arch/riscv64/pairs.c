// SPDX-License-Identifier: MIT
/*
 * Sites of two instructions of which the second changes: a default and targets
 * out of a jal's reach, and threads that were stopped between the two when the
 * change came.
 */
#include <ffp.h>
#include <stdlib.h>
#include <string.h>

#include "../../forms.h"
#include "../../tap.h"
#include "../../run/counts.h"

long near_other(long x), far_default(long x), far_other(long x);

static long noted;

static void note_it(long x)
{
	noted += x;
}

DEFINE_FFP(op, far_default);
DEFINE_FFP_NULL(note, void(long));

long call_op(long x), jump_op(long x);
void call_note(long x), jump_note(long x);
long stopped_call_op(long x, uintptr_t r), stopped_jump_op(long x, uintptr_t r);
void stopped_call_note(long x, uintptr_t r), stopped_jump_note(long x, uintptr_t r);
extern const char site_call[], site_jump[], site_call_note[], site_jump_note[];

/* What the first of the two instructions computes: an auipc, now and for ever. */
static uintptr_t first(const char *site)
{
	uint32_t insn;

	memcpy(&insn, site, sizeof(insn));
	if ((insn & 0x7f) != 0x17)
		return 0;
	return (uintptr_t)site + (uintptr_t)(intptr_t)(int32_t)(insn & 0xfffff000);
}

static uintptr_t r_call, r_jump, r_call_note, r_jump_note;

static void check_op(const char *state, long want, size_t direct)
{
	struct ffp_info info;

	is(CALL(call_op(7)), want + 1, "%s: call", state);
	is(CALL(jump_op(7)), want, "%s: tail call", state);
	is(CALL(stopped_call_op(7, r_call)), want + 1, "%s: call, by a thread stopped in it",
	   state);
	is(CALL(stopped_jump_op(7, r_jump)), want, "%s: tail call, by such a thread", state);
	is(ffp_info(ffp_find("op"), &info), 0, "%s: ffp_info", state);
	is(info.direct, COLLECTED(direct), "%s: direct sites", state);
	is(info.unreachable, COLLECTED(2 - direct), "%s: sites that go through a veneer", state);
	ok(first(site_call) == r_call && first(site_jump) == r_jump,
	   "%s: the first instruction is what it was", state);
}

static void check_note(const char *state, long times)
{
	noted = 0;
	CALL(call_note(1));
	CALL(jump_note(10));
	CALL(stopped_call_note(100, r_call_note));
	CALL(stopped_jump_note(1000, r_jump_note));
	is(noted, 1111 * times, "%s: NULL key", state);
	ok(first(site_call_note) == r_call_note && first(site_jump_note) == r_jump_note,
	   "%s: the first instruction is what it was", state);
}

int main(void)
{
	r_call = first(site_call);
	r_jump = first(site_jump);
	r_call_note = first(site_call_note);
	r_jump_note = first(site_jump_note);
	ok(r_call && r_jump && r_call_note && r_jump_note, "sites are of two instructions");
	ok((uintptr_t)far_default - (uintptr_t)site_call >= 0x200000 &&
	       (uintptr_t)site_call - (uintptr_t)FFP__KEY(op)->entry >= 0x200000,
	   "the default and the entry are far away");
	check_op("default", 70, 2);
	check_note("nothing", 0);
	for (int i = 0; i < 2; i++) {
		is(CHANGE(SET_FFP(op, near_other)), 0, "a target in reach");
		check_op("near", 700, 2);
		is(CHANGE(SET_FFP(op, far_other)), 0, "one out of reach");
		/* In the page of the default, so that the same auipc serves. */
		check_op("beside the default", 7000, 2);
		is(CHANGE(SET_FFP(op, labs)), 0, "one in another module");
		check_op("far", 7, 0);
		is(CHANGE(SET_FFP_RETURN(op, -2048)), 0, "a small constant");
		check_op("constant", -2048, 2);
		is(CHANGE(SET_FFP_RETURN(op, 0x123456789abcdef)), 0, "a large one");
		check_op("large constant", 0x123456789abcdef, 2);
		is(CHANGE(RESET_FFP(op)), 0, "reset");
		check_op("reset", 70, 2);
		is(CHANGE(SET_FFP(note, note_it)), 0, "set the NULL key");
		check_note("set", 1);
		is(CHANGE(RESET_FFP(note)), 0, "reset it");
		check_note("reset", 0);
	}
	counts_print();
	return done();
}
