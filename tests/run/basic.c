// SPDX-License-Identifier: MIT
/* One key: its default, set, reset, target, what ffp_info says of it. */
#include <errno.h>
#include <ffp.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"

int twice(int x);
int thrice(int x);

int twice(int x)
{
	return 2 * x;
}

int thrice(int x)
{
	return 3 * x;
}

DEFINE_FFP(times, twice);

/* Three sites: two calls here and a tail call in tail(). */
static __attribute__((noinline)) int sum(int x)
{
	return times(x) + times(x + 1);
}

static __attribute__((noinline)) int tail(int x)
{
	return times(x);
}

int main(void)
{
	struct ffp_info info;
	int (*volatile value)(int) = times; /* no call that the compiler could make direct */

	is(sum(10), 42, "before any change a call reaches the default");
	is(ffp_info(ffp_find("times"), &info), 0, "ffp_info of a found key");
	ok(!strcmp(info.name, "times"), "its name");
	ok(info.def == (void *)twice && info.target == (void *)twice, "its default and target");
	is(info.sites, COLLECTED(3), "sites collected");
	is(info.direct, COLLECTED(3), "sites direct before any change");
	is(info.pointer, FORM == POINTER, "the form it says it has");

	is(SET_FFP(times, thrice), 0, "set");
	is(sum(10), 63, "two calls reach the new target");
	is(tail(5), 15, "a tail call does");
	ok(FFP_TARGET(times) == thrice, "FFP_TARGET is the new target");
	if (FORM != POINTER)
		is(value(4), 12, "an address taken before the change follows it");
	is(ffp_info(ffp_find("times"), &info), 0, "ffp_info after a change");
	is(info.direct, COLLECTED(3), "sites direct after a change");

	is(SET_FFP(times, thrice), 0, "setting what is set");
	is(SET_FFP_RETURN(times, -7), 0, "a constant");
	is(sum(1), -14, "two calls yield it");
	is(tail(1), -7, "a tail call does");
	is(FFP_TARGET(times)(9), -7, "and FFP_TARGET's pointer");

	is(RESET_FFP(times), 0, "reset");
	is(sum(10), 42, "the default again");
	ok(FFP_TARGET(times) == twice, "and as the target");

	is(SET_FFP(times, NULL), -EINVAL, "NULL is refused for a key with a default");
	is(ffp_set_target(NULL, (void *)twice), -EINVAL, "no key is refused");
	is(sum(10), 42, "and nothing has changed");
	ok(!ffp_find("no such key"), "an unknown name");
	return done();
}
