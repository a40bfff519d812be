/* SPDX-License-Identifier: MIT */
/*
 * Call everything before a change, after it, and after the way back.  Prints what
 * was wrong, and a line per key for the test to compare.
 */
#include "keys.h"

#include <stdio.h>
#include <stdlib.h>

static int wrong;

static void is(const char *what, int got, int expected)
{
	if (got == expected)
		return;
	printf("wrong: %s: %d instead of %d\n", what, got, expected);
	wrong = 1;
}

static void call_all(int set)
{
	int on = set == 1, old = quiet_sum;

	is("change", change(on), 0);
	is("calls", calls(1), 18 + 3 * on);
	is("twin", twin_one(1) * 100 + twin_two(1), (7 + 3 * on) * 101);
	is("tail", tail(1), 102 + on);
	is("cond", cond(4) * 100 + cond(3), (7 + on) * 100 + 7);
	is("locals", locals(1, set), (21 + on) * 10000 + 31 + on);
	quietly(5);
	quietly(1);
	is("quiet", quiet_sum - old, on ? 11 : 0);
	is("shown, from outside", shown(1), 4 + on);
}

static int tell(const struct ffp *key, void *when)
{
	struct ffp_info info;

	if (ffp_info(key, &info)) {
		puts("wrong: ffp_info");
		return 1;
	}
	printf(
	    "%s %s sites=%zu direct=%zu trampoline=%zu unreachable=%zu unaimed=%zu foreign=%zu\n",
	    (const char *)when, info.name, info.sites, info.direct, info.trampoline,
	    info.unreachable, info.unaimed, info.foreign);
	return 0;
}

int main(void)
{
	static char before[] = "before", after[] = "after", back[] = "back";

	is("before any change", calls(1), 18);
	wrong |= ffp_each(tell, before);
	call_all(1);
	wrong |= ffp_each(tell, after);
	call_all(2);
	wrong |= ffp_each(tell, back);
	puts(wrong ? "failed" : "fine");
	return wrong;
}
