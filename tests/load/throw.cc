// SPDX-License-Identifier: MIT
/*
 * Exceptions that pass through sites and entries: from a target beside the site,
 * and from one that is out of its reach, so that the call goes by way of the
 * module's entry; through calls by a public symbol; before any change, after one, and from a NULL
 * key's target.
 */
#include "throw.h"

#include <stdexcept>

#include "../far.h"
#include "../tap.h"

static int near_throws(int x)
{
	throw x;
}

static void watcher(int x)
{
	throw x;
}

static COUNTED int program_step(int x)
{
	try {
		witness w;

		return step(x) * 2;
	} catch (int thrown) {
		return 1000 + thrown;
	}
}

/* In a function that catches something else: the unwinder goes on. */
static COUNTED int program_passes(int x)
{
	try {
		witness w;

		return step(x) + 5;
	} catch (const std::exception &) {
		return -1;
	}
}

static COUNTED int program_catches_above(int x)
{
	try {
		return program_passes(x);
	} catch (int thrown) {
		return 2000 + thrown;
	}
}

/* A tail call: the site is a jump, and its caller's frame is gone. */
static COUNTED int program_tail(int x)
{
	return step(x);
}

static COUNTED int program_catches_tail(int x)
{
	try {
		return program_tail(x) + 1;
	} catch (int thrown) {
		return 3000 + thrown;
	}
}

/* By the public symbol: through the PLT, the library's entry, and no site. */
static COUNTED int program_public(int x)
{
	try {
		witness w;

		return public_step(x) * 2;
	} catch (int thrown) {
		return 4000 + thrown;
	}
}

/* A default that throws, called through a key that was never changed. */
extern "C" int thrower(int x)
{
	if (x > 0)
		throw std::out_of_range("default");
	return x;
}

DEFINE_FFP(check, thrower);

static COUNTED int program_check(int x)
{
	try {
		return check(x);
	} catch (const std::out_of_range &) {
		return 7;
	}
}

static int started = program_step(3);

static struct ffp_info info_of(const char *name)
{
	struct ffp_info info;

	if (ffp_info(ffp_find(name), &info))
		info.sites = info.direct = 999;
	return info;
}

static void all_throw(const char *which)
{
	destroyed = 0;
	is(program_step(4), 1004, "%s: caught in the program", which);
	is(program_catches_above(5), 2005, "%s: caught one frame further up", which);
	is(program_catches_tail(6), 3006, "%s: caught above a tail call", which);
	is(library_step(7), 1007, "%s: caught in the library", which);
	is(program_public(8), 4008, "%s: caught in the program, by the public symbol", which);
	is(library_public(9), 5009, "%s: caught in the library, by the public symbol", which);
	is(destroyed, 5, "%s: what lies between was destroyed", which);
}

static void none_throws(const char *when)
{
	is(program_step(4), 10, "%s: the program's site", when);
	is(program_catches_above(4), 10, "%s: a nested one", when);
	is(program_catches_tail(4), 6, "%s: a jump", when);
	is(library_step(4), 10, "%s: the library's", when);
	is(program_public(4), 10, "%s: the program's call by the public symbol", when);
	is(library_public(4), 10, "%s: the library's", when);
	is(step_as<long>(4L), 6, "%s: the program's instance of a template", when);
	is(library_template(4), 18, "%s: the library's", when);
}

int main()
{
	struct ffp_info info;
	/* So they are in fact, but for emulators that load all close together. */
	bool far =
	    FORM == DIRECT && is_far((const void *)near_throws, (const void *)library_throws);

	is(library_start, 4142, "the library's static object changed the key and put it back");
	is(started, 8, "the program's static object called the default after it");
	is(program_check(1), 7, "a default throws through a site that was never changed");
	is(program_check(0), 0, "or returns");
	none_throws("before a change");

	is(SET_FFP(step, near_throws), 0, "a target in the program");
	all_throw("from the program");
	info = info_of("step");
	/* Which instance of a template counts is the loader's choice; both have a site. */
	is(info.sites, COLLECTED(6), "sites of both modules are known");
	is(info.direct + info.unreachable, COLLECTED(6), "and direct or out of reach");
	is(info.unreachable > 0, far, "the library's are %s",
	   far ? "out of reach" : "not out of reach");

	is(SET_FFP(step, library_throws), 0, "a target in the library");
	all_throw("from the library");
	is(info_of("step").unreachable > 0, far, "the program's are %s",
	   far ? "out of reach" : "not out of reach");
	is(RESET_FFP(step), 0, "reset");
	none_throws("after a reset");

	is(library_watch(1), 0, "a NULL key throws nothing");
	destroyed = 0;
	is(SET_FFP(watch, watcher), 0, "set from the program");
	is(library_watch(8), 1008, "and what it throws is caught in the library");
	is(destroyed, 1, "what lies between was destroyed");
	is(SET_FFP(watch, nullptr), 0, "nothing again");
	is(library_watch(1), 0, "and nothing thrown");
	return done();
}
