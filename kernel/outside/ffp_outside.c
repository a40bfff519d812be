// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Keys in a module that is built outside the kernel's tree: what the self-test's modules do not do.
 *
 * init=fail: after it has aimed keys at its functions, the module is not loaded.  The next one that
 * is must find all as if that had never been there.
 *
 * init=alone: no key is aimed at init code any more when that goes.
 */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/ftrace.h>
#include <linux/hrtimer.h>
#include <linux/kprobes.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/smp.h>
#include <linux/static_call.h>

#ifdef CONFIG_FFP_DIRECT
#include <asm/alternative.h>
#endif
#ifdef CONFIG_X86_LOCAL_APIC
#include <asm/apic.h>
#include <asm/nmi.h>
#endif

#include "ffp_outside.h"

static char *init = "";
module_param(init, charp, 0);

static struct ffp_counts counts;

noinline __noclone int outside_one(int x)
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

static int __init outside_init_stay(int x)
{
	outside_stay();
	return x + 2;
}

noinline __noclone long outside_wide_def(long x)
{
	return x + 1;
}

DEFINE_FFP(outside, outside_one);
DEFINE_FFP(outside_too, outside_one);
DEFINE_FFP_NULL(outside_null, void(int *));
/* Exported, and nobody calls it. */
DEFINE_FFP(outside_idle, outside_one);
EXPORT_FFP_GPL(outside_idle, outside_one);
/* For ffp_outside_user. */
DEFINE_FFP(outside_shared, outside_one);
EXPORT_FFP_NS_GPL(outside_shared, outside_one, FFP_OUTSIDE);
DEFINE_FFP(outside_wide, outside_wide_def);
EXPORT_FFP(outside_wide, outside_wide_def);
DEFINE_FFP_NULL(outside_hook, void(int *));
EXPORT_FFP_NS(outside_hook, 0, FFP_OUTSIDE);

static noinline __noclone int outside_call(int x)
{
	return outside(x) + 100;
}

static noinline __noclone int call_too(int x)
{
	return outside_too(x) + 100;
}

noinline __noclone int outside_call_shared(int x)
{
	return outside_shared(x) + 100;
}
EXPORT_SYMBOL_GPL(outside_call_shared);

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

/* A constant's function as the target of another key, and of its own again. */
static const char *test_constant(void)
{
	int (*constant)(int);

	ffp_expect(!SET_FFP_RETURN(outside, 30));
	constant = FFP_TARGET(outside);
	ffp_expect(!SET_FFP(outside_too, constant) && call_too(5) == 130 && outside_call(5) == 130);
	ffp_expect(!RESET_FFP(outside) && call_too(5) == 130 && outside_call(5) == 106);
	ffp_expect(!SET_FFP(outside, constant) && outside_call(5) == 130);
	ffp_expect(!RESET_FFP(outside) && !RESET_FFP(outside_too));
	ffp_expect(call_too(5) == 106 && outside_call(5) == 106);
	return NULL;
}

/* During changes, calls from a timer's interrupt, and from one of each processor. */
static struct hrtimer timer;
static atomic_long_t called, wrong;

static void call_off(void *unused)
{
	int by = outside_call(5) - 105, too = call_kernel(5) - 105;

	atomic_long_add(2, &called);
	if (by < 1 || by > 3 || too < 1 || too > 3)
		atomic_long_inc(&wrong);
}

static enum hrtimer_restart tick(struct hrtimer *t)
{
	call_off(NULL);
	hrtimer_forward_now(t, ms_to_ktime(1));
	return HRTIMER_RESTART;
}

static const struct ffp_change load_changes[][2] = {
	{ FFP_CHANGE(ffp_test, outside_three), FFP_CHANGE(outside, outside_two) },
	{ FFP_CHANGE_DEFAULT(ffp_test), FFP_CHANGE(outside, outside_three) },
	{ FFP_CHANGE(ffp_test, outside_two), FFP_CHANGE_DEFAULT(outside) },
};

static const char *changes_done(int changes, int failed)
{
	counts.changes += changes;
	counts.calls += atomic_long_read(&called);
	counts.wrong += atomic_long_read(&wrong);
	ffp_expect(!RESET_FFP(ffp_test) && !RESET_FFP(outside));
	ffp_expect(!failed && !atomic_long_read(&wrong));
	return NULL;
}

static const char *test_interrupts(void)
{
	int i, failed = 0;

	hrtimer_init(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	timer.function = tick;
	hrtimer_start(&timer, ms_to_ktime(1), HRTIMER_MODE_REL);
	for (i = 0; i < 150 || (i < 100000 && atomic_long_read(&called) < 1000); i++) {
		failed += ffp_apply(load_changes[i % 3], 2, 0) != 0;
		on_each_cpu(call_off, NULL, false);
		cond_resched();
	}
	hrtimer_cancel(&timer);
	on_each_cpu(call_off, NULL, true);
	ffp_expect(atomic_long_read(&called) >= 1000);
	return changes_done(i, failed);
}

#ifdef CONFIG_X86_LOCAL_APIC
/* The call in outside_call(). */
static u8 *site;
/* Interrupts that came while a change was being made, so that the call was a breakpoint. */
static atomic_t meanwhile;

static int nmi(unsigned int type, struct pt_regs *regs)
{
	if (IS_ENABLED(CONFIG_FFP_DIRECT) && READ_ONCE(*site) == 0xcc)
		atomic_inc(&meanwhile);
	call_off(NULL);
	return NMI_HANDLED;
}

static enum hrtimer_restart tick_nmi(struct hrtimer *t)
{
	apic->send_IPI_mask(cpu_online_mask, NMI_VECTOR);
	hrtimer_forward_now(t, ms_to_ktime(1));
	return HRTIMER_RESTART;
}

/* Of such interrupts; calls through a pointer are never breakpoints. */
static bool nmi_enough(void)
{
	return (IS_ENABLED(CONFIG_FFP_DIRECT) ? atomic_read(&meanwhile)
					      : atomic_long_read(&called)) >= 5;
}

/* During changes, calls from interrupts that nobody can disable. */
static const char *test_nmi(void)
{
	/* A change of a pointer takes next to no time, and the timer a millisecond. */
	const int most = IS_ENABLED(CONFIG_FFP_DIRECT) ? 50000 : 50000000;
	int i, failed = 0;

	for (site = (void *)outside_call; IS_ENABLED(CONFIG_FFP_DIRECT) && *site != 0xe8; site++)
		;
	atomic_long_set(&called, 0);
	ffp_expect(!register_nmi_handler(NMI_LOCAL, nmi, 0, "ffp_outside"));
	hrtimer_init(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	timer.function = tick_nmi;
	hrtimer_start(&timer, ms_to_ktime(1), HRTIMER_MODE_REL);
	for (i = 0; i < most && !nmi_enough(); i++) {
		failed += ffp_apply(load_changes[i % 3], 2, 0) != 0;
		cond_resched();
	}
	hrtimer_cancel(&timer);
	/* What was sent has come. */
	msleep(20);
	unregister_nmi_handler(NMI_LOCAL, "ffp_outside");
	ffp_expect(nmi_enough());
	return changes_done(i, failed);
}
#else
static const char *test_nmi(void)
{
	return FFP_SKIP "only with the interrupt controller of x86";
}
#endif

#if defined(CONFIG_HOTPLUG_CPU) && defined(CONFIG_SMP)
struct change_thread {
	unsigned long changes, failed;
};

static int change_thread(void *data)
{
	struct change_thread *done = data;

	while (!kthread_should_stop()) {
		done->failed += ffp_apply(load_changes[done->changes % 3], 2, 0) != 0;
		WRITE_ONCE(done->changes, done->changes + 1);
		cond_resched();
	}
	return 0;
}

/* Changes while a processor goes and comes, which finds the calls as they are by then. */
static const char *test_hotplug(void)
{
	struct change_thread done = { 0 };
	struct task_struct *task;
	unsigned long before;
	bool right = true;
	int i;

	if (num_online_cpus() < 2)
		return FFP_SKIP "only with two processors";
	atomic_long_set(&called, 0);
	task = kthread_run(change_thread, &done, "outside_change");
	ffp_expect(!IS_ERR(task));
	for (i = 0; i < 5; i++) {
		right &= !remove_cpu(1);
		before = READ_ONCE(done.changes);
		while (READ_ONCE(done.changes) < before + 5)
			msleep(1);
		right &= !add_cpu(1) && !smp_call_function_single(1, call_off, NULL, 1);
	}
	kthread_stop(task);
	ffp_expect(right && done.changes >= 25 && atomic_long_read(&called) == 10);
	return changes_done(done.changes, done.failed);
}
#else
static const char *test_hotplug(void)
{
	return FFP_SKIP "only where processors come and go";
}
#endif

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

/* A probe on the record before an entry is refused, or harms nothing. */
static const char *test_record(void)
{
	struct kprobe probe = { .addr = (void *)outside_too - 12, .pre_handler = hit };
	int ret = register_kprobe(&probe);
	bool right = true;
	int i;

	for (i = 0; i < 2; i++) {
		right &= !SET_FFP(outside_too, outside_two) && call_too(5) == 107;
		right &= !RESET_FFP(outside_too) && call_too(5) == 106;
		/* Probes become jumps after a while. */
		msleep(200);
	}
	if (!ret)
		unregister_kprobe(&probe);
	ffp_expect(right);
	return NULL;
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

static const char *test_record(void)
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

/* What unset hooks do is of no interest to a tracer or a probe, which may have such hooks. */
static const char *test_nop(void)
{
	static struct ftrace_ops ops = { .func = trace };
	struct kprobe probe = { .addr = (void *)ffp_nop };
	int ret = register_kprobe(&probe);

	if (!ret)
		unregister_kprobe(&probe);
	ffp_expect(ret < 0);
	ffp_expect(ftrace_set_filter_ip(&ops, (unsigned long)ffp_nop, 0, 0) < 0);
	return NULL;
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

static const char *test_nop(void)
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
	FFP_TEST(constant, "outside: a constant's function as a target"),
	FFP_TEST(interrupts, "outside: calls in interrupts while keys change"),
	FFP_TEST(
	    nmi,
	    "outside: calls in interrupts that cannot be disabled, while calls are breakpoints"),
	FFP_TEST(hotplug, "outside: changes while a processor goes and comes"),
	FFP_TEST(probes, "outside: probes beside a call and on targets, one of which calls a key"),
	FFP_TEST(record, "outside: a probe on the record before an entry"),
	FFP_TEST(ftrace, "outside: the tracer on caller and targets"),
	FFP_TEST(nop, "outside: no tracer and no probe on what an unset hook does"),
	FFP_TEST(static_call, "outside: a static call of a key"),
	FFP_TEST(count, "outside: all calls are direct in the end"),
};

int outside_inside;
EXPORT_SYMBOL_GPL(outside_inside);
size_t outside_sites;
EXPORT_SYMBOL_GPL(outside_sites);

bool outside_wait(void)
{
	int i;

	for (i = 0; i < 10000 && !READ_ONCE(outside_inside); i++)
		msleep(1);
	return READ_ONCE(outside_inside);
}
EXPORT_SYMBOL_GPL(outside_wait);

static struct task_struct *caller;
/* A function that is there no more when init is done. */
static int (*gone)(int x);

static int caller_thread(void *unused)
{
	while (!kthread_should_stop()) {
		outside_call_shared(5);
		msleep(1);
	}
	return 0;
}

static void add_one(int *x)
{
	++*x;
}

/* Whether a task was in the target that goes when it goes. */
static bool user_refused, init_left, user_left;

/* Comes behind what the keys do when a module comes, and when code goes. */
static int outside_event(struct notifier_block *nb, unsigned long event, void *data)
{
	struct module *mod = data;

	if (mod == THIS_MODULE && event == MODULE_STATE_LIVE)
		init_left = !READ_ONCE(outside_inside);
	if (strcmp(mod->name, "ffp_outside_user"))
		return NOTIFY_DONE;
	if (event == MODULE_STATE_COMING && !user_refused) {
		user_refused = true;
		return notifier_from_errno(-EPERM);
	}
	if (event == MODULE_STATE_GOING)
		user_left = !READ_ONCE(outside_inside);
	return NOTIFY_DONE;
}

static struct notifier_block outside_nb = {
	.notifier_call = outside_event,
	.priority = -1,
};

/* A task is in a target in init code, which is none any more when this returns. */
static int __init stay_in_init(void)
{
	int ret;

	caller = kthread_run(caller_thread, NULL, "outside_caller");
	if (IS_ERR(caller))
		return PTR_ERR(caller);
	if (!OUTSIDE_SEEN)
		return SET_FFP_RETURN(outside_shared, OUTSIDE_CONSTANT);
	ret = SET_FFP(outside_shared, outside_init_stay);
	if (!ret && !outside_wait())
		ret = -ETIME;
	ret = ret ?: SET_FFP_RETURN(outside_shared, OUTSIDE_CONSTANT);
	pr_info("%s - outside: a task is in a target in init code that is none any more\n",
		!ret && READ_ONCE(outside_inside) ? "ok" : "not ok");
	return 0;
}

/* Its target goes before the module does. */
static int __init outside_init(void)
{
	struct ffp_info info;
	int ret;

	if (!strcmp(init, "fail")) {
		if (SET_FFP(ffp_test, outside_two) || SET_FFP(ffp_test_left, outside_init_two) ||
		    call_kernel(5) != 107 || call_left(5) != 107)
			return 0;
		return -EIO;
	}
	ret = ffp_run_tests(tests, ARRAY_SIZE(tests), &counts);
	ret = ret ?: ffp_info(FFP_KEY(outside_shared), &info);
	ret = ret ?: SET_FFP_RETURN(outside_wide, OUTSIDE_WIDE) ?: SET_FFP(outside_hook, add_one);
	/* A key that is reset when init code goes must not hide that there is one that was reset
	 * before. */
	if (strcmp(init, "alone"))
		ret = ret ?: SET_FFP(ffp_test_left, outside_init_two);
	ret = ret ?: register_module_notifier(&outside_nb);
	if (ret)
		return ret;
	outside_sites = info.sites;
	gone = outside_init_two;
	ret = stay_in_init();
	if (ret)
		unregister_module_notifier(&outside_nb);
	return ret;
}

static void said(bool right, const char *what)
{
	pr_info("%s - outside: %s\n", right ? "ok" : "not ok", what);
}

static void __exit outside_exit(void)
{
	int n = 0;

	kthread_stop(caller);
	unregister_module_notifier(&outside_nb);
	/* The init function's target went when it was done. */
	said(call_left(5) == 106, "a target that went with the module's init code is reset");
	said(SET_FFP(ffp_test, gone) == -EINVAL, "a function that went is refused as a target");
	said(init_left || !OUTSIDE_SEEN,
	     "no task was in a former target in init code when that went");
	said(user_left || !user_refused || !OUTSIDE_SEEN,
	     "no task was in a former target when its module went");
	outside_hook(&n);
	said(n == 0, "a hook of this module is reset when its target goes with another");
}

module_init(outside_init);
module_exit(outside_exit);

MODULE_DESCRIPTION("Test of patchable functions in a module built outside the kernel's tree");
MODULE_LICENSE("Dual MIT/GPL");
