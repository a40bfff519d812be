// SPDX-License-Identifier: MIT
/*
 * Eight keys with 100,000 branches (FFP_ON, FFP_LIKELY_ON) in a program and its plugin, while the
 * system calls fail that a change, or the coming or going of the plugin takes, the first, the last,
 * once and always: every branch is what its key is, before the change or after it, and a later
 * change puts right what could be neither finished nor undone.
 *
 * usage: flags PLUGIN
 */
#include "flags.h"

#include <dlfcn.h>
#include <errno.h>

#include "../tap.h"
#include "fault.h"

#define DEFINE(i) DEFINE_FFP_NULL_EXPORT(key##i, void(int *));
EACH_KEY(DEFINE)

static void hook(int *x)
{
	--*x;
}

static const char *path;
static void *handle;
static int (*plugin_wrong)(unsigned);
static void (*plugin_hook)(int *);
static int in_plugin; /* branches */

/* What the keys are: a bit for each that is set. */
static unsigned is_set;

static int change(unsigned set, unsigned flags)
{
#define CHANGE(i) FFP_CHANGE(key##i, set >> i & 1 ? hook : NULL),
	const struct ffp_change changes[] = { EACH_KEY(CHANGE) };

	return ffp_apply(changes, KEYS, flags);
}

static int wrong(unsigned set)
{
	return wrong_here(set) + (handle ? plugin_wrong(set) : 0);
}

/* What ffp_info says of all branches. */
static struct ffp_info all_info(void)
{
#define KEY(i) FFP__KEY(key##i),
	const struct ffp *const keys[] = { EACH_KEY(KEY) };
	struct ffp_info all = { 0 }, info;

	for (int i = 0; i < KEYS; i++) {
		if (ffp_info(keys[i], &info))
			info.foreign = 1000000;
		all.branches += info.branches;
		all.branches_on += info.branches_on;
		all.foreign += info.foreign;
		all.behind += info.behind;
	}
	return all;
}

static void fail(const struct system_call *call, int from, int times)
{
	fault_set(call->point, call->error, from, times);
	fault.failed = 0;
	ffp_inject = inject_fault;
}

/* Every branch, of both modules, is what its key is now. */
static void is_right(unsigned set, const char *what)
{
	struct ffp_info info = all_info();

	is_set = set;
	is(wrong(set), 0, "%s: every branch is what its key is", what);
	ok(!info.foreign && !info.behind &&
	       info.branches == (unsigned)(n_branchers + 1 + (handle ? in_plugin : 0)),
	   "%s: and ffp_info says so", what);
}

static int broken;

/* One change of all keys, each to the contrary. */
static void changing(const struct system_call *call, int from, int times, const char *what)
{
	const unsigned was = is_set, to = was ^ 0xff;
	struct ffp_info info;
	int r;

	fail(call, from, times);
	r = change(to, 0);
	ffp_inject = NULL;
	if (r != -ENOTRECOVERABLE) {
		is_right(r ? was : to, what);
	} else {
		int n = wrong(to);

		broken++;
		info = all_info();
		ok(call->point == INJECT_MREMAP && from && times == ALWAYS && n > 0 &&
		       n < n_branchers + in_plugin,
		   "%s: %d branches are as they were", what, n);
		is(info.foreign, 0, "%s: and none is foreign", what);
	}
	is(change(0x5a, broken % 2 ? FFP_ATOMIC : 0), 0, "%s: a later change", what);
	is_right(0x5a, what);
}

static int behind;

/* The plugin comes, and some keys are set. */
static void coming(const struct system_call *call, int from, int times, const char *what)
{
	struct ffp_info info;
	int n;

	fail(call, from, times);
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	ffp_inject = NULL;
	if (!ok(handle != NULL, "%s: loads", what)) {
		printf("# %s\n", dlerror());
		return;
	}
	*(void **)&plugin_wrong = dlsym(handle, "plugin_wrong");
	*(void **)&plugin_hook = dlsym(handle, "plugin_hook");
	in_plugin = ((int (*)(void))dlsym(handle, "plugin_branches"))();
	n = wrong(is_set);
	info = all_info();
	ok(!info.foreign && info.behind == (unsigned)n, "%s: ffp_info knows the %d that are behind",
	   what, n);
	behind += n > 0;
	/* Of one key; what is behind are others. */
	is(SET_FFP(key0, is_set & 1 ? NULL : hook), 0, "%s: the next change", what);
	is_right(is_set ^ 1, what);
}

static int kept;

/* It goes, and the target of a key with it. */
static void going(const struct system_call *call, int from, int times, const char *what)
{
	is(SET_FFP(key1, plugin_hook), 0, "%s: a target in the plugin", what);
	is_right(is_set | 2, what);
	fail(call, from, times);
	dlclose(handle);
	ffp_inject = NULL;
	handle = NULL;
	if (FFP_TARGET(key1)) {
		/* Nothing could be done: only if it fails for good, and said of the key. */
		ok(times == ALWAYS, "%s: the key could not be reset", what);
		kept++;
		is(RESET_FFP(key1), 0, "%s: which is made good", what);
	}
	is_right(is_set & ~2u, what);
}

typedef void step(const struct system_call *call, int from, int times, const char *what);

static const struct system_call nothing = { INJECT_POINTS, 0, "nothing" };

/*
 * Memory, its rights, or the moves are refused: the last call of these that the step makes, or all
 * of them.  tests/inject/loading.c has every call of every kind, with fewer branches.
 */
static void each_fault(step *one, step *before, step *after, const char *doing)
{
	for (size_t p = 0; p < SYSTEM_CALLS; p++) {
		const struct system_call *call = &system_calls[p];
		int last = 0;

		if (call->point != INJECT_MMAP && call->point != INJECT_MPROTECT &&
		    call->point != INJECT_MREMAP)
			continue;
		for (int i = 0; i < 4; i++) {
			/* At first none fails, and it is seen how many there are. */
			const int from = i ? (i > 1 ? last : 0) : ALWAYS,
				  times = i == 2 ? 1 : ALWAYS;
			char what[100];

			if (i > 1 && last < 1)
				continue;
			snprintf(what, sizeof(what), "%s, %s fails at %d%s", doing, call->name,
				 from, times == ALWAYS ? " and always" : "");
			if (before)
				before(&nothing, 0, 0, "before");
			one(call, from, times, what);
			if (!i)
				last = fault.made - 1;
			if (after)
				after(&nothing, 0, 0, "after");
		}
	}
}

int main(int argc, char **argv)
{
	path = argc > 1 ? argv[1] : "";
	is_right(0, "at first");
	is(change(0xa5, 0), 0, "some keys are set");
	is_right(0xa5, "set");
	coming(&nothing, 0, 0, "the plugin");
	ok(n_branchers + in_plugin > 1000, "%d branches", n_branchers + in_plugin);
	each_fault(changing, NULL, NULL, "a change");
	ok(broken > 0, "%d commits were broken off", broken);
	going(&nothing, 0, 0, "the plugin goes");
	if (dlopen(path, RTLD_NOW | RTLD_NOLOAD)) {
		skip("the plugin comes and goes", "this C library unloads nothing");
		return done();
	}
	each_fault(coming, NULL, going, "coming");
	ok(behind > 0, "the plugin was behind %d times", behind);
	each_fault(going, coming, NULL, "going");
	ok(kept > 0, "a key could not be reset %d times", kept);
	return done();
}
