// SPDX-License-Identifier: MIT
/*
 * Keys by symbol: of functions of another file, of libc, of those that a resolver chooses.  Calls
 * in the files that were compiled with the names follow the keys; addresses, calls that compilers
 * inline, other functions of the same name, and libc's own calls do not.
 */
#include <ffp.h>
#include <stdlib.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"
#include "calls.h"

int local(int x);
int local(int x)
{
	return x + 50;
}

DEFINE_FFP_SYMBOL(twice);
DEFINE_FFP_SYMBOL(chosen);
DEFINE_FFP_SYMBOL(recursive);
DEFINE_FFP_SYMBOL(strlen);
DEFINE_FFP_SYMBOL(memcpy);
DEFINE_FFP_SYMBOL(malloc);
DEFINE_FFP_SYMBOL(small);
DEFINE_FFP_SYMBOL(local);

static int seen; /* calls that came to a function of this file */

/* Each calls the function itself, too. */
static int twice_and_100(int x)
{
	seen++;
	return FFP_DEFAULT(twice)(x) + 100;
}

static int chosen_and_100(int x)
{
	seen++;
	return FFP_DEFAULT(chosen)(x) + 100;
}

static int recursive_seen(int n)
{
	seen++;
	return FFP_DEFAULT(recursive)(n);
}

static size_t strlen_and_100(const char *s)
{
	seen++;
	return FFP_DEFAULT(strlen)(s) + 100;
}

static void *memcpy_but_one(void *to, const void *from, size_t n)
{
	seen++;
	return FFP_DEFAULT(memcpy)(to, from, n - 1);
}

static void *malloc_seen(size_t n)
{
	seen++;
	return FFP_DEFAULT(malloc)(n);
}

static int minus_1(int x)
{
	(void)x;
	seen++;
	return -1;
}

/* So many calls came to the functions above, of calls from sites. */
static void came(size_t n, const char *what)
{
	is(seen, COLLECTED(n), "%s", what);
	seen = 0;
}

static void has_sites(const char *name, size_t n)
{
	struct ffp_info info = { 0 };

	is(ffp_info(ffp_find(name), &info), 0, "%s: a key", name);
	is(info.sites, COLLECTED(n), "%s: its sites", name);
	is(info.direct, info.sites, "%s: all are direct", name);
}

static void of_this_program(void)
{
	is(SET_FFP(twice, twice_and_100), 0, "twice: set");
	has_sites("twice", 2);
	is(call_twice(3), 7 + (int)COLLECTED(100), "twice: a call");
	is(tail_twice(3), 8 + (int)COLLECTED(100), "twice: a tail call");
	came(2, "twice: both came to the target");
	is(address_of_twice()(3), 6, "twice: its address is the function's");
	ok(address_of_twice() == FFP_DEFAULT(twice), "twice: and the default");
	ok(FFP_TARGET(twice) == twice_and_100, "twice: the target is told");
	is(SET_FFP_RETURN(twice, 9), 0, "twice: a constant");
	is(call_twice(3), FORM == DIRECT ? 10 : 7, "twice: is returned");
	is(RESET_FFP(twice), 0, "twice: reset");
	is(call_twice(3) + tail_twice(3), 15, "twice: as before");
	came(0, "twice: and none came to the target");

	is(SET_FFP(recursive, recursive_seen), 0, "recursive: set");
	is(call_recursive(3), 8, "recursive: the result is the same");
	has_sites("recursive", 2);
	/* Of 3, 2, 1 and 0. */
	came(4, "recursive: the inner calls came to the target, too");
	is(RESET_FFP(recursive), 0, "recursive: reset");
}

/* The default is what the resolver has chosen. */
static void with_resolver(void)
{
	static const char text[] = "direct";
	char copy[8] = "........";

	is(call_chosen(1), 32, "chosen: before, what the resolver has chosen");
	is(SET_FFP(chosen, chosen_and_100), 0, "chosen: set");
	has_sites("chosen", 1);
	is(call_chosen(1), 32 + (int)COLLECTED(100), "chosen: a call");
	came(1, "chosen: came to the target");
	is(address_of_chosen()(1), 31, "chosen: its address is the function's");
	is(FFP_DEFAULT(chosen)(1), 31, "chosen: as is the default");
	is(RESET_FFP(chosen), 0, "chosen: reset");
	is(call_chosen(1), 32, "chosen: as before");

	is(call_strlen(text) + tail_strlen(text), 7 + 5, "strlen: before");
	is(SET_FFP(strlen, strlen_and_100), 0, "strlen: set");
	has_sites("strlen", 2);
	is(call_strlen(text), 7 + COLLECTED(100), "strlen: a call");
	is(tail_strlen(text), 5 + COLLECTED(100), "strlen: a tail call");
	came(2, "strlen: both came to the target");
	is(address_of_strlen()(text), 6, "strlen: its address is the function's");
	is(RESET_FFP(strlen), 0, "strlen: reset");
	is(call_strlen(text) + tail_strlen(text), 7 + 5, "strlen: as before");

	is(SET_FFP(memcpy, memcpy_but_one), 0, "memcpy: set");
	has_sites("memcpy", 1);
	ok(call_memcpy(copy, text, 6) == copy + 1, "memcpy: a call");
	is(!memcmp(copy, "direc", 5) && copy[5] == (FORM == DIRECT ? '.' : 't'), 1,
	   "memcpy: did what the target says");
	came(1, "memcpy: came to the target");
	is(RESET_FFP(memcpy), 0, "memcpy: reset");
	ok(call_memcpy(copy, text, 6) == copy + 1 && !memcmp(copy, text, 6), "memcpy: as before");
}

static void not_reached(void)
{
	void *p, *q;

	is(SET_FFP(small, minus_1), 0, "small: set");
	has_sites("small", 0);
	is(call_small(1), 8, "small: a call that the compiler has inlined is no site");
	is(SET_FFP(local, minus_1), 0, "local: set");
	has_sites("local", 0);
	is(call_local(1), 12, "local: a static function of the name is another function");
	came(0, "and none came to the target");

	is(SET_FFP(malloc, malloc_seen), 0, "malloc: set");
	has_sites("malloc", 1);
	p = call_malloc(8);
	ok(p, "malloc: a call");
	came(1, "malloc: came to the target");
	q = call_strdup("text");
	ok(q, "malloc: libc calls it for strdup");
	came(0, "malloc: and that call is libc's own");
	free(p);
	free(q);
	is(SET_FFP_RETURN(malloc, NULL), 0, "malloc: no memory");
	p = call_malloc(8);
	is(!p, FORM == DIRECT, "malloc: fails");
	free(p);
	is(RESET_FFP(malloc), 0, "malloc: reset");
}

int main(void)
{
	of_this_program();
	with_resolver();
	not_reached();
	return done();
}
