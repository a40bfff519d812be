// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a change costs: keys against static calls, in one kernel, in one boot.
 *
 * For one target that 1, 10, 100 and 1,000 places call, and for 100 targets that 10 places call
 * each: the time of a change, and how often all processors were made to serialise, which a probe
 * on the function that they run for it counts.  The changes that are timed and those that are
 * counted are others, since a probe takes time.
 *
 * With load=static_call, or load=ffp, no comparison, but calls on every processor while the target
 * changes: a control that tells whether an emulator bears changes of text under load at all.
 */
#include <linux/cpu.h>
#include <linux/ffp.h>
#include <linux/kprobes.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/static_call.h>

static char *load = "";
module_param(load, charp, 0);
static int rounds = 20;
module_param(rounds, int, 0);
static int changes = 1000;
module_param(changes, int, 0);

#define ONE 1
#define TWO 2
static int compare_one(int x)
{
	return x + ONE;
}

static int compare_two(int x)
{
	return x + TWO;
}

/* Ten times, and once for each of a hundred two-digit names. */
#define X10(m, a) m(a) m(a) m(a) m(a) m(a) m(a) m(a) m(a) m(a) m(a)
#define M10(m, a) m(a) m(a) m(a) m(a) m(a) m(a) m(a) m(a) m(a) m(a)
#define H10(m, a) m(a) m(a) m(a) m(a) m(a) m(a) m(a) m(a) m(a) m(a)
#define TEN(m, d) m(d##0) m(d##1) m(d##2) m(d##3) m(d##4) m(d##5) m(d##6) m(d##7) m(d##8) m(d##9)
#define HUNDRED(m)                                                                                 \
	TEN(m, 0)                                                                                  \
	TEN(m, 1) TEN(m, 2) TEN(m, 3) TEN(m, 4) TEN(m, 5) TEN(m, 6) TEN(m, 7) TEN(m, 8) TEN(m, 9)

#define DEFINE(name)                                                                               \
	DEFINE_FFP(key_##name, compare_one);                                                       \
	DEFINE_STATIC_CALL(sc_##name, compare_one);
DEFINE(s1)
DEFINE(s10)
DEFINE(s100)
DEFINE(s1000)
HUNDRED(DEFINE)

#define KEY(name) x = key_##name(x);
#define KEYS_10(name) X10(KEY, name)
#define KEYS_100(name) M10(KEYS_10, name)
#define KEYS_1000(name) H10(KEYS_100, name)
#define SC(name) x = static_call(sc_##name)(x);
#define SCS_10(name) X10(SC, name)
#define SCS_100(name) M10(SCS_10, name)
#define SCS_1000(name) H10(SCS_100, name)

/* Functions that call, each with as many places as its name tells. */
#define CALLER(name, body)                                                                         \
	static noinline int name(int x)                                                            \
	{                                                                                          \
		body return x;                                                                     \
	}
CALLER(call_key_1, KEY(s1))
CALLER(call_key_10, KEYS_10(s10))
CALLER(call_key_100, KEYS_100(s100))
CALLER(call_key_1000, KEYS_1000(s1000))
CALLER(call_keys, HUNDRED(KEYS_10))
CALLER(call_sc_1, SC(s1))
CALLER(call_sc_10, SCS_10(s10))
CALLER(call_sc_100, SCS_100(s100))
CALLER(call_sc_1000, SCS_1000(s1000))
CALLER(call_scs, HUNDRED(SCS_10))

typedef int target(int x);

#define SETTER(name)                                                                               \
	static int set_key_##name(target *to)                                                      \
	{                                                                                          \
		return SET_FFP(key_##name, to);                                                    \
	}                                                                                          \
	static int set_sc_##name(target *to)                                                       \
	{                                                                                          \
		static_call_update(sc_##name, to);                                                 \
		return 0;                                                                          \
	}
SETTER(s1)
SETTER(s10)
SETTER(s100)
SETTER(s1000)

static int set_keys(target *to)
{
#define CHANGE(name) FFP_CHANGE(key_##name, compare_two),
	static const struct ffp_change two[] = { HUNDRED(CHANGE) };
#undef CHANGE
#define CHANGE(name) FFP_CHANGE(key_##name, compare_one),
	static const struct ffp_change one[] = { HUNDRED(CHANGE) };
#undef CHANGE

	return ffp_apply(to == compare_one ? one : two, ARRAY_SIZE(one), 0);
}

static int set_scs(target *to)
{
#define UPDATE(name) static_call_update(sc_##name, to);
	HUNDRED(UPDATE)
	return 0;
}

static const struct {
	const char *what;
	int keys, sites;
	int (*set)(target *to);
	int (*call)(int x);
} cases[] = {
	{ "static_call", 1, 1, set_sc_s1, call_sc_1 },
	{ "ffp", 1, 1, set_key_s1, call_key_1 },
	{ "static_call", 1, 10, set_sc_s10, call_sc_10 },
	{ "ffp", 1, 10, set_key_s10, call_key_10 },
	{ "static_call", 1, 100, set_sc_s100, call_sc_100 },
	{ "ffp", 1, 100, set_key_s100, call_key_100 },
	{ "static_call", 1, 1000, set_sc_s1000, call_sc_1000 },
	{ "ffp", 1, 1000, set_key_s1000, call_key_1000 },
	{ "static_call", 100, 1000, set_scs, call_scs },
	{ "ffp", 100, 1000, set_keys, call_keys },
};

static DEFINE_PER_CPU(unsigned int, serialised);

static int count_one(struct kprobe *probe, struct pt_regs *regs)
{
	this_cpu_inc(serialised);
	return 0;
}

/* With it, the probe stays one that traps, and is not itself made a jump in the background. */
static void after_one(struct kprobe *probe, struct pt_regs *regs, unsigned long flags)
{
}

static int result(bool passed, const char *text)
{
	static int number;

	pr_info("%s %d - %s\n", passed ? "ok" : "not ok", ++number, text);
	return !passed;
}

static void compare(int i)
{
	struct kprobe probe = {
		.symbol_name = "do_sync_core",
		.pre_handler = count_one,
		.post_handler = after_one,
	};
	bool right = cases[i].call(0) == ONE * cases[i].sites;
	unsigned int counted = 0;
	u64 least = U64_MAX, sum = 0;
	char text[80];
	int cpu, round;

	for (round = 0; round < rounds; round++) {
		target *to = round & 1 ? compare_one : compare_two;
		u64 took = ktime_get_ns();

		right &= !cases[i].set(to);
		took = ktime_get_ns() - took;
		sum += took;
		least = min(least, took);
		right &= cases[i].call(0) == (round & 1 ? ONE : TWO) * cases[i].sites;
		cond_resched();
	}
	right &= !register_kprobe(&probe);
	for_each_possible_cpu(cpu)
		per_cpu(serialised, cpu) = 0;
	right &= !cases[i].set(rounds & 1 ? compare_one : compare_two);
	for_each_online_cpu(cpu)
		counted += per_cpu(serialised, cpu);
	unregister_kprobe(&probe);
	right &= !cases[i].set(compare_one);
	pr_info("# compare %s keys=%d sites=%d syncs=%u ns=%llu least=%llu\n", cases[i].what,
		cases[i].keys, cases[i].sites, counted / num_online_cpus(), sum / rounds, least);
	snprintf(text, sizeof(text),
		 "%s: %d keys, %d sites: every call is right after every change", cases[i].what,
		 cases[i].keys, cases[i].sites);
	result(right, text);
}

struct caller {
	struct task_struct *task;
	int (*call)(int x);
	unsigned long calls, wrong;
};

static int call_always(void *data)
{
	struct caller *caller = data;

	while (!kthread_should_stop()) {
		int i, x;

		for (i = 0; i < 1000; i++) {
			x = caller->call(0);
			/* A place may be of either target while it changes. */
			caller->wrong += x < 10 * ONE || x > 10 * TWO;
			caller->calls += 10;
		}
		cond_resched();
	}
	return 0;
}

static void change_under_load(bool ffp)
{
	static struct caller callers[NR_CPUS];
	unsigned long calls = 0, wrong = 0;
	int cpu, i, error = 0;

	for_each_online_cpu(cpu) {
		struct caller *caller = &callers[cpu];

		caller->call = ffp ? call_key_10 : call_sc_10;
		caller->task = kthread_create(call_always, caller, "ffp_compare/%d", cpu);
		if (IS_ERR(caller->task)) {
			caller->task = NULL;
			error = -ENOMEM;
			continue;
		}
		kthread_bind(caller->task, cpu);
		wake_up_process(caller->task);
	}
	for (i = 0; i < changes && !error; i++) {
		target *to = i & 1 ? compare_one : compare_two;

		error = ffp ? set_key_s10(to) : set_sc_s10(to);
		cond_resched();
	}
	for_each_online_cpu(cpu) {
		if (callers[cpu].task)
			kthread_stop(callers[cpu].task);
		calls += callers[cpu].calls;
		wrong += callers[cpu].wrong;
	}
	pr_info("# load %s changes=%d calls=%lu wrong=%lu\n", ffp ? "ffp" : "static_call", i, calls,
		wrong);
	result(!error && calls && !wrong, "changes under load");
}

static int __init compare_init(void)
{
	int i;

	if (*load) {
		pr_info("1..1\n");
		change_under_load(!strcmp(load, "ffp"));
		return 0;
	}
	pr_info("# size ffp=%zu static_call=%zu\n", sizeof(struct ffp) + sizeof(struct ffp_state),
		sizeof(struct static_call_key));
	pr_info("1..%zu\n", ARRAY_SIZE(cases));
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		compare(i);
	return 0;
}
module_init(compare_init);

static void __exit compare_exit(void)
{
}
module_exit(compare_exit);

MODULE_DESCRIPTION("What a change of keys costs, against static calls");
MODULE_LICENSE("Dual MIT/GPL");
