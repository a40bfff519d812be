// SPDX-License-Identifier: MIT
/*
 * FFP_PUBLIC: who calls a key by the symbol of its name, without a declaration of the key
 * (public-caller.c), or takes that function's address, reaches what the key calls now.  All that a
 * call hands over arrives: on the stack, in floating-point registers, behind "...".
 */
#include "public.h"

#include <ffp.h>
#include <stdarg.h>

#include "../forms.h"
#include "../tap.h"

#ifdef FFP_PUBLIC

int public_plain_default(int x);
int public_plain_default(int x)
{
	return x + 1;
}

static int plain_other(int x)
{
	return x + 2;
}

DEFINE_FFP(public_plain, public_plain_default);
FFP_PUBLIC(public_plain);
FFP_PUBLIC_AS(public_plain, public_plain_again);

long public_sum_default(const char *what, ...);
long public_sum_default(const char *what, ...)
{
	va_list list;
	long sum = 0;

	va_start(list, what);
	for (; *what; what++)
		sum += *what == 'd' ? (long)va_arg(list, double) : va_arg(list, long);
	va_end(list);
	return sum;
}

static long sum_other(const char *what, ...)
{
	va_list list;
	long sum = 1000;

	va_start(list, what);
	for (; *what; what++)
		sum -= *what == 'd' ? (long)va_arg(list, double) : va_arg(list, long);
	va_end(list);
	return sum;
}

DEFINE_FFP_EXPORT(public_sum, public_sum_default);
FFP_PUBLIC(public_sum);

struct public_large public_mixed_default(int a, double b, struct public_large c, float d, long e,
					 long f, long g, long h, struct public_large i);
struct public_large public_mixed_default(int a, double b, struct public_large c, float d, long e,
					 long f, long g, long h, struct public_large i)
{
	c.x[0] += a + i.x[2];
	c.x[1] += (long)b + e + f;
	c.x[2] += (long)d + g + h;
	return c;
}

static struct public_large mixed_other(int a, double b, struct public_large c, float d, long e,
				       long f, long g, long h, struct public_large i)
{
	c = public_mixed_default(a, b, c, d, e, f, g, h, i);
	c.x[0] = -c.x[0];
	return c;
}

DEFINE_FFP(public_mixed, public_mixed_default);
FFP_PUBLIC(public_mixed);

static int noted;
static void note(int x)
{
	noted += x;
}

DEFINE_FFP_NULL(public_hook, void(int));
FFP_PUBLIC(public_hook);
DEFINE_FFP_NULL_EXPORT(public_exported_hook, void(int));
FFP_PUBLIC(public_exported_hook);
DEFINE_FFP_RETURN(public_value, int(int), 7);
FFP_PUBLIC(public_value);

static COUNTED void calls(int x, long sum, long first, int value, const char *when)
{
	is(caller_plain(10), x, "%s: a plain key", when);
	is(caller_again(10), x, "%s: by another name of it", when);
	is(caller_by_address(10), x, "%s: by the address", when);
	is(public_plain(10), x, "%s: by the key itself", when);
	is(caller_sum(), sum, "%s: an exported key, with three dots", when);
	is(caller_mixed(), first, "%s: with structures, and arguments on the stack", when);
	is(caller_value(10), value, "%s: of DEFINE_FFP_RETURN", when);
}

static void hooks(int wanted, const char *when)
{
	noted = 0;
	caller_hooks(5);
	is(noted, wanted, "%s: NULL keys, plain and exported", when);
}

int main(void)
{
	struct ffp_info info;

	calls(11, 45 + 6, 1 + 10 + 32, 7, "at first");
	hooks(0, "at first");
	is(SET_FFP(public_plain, plain_other) + SET_FFP(public_sum, sum_other) +
	       SET_FFP(public_mixed, mixed_other) + SET_FFP_RETURN(public_value, 9) +
	       SET_FFP(public_hook, note) + SET_FFP(public_exported_hook, note),
	   0, "set");
	calls(12, 1000 - 45 - 6, -1 - 10 - 32, 9, "set");
	hooks(10, "set");
	is(SET_FFP_RETURN(public_plain, 77), 0, "a constant");
	ok(caller_plain(1) == 77 && caller_by_address(1) == 77,
	   "by the symbol, and by the address");
	is(RESET_FFP(public_plain) + RESET_FFP(public_sum) + RESET_FFP(public_mixed) +
	       RESET_FFP(public_value) + RESET_FFP(public_hook) + RESET_FFP(public_exported_hook),
	   0, "reset");
	calls(11, 45 + 6, 1 + 10 + 32, 7, "reset");
	hooks(0, "reset");

	is(ffp_info(FFP_KEY(public_plain), &info), 0, "the key is known");
	is(info.sites, COLLECTED(1), "calls by the symbol are no sites");
	if (FORM == POINTER)
		skip("its address is no target", "in the pointer form no key is seen");
	else
		is(ffp_set_target(FFP_KEY(public_mixed), caller_address()), -22,
		   "its address is no target");
	return done();
}

#else

int main(void)
{
	skip("FFP_PUBLIC", "no back end");
	return done();
}

#endif
