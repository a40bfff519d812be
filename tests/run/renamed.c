// SPDX-License-Identifier: MIT
/*
 * Defaults whose symbol is not their name: an asm label, a redirection of the C library's,
 * an alias.  The name is another function's, which nobody means.  (That a key which other
 * files may call refuses such a default is tests/must-fail's.)
 */
#define _POSIX_C_SOURCE 200809L /* so that strerror_r is POSIX's, by another symbol */
#include <errno.h>
#include <ffp.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"

int doubled(int x) __asm__("second_doubled");
int first_doubled(int x) __asm__("doubled");
int doubled(int x)
{
	return 2 * x;
}
int first_doubled(int x)
{
	return -x;
}

static int tripled(int x) __asm__("second_tripled");
static COUNTED int tripled(int x)
{
	return 3 * x;
}

int nine_more(int x);
int nine_more(int x)
{
	return x + 9;
}
int alias(int x) __attribute__((alias("nine_more")));

DEFINE_FFP_STATIC(twice, doubled);
DEFINE_FFP_STATIC(thrice, tripled);
DEFINE_FFP_STATIC(message, strerror_r);
DEFINE_FFP(more, alias);
DEFINE_FFP_EXPORT(seen_more, alias);
DEFINE_FFP_STATIC(own_more, alias);
#if FORM == POINTER
DEFINE_FFP(open_twice, doubled);
#endif

static int minus_one(int x)
{
	(void)x;
	return -1;
}

static void check_defaults(const char *state)
{
	is(twice(5), 10, "%s: a label: calls what C means", state);
	is(thrice(5), 15, "%s: a static function's", state);
	is(more(5), 14, "%s: an alias", state);
	is(seen_more(5), 14, "%s: of an exported key", state);
	is(own_more(5), 14, "%s: of a file-local one", state);
#if FORM == POINTER
	is(open_twice(5), 10, "%s: of a key that others call", state);
#endif
}

static void check_libc(void)
{
	char by_libc[100] = "", by_key[100] = "untouched";
	int expected = strerror_r(ENOENT, by_libc, sizeof(by_libc));

	is(message(ENOENT, by_key, sizeof(by_key)), expected, "libc's other function: its value");
	ok(!strcmp(by_key, by_libc), "and what it wrote");
}

int main(void)
{
	struct ffp_info info;

	check_defaults("at first");
	check_libc();
	ok(FFP_TARGET(twice) == doubled, "FFP_TARGET is the function that C means");
	is(ffp_info(ffp_find("twice"), &info), 0, "ffp_info");
	is(info.direct, info.sites, "all sites are direct");
	is(info.sites != 0, FORM == DIRECT, "and known, where they are collected");
	ok(!SET_FFP(twice, minus_one) && !SET_FFP(thrice, minus_one) && !SET_FFP(more, minus_one) &&
	       !SET_FFP(seen_more, minus_one) && !SET_FFP(own_more, minus_one),
	   "set");
	is(twice(5) + thrice(5) + more(5) + seen_more(5) + own_more(5), -5,
	   "the targets are called");
	ok(!RESET_FFP(twice) && !RESET_FFP(thrice) && !RESET_FFP(more) && !RESET_FFP(seen_more) &&
	       !RESET_FFP(own_more),
	   "reset");
	check_defaults("reset");
	check_libc();
	return done();
}
