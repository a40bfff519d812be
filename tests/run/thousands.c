// SPDX-License-Identifier: MIT
/* Ten thousand keys, all changed at once: all of them, or none. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"
#include "thousands.h"

#define KEYS 10000

extern struct thousandth __start_thousands[], __stop_thousands[];

/* Every call is to add its key's number so many times. */
static void check(int times, const char *state)
{
	unsigned wrong = 0;

	for (const struct thousandth *t = __start_thousands; t < __stop_thousands; t++) {
		int want = 100000 + *t->number * times;

		wrong += CALL(t->call(100000)) != 2 * want;
		wrong += CALL(t->tail(100000)) != want;
	}
	is(wrong, 0, "%s: %d calls", state, 2 * KEYS);
}

static void refuse(struct ffp_change *changes, size_t at, struct ffp_change bad, const char *what)
{
	struct ffp_change good = changes[at];

	changes[at] = bad;
	is(CHANGE(ffp_apply(changes, KEYS, 0)), -EINVAL, "%s: refused", what);
	check(1, what);
	changes[at] = good;
}

/* The same changes, from a table of keys and one of targets. */
static void check_tables(const struct ffp_change *to, const struct ffp_change *back)
{
	static const struct ffp *keys[KEYS];
	static void *targets[KEYS];

	for (int i = 0; i < KEYS; i++) {
		keys[i] = to[i].key;
		targets[i] = to[i].target;
	}
	is(CHANGE(ffp_set_targets(keys, targets, KEYS, 0)), 0, "two tables: set all at once");
	check(-1, "two tables: set");
	is(CHANGE(ffp_apply(back, KEYS, 0)), 0, "and reset");
	is(CHANGE(ffp_set_targets(keys, targets, 7, 0)), 0, "two tables: a few");
	ok(ffp_target(keys[6]) == targets[6] && ffp_target(keys[7]) != targets[7], "are set");
	is(CHANGE(ffp_apply(back, KEYS, 0)), 0, "and reset");
	keys[KEYS - 1] = keys[0];
	is(CHANGE(ffp_set_targets(keys, targets, KEYS, 0)), -EINVAL, "two tables: a key twice");
	check(1, "two tables: a key twice");
	is(ffp_set_targets(NULL, targets, 1, 0), -EINVAL, "two tables: no keys");
	is(ffp_set_targets(keys, NULL, 1, 0), -EINVAL, "two tables: no targets");
	is(ffp_set_targets(keys, targets, 1, ~0u), -EINVAL, "two tables: an unknown flag");
	is(ffp_set_targets(NULL, NULL, 0, 0), 0, "two tables: of nothing");
}

int main(void)
{
	static struct ffp_change to[KEYS], back[KEYS];
	unsigned different = 0;
	struct ffp_change bad;

	is(__stop_thousands - __start_thousands, KEYS, "keys");
	for (int i = 0; i < KEYS; i++) {
		different += *__start_thousands[i].number == 1000 + i;
		to[i] = __start_thousands[i].change;
		back[i] = to[i];
		back[i].to = FFP_TO_DEFAULT;
	}
	is(different, KEYS, "each of another number");
	check(1, "default");
	is(CHANGE(ffp_apply(to, KEYS, 0)), 0, "set all at once");
	check(-1, "set");
	is(CHANGE(ffp_apply(back, KEYS, 0)), 0, "reset all at once");
	check(1, "reset");
	check_tables(to, back);
	is(CHANGE(ffp_apply(to, KEYS, FFP_ATOMIC)), 0, "set all at one instant");
	check(-1, "set");
	is(CHANGE(ffp_apply(back, KEYS, FFP_ATOMIC)), 0, "reset all at one instant");
	check(1, "reset");

	refuse(to, KEYS - 1, to[0], "the last key is the first again");
	refuse(to, KEYS / 2, to[KEYS / 2 - 1], "a key in the middle stands twice");
	bad = to[KEYS - 1];
	bad.to = 99;
	refuse(to, KEYS - 1, bad, "the last change is of no kind");
	bad.to = FFP_TO_TARGET;
	bad.target = NULL;
	refuse(to, KEYS - 1, bad, "the last target is NULL");
	bad.key = NULL;
	refuse(to, KEYS / 2, bad, "one has no key");
	/* One in the midst of near ones that no branch reaches. */
	to[KEYS / 2].target = (void *)abs;
	is(CHANGE(ffp_apply(to, KEYS, FFP_ATOMIC)), 0, "one target is far away");
	is(CALL(__start_thousands[KEYS / 2].tail(-5)), 5, "and reached");
	is(CALL(__start_thousands[KEYS - 1].tail(0)), -(1000 + KEYS - 1), "as are the others");
	is(CHANGE(ffp_apply(back, KEYS, 0)), 0, "reset all");
	check(1, "reset");
	counts_print();
	is(counts.keys, KEYS, "so many keys were there");
	is(counts.sites, COLLECTED(2 * KEYS), "with two sites each");
	is(counts.direct, COLLECTED(2 * KEYS), "all direct");
	return done();
}
