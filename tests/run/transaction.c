// SPDX-License-Identifier: MIT
/*
 * ffp_apply: several changes, all or none; what it refuses, and that nothing
 * has changed then.
 */
#include <errno.h>
#include <ffp.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../far.h"
#include "../forms.h"
#include "../tap.h"
#include "counts.h"

int one_default(int x);
int one_default(int x)
{
	return x + 1;
}

int two_default(int x);
int two_default(int x)
{
	return x + 2;
}

static int add_100(int x)
{
	return x + 100;
}

static int add_200(int x)
{
	return x + 200;
}

static int noted;
static void note_it(int x)
{
	noted += x;
}

DEFINE_FFP(one, one_default);
DEFINE_FFP(two, two_default);
DEFINE_FFP_NULL(note, void(int));

static COUNTED int call_all(int x)
{
	note(x);
	return one(x) * 1000 + two(x);
}

/* Static initialisers: changes known when the program is compiled. */
static const struct ffp_change to_targets[] = {
	FFP_CHANGE(one, add_100),
	FFP_CHANGE(two, add_200),
	FFP_CHANGE(note, note_it),
};
static const struct ffp_change to_defaults[] = {
	FFP_CHANGE_DEFAULT(note),
	FFP_CHANGE_DEFAULT(two),
	FFP_CHANGE_DEFAULT(one),
};

/* one and two are to add so much, note is to count or not. */
static void check(int add_one, int add_two, int times, const char *state)
{
	noted = 0;
	is(CALL(call_all(3)), (3 + add_one) * 1000 + 3 + add_two, "%s: both keys", state);
	is(noted, 3 * times, "%s: the NULL key", state);
}

static struct ffp_change set_return(const struct ffp *key, uint64_t value)
{
	return (struct ffp_change){ key, NULL, value, FFP_TO_VALUE };
}

static void check_accepted(void)
{
	const struct ffp *key_one = FFP__KEY(one), *key_two = FFP__KEY(two);
	struct ffp_change some[3];

	is(CHANGE(ffp_apply(to_targets, 3, 0)), 0, "three changes");
	check(100, 200, 1, "three changes");
	is(CHANGE(ffp_apply(to_targets, 3, 0)), 0, "the same again");
	check(100, 200, 1, "the same again");
	is(CHANGE(ffp_apply(to_defaults, 3, 0)), 0, "three resets");
	check(1, 2, 0, "three resets");

	is(CHANGE(ffp_apply(NULL, 0, 0)), 0, "no change at all");
	is(CHANGE(ffp_apply(to_targets, 0, 0)), 0, "none of an array");
	check(1, 2, 0, "nothing");

	some[0] = FFP_CHANGE(two, add_100);
	some[1] = set_return(key_one, 7);
	is(CHANGE(ffp_apply(some, 2, 0)), 0, "a target and a constant");
	check(7 - 3, 100, 0, "a target and a constant");
	/* One is in that state already, the other is not. */
	some[0] = FFP_CHANGE(two, add_200);
	is(CHANGE(ffp_apply(some, 2, 0)), 0, "one of two is news");
	check(7 - 3, 200, 0, "one of two is news");
	some[0] = FFP_CHANGE_DEFAULT(one);
	some[1] = set_return(key_two, (uint32_t)-5);
	some[2] = FFP_CHANGE(note, note_it);
	is(CHANGE(ffp_apply(some, 3, 0)), 0, "a reset, a constant and a target");
	check(1, -5 - 3, 1, "a reset, a constant and a target");
	is(CHANGE(ffp_apply(
	       (struct ffp_change[]){ FFP_CHANGE(note, NULL), FFP_CHANGE(two, two_default) }, 2,
	       0)),
	   0, "changes in an expression");
	check(1, 2, 0, "changes in an expression");
}

/* Each must give this error, and change none of the keys. */
static void refuse(const struct ffp_change *changes, size_t n, unsigned flags, int error,
		   const char *what)
{
	is(CHANGE(ffp_apply(changes, n, flags)), error, "refused: %s", what);
	check(1, 200, 1, what);
}

/* `bad` among two good changes, in every place. */
static void refuse_among(struct ffp_change bad, const char *what)
{
	for (int i = 0; i < 3; i++) {
		struct ffp_change changes[3] = { FFP_CHANGE(one, add_100), FFP_CHANGE(note, NULL) };

		changes[2] = changes[i];
		changes[i] = bad;
		refuse(changes, 3, 0, -EINVAL, what);
		refuse(changes, 3, FFP_ATOMIC, -EINVAL, what);
	}
}

static void check_refused(void)
{
	static struct ffp_state state;
	struct ffp_change twice[] = { FFP_CHANGE(one, add_100), FFP_CHANGE(one, add_200) };
	struct ffp_change equal[] = { FFP_CHANGE(note, NULL), FFP_CHANGE(one, add_100),
				      FFP_CHANGE(one, add_100) };
	struct ffp_change good[] = { FFP_CHANGE(one, add_100) }, none[3];
	struct ffp strange = { .name = "strange", .abi = 99, .state = &state };
	struct ffp broken = *FFP__KEY(one);

	is(CHANGE(SET_FFP(two, add_200)) + CHANGE(SET_FFP(note, note_it)), 0,
	   "two of three keys are changed");
	check(1, 200, 1, "before");

	refuse(twice, 2, 0, -EINVAL, "a key twice");
	refuse(equal, 3, 0, -EINVAL, "a key twice with the same target");
	refuse(NULL, 1, 0, -EINVAL, "no array");
	refuse(NULL, SIZE_MAX, 0, -EINVAL, "no array, and far too many");
	refuse(good, 1, 16, -EINVAL, "an unknown flag");
	refuse(good, 1, ~(FFP_ATOMIC | FFP_AIM | FFP_CALLS | FFP_IN_ORDER), -EINVAL,
	       "all unknown flags");
	refuse(good, 1, UINT_MAX, -EINVAL, "all flags");
	refuse(good, 0, 16, -EINVAL, "an unknown flag and no changes");

	refuse_among((struct ffp_change){ NULL, (void *)add_100, 0, FFP_TO_TARGET }, "no key");
	refuse_among((struct ffp_change){ &strange, (void *)add_100, 0, FFP_TO_TARGET },
		     "a key of another ABI");
	broken.module = NULL;
	refuse_among((struct ffp_change){ &broken, (void *)add_100, 0, FFP_TO_TARGET },
		     "a key of no module");
	refuse_among((struct ffp_change){ FFP__KEY(two), NULL, 0, FFP_TO_TARGET },
		     "NULL for a key that has a default");
	refuse_among((struct ffp_change){ FFP__KEY(two), (void *)add_100, 0, 3 },
		     "an unknown kind of change");
	none[0] = FFP_CHANGE(one, add_100);
	none[1] = FFP_CHANGE(two, two_default);
	none[2] = set_return(FFP__KEY(note), 1);
	refuse(none, 3, 0, -EINVAL, "a constant for a NULL key");
	/* The same with nothing bad in it, so that the above could have gone wrong. */
	equal[2] = FFP_CHANGE(two, two_default);
	is(CHANGE(ffp_apply(equal, 3, 0)), 0, "a good change in the place of the bad one");
	check(100, 2, 0, "a good change in the place of the bad one");
	is(CHANGE(ffp_apply(to_defaults, 3, 0)), 0, "after all that, a reset");
	check(1, 2, 0, "after all that, a reset");
}

/* A default that nothing defines: no reset could go back to it, and none is said to be made. */
int nobody(int x) __attribute__((weak));
DEFINE_FFP_STATIC(lost, nobody);

static void check_undefined(void)
{
	for (int i = 0; i < 3; i++) {
		is(CHANGE(RESET_FFP(lost)), -EINVAL, "an undefined default: a reset");
		is(CHANGE(ffp_set_target(FFP__KEY(lost), NULL)), -EINVAL,
		   "an undefined default: set to nothing");
		is(CHANGE(SET_FFP(lost, add_100)), -EINVAL, "an undefined default: set");
		is(CHANGE(ffp_apply(NULL, 0, FFP_AIM)), 0, "an undefined default: all are aimed");
	}
}

/* Links of chains: each calls on to what was there before, by a key or by a pointer. */
DEFINE_FFP_STATIC(next, one_default);
static int (*previous)(int), (*before_that)(int);

static int plus_10(int x)
{
	return next(x) + 10;
}

static int twice(int x)
{
	return previous(x) * 2;
}

static int minus_1(int x)
{
	return before_that(x) - 1;
}

/* How many transactions have changed something. */
static uint64_t transactions(void)
{
	return ffp_library.change_log->changes;
}

static void check_chain(void)
{
	struct ffp_change chain[8];
	uint64_t begun = transactions();
	size_t n = 0;

	/* next = one; one = plus_10; … */
	chain[n] = FFP_CHANGE(next, FFP_TARGET_AFTER(one, chain, n));
	n++;
	chain[n++] = FFP_CHANGE(one, plus_10);
	previous = FFP_TARGET_AFTER(one, chain, n);
	chain[n++] = FFP_CHANGE(one, twice);
	before_that = FFP_TARGET_AFTER(one, chain, n);
	chain[n++] = FFP_CHANGE(one, minus_1);
	ok(previous == plus_10 && before_that == twice, "a chain: each link finds the one before");
	ok(FFP_TARGET_AFTER(two, chain, n) == two_default && FFP_TARGET(one) == one_default,
	   "a chain: nothing has changed yet");
	check(1, 2, 0, "a chain: nothing has changed yet");
	is(CHANGE(ffp_apply(chain, n, FFP_IN_ORDER)), 0, "a chain: made");
	is((long)(transactions() - begun), 1, "a chain: in one transaction");
	check((3 + 1 + 10) * 2 - 1 - 3, 2, 0, "a chain: all links are called");
	is(CHANGE(ffp_apply(chain, n, FFP_IN_ORDER)), 0, "a chain: made again");
	is((long)(transactions() - begun), 1, "a chain: which was so already");
	is(CHANGE(ffp_apply(chain, n, 0)), -EINVAL, "a chain: a key twice, without the flag");

	/* A link is taken away again before anything is made. */
	chain[n] = FFP_CHANGE(one, previous);
	is(CHANGE(ffp_apply(chain, n + 1, FFP_IN_ORDER)), 0, "a chain: its end taken away");
	check(1 + 10, 2, 0, "a chain: its end taken away");
}

static void check_in_order(void)
{
	struct ffp_change changes[] = { FFP_CHANGE(two, add_100), FFP_CHANGE(note, note_it),
					FFP_CHANGE_DEFAULT(two), FFP_CHANGE(two, add_200) };
	struct ffp_change constant[] = { set_return(FFP__KEY(one), 5), FFP_CHANGE(one, add_100) };
	const int atomic = FORM == POINTER ? -ENOTSUP : 0;

	is(CHANGE(RESET_FFP(one)), 0, "in order: a reset before");
	ok(FFP_TARGET_AFTER(two, changes, 0) == two_default &&
	       FFP_TARGET_AFTER(two, changes, 2) == add_100 &&
	       FFP_TARGET_AFTER(two, changes, 3) == two_default &&
	       FFP_TARGET_AFTER(two, changes, 4) == add_200 &&
	       FFP_TARGET_AFTER(note, changes, 1) == NULL &&
	       FFP_TARGET_AFTER(note, changes, 4) == note_it,
	   "FFP_TARGET_AFTER: the last change counts");
	ok(FFP_TARGET_AFTER(one, constant, 1) == NULL &&
	       FFP_TARGET_AFTER(one, constant, 2) == add_100,
	   "FFP_TARGET_AFTER: a constant is no function");
	is(CHANGE(ffp_apply(changes, 4, FFP_IN_ORDER | FFP_AIM)), 0, "in order: the last counts");
	check(1, 200, 1, "in order: the last counts");
	is(CHANGE(ffp_apply(changes, 3, FFP_IN_ORDER | FFP_ATOMIC)), atomic, "in order: atomic");
	check(1, atomic ? 200 : 2, 1, "in order: atomic");
	is(CHANGE(ffp_apply(constant, 2, FFP_IN_ORDER | FFP_ATOMIC)), 0,
	   "in order: atomic, of one key");
	check(100, atomic ? 200 : 2, 1, "in order: atomic, of one key");
	/* What is replaced is checked all the same. */
	changes[0].target = NULL;
	is(CHANGE(ffp_apply(changes, 4, FFP_IN_ORDER)), -EINVAL, "in order: a bad one is replaced");
	changes[2].to = 3;
	is(CHANGE(ffp_apply(changes + 1, 3, FFP_IN_ORDER)), -EINVAL, "in order: one of no kind");
	check(100, atomic ? 200 : 2, 1, "in order: nothing of it was made");
	is(CHANGE(ffp_apply(to_defaults, 3, FFP_IN_ORDER)), 0, "in order: three resets");
	check(1, 2, 0, "in order: three resets");
}

/* Pointers are stored one by one, and cannot change at one instant. */
static void check_atomic(void)
{
	int many = FORM == POINTER ? -ENOTSUP : 0;

	is(CHANGE(ffp_apply(to_targets, 1, FFP_ATOMIC)), 0, "atomic: one change");
	check(100, 2, 0, "atomic: one change");
	is(CHANGE(ffp_apply(to_targets, 3, FFP_ATOMIC)), many, "atomic: three changes");
	if (many)
		check(100, 2, 0, "atomic: refused");
	else
		check(100, 200, 1, "atomic: three changes");
	is(CHANGE(ffp_apply(NULL, 0, FFP_ATOMIC)), 0, "atomic: none");
	is(CHANGE(ffp_apply(to_defaults, 3, FFP_ATOMIC)), many, "atomic: three resets");
	is(CHANGE(ffp_apply(to_defaults, 3, 0)), 0, "three resets");
	check(1, 2, 0, "three resets");
}

/* A target that no branch of a site reaches (most of the C library), among good ones. */
static void check_far(void)
{
	unsigned flags = FORM == POINTER ? 0 : FFP_ATOMIC;
	struct ffp_change changes[] = { FFP_CHANGE(two, add_200), FFP_CHANGE(one, abs),
					FFP_CHANGE(note, note_it) };
	bool far = is_far((void *)call_all, (void *)abs);
	struct ffp_info info;

	for (int i = 0; i < 2; i++, flags = 0) {
		is(CHANGE(ffp_apply(changes, 3, flags)), 0, "a far target among near ones");
		check(0, 200, 1, "a far target among near ones");
		is(ffp_info(FFP__KEY(one), &info), 0, "ffp_info of its key");
		is(info.direct, far ? 0 : COLLECTED(1), "its site is direct if it can be");
		is(info.unreachable, far ? COLLECTED(1) : 0, "or goes through the trampoline");
		is(ffp_info(FFP__KEY(two), &info), 0, "ffp_info of the other");
		is(info.direct, COLLECTED(1), "whose site is direct");
		is(CHANGE(ffp_apply(to_defaults, 3, 0)), 0, "and all back");
		check(1, 2, 0, "and all back");
	}
}

static void check_fields(void)
{
	is(to_targets[0].to, FFP_TO_TARGET, "FFP_CHANGE: what it does");
	ok(to_targets[0].target == (void *)add_100, "FFP_CHANGE: its target");
	ok(to_targets[0].key == FFP__KEY(one), "FFP_CHANGE: its key");
	is(to_defaults[0].to, FFP_TO_DEFAULT, "FFP_CHANGE_DEFAULT: what it does");
	ok(to_defaults[0].key == FFP__KEY(note), "FFP_CHANGE_DEFAULT: its key");
}

int main(void)
{
	check(1, 2, 0, "before any change");
	check_fields();
	check_accepted();
	check_refused();
	check_atomic();
	check_undefined();
	check_chain();
	check_in_order();
	check_far();
	counts_print();
	return done();
}
