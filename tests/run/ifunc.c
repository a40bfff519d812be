// SPDX-License-Identifier: MIT
/*
 * Calls and a change from the resolver of an IFUNC, which runs while the program
 * is still being relocated, before any constructor.
 */
#include <ffp.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

#ifndef __GLIBC__

int main(void)
{
	puts("1..0 # SKIP only glibc has IFUNCs");
	return 0;
}

#else

int value_default(int x);
int value_default(int x)
{
	return x;
}

static int value_other(int x)
{
	return x + 100;
}

DEFINE_FFP(value, value_default);
DEFINE_FFP_NULL(event, void(int));

static COUNTED int call_value(int x)
{
	event(x);
	return value(x) + 1;
}

static int before = -1, set = -1, after = -1;

static int implementation(void)
{
	return 7;
}

__attribute__((used)) static int (*resolve(void))(void)
{
	before = CALL(call_value(1));
	set = CHANGE(SET_FFP(value, value_other));
	after = CALL(call_value(1));
	return implementation;
}

int chosen(void) __attribute__((ifunc("resolve")));

int main(void)
{
	struct ffp_info info;

	is(chosen(), 7, "the resolver has chosen");
	is(before, 2, "there, a call reached the default");
	is(set, 0, "a change succeeded");
	is(after, 102, "and a call reached the target");
	is(CALL(call_value(1)), 102, "as it does now");
	is(ffp_info(FFP__KEY(value), &info), 0, "ffp_info");
	ok(info.target == (void *)value_other, "the target is the one set there");
	is(info.direct, COLLECTED(1), "its site is direct");
	is(CHANGE(RESET_FFP(value)), 0, "reset");
	is(CALL(call_value(1)), 2, "the default again");
	counts_print();
	return done();
}

#endif /* __GLIBC__ */
