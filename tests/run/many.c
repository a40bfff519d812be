// SPDX-License-Identifier: MIT
/* Five hundred keys, all changed at once. */
#include <errno.h>
#include <ffp.h>

#include "../forms.h"
#include "../hundreds.h"
#include "../tap.h"
#include "counts.h"

#define ALL(X) HUNDRED(X, 0) HUNDRED(X, 1) HUNDRED(X, 2) HUNDRED(X, 3) HUNDRED(X, 4)
#define KEYS 500

#define DEFINE_KEY(n)                                                                              \
	int default_##n(int x);                                                                    \
	int default_##n(int x)                                                                     \
	{                                                                                          \
		return x + INDEX(n);                                                               \
	}                                                                                          \
	static int other_##n(int x)                                                                \
	{                                                                                          \
		return x - INDEX(n);                                                               \
	}                                                                                          \
	DEFINE_FFP(key_##n, default_##n);                                                          \
	static COUNTED int call_##n(int x)                                                         \
	{                                                                                          \
		return key_##n(x) * 2;                                                             \
	}                                                                                          \
	static COUNTED int tail_##n(int x)                                                         \
	{                                                                                          \
		return key_##n(x);                                                                 \
	}
ALL(DEFINE_KEY)

#define CALLER(n) call_##n, tail_##n,
static int (*const callers[])(int) = { ALL(CALLER) };

#define CHANGE_OTHER(n) FFP_CHANGE(key_##n, other_##n),
static const struct ffp_change to_others[] = { ALL(CHANGE_OTHER) };

#define CHANGE_DEFAULT(n) FFP_CHANGE_DEFAULT(key_##n),
static const struct ffp_change to_defaults[] = { ALL(CHANGE_DEFAULT) };

/* Every key is to add its index so often; those of odd index `odd` times, if not the same. */
static void check(int even, int odd, const char *state)
{
	unsigned wrong = 0;

	for (int i = 0; i < KEYS; i++) {
		int want = 1000 + i * (i % 2 ? odd : even);

		wrong += CALL(callers[2 * i](1000)) != 2 * want;
		wrong += CALL(callers[2 * i + 1](1000)) != want;
	}
	is(wrong, 0, "%s: %d calls", state, 2 * KEYS);
}

static unsigned direct, sites;

static int count_sites(const struct ffp *key, void *arg)
{
	struct ffp_info info;

	if (ffp_info(key, &info))
		return 1;
	sites += (unsigned)info.sites;
	direct += (unsigned)info.direct;
	++*(int *)arg;
	return 0;
}

static void check_info(const char *state)
{
	int keys = 0;

	sites = direct = 0;
	is(ffp_each(count_sites, &keys), 0, "%s: ffp_each", state);
	is(keys, KEYS, "%s: keys", state);
	is(sites, COLLECTED(2 * KEYS), "%s: sites", state);
	is(direct, COLLECTED(2 * KEYS), "%s: all direct", state);
}

int main(void)
{
	struct ffp_change mixed[KEYS];
	unsigned failed = 0, flags = FORM == POINTER ? 0 : FFP_ATOMIC;

	check(1, 1, "default");
	check_info("default");
	is(CHANGE(ffp_apply(to_others, KEYS, 0)), 0, "set all");
	check(-1, -1, "target");
	check_info("target");
	is(CHANGE(ffp_apply(to_defaults, KEYS, 0)), 0, "reset all");
	check(1, 1, "reset");
	is(CHANGE(ffp_apply(to_others, KEYS, flags)), 0, "set all, at one instant");
	check(-1, -1, "target");
	is(CHANGE(ffp_apply(to_defaults, KEYS, flags)), 0, "reset all, at one instant");
	check(1, 1, "reset");

	for (int i = 0; i < KEYS; i++)
		mixed[i] = i % 2 ? to_defaults[i] : to_others[i];
	/* The last of them is bad: none may have changed. */
	mixed[KEYS - 1].to = 99;
	is(CHANGE(ffp_apply(mixed, KEYS, 0)), -EINVAL, "the last one is bad");
	check(1, 1, "nothing has changed");
	mixed[KEYS - 1] = mixed[0];
	is(CHANGE(ffp_apply(mixed, KEYS, 0)), -EINVAL, "the last key is the first again");
	check(1, 1, "nothing has changed");
	is(CHANGE(ffp_apply(mixed, KEYS - 1, 0)), 0, "without it");
	check(-1, 1, "every other key has changed");
	for (int i = 0; i < KEYS; i++)
		failed += !!CHANGE(ffp_apply(&to_others[i], 1, 0));
	is(failed, 0, "set all, one by one");
	check(-1, -1, "all");
	is(CHANGE(ffp_apply(to_defaults, KEYS, 0)), 0, "reset all");
	check(1, 1, "reset");
	check_info("reset");
	counts_print();
	return done();
}
