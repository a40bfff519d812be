/* SPDX-License-Identifier: MIT */
/* Prints what each call and each macro yields: the same with libffp and with ffp-pointer.h. */
#include <stdio.h>
#include "keys.h"

static int twice(int n)
{
	return n + n;
}

static int thrice(int n)
{
	return n * 3;
}

static int limit_low(void)
{
	return 3;
}

static int traced, noted, evaluated;

static void count_trace(const char *text)
{
	traced += *text;
}

static void count_note(const char *text)
{
	noted += *text;
}

static void shout(const char *text)
{
	printf("shout %s\n", text);
}

typedef int twice_ffp_type(int);
DEFINE_FFP_STATIC(step, twice);
DEFINE_FFP_NULL_STATIC(quiet, tracer);
DEFINE_FFP_FLAG_STATIC(local);

static void say(const char *what, int value)
{
	printf("%s: %d\n", what, value);
}

static int evaluate(int value)
{
	evaluated++;
	return value;
}

static void candidates(void)
{
	keys_init();
	say("each candidate was asked once", asked);
	say("the best usable candidate", area(2, 3));
	say("is the target", FFP_TARGET(area) == area_wide);
	say("default", FFP_DEFAULT(area) == area_slow);
}

static void keys(void)
{
	int (*pointer)(int, int) = area_fast;

	say("reset", RESET_FFP(area));
	say("area", area(2, 3));
	say("on", FFP_ON(area));
	say("set", SET_FFP(area, pointer));
	say("area", area(2, 3));
	say("on", FFP_ON(area) + FFP_LIKELY_ON(area));
	printf("each is an int: %d %d\n", FFP_ON(area), FFP_LIKELY_ON(area)); /* or a warning */
	say("NULL is refused", SET_FFP(area, NULL) < 0);
	say("area", area(2, 3));
	say("reset", RESET_FFP(area));
	say("target", FFP_TARGET(area) == area_slow);
	say("limit", limit());
	say("set", SET_FFP(limit, limit_low));
	say("limit", limit());
	say("step of another file", step_by_other_file(5));
	say("step", step(5));
	say("set", SET_FFP(step, thrice));
	say("step of another file", step_by_other_file(5));
	say("step", step(5));
}

static void null_keys(void)
{
	trace("a");
	note("a");
	quiet("a");
	say("not set: no target", FFP_TARGET(trace) == NULL && FFP_TARGET(quiet) == NULL);
	say("no default", FFP_DEFAULT(note) == NULL);
	say("on", FFP_ON(trace) + FFP_ON(note) + FFP_ON(quiet));
	say("set", SET_FFP(trace, count_trace) + SET_FFP(note, count_note) + SET_FFP(quiet, shout));
	trace("b");
	note("c");
	quiet("d");
	say("traced", traced);
	say("noted", noted);
	say("on", FFP_ON(trace) + FFP_LIKELY_ON(note) + FFP_ON(quiet));
	say("target", FFP_TARGET(trace) == count_trace);
	say("set to nothing", SET_FFP(trace, NULL) + RESET_FFP(note));
	trace("e");
	note("f");
	say("traced", traced);
	say("noted", noted);
	say("on", FFP_ON(trace) + FFP_LIKELY_ON(note));
}

static void flags(void)
{
	if (FFP_ON(verbose))
		say("not computed", evaluate(1));
	say("set",
	    SET_FFP_FLAG(verbose, 2) + SET_FFP_FLAG(loud, 1) + SET_FFP_FLAG(local, evaluated));
	if (FFP_ON(verbose))
		say("computed", evaluate(1));
	say("on", FFP_ON(verbose) + FFP_LIKELY_ON(loud) + FFP_ON(local));
	say("set", SET_FFP_FLAG(verbose, 0) + SET_FFP_FLAG(local, evaluated));
	say("on", FFP_ON(verbose) + FFP_LIKELY_ON(loud) + FFP_ON(local));
	say("evaluated", evaluated);
}

static void transactions(void)
{
	struct ffp_change changes[4];

	changes[0] = FFP_CHANGE(area, area_fast);
	changes[1] = FFP_CHANGE(note, count_note);
	changes[2] = FFP_CHANGE_DEFAULT(limit);
	changes[3] = FFP_CHANGE_FLAG(local, 0);
	say("apply", ffp_apply(changes, 4, FFP_AIM | FFP_CALLS));
	say("area", area(2, 3));
	say("limit", limit());
	say("on", FFP_ON(note) + FFP_ON(local));
	say("key", changes[0].key == FFP_KEY(area));
	say("one at an instant", ffp_apply(changes, 1, FFP_ATOMIC));
	say("nothing to do", ffp_apply(NULL, 0, 0));
	say("unknown flag", ffp_apply(changes, 1, 1u << 20) < 0);
	changes[0] = FFP_CHANGE(area, area_wide);
	changes[1] = FFP_CHANGE(area, area_slow);
	say("twice the same key", ffp_apply(changes, 2, 0) < 0);
	changes[1] = FFP_CHANGE(limit, NULL);
	say("NULL among others", ffp_apply(changes, 2, 0) < 0);
	changes[1] = FFP_CHANGE(note, NULL);
	changes[1].to = 77;
	say("unknown kind", ffp_apply(changes, 2, 0) < 0);
	changes[1].key = NULL;
	changes[1].to = FFP_TO_DEFAULT;
	say("no key", ffp_apply(changes, 2, 0) < 0);
	say("nowhere to read", ffp_apply(NULL, 2, 0) < 0);
	say("area is as it was", area(2, 3));
}

int main(void)
{
	candidates();
	keys();
	null_keys();
	flags();
	transactions();
	return 0;
}
