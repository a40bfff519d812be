// SPDX-License-Identifier: MIT
/*
 * Objects of an earlier release (keys.c, calls.c), linked with this one's library and with a file
 * that is compiled by this one: calls and changes on each side reach the other.
 */
#include "keys.h"

#include "../forms.h"
#include "../tap.h"

static int newer(int x)
{
	return x + 5;
}

static int own_default(int x)
{
	return x + 6;
}

DEFINE_FFP_STATIC(own, own_default);

static __attribute__((noinline)) int call_shared(int x)
{
	return shared(x) * 2;
}

static __attribute__((noinline)) int call_hook(void)
{
	int count = 0;

	hook(&count);
	return count;
}

static __attribute__((noinline)) int call_own(int x)
{
	return own(x) * 2;
}

/*
 * Of the site tables: `sites` sites of the key; in the direct form all of them are direct, if no
 * other module is in the way, which may be out of reach.
 */
static void counted(const char *name, int sites, const char *state)
{
	const struct ffp *key = ffp_find(name);
	struct ffp_info info;

	ok(key && !ffp_info(key, &info), "%s: %s is found", state, name);
	is(info.sites, COLLECTED(sites), "%s: %s: sites", state, name);
	if (ONE_MODULE)
		is(info.direct, COLLECTED(sites), "%s: %s: all direct", state, name);
	ok(info.direct + info.trampoline == info.sites && !info.foreign,
	   "%s: %s: no site is unknown", state, name);
	is(info.pointer, FORM == POINTER, "%s: %s: of this form", state, name);
}

static void expect(int plain, int local, int shared_by, int hooked, const char *state)
{
	is(program_plain(1), (1 + plain) * 2, "%s: a plain key", state);
	is(program_plain_tail(1), 1 + plain, "%s: its tail call", state);
	is(program_plain_target(1), 1 + plain, "%s: FFP_TARGET", state);
	is(program_local(1), (1 + local) * 2, "%s: a key of one file", state);
	is(library_shared(1), (1 + shared_by) * 2, "%s: an exported key, in its module", state);
	is(program_shared(1), (1 + shared_by) * 2, "%s: in another module", state);
	is(program_shared_tail(1), 1 + shared_by, "%s: its tail call", state);
	is(call_shared(1), (1 + shared_by) * 2, "%s: in an object of this release", state);
	is(library_hook() + program_hook() + call_hook(), 3 * hooked, "%s: a hook", state);
}

int main(void)
{
	struct ffp_info info;

	expect(10, 30, 1, 0, "at first");
	is(library_chosen(1), 8, "the candidate is chosen");
	is(library_number(), 4, "a default without arguments");
	counted("plain", 2, "at first");
	counted("shared", 4, "at first");

	is(program_set(), 0, "the older object sets its keys and those of the library");
	expect(20, 40, 2, 1, "set there");
	counted("plain", 2, "set there");
	counted("shared", 4, "set there");
	counted("hook", 3, "set there");

	is(SET_FFP(shared, newer), 0, "an object of this release sets them");
	is(SET_FFP(own, newer), 0, "and its own");
	expect(20, 40, 5, 1, "set here");
	is(call_own(1), 12, "set here: its own key");
	is(ffp_set_return(ffp_find("number"), 77), 0,
	   "a constant for a key that is found by its name");
	is(library_number(), 77, "is yielded");
	is(program_constant(7), 0, "a constant, by the older object");
	is(program_plain(1) + program_plain_tail(1), 21, "is yielded");
	is(ffp_info(ffp_find("plain"), &info), 0, "ffp_info");
	ok(info.constant && info.value == 7, "tells it");

	is(program_transaction(), 0, "a transaction of the older object");
	expect(20, 40, 1, 1, "after it");
	is(program_reset(), 0, "the older object resets its keys");
	is(RESET_FFP(own), 0, "this one its own");
	expect(10, 30, 1, 0, "reset");
	counted("plain", 2, "reset");
	counted("shared", 4, "reset");
	is(call_own(1), 14, "reset: its own key");
	return done();
}
