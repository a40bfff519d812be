// SPDX-License-Identifier: MIT
/*
 * Asking: ffp_find, ffp_each, what ffp_info tells after each kind of change, and
 * the current target as a value, which filter chains are made of.
 */
#include <errno.h>
#include <ffp.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

int level_default(int x);
int level_default(int x)
{
	return x;
}

DEFINE_FFP(level, level_default);
DEFINE_FFP_EXPORT(shared, level_default);
DEFINE_FFP_NULL(event, void(int));
DEFINE_FFP_STATIC(own, level_default);

#define KEYS 4

static COUNTED int call_level(int x)
{
	return level(x) + 1;
}

static COUNTED int tail_level(int x)
{
	return level(x);
}

static COUNTED int call_others(int x)
{
	event(x);
	return shared(x) + own(x);
}

/* What FFP_TARGET is while a constant is set; not an address that anyone knows. */
#define ANY ((void *)1)

static const char *program;

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* All that ffp_info tells of `level`. */
static void check_level(void *target, int constant, uint64_t value, const char *state)
{
	struct ffp_info info;

	memset(&info, 0xff, sizeof(info));
	is(ffp_info(FFP_KEY(level), &info), 0, "%s: ffp_info", state);
	ok(!strcmp(info.name, "level"), "%s: name", state);
	ok(info.def == (void *)level_default, "%s: default", state);
	ok(target == ANY || info.target == target, "%s: target", state);
	ok(info.target == (void *)FFP_TARGET(level), "%s: FFP_TARGET says the same", state);
	is(info.sites, COLLECTED(2), "%s: sites", state);
	is(info.direct, COLLECTED(2), "%s: direct", state);
	is(info.trampoline + info.unreachable + info.unaimed + info.foreign, 0, "%s: and no others",
	   state);
	is(info.constant, constant, "%s: constant", state);
	is(info.value, value, "%s: its value", state);
	is(info.pointer, FORM == POINTER, "%s: form", state);
	ok(info.file && !strcmp(base_of(info.file), base_of(program)),
	   "%s: this program's file, %s", state, info.file ? info.file : "(none)");
	is(info.branches | info.branches_on, 0, "%s: what is spare is zero", state);
}

static int plus_ten(int x)
{
	return x + 10;
}

static void check_info(void)
{
	struct ffp_info info;

	check_level((void *)level_default, 0, 0, "before");
	is(CHANGE(SET_FFP(level, plus_ten)), 0, "set");
	check_level((void *)plus_ten, 0, 0, "target");
	is(CHANGE(SET_FFP_RETURN(level, 7)), 0, "constant");
	check_level(ANY, 1, 7, "constant");
	is(CHANGE(SET_FFP_RETURN(level, -7)), 0, "constant");
	check_level(ANY, 1, FFP__WIDEN(-7), "negative constant");
	is(CHANGE(SET_FFP(level, plus_ten)), 0, "set");
	check_level((void *)plus_ten, 0, 0, "target after a constant");
	is(CHANGE(RESET_FFP(level)), 0, "reset");
	check_level((void *)level_default, 0, 0, "reset");

	is(ffp_info(FFP_KEY(event), &info), 0, "ffp_info of a NULL key");
	ok(!info.def && !info.target, "it has neither default nor target");
	ok(!FFP_TARGET(event), "FFP_TARGET is NULL");
	is(info.sites, COLLECTED(1), "but sites");
	is(info.direct, COLLECTED(1), "direct ones");
	is(ffp_info(NULL, &info), -EINVAL, "no key");
	is(ffp_info(FFP_KEY(level), NULL), -EINVAL, "nowhere to");
}

static void check_find(void)
{
	ok(ffp_find("level") == FFP_KEY(level), "a plain key is found");
	ok(ffp_find("shared") == FFP_KEY(shared), "an exported one");
	ok(ffp_find("event") == FFP_KEY(event), "a NULL key");
	ok(ffp_find("own") == FFP_KEY(own), "a file-local one");
	ok(!ffp_find("l") && !ffp_find("levels") && !ffp_find("") && !ffp_find("level_default"),
	   "what is nearly a name is not");
	ok(!ffp_find(NULL), "no name");
	is(CHANGE(ffp_set_target(ffp_find("level"), (void *)plus_ten)), 0, "set by name");
	is(CALL(call_level(1)), 12, "and called");
	is(CHANGE(ffp_reset_target(ffp_find("level"))), 0, "reset by name");
	is(CALL(call_level(1)), 2, "and called");
}

struct walk {
	unsigned seen;
	unsigned stop_at;
	int with;
	bool change;
};

static int visit(const struct ffp *key, void *arg)
{
	struct walk *walk = arg;
	struct ffp_info info;
	int r = ffp_info(key, &info);

	if (r)
		return r;
	/* What a callback may do: everything. */
	if (walk->change) {
		r = CHANGE(ffp_set_target(key, info.def ? (void *)plus_ten : (void *)NULL));
		if (r || ffp_find(info.name) != key)
			return -1;
	}
	return ++walk->seen == walk->stop_at ? walk->with : 0;
}

static void check_each(void)
{
	struct walk walk = { 0, 0, 0, false };

	is(ffp_each(visit, &walk), 0, "ffp_each");
	is(walk.seen, KEYS, "sees all keys");
	walk = (struct walk){ 0, 2, 42, false };
	is(ffp_each(visit, &walk), 42, "a value of the callback's ends it");
	is(walk.seen, 2, "there");
	walk = (struct walk){ 0, KEYS, -3, false };
	is(ffp_each(visit, &walk), -3, "a negative one too");
	is(walk.seen, KEYS, "at the last key");
	walk = (struct walk){ 0, 0, 0, true };
	is(ffp_each(visit, &walk), 0, "a callback that changes each key");
	is(CALL(call_level(1)), 12, "has changed it");
	is(CALL(call_others(1)), 22, "and the others");
	is(CHANGE(RESET_FFP(level)) | CHANGE(RESET_FFP(shared)) | CHANGE(RESET_FFP(own)), 0,
	   "reset");
	is(CALL(call_level(1)) + CALL(call_others(1)), 4, "all");
}

/* Filters: each does its part and hands on to what was there before it. */
static int (*below_double)(int), (*below_square)(int);

static int filter_double(int x)
{
	return below_double(2 * x);
}

static int filter_square(int x)
{
	return below_square(x * x);
}

static void check_chain(void)
{
	int (*saved)(int);

	below_double = FFP_TARGET(level);
	is(CHANGE(SET_FFP(level, filter_double)), 0, "one filter");
	is(CALL(tail_level(3)), 6, "doubles");
	below_square = FFP_TARGET(level);
	is(CHANGE(SET_FFP(level, filter_square)), 0, "another on top");
	is(CALL(tail_level(3)), 18, "squares, then doubles");
	is(CHANGE(SET_FFP(level, below_square)), 0, "the top one leaves");
	is(CALL(tail_level(3)), 6, "doubles");
	is(CHANGE(SET_FFP(level, below_double)), 0, "the other one leaves");
	is(CALL(tail_level(3)), 3, "the default");
	check_level((void *)level_default, 0, 0, "chain undone");

	/* A constant is a target like any other, also when it is put back. */
	is(CHANGE(SET_FFP_RETURN(level, 50)), 0, "a constant");
	saved = FFP_TARGET(level);
	is(saved(1), 50, "its FFP_TARGET can be called");
	below_double = saved;
	is(CHANGE(SET_FFP(level, filter_double)), 0, "a filter on top of it");
	is(CALL(tail_level(3)), 50, "hands on to it");
	is(CHANGE(SET_FFP(level, saved)), 0, "the filter leaves");
	is(CALL(tail_level(3)), 50, "the constant");
	check_level((void *)saved, 1, 50, "constant put back");
	is(CHANGE(SET_FFP(level, saved)), 0, "put back once more");
	is(CALL(call_level(3)), 51, "the constant");
	is(CHANGE(SET_FFP(level, plus_ten)), 0, "something else after it");
	is(CALL(call_level(3)), 14, "is called");
	is(CHANGE(RESET_FFP(level)), 0, "reset");
	check_level((void *)level_default, 0, 0, "constant undone");
}

/* A key is no target; in the pointer form what it is as a value, the other's target, is. */
static void check_key_as_target(void)
{
	const int refused = FORM == POINTER ? 0 : -EINVAL;

	if (FORM != POINTER)
		is(CHANGE(ffp_set_target(FFP_KEY(level), FFP__VOID(level))), -EINVAL,
		   "a key as its own target is refused");
	is(CALL(call_level(1)), 2, "the default still");
	is(CHANGE(ffp_set_target(FFP_KEY(level), FFP__VOID(shared))), refused,
	   "a key as another's target is refused, but in the pointer form");
	is(CALL(call_level(1)), 2, "the default, of the one or the other");
	is(CHANGE(RESET_FFP(level)), 0, "reset");
	check_level((void *)level_default, 0, 0, "no key's target");
}

/* More changes than can be are not looked at: there is one. */
static void check_number(void)
{
	const struct ffp_change change = FFP_CHANGE(level, filter_double);
	const struct ffp *const key = FFP_KEY(level);
	void *const target = (void *)filter_double;

	is(ffp_apply(&change, SIZE_MAX / sizeof(change), 0), -EINVAL, "too many changes");
	is(ffp_set_targets(&key, &target, SIZE_MAX / sizeof(key), 0), -EINVAL, "and targets");
}

int main(int argc, char **argv)
{
	(void)argc;
	program = argv[0];
	check_info();
	check_find();
	check_each();
	check_chain();
	check_key_as_target();
	check_number();
	counts_print();
	return done();
}
