// SPDX-License-Identifier: MIT
/*
 * A plugin is loaded and unloaded while the system calls that this takes fail, the
 * first, the second, … and always: its calls of the program's keys go where these
 * are set to, before and after; no key is left with a target in what is gone; and
 * what asks about keys fails whole or tells the truth.
 */
#include <dlfcn.h>
#include <ffp.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"
#include "fault.h"
#include "loading.h"

int host_default(int x)
{
	return x + 1;
}

static int host_other(int x)
{
	return x + 2;
}

DEFINE_FFP_EXPORT(host_key, host_default);

int weighed_default(int x)
{
	return x;
}

DEFINE_FFP_EXPORT(host_weighed, weighed_default);

/* Has the library's part for candidates linked into the program, for the plugin. */
static int never(int x)
{
	return x - 1;
}

FFP_IMPL(host_weighed, never, 1, 0);

static COUNTED int host_call_weighed(int x)
{
	return host_weighed(x) * 10;
}

static COUNTED int host_call(int x)
{
	return host_key(x) * 10;
}

static int made; /* calls of the point that fails, by what was tried last */
static int kept; /* keys that could not be reset */

/* Of the candidates for a key of the program and one of the plugin's own. */
static int taken, left;

static void fail(enum inject_point point, int error, int from, int times)
{
	fault_set(point, error, from, times);
	ffp_inject = inject_fault;
}

static const char *path;
static void *handle;
static int (*plugin_call)(int);
static int (*plugin_target)(int);
static int (*plugin_call_weighed)(int);

static bool load(void)
{
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	ffp_inject = NULL;
	if (!handle) {
		printf("# %s\n", dlerror());
		return false;
	}
	*(void **)&plugin_call = dlsym(handle, "plugin_call");
	*(void **)&plugin_target = dlsym(handle, "plugin_target");
	*(void **)&plugin_call_weighed = dlsym(handle, "plugin_call_weighed");
	return plugin_call && plugin_target && plugin_call_weighed;
}

/* Both modules' sites call the target that adds so much. */
static bool calls_add(int n)
{
	return host_call(5) == (5 + n) * 10 && plugin_call(5) == (5 + n) * 100;
}

/* Each key with a candidate calls that, or its default, and says so. */
static void candidates(const char *what)
{
	bool host = FFP_TARGET(host_weighed) != weighed_default;
	bool own = plugin_call_weighed(5) == 10000;

	ok(host_call_weighed(5) == (host ? 100 : 50), "%s: a candidate is taken, or is not", what);
	ok(plugin_call_weighed(5) == (own ? 10000 : 9000), "%s: as the other", what);
	taken += host + own;
	left += !host + !own;
}

/* A module comes, to a key that was changed. */
static void coming(enum inject_point point, int error, int from, int times, const char *what)
{
	struct ffp_info info;

	is(SET_FFP(host_key, host_other), 0, "%s: set", what);
	fail(point, error, from, times);
	if (!ok(load(), "%s: loads", what))
		return;
	made = fault.made;
	ok(calls_add(2), "%s: its calls go where the key is set to", what);
	candidates(what);
	ok(SET_FFP(host_key, plugin_target) == 0 && calls_add(3), "%s: and it can be changed",
	   what);
	is(ffp_info(FFP__KEY(host_key), &info), 0, "%s: and asked about", what);
	ok(info.sites == 2 && info.direct + info.unreachable == 2 && !info.foreign,
	   "%s: each site goes as straight as it can", what);
}

/* A module goes, and a key's target with it. */
static void going(enum inject_point point, int error, int from, int times, const char *what)
{
	fail(point, error, from, times);
	dlclose(handle);
	ffp_inject = NULL;
	made = fault.made;
	if (FFP_TARGET(host_key) != host_default) {
		/* Nothing could be done: only if it fails for good, and said of the key. */
		ok(times == ALWAYS && FFP_TARGET(host_key) == plugin_target,
		   "%s: the key could not be reset, and says so", what);
		kept++;
		is(RESET_FFP(host_key), 0, "%s: which is made good", what);
	}
	if (FFP_TARGET(host_weighed) != weighed_default)
		ok(times == ALWAYS && !RESET_FFP(host_weighed),
		   "%s: nor a key with a candidate there", what);
	is(host_call_weighed(5), 50, "%s: calls of that go to the default", what);
	is(host_call(5), 60, "%s: calls go to the default", what);
	ok(SET_FFP(host_key, host_other) == 0 && host_call(5) == 70, "%s: and it can be changed",
	   what);
}

static int count(const struct ffp *key, void *arg)
{
	(void)key;
	++*(int *)arg;
	return 0;
}

/* What asks about keys of a module that nobody looked at yet. */
static void asking(enum inject_point point, int error, int from, int times, const char *what)
{
	struct ffp_info info;
	int keys = 0, r;

	if (!ok(load(), "%s: loads", what))
		return;
	fail(point, error, from, times);
	r = ffp_info(ffp_find("plugin_key"), &info);
	made = fault.made;
	ok(r == -ENOMEM || (!r && info.sites == 1), "%s: ffp_info tells it or fails (%d)", what, r);
	r = ffp_each(count, &keys);
	ok((r == -ENOMEM && !keys) || (!r && keys == 4), "%s: ffp_each as well (%d)", what, r);
	ok(ffp_find("plugin_key") != NULL, "%s: ffp_find finds it", what);
	ffp_inject = NULL;
	r = ffp_info(ffp_find("plugin_key"), &info);
	ok(!r && info.sites == 1, "%s: and then it is told", what);
	dlclose(handle);
}

typedef void step(enum inject_point point, int error, int from, int times, const char *what);

#define BIT(point) (1u << (point))
#define ALL (BIT(INJECT_POINTS) - 1)

/* `met`: the points that this must come by. */
static int each_fault(step *one, step *before, step *after, const char *doing, unsigned met)
{
	int faults = 0;

	for (size_t p = 0; p < SYSTEM_CALLS; p++) {
		made = 1;
		fault.failed = 0;
		for (int from = 0; from < made; from++) {
			for (int always = 0; always < 2; always++) {
				char what[100];

				snprintf(what, sizeof(what), "%s, %s fails at %d%s", doing,
					 system_calls[p].name, from, always ? " and always" : "");
				if (before)
					before(INJECT_POINTS, 0, 0, 0, "before");
				one(system_calls[p].point, system_calls[p].error, from,
				    always ? ALWAYS : 1, what);
				faults++;
				if (after) {
					int n = made;

					after(INJECT_POINTS, 0, 0, 0, "after");
					made = n;
				}
			}
		}
		if (met & BIT(system_calls[p].point))
			ok(fault.failed > 0, "%s: %s failed %d times", doing, system_calls[p].name,
			   fault.failed);
	}
	return faults;
}

int main(int argc, char **argv)
{
	int faults = 0;

	path = argc > 1 ? argv[1] : "";
	faults += each_fault(asking, NULL, NULL, "asking", BIT(INJECT_MMAP) | BIT(INJECT_MUNMAP));
	faults += each_fault(coming, NULL, going, "coming", ALL);
	faults += each_fault(going, coming, NULL, "going", ALL & ~BIT(INJECT_READ));
	ok(kept > 0, "of %d faults %d kept the key from being reset", faults, kept);
	ok(taken > 0 && left > 0, "candidates were taken %d times, and left %d times", taken, left);
	return done();
}
