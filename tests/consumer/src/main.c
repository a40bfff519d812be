// SPDX-License-Identifier: MIT
/*
 * A program with a key of its own that uses a shared library's.
 *
 * usage: main direct|inlined|plain: fails unless all sites were collected, or none
 * was, and unless every call goes where it should, before a change and after.
 * "inlined": link-time optimisation may have made several sites of one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "area.h"
#include "next.h"

int next_throws(int x);

static int wrong;

static void is(const char *what, long got, long want)
{
	if (got == want)
		return;
	printf("%s: %ld instead of %ld\n", what, got, want);
	wrong = 1;
}

static int next_more(int x)
{
	return x + 10;
}

static int area_none(int width, int height)
{
	return (void)width, (void)height, 100;
}

static void calls(const char *when, int more, int area_of_6)
{
	printf("%s\n", when);
	is("call in C", next_in_c(1), 2 * (1 + more));
	is("call in C++", next_in_cxx(1), 3 * (1 + more));
	is("jump in assembly", next_in_assembly(1), 1 + more);
	is("call of the library's key", area(2, 3), area_of_6);
	is("in the library", area_here(2, 3), area_of_6 + 1);
	is("in another file of it", area_elsewhere(2, 3), area_of_6 + 2);
}

int main(int argc, char **argv)
{
	struct ffp_info own = { 0 }, theirs = { 0 };
	const char *form = argc == 2 ? argv[1] : "plain";
	long collected = strcmp(form, "plain") ? 3 : 0;

	calls("before a change", 1, 6);
	is("change", SET_FFP(next, next_more) || SET_FFP(area, area_none), 0);
	calls("after it", 10, 100);
	is("change", SET_FFP(next, next_throws), 0);
	is("catch", next_in_cxx(5), 5);
	is("reset", RESET_FFP(next) || RESET_FFP(area), 0);
	calls("after a reset", 1, 6);

	is("info", ffp_info(ffp_find("next"), &own) || ffp_info(ffp_find("area"), &theirs), 0);
	if (!strcmp(form, "inlined") && own.sites > 3)
		collected = (long)own.sites;
	is("sites of the program's key", (long)own.sites, collected);
	is("of which direct", (long)own.direct, collected);
	collected = collected ? 3 : 0;
	is("sites of the library's key", (long)theirs.sites, collected);
	/* From a program at 0x55… to a library at 0x7f… no branch reaches. */
	is("of which direct or out of reach", (long)(theirs.direct + theirs.unreachable),
	   collected);
	printf("%zu and %zu sites\n", own.sites, theirs.sites);
	return wrong;
}
