// SPDX-License-Identifier: MIT
/*
 * Calls, a change and a question about the processor from the resolver of an IFUNC, which runs
 * while the program is still being relocated, before any constructor.  In a static program
 * (-DEARLY) that is before there are threads, and a change is refused.
 */
#include <ffp.h>

#include <errno.h>

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

/* Features, one of each architecture, that most of its processors have. */
static int supports(void)
{
	static const char *const names[] = { "sse2", "simd", "d", "vx", "altivec", "neon" };
	int some = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		some |= ffp_cpu_supports(names[i]) << i;
	return some | ffp_cpu_supports("tune=any,no-such") << 16;
}

static int supported = -1;
static int before = -1, set = -1, after = -1, asked = -1, found = -1, walked = -1;
static struct ffp_info info_then;

#ifdef EARLY
static int count(const struct ffp *key, void *arg)
{
	(void)key;
	++*(int *)arg;
	return 0;
}

static int visited;
#endif

static int implementation(void)
{
	return 7;
}

__attribute__((used)) static int (*resolve(void))(void)
{
	supported = supports();
	before = CALL(call_value(1));
	set = CHANGE(SET_FFP(value, value_other));
	after = CALL(call_value(1));
	asked = ffp_info(FFP__KEY(value), &info_then);
#ifdef EARLY
	found = ffp_find("value") != NULL;
	walked = ffp_each(count, &visited);
#endif
	return implementation;
}

int chosen(void) __attribute__((ifunc("resolve")));

int main(void)
{
	struct ffp_info info;

	is(chosen(), 7, "the resolver has chosen");
	is(supported, supports(), "there, features of the processor are known");
	is(before, 2, "and a call reached the default");
#ifdef EARLY
	is(set, -EAGAIN, "a change is refused: too early");
	is(after, 2, "and nothing has changed");
	is(asked, -EAGAIN, "as is a question");
	is(found, 0, "and no key is found");
	is(walked, -EAGAIN, "nor are all visited");
	is(visited, 0, "nor is one");
	is(CALL(call_value(1)), 2, "nor later");
	is(CHANGE(SET_FFP(value, value_other)), 0, "in main it succeeds");
	after = CALL(call_value(1));
#else
	(void)found, (void)walked;
	is(set, 0, "a change succeeded");
	is(asked, 0, "a question was answered");
	ok(!info_then.file, "without the module's file, of which nothing is kept yet");
#endif
	is(after, 102, "and a call reached the target");
	is(CALL(call_value(1)), 102, "as it does now");
	is(ffp_info(FFP__KEY(value), &info), 0, "ffp_info");
	ok(info.target == (void *)value_other, "the target is the one set there");
	ok(info.file != NULL, "the module's file is told now");
	is(info.direct, COLLECTED(1), "its site is direct");
	is(CHANGE(RESET_FFP(value)), 0, "reset");
	is(CALL(call_value(1)), 2, "the default again");
	counts_print();
	return done();
}

#endif /* __GLIBC__ */
