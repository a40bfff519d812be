// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Keys in a module that is built outside the kernel's tree: what the self-test's modules do not do.
 *
 * init=fail: after it has aimed keys at its functions, the module is not loaded.  The next one that
 * is must find all as if that had never been there.
 */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/ftrace.h>
#include <linux/hrtimer.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/smp.h>
#include <linux/static_call.h>

#ifdef CONFIG_FFP_DIRECT
#include <asm/alternative.h>
#endif

#include "ffp_selftest.h"

static char *init = "";
module_param(init, charp, 0);

static struct ffp_counts counts;

static noinline __noclone int outside_one(int x)
{
	return x + 1;
}

static noinline __noclone int outside_two(int x)
{
	return x + 2;
}

static noinline __noclone int outside_three(int x)
{
	return x + 3;
}

static int __init outside_init_two(int x)
{
	return x + 2;
}

DEFINE_FFP(outside, outside_one);
DEFINE_FFP(outside_too, outside_one);
DEFINE_FFP_NULL(outside_null, void(int *));
/* Exported, and nobody calls it. */
DEFINE_FFP(outside_idle, outside_one);
EXPORT_FFP_GPL(outside_idle, outside_one);

static noinline __noclone int outside_call(int x)
{
	return outside(x) + 100;
}

static noinline __noclone int call_too(int x)
{
	return outside_too(x) + 100;
}

static noinline __noclone int call_kernel(int x)
{
	return ffp_test(x) + 100;
}

static noinline __noclone int call_left(int x)
{
	return ffp_test_left(x) + 100;
}

static noinline __noclone void call_null(int *x)
{
	outside_null(x);
	barrier();
}

#ifdef CONFIG_FFP_DIRECT
/* kernel/parts.py finds the call behind these bytes, and makes another instruction of it. */
int outside_marked(int x);
asm(".pushsection .text\n"
    ".globl outside_marked\n"
    ".type outside_marked, @function\n"
    "outside_marked:\n" ARCH_FFP_LANDING "	push %rbp\n"
    "	mov %rsp, %rbp\n"
    "	nopl 0x70666675(%rax)\n"
    "	call __ffp_fn.ffp_test.ffp_test_one\n"
    "	pop %rbp\n" ASM_RET "	.size outside_marked, . - outside_marked\n"
    ".popsection\n");

/* The processor has the feature, so the kernel copies the call to where nothing was computed. */
static noinline __noclone int outside_alternative(int x)
{
	int y;

	asm volatile(ALTERNATIVE("xor %%eax, %%eax", "call __ffp_fn.ffp_test.ffp_test_one",
				 X86_FEATURE_ALWAYS)
		     : "=a"(y), "+D"(x), ASM_CALL_CONSTRAINT
		     :
		     : "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "cc", "memory");
	return y;
}
#else
#define outside_marked ffp_test
#define outside_alternative ffp_test
#endif

static bool all_direct(const struct ffp *key)
{
	struct ffp_info info;

	return !ffp_info(key, &info) && info.sites == info.direct &&
	       !info.sites == !IS_ENABLED(CONFIG_FFP_DIRECT);
}

static const char *test_nothing_left(void)
{
	/* A module that was refused had aimed these at its functions. */
	ffp_expect(call_kernel(5) == 106 && call_left(5) == 106 && outside_marked(5) == 6);
	ffp_expect(!SET_FFP(ffp_test, outside_two));
	ffp_expect(call_kernel(5) == 107 && outside_marked(5) == 7);
	ffp_expect(!RESET_FFP(ffp_test));
	ffp_expect(call_kernel(5) == 106 && outside_marked(5) == 6);
	return NULL;
}

static const char *test_direct(void)
{
	ffp_expect(all_direct(FFP_KEY(outside)) && all_direct(FFP_KEY(ffp_test)));
	ffp_expect(all_direct(FFP_KEY(outside_null)) && all_direct(FFP_KEY(ffp_test_left)));
	return NULL;
}

static const char *test_alternative(void)
{
	ffp_expect(outside_alternative(5) == 6);
	ffp_expect(!SET_FFP(ffp_test, outside_two) && outside_alternative(5) == 7);
	ffp_expect(!RESET_FFP(ffp_test) && outside_alternative(5) == 6);
	return NULL;
}

static const char *test_idle(void)
{
	struct ffp_info info;
	int (*pointer)(int) = outside_idle;

	OPTIMIZER_HIDE_VAR(pointer);
	ffp_expect(!ffp_info(FFP_KEY(outside_idle), &info) && info.sites == 0);
	ffp_expect(!SET_FFP(outside_idle, outside_two));
	if (IS_ENABLED(CONFIG_FFP_DIRECT))
		ffp_expect(pointer(5) == 7);
	ffp_expect(!SET_FFP_RETURN(outside_idle, 30));
	ffp_expect(FFP_TARGET(outside_idle)(5) == 30);
	ffp_expect(!RESET_FFP(outside_idle) && pointer(5) == 6);
	return NULL;
}

static const char *test_both(void)
{
	const struct ffp_change changes[] = {
		FFP_CHANGE(ffp_test, outside_three),
		FFP_CHANGE(outside, outside_two),
		FFP_CHANGE(outside_too, outside_three),
	};
	const struct ffp_change back[] = {
		FFP_CHANGE_DEFAULT(outside_too),
		FFP_CHANGE_DEFAULT(ffp_test),
		FFP_CHANGE_DEFAULT(outside),
	};

	ffp_expect(!ffp_apply(changes, 3, 0));
	ffp_expect(call_kernel(5) == 108 && outside_call(5) == 107 && call_too(5) == 108);
	ffp_expect(!ffp_apply(back, 3, 0));
	ffp_expect(call_kernel(5) == 106 && outside_call(5) == 106 && call_too(5) == 106);
	return NULL;
}

/* Changes its key while it runs, and is then not called any more. */
static int outside_once(int x)
{
	return SET_FFP(outside, outside_three) ? -1000 : x + 2;
}

static const char *test_itself(void)
{
	ffp_expect(!SET_FFP(outside, outside_once));
	ffp_expect(outside_call(5) == 107 && outside_call(5) == 108);
	ffp_expect(!RESET_FFP(outside) && outside_call(5) == 106);
	return NULL;
}

static void outside_add(int *x)
{
	++*x;
}

static const char *test_null(void)
{
	int n = 0;

	call_null(&n);
	ffp_expect(!FFP_TARGET(outside_null) && n == 0);
	ffp_expect(!SET_FFP(outside_null, outside_add));
	call_null(&n);
	ffp_expect(n == 1 && FFP_TARGET(outside_null) == outside_add);
	ffp_expect(!SET_FFP(outside_null, NULL));
	call_null(&n);
	ffp_expect(n == 1);
	return NULL;
}

/* During changes, calls from a timer's interrupt, and from one of each processor. */
static struct hrtimer timer;
static unsigned long called, wrong;

static void call_off(void *unused)
{
	int by = outside_call(5) - 105, too = call_kernel(5) - 105;

	WRITE_ONCE(called, called + 2);
	if (by < 1 || by > 3 || too < 1 || too > 3)
		wrong++;
}

static enum hrtimer_restart tick(struct hrtimer *t)
{
	call_off(NULL);
	hrtimer_forward_now(t, ms_to_ktime(1));
	return HRTIMER_RESTART;
}

static const char *test_interrupts(void)
{
	const struct ffp_change changes[][2] = {
		{ FFP_CHANGE(ffp_test, outside_three), FFP_CHANGE(outside, outside_two) },
		{ FFP_CHANGE_DEFAULT(ffp_test), FFP_CHANGE(outside, outside_three) },
		{ FFP_CHANGE(ffp_test, outside_two), FFP_CHANGE_DEFAULT(outside) },
	};
	int i, failed = 0;

	hrtimer_init(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	timer.function = tick;
	hrtimer_start(&timer, ms_to_ktime(1), HRTIMER_MODE_REL);
	for (i = 0; i < 150 || (i < 100000 && READ_ONCE(called) < 1000); i++) {
		failed += ffp_apply(changes[i % 3], 2, 0) != 0;
		on_each_cpu(call_off, NULL, false);
		cond_resched();
	}
	hrtimer_cancel(&timer);
	on_each_cpu(call_off, NULL, true);
	counts.changes += i;
	counts.calls += called;
	counts.wrong += wrong;
	ffp_expect(!RESET_FFP(ffp_test) && !RESET_FFP(outside));
	ffp_expect(!failed && !wrong && called >= 1000);
	return NULL;
}

#if defined(CONFIG_KPROBES) && defined(CONFIG_FFP_DIRECT)
static unsigned int hits;

static int hit(struct kprobe *p, struct pt_regs *regs)
{
	hits++;
	return 0;
}

/* A probe may call a key, too. */
static int hit_and_call(struct kprobe *p, struct pt_regs *regs)
{
	hits += call_too(5) == 106 ? 1 : 1000;
	return 0;
}

/* Probes beside a call and on targets work, and one on the call is refused. */
static const char *test_probes(void)
{
	struct kprobe probes[3] = {
		{ .symbol_name = "outside_marked", .pre_handler = hit },
		{ .addr = (void *)outside_two, .pre_handler = hit },
		{ .addr = (void *)outside_three, .pre_handler = hit_and_call },
	};
	struct kprobe on_site = { .pre_handler = hit };
	u8 *p = (void *)outside_marked;
	int i, ret;

	while (memcmp(p, "uffp\xe8", 5))
		p++;
	on_site.addr = p + 4;
	ret = register_kprobe(&on_site);
	if (!ret)
		unregister_kprobe(&on_site);
	ffp_expect(ret < 0);
	for (i = 0; i < 3; i++)
		ffp_expect(!register_kprobe(&probes[i]));
	hits = 0;
	if (SET_FFP(ffp_test, outside_two) || outside_marked(5) != 7 || call_kernel(5) != 107 ||
	    SET_FFP(ffp_test, outside_three) || outside_marked(5) != 8 || call_kernel(5) != 108 ||
	    RESET_FFP(ffp_test) || outside_marked(5) != 6)
		hits = 10000;
	/* Probes become jumps after a while. */
	msleep(200);
	if (SET_FFP(ffp_test, outside_two) || outside_marked(5) != 7 || RESET_FFP(ffp_test))
		hits = 20000;
	for (i = 0; i < 3; i++)
		unregister_kprobe(&probes[i]);
	/* Four calls of the first, three of the second, two of the third. */
	ffp_expect(hits == 4 + 3 + 2);
	return NULL;
}
#else
static const char *test_probes(void)
{
	return FFP_SKIP "only with direct calls and kprobes";
}
#endif

#if defined(CONFIG_DYNAMIC_FTRACE) && defined(CONFIG_FFP_DIRECT)
static unsigned long traced;

static void trace(unsigned long ip, unsigned long parent, struct ftrace_ops *ops,
		  struct ftrace_regs *regs)
{
	traced++;
}

/* The tracer on a caller, on the target that is called, and on the default. */
static const char *test_ftrace(void)
{
	static struct ftrace_ops ops = { .func = trace };
	static char *const traces[] = { "outside_call", "outside_one", "outside_two" };
	bool right = true;
	int i;

	for (i = 0; i < ARRAY_SIZE(traces); i++)
		ffp_expect(!ftrace_set_filter(&ops, traces[i], strlen(traces[i]), i == 0));
	for (i = 0; i < 3; i++) {
		right &= !SET_FFP(outside, i & 1 ? outside_one : outside_two);
		traced = 0;
		right &= !register_ftrace_function(&ops);
		right &= outside_call(5) == (i & 1 ? 106 : 107) && traced == 2;
		right &= !SET_FFP(outside, i & 1 ? outside_two : outside_one);
		right &= outside_call(5) == (i & 1 ? 107 : 106) && traced == 4;
		right &= !unregister_ftrace_function(&ops);
		right &= outside_call(5) == (i & 1 ? 107 : 106) && traced == 4;
	}
	ffp_expect(!RESET_FFP(outside) && right);
	return NULL;
}
#else
static const char *test_ftrace(void)
{
	return FFP_SKIP "only with direct calls and ftrace";
}
#endif

/* A static call of a key follows the key. */
DEFINE_STATIC_CALL(outside_static, outside_one);

static const char *test_static_call(void)
{
	if (!IS_ENABLED(CONFIG_FFP_DIRECT))
		return FFP_SKIP "the key is a variable";
	static_call_update(outside_static, outside);
	ffp_expect(static_call(outside_static)(5) == 6);
	ffp_expect(!SET_FFP(outside, outside_two));
	ffp_expect(static_call(outside_static)(5) == 7);
	ffp_expect(!RESET_FFP(outside));
	static_call_update(outside_static, outside_three);
	ffp_expect(static_call(outside_static)(5) == 8);
	return NULL;
}

static const char *test_count(void)
{
	static const struct ffp *const keys[] = {
		FFP_KEY(outside),
		FFP_KEY(outside_too),
		FFP_KEY(outside_null),
	};
	struct ffp_info info;
	int i;

	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		ffp_expect(!ffp_info(keys[i], &info));
		counts.sites += info.sites;
		counts.direct += info.direct;
	}
	ffp_expect(counts.sites == counts.direct);
	return NULL;
}

static const struct ffp_test tests[] = {
	FFP_TEST(nothing_left, "outside: a module that was not loaded left nothing"),
	FFP_TEST(direct, "outside: all calls are direct, whoever built them"),
	FFP_TEST(alternative, "outside: a call that an alternative brings"),
	FFP_TEST(idle, "outside: an exported key that nobody calls"),
	FFP_TEST(both, "outside: keys of the kernel and of the module in one change"),
	FFP_TEST(itself, "outside: a target that changes its own key"),
	FFP_TEST(null, "outside: a key without a default"),
	FFP_TEST(interrupts, "outside: calls in interrupts while keys change"),
	FFP_TEST(probes, "outside: probes beside a call and on targets, one of which calls a key"),
	FFP_TEST(ftrace, "outside: the tracer on caller and targets"),
	FFP_TEST(static_call, "outside: a static call of a key"),
	FFP_TEST(count, "outside: all calls are direct in the end"),
};

/* Its target goes before the module does. */
static int __init outside_init(void)
{
	int ret;

	if (!strcmp(init, "fail")) {
		if (SET_FFP(ffp_test, outside_two) || SET_FFP(ffp_test_left, outside_init_two) ||
		    call_kernel(5) != 107 || call_left(5) != 107)
			return 0;
		return -EIO;
	}
	ret = ffp_run_tests(tests, ARRAY_SIZE(tests), &counts);
	return ret ?: SET_FFP(ffp_test_left, outside_init_two);
}

static void __exit outside_exit(void)
{
	/* The init function's target went when it was done. */
	bool reset = call_left(5) == 106;

	pr_info("%s - outside: a target that went with the module's init code is reset\n",
		reset ? "ok" : "not ok");
}

module_init(outside_init);
module_exit(outside_exit);

MODULE_DESCRIPTION("Test of patchable functions in a module built outside the kernel's tree");
MODULE_LICENSE("Dual MIT/GPL");
