// SPDX-License-Identifier: MIT
/*
 * Sites wherever compilers put code: hot, cold and start-up sections, a part of
 * a function split off as unlikely, sections of the program's own.
 */
#include <ffp.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"
#include "table.h"

int value_default(int x);
int value_default(int x)
{
	return x + 1;
}

static int value_other(int x)
{
	return x + 1000;
}

DEFINE_FFP(value, value_default);
DEFINE_FFP_NULL(failed, void(const char *));

static int failures;

static void count_failure(const char *what)
{
	failures += what[0] != '\0';
}

static __attribute__((cold)) COUNTED int in_cold(int x)
{
	return value(x) * 2;
}

static __attribute__((hot)) COUNTED int in_hot(int x)
{
	return value(x) * 3;
}

static __attribute__((section(".text.mine"))) COUNTED int in_mine(int x)
{
	return value(x) * 4;
}

/* A name that linker scripts do not know, and that is a C identifier. */
static __attribute__((section("own_code"))) COUNTED int in_own(int x)
{
	return value(x) * 5;
}

static __attribute__((aligned(4096))) COUNTED int in_next_page(int x)
{
	return value(x) * 6;
}

static __attribute__((cold)) COUNTED int fail(int x)
{
	failed("cold");
	return -x;
}

/*
 * GCC moves a branch that begins with a call of a cold function to another
 * section: one function in two places.
 */
static COUNTED int split(int x)
{
	if (x < 0) {
		int cold = fail(x);

		failed("split");
		x = value(x) + cold;
		failed("again");
	}
	return value(x) * 7;
}

static int at_start;

/* GCC puts this into .text.startup. */
__attribute__((constructor)) static void start(void)
{
	at_start = value(1) * 8;
}

/* The distance between the first and the last site of `value`. */
static uintptr_t spread(void)
{
	const struct ffp *key = FFP__KEY(value);
	uintptr_t low = UINTPTR_MAX, high = 0;

	for (const struct ffp_site *s = key->module->sites; s < key->module->sites_end; s++)
		if ((table_key(s) & ~(uintptr_t)3) == (uintptr_t)key->entry) {
			low = table_site(s) < low ? table_site(s) : low;
			high = table_site(s) > high ? table_site(s) : high;
		}
	return high > low ? high - low : 0;
}

static void check(int add, int fails, const char *state)
{
	struct ffp_info info;

	failures = 0;
	is(CALL(in_cold(1)), 2 * (1 + add), "%s: in cold text", state);
	is(CALL(in_hot(1)), 3 * (1 + add), "%s: in hot text", state);
	is(CALL(in_mine(1)), 4 * (1 + add), "%s: in a text section of its own", state);
	is(CALL(in_own(1)), 5 * (1 + add), "%s: in a section of another name", state);
	is(CALL(in_next_page(1)), 6 * (1 + add), "%s: on another page", state);
	is(CALL(split(1)), 7 * (1 + add), "%s: in the likely part of a function", state);
	is(CALL(split(-1)), 7 * (2 * add), "%s: and through the unlikely one", state);
	is(failures, fails, "%s: a NULL key in unlikely code", state);
	is(ffp_info(FFP__KEY(value), &info), 0, "%s: ffp_info", state);
	is(info.sites, COLLECTED(8), "%s: sites of value", state);
	is(info.direct, COLLECTED(8), "%s: all direct", state);
	is(ffp_info(FFP__KEY(failed), &info), 0, "%s: ffp_info", state);
	is(info.sites, COLLECTED(3), "%s: sites of failed", state);
	is(info.direct, COLLECTED(3), "%s: all direct", state);
}

int main(void)
{
	is(at_start, 16, "a site in a constructor");
	check(1, 0, "default");
	is(CHANGE(SET_FFP(value, value_other)), 0, "set value");
	is(CHANGE(SET_FFP(failed, count_failure)), 0, "set failed");
	check(1000, 3, "target");
	is(CHANGE(RESET_FFP(value)), 0, "reset value");
	is(CHANGE(RESET_FFP(failed)), 0, "reset failed");
	check(1, 0, "reset");
	if (FORM == DIRECT)
		ok(spread() >= 4096, "the sites lie %zu bytes apart", (size_t)spread());
	counts_print();
	return done();
}
