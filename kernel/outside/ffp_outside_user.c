// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A module that calls keys of another module, and changes them.  ffp_outside has changed these keys
 * when this is loaded, and refuses it the first time, when its calls are aimed already.
 */
#include <linux/module.h>
#include <linux/smp.h>

#include "ffp_outside.h"

static struct ffp_counts counts;

static noinline __noclone int call_shared(int x)
{
	return outside_shared(x) + 100;
}

static noinline __noclone int tail_shared(int x)
{
	return outside_shared(x);
}

static noinline __noclone long call_wide(long x)
{
	return outside_wide(x) + 100;
}

static noinline __noclone long tail_wide(long x)
{
	return outside_wide(x);
}

static noinline __noclone void call_hook(int *x)
{
	outside_hook(x);
	barrier();
}

/* A key whose default is in another module. */
DEFINE_FFP(user_far, outside_call_shared);

static noinline __noclone int call_far(int x)
{
	return user_far(x) + 1000;
}

static noinline __noclone int user_two(int x)
{
	return x + 2;
}

static noinline __noclone int user_stay(int x)
{
	outside_stay();
	return x + 2;
}

static noinline __noclone void user_add(int *x)
{
	*x += 10;
}

static const char *test_state(void)
{
	int n = 0;

	ffp_expect(call_shared(5) == 100 + OUTSIDE_CONSTANT && tail_shared(5) == OUTSIDE_CONSTANT);
	ffp_expect(call_wide(5) == 100 + OUTSIDE_WIDE && tail_wide(5) == OUTSIDE_WIDE);
	call_hook(&n);
	ffp_expect(n == 1);
	return NULL;
}

/* The calls of the module that was refused do not count. */
static bool sites_are(size_t more)
{
	struct ffp_info info;

	return !ffp_info(FFP_KEY(outside_shared), &info) && info.sites == info.direct &&
	       (!IS_ENABLED(CONFIG_FFP_DIRECT) || info.sites == outside_sites + more);
}

static __init const char *test_sites(void)
{
	ffp_expect(outside_shared(5) == OUTSIDE_CONSTANT);
	/* With the one before. */
	ffp_expect(sites_are(3));
	return NULL;
}

static const char *test_change(void)
{
	ffp_expect(!SET_FFP(outside_shared, user_two) && !RESET_FFP(outside_wide));
	ffp_expect(call_shared(5) == 107 && tail_shared(5) == 7 && outside_call_shared(5) == 107);
	ffp_expect(call_wide(5) == 106 && tail_wide(5) == 6);
	ffp_expect(!SET_FFP(outside_hook, user_add));
	return NULL;
}

static const char *test_far(void)
{
	struct ffp_info info;

	ffp_expect(call_far(5) == 1107 && FFP_TARGET(user_far) == outside_call_shared);
	ffp_expect(!ffp_info(FFP_KEY(user_far), &info) && info.sites == info.direct);
	ffp_expect(!SET_FFP(user_far, user_two) && call_far(5) == 1007);
	ffp_expect(!RESET_FFP(user_far) && call_far(5) == 1107);
	counts.sites += info.sites;
	counts.direct += info.direct;
	return NULL;
}

static const struct ffp_test tests[] __initconst = {
	FFP_TEST(state, "outside, user: keys of another module are as it has set them"),
	FFP_TEST(sites, "outside, user: a module that somebody else refused left no calls"),
	FFP_TEST(change, "outside, user: a change reaches the calls of both modules"),
	FFP_TEST(far, "outside, user: a key with a default in another module"),
};

static int __init user_init(void)
{
	return ffp_run_tests(tests, ARRAY_SIZE(tests), &counts);
}

static int __exit exit_two(int x)
{
	return x + 2;
}

/* Leaves while a task is in a target that the key has no more, and a key with a target in it. */
static void __exit user_exit(void)
{
	bool right;

	/* The call in init code is gone. */
	pr_info("%s - outside, user: calls in init code go with it\n",
		sites_are(2) ? "ok" : "not ok");
	right = ffp_test(5) == 6 && !SET_FFP(ffp_test, exit_two) && ffp_test(5) == 7 &&
		!RESET_FFP(ffp_test) && ffp_test(5) == 6;
	pr_info("%s - outside, user: a call in exit code, and a target there\n",
		right ? "ok" : "not ok");
	if (!OUTSIDE_SEEN) {
		RESET_FFP(outside_shared);
		return;
	}
	right = !SET_FFP(outside_shared, user_stay) && outside_wait() &&
		!RESET_FFP(outside_shared) && READ_ONCE(outside_inside);
	pr_info("%s - outside, user: a task is in a target that is none any more\n",
		right ? "ok" : "not ok");
}

module_init(user_init);
module_exit(user_exit);

MODULE_DESCRIPTION("Test of patchable functions of another module");
MODULE_LICENSE("Dual MIT/GPL");
MODULE_IMPORT_NS(FFP_OUTSIDE);
