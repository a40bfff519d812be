// SPDX-License-Identifier: MIT
/*
 * Every kind of site in every form of a key.  The sites are in the
 * architecture's sites.S, which sites.h describes; the same ones as the compiler
 * makes them are in compiled.c.
 */
#include <errno.h>
#include <ffp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"
#include "sites.h"
#include "table.h"

int op_default(int x);
int op_default(int x)
{
	return 10 * x;
}

static int op_other(int x)
{
	return 100 * x;
}

/* One instruction, which as a body of five bytes takes any prefix for its own on x86-64. */
static int op_five(int x)
{
	(void)x;
	return 5;
}

static int noted;

static void note_it(int x)
{
	noted += x;
}

static void note_twice(int x)
{
	noted += 2 * x;
}

DEFINE_FFP(op, op_default);
DEFINE_FFP_NULL(note, void(int));

int call_op(int x), call_op_got(int x), jump_op(int x), jump_op_got(int x);
int call_note(int x), call_note_got(int x);
void jump_note(int x), jump_note_got(int x);
int cond_note(int taken, int x);
extern int (*const cond_op[])(long flags, int x);
extern int (*const cond[])(long flags);

/* All sites of `op`: do they yield want(x)? */
static void check_op(int want, int x, const char *state)
{
	unsigned wrong = 0, taken = 0;

	is(CALL(call_op(x)), want + 1, "%s: call", state);
	is(CALL(call_op_got(x)), want + 2, "%s: call through the GOT", state);
	is(CALL(jump_op(x)), want, "%s: tail call", state);
	is(CALL(jump_op_got(x)), want, "%s: tail call through the GOT", state);
	for (unsigned c = 0; c < CONDITIONS; c++)
		for (unsigned f = 0; f < FLAGS; f++) {
			bool go = cond[c](make_flags(f));

			taken += go;
			wrong += CALL(cond_op[c](make_flags(f), x)) != (go ? want : -99);
		}
	is(wrong, 0, "%s: %d conditional tail calls under %d flags", state, CONDITIONS, FLAGS);
	is(taken, TAKEN, "of which so many were taken");
}

/* All sites of `note`: does each add `times` its argument? */
static void check_note(int times, const char *state)
{
	noted = 0;
	is(CALL(call_note(3)), 3, "%s: call returns behind it", state);
	is(noted, 3 * times, "… having done what it should");
	is(CALL(call_note_got(4)), 4, "%s: call through the GOT", state);
	is(noted, 7 * times, "… having done what it should");
	CALL(jump_note(5));
	is(noted, 12 * times, "%s: tail call", state);
	CALL(jump_note_got(6));
	is(noted, 18 * times, "%s: tail call through the GOT", state);
	(void)CALL(cond_note(1, 7));
	is(noted, 25 * times, "%s: conditional tail call", state);
	is(CALL(cond_note(0, 8)), 8, "%s: not taken, it leaves the red zone alone", state);
	is(noted, 25 * times, "… and does nothing");
}

static void check_info(const char *name, size_t sites, size_t direct)
{
	struct ffp_info info;

	is(ffp_info(ffp_find(name), &info), 0, "ffp_info of %s", name);
	is(info.sites, COLLECTED(sites), "%s: sites collected", name);
	is(info.direct, COLLECTED(direct), "%s: sites direct", name);
	is(info.unaimed + info.unreachable + info.foreign, COLLECTED(sites - direct),
	   "%s: and the others", name);
}

/* With veneers, which have lines too. */
enum { BREAKPOINTS = 2 * (OP_SITES + NOTE_SITES) };
static uint8_t hidden[BREAKPOINTS];

/* Does the byte before this site belong to it?  So it is with a wide call. */
static bool has_prefix(const struct ffp_module *m, const struct ffp_site *s)
{
	for (const int32_t *line = m->wide; line < m->wide_end; line++)
		if ((uintptr_t)line + (uintptr_t)(intptr_t)*line == table_site(s))
			return true;
	return false;
}

/* Put breakpoints before all sites, as a debugger does, or take them away; returns how many. */
static size_t breakpoints(bool there)
{
	const struct ffp_module *m = FFP__KEY(op)->module;
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t n = 0;

	for (const struct ffp_site *s = m->sites; s < m->sites_end; s++) {
		uint8_t *at = (uint8_t *)table_site(s) - 1 - has_prefix(m, s);
		void *start = (void *)((uintptr_t)at & -page);

		if (n == BREAKPOINTS || mprotect(start, page, PROT_READ | PROT_WRITE | PROT_EXEC))
			return 0;
		if (there)
			hidden[n] = *at;
		*at = there ? 0xcc : hidden[n];
		n++;
		if (mprotect(start, page, PROT_READ | PROT_EXEC))
			return 0;
	}
	return n;
}

/*
 * A breakpoint over the byte before a site may hide a prefix, as that of call_op is on x86-64.
 * Whatever a change puts behind it must do the same when the breakpoint has gone.
 */
static void check_hidden(void)
{
	const size_t all = breakpoints(true);

	ok(FORM == DIRECT ? all >= OP_SITES + NOTE_SITES : !all, "breakpoints before %zu sites",
	   all);
	is(CHANGE(SET_FFP_RETURN(op, 12345)), 0, "a constant for op meanwhile");
	is(breakpoints(false), all, "they go");
	check_op(12345, 7, "constant, breakpoints gone");
	is(breakpoints(true), all, "breakpoints come");
	is(CHANGE(SET_FFP(op, op_five)), 0, "a target of one instruction meanwhile");
	is(breakpoints(false), all, "they go");
	check_op(5, 7, "one instruction, breakpoints gone");
	is(CHANGE(SET_FFP_RETURN(op, 54321)), 0, "a constant without them");
	is(breakpoints(true), all, "breakpoints behind its back");
	is(CHANGE(RESET_FFP(op)), 0, "a reset is made in spite of them");
	is(breakpoints(false), all, "they go");
	check_op(90, 9, "reset, breakpoints gone");
	check_info("op", OP_SITES, OP_SITES);
}

int main(void)
{
	check_info("op", OP_SITES, OP_AIMED);
	check_info("note", NOTE_SITES, NOTE_AIMED);
	check_op(70, 7, "default");
	check_note(0, "nothing");

	is(CHANGE(SET_FFP(op, op_other)), 0, "set op");
	check_op(700, 7, "target");
	check_info("op", OP_SITES, OP_SITES);
	is(CHANGE(SET_FFP_RETURN(op, 12345)), 0, "a constant for op");
	check_op(12345, 7, "constant");
	check_info("op", OP_SITES, OP_SITES);
	is(CHANGE(SET_FFP_RETURN(op, -2)), 0, "a negative one");
	check_op(-2, 7, "negative constant");
	is(CHANGE(SET_FFP(op, op_other)), 0, "a target after a constant");
	check_op(500, 5, "target again");
	is(CHANGE(RESET_FFP(op)), 0, "reset op");
	check_op(90, 9, "reset");
	check_info("op", OP_SITES, OP_SITES);

	is(CHANGE(SET_FFP(note, note_it)), 0, "set note");
	check_note(1, "target");
	check_info("note", NOTE_SITES, NOTE_SITES);
	is(CHANGE(SET_FFP(note, note_twice)), 0, "set note to another");
	check_note(2, "other target");
	is(CHANGE(SET_FFP(note, NULL)), 0, "set note to nothing");
	check_note(0, "nothing again");
	check_info("note", NOTE_SITES, NOTE_SITES);
	is(CHANGE(SET_FFP(note, note_it)), 0, "set note");
	is(CHANGE(RESET_FFP(note)), 0, "reset note, to nothing");
	check_note(0, "reset");
	is(CHANGE(ffp_set_return(ffp_find("note"), 1)), -EINVAL, "a NULL key has no constant");
	check_note(0, "still nothing");
	check_hidden();
	counts_print();
	return done();
}
