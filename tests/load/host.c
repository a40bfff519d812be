// SPDX-License-Identifier: MIT
/*
 * Modules that call each other's keys: a program, a library that it is linked
 * with, a plugin that comes and goes.
 *
 * usage: host PLUGIN LIBRARY [ROUNDS]
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "keys.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../far.h"
#include "../forms.h"
#include "../mappings.h"
#include "../tap.h"

int host_other(int x);
int far_target(int x);

int host_default(int x)
{
	return x + 7;
}

int host_other(int x)
{
	return x + 8;
}

/* A target for the library's key that its own sites are too far from. */
int far_target(int x)
{
	return x + 9;
}

DEFINE_FFP_EXPORT(host_key, host_default);

static int traced;

static void count_trace(int x)
{
	traced += x;
}

static __attribute__((noinline)) int call(int x)
{
	return shape(x) + 50;
}

static struct ffp_info info_of(const char *name)
{
	struct ffp_info info = { 0 };

	if (ffp_info(ffp_find(name), &info))
		info.sites = info.direct = 999;
	return info;
}

/* Every site of `shape`, wherever it is, gives x + `add`. */
static void all_give(int add, const char *when)
{
	is(call(0) - 50, add, "%s: the program's site", when);
	is(keys_call(0) - 10, add, "%s: the library's, in the file that defines the key", when);
	is(keys_call_2(0) - 20, add, "%s: the library's, in another file", when);
}

/* Further than a branch of any architecture goes? */
static bool far_apart(void (*here)(void), void *there)
{
	uint64_t distance = (uint64_t)(uintptr_t)here - (uint64_t)(uintptr_t)there;

	return distance + (UINT64_C(1) << 31) > UINT64_C(1) << 32;
}

static void linked_library(void)
{
	struct ffp_info info = info_of("shape");

	all_give(1, "before any change");
	is(info.sites, COLLECTED(3), "sites of both modules are known");
	is(info.direct, COLLECTED(2), "the library's call the default itself");
	is(info.foreign, 0, "none is foreign");

	/* Calls: a site could hold the body of a target that it cannot reach. */
	is(ffp_apply((struct ffp_change[]){ FFP_CHANGE(shape, shape_other) }, 1, FFP_CALLS), 0,
	   "set to a function of the library");
	all_give(2, "after it");
	info = info_of("shape");
	ok(info.direct == COLLECTED(2) || info.direct == COLLECTED(3),
	   "the library's sites are direct, within reach");
	/* Beyond any branch's reach in fact, but for emulators that load all close together. */
	if (far_apart(linked_library, info.target))
		is(info.direct, COLLECTED(2), "the program's is not");
	is(info.direct + info.unreachable, COLLECTED(3),
	   "the others go through the program's own entry, and why is told");

	is(SET_FFP(shape, far_target), 0, "set to a function of the program");
	all_give(9, "after it");
	info = info_of("shape");
	is(info.direct + info.unreachable, COLLECTED(3), "every site is direct or out of reach");

	is(SET_FFP_RETURN(shape, 77), 0, "set to a constant");
	is(call(0) - 50, 77, "which the program's site yields");
	is(keys_call_2(0) - 20, 77, "and the library's");
	is(RESET_FFP(shape), 0, "reset");
	all_give(1, "after it");

	keys_call_2(3);
	is(traced, 0, "a NULL key of the library does nothing");
	is(SET_FFP(trace, count_trace), 0, "set from the program");
	keys_call_2(3);
	is(traced, 3, "its site in the library calls the program");
	is(SET_FFP(trace, NULL), 0, "and nothing again");
	keys_call_2(3);
	is(traced, 3, "does nothing");

	is(keys_own(0), 13, "a key of the library's own");
	is(keys_set_own(1) || keys_own(0) != 14 || keys_set_own(0), 0, "is changed by it");
}

/* How many segments of text does the module have that an address is in? */
static int count_text(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct {
		uintptr_t at;
		int n;
	} *asked = arg;
	int n = 0;
	bool here = false;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		n += p->p_type == PT_LOAD && (p->p_flags & PF_X);
		here |=
		    p->p_type == PT_LOAD && asked->at - info->dlpi_addr - p->p_vaddr < p->p_memsz;
	}
	if (here)
		asked->n = n;
	return here;
}

static int text_segments(void *at)
{
	struct {
		uintptr_t at;
		int n;
	} asked = { (uintptr_t)at, 0 };

	dl_iterate_phdr(count_text, &asked);
	return asked.n;
}

static void *open_plugin(const char *path, int flags)
{
	void *plugin = dlopen(path, RTLD_NOW | flags);

	if (!plugin)
		printf("# %s\n", dlerror());
	return plugin;
}

static int call_of(void *plugin, const char *name, int x)
{
	int (*f)(int) = (int (*)(int))dlsym(plugin, name);

	return f ? f(x) : -1;
}

static int variable_of(void *plugin, const char *name)
{
	const int *v = dlsym(plugin, name);

	return v ? *v : -1;
}

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* A key that the program knows nothing of until the plugin is there. */
static void plugins_key(void *plugin, const char *path)
{
	const struct ffp *key = ffp_find("plugin_key");
	const struct ffp *by_symbol = dlsym(plugin, FFP_KEY_SYMBOL(plugin_key));
	struct ffp_info info;
	int (*target)(int);

	if (!ok(key != NULL, "the plugin's key is found"))
		return;
	ok(key == by_symbol, "by its symbol, too");
	target = (int (*)(int))ffp_target(key);
	is(target(0), 6, "the program calls its target");
	is(call_of(plugin, "plugin_call_own", 0), 46, "as the plugin does");
	is(ffp_set_target(key, (void *)host_other), 0, "the program sets it");
	is(call_of(plugin, "plugin_call_own", 0), 48, "the plugin calls a function of the program");
	is(ffp_info(key, &info), 0, "ask");
	is(info.sites, COLLECTED(1), "its site in the plugin is known");
	ok(info.file && !strcmp(base_of(info.file), base_of(path)), "and its file: %s",
	   info.file ? info.file : "(none)");
	is(info.direct + info.unreachable, COLLECTED(1), "and direct or out of reach");
	info = info_of("shape");
	ok(info.file && strcmp(base_of(info.file), base_of(path)), "the library's is another: %s",
	   info.file ? info.file : "(none)");
	is(ffp_reset_target(key), 0, "reset");
	is(call_of(plugin, "plugin_call_own", 0), 46, "after it");
}

static void plugin_comes_and_goes(const char *path)
{
	struct ffp_change far_change = FFP_CHANGE(shape, far_target);
	struct ffp_info before, during;
	void *plugin;
	int (*target)(int), r;
	bool near;

	is(keys_weighed(0), 20, "a key with a candidate in a module to come");
	is(SET_FFP(shape, shape_other), 0, "change the library's key");
	is(SET_FFP(host_key, host_other), 0, "and the program's");
	before = info_of("shape");
	plugin = open_plugin(path, RTLD_LOCAL);
	if (!ok(plugin != NULL, "a plugin that is loaded after these changes"))
		return;
	is(variable_of(plugin, "plugin_at_start"), 33, "its constructor saw the first");
	is(variable_of(plugin, "plugin_host_at_start"), 49, "and the second");
	is(keys_weighed(0), 21, "its candidate for a key of the library is set");
	ok(text_segments(dlsym(plugin, "plugin_call")) > 5, "its text is in %d segments",
	   text_segments(dlsym(plugin, "plugin_call")));
	during = info_of("shape");
	is(during.sites, before.sites + COLLECTED(1), "its site of the library's key is known");
	near = !is_far(dlsym(plugin, "plugin_call"), (void *)shape_other);
	/* Some instructions reach further than others. */
	ok(during.direct == before.direct + COLLECTED(1) ||
	       (!near && during.direct == before.direct),
	   "and direct if the two are within reach");
	is(info_of("host_key").sites, COLLECTED(1), "its site of the program's key is known");

	/* The plugin's site and its entry for the key are in two of them. */
	r = ffp_apply(&far_change, 1, FFP_ATOMIC);
	is(r, FORM == DIRECT ? -ENOTSUP : 0, "at one instant that cannot be changed");
	all_give(r ? 2 : 9, "after it");
	is(call_of(plugin, "plugin_call", 0), r ? 32 : 39, "the plugin's own site");

	target = (int (*)(int))dlsym(plugin, "plugin_target");
	is(SET_FFP(shape, target), 0, "set the library's key to a function of the plugin");
	all_give(5, "after it");
	is(call_of(plugin, "plugin_call", 0), 35, "the plugin's own site");
	plugins_key(plugin, path);
	is(dlclose(plugin), 0, "close the plugin");
	all_give(1, "its target went with it, and the key is back at its default");
	is(keys_weighed(0), 20, "as is the one it had a candidate for");
	is(info_of("shape").sites, before.sites, "its site is forgotten");
	ok(!ffp_find("plugin_key"), "and so is its key");
	is(RESET_FFP(shape) || RESET_FFP(host_key), 0, "reset");
}

/* To have the declaration of a key is enough for a module to be known. */
static void bare_plugin_goes(const char *path)
{
	void *plugin = open_plugin(path, RTLD_LOCAL);

	if (!ok(plugin != NULL, "a plugin without a key"))
		return;
	is(SET_FFP(shape, (int (*)(int))dlsym(plugin, "bare_target")), 0,
	   "set the library's key to a function of that");
	all_give(7, "after it");
	is(dlclose(plugin), 0, "close the plugin");
	all_give(1, "the key is back at its default");
}

/* Threads that call all the time; each counts its calls, so that one can wait for them. */
#define THREADS 3

static int stop;
static struct {
	_Alignas(64) long calls;
	long wrong;
} counts[THREADS];

static void *caller(void *arg)
{
	size_t me = (size_t)arg;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		int a = call(0) - 50, b = keys_call_2(0) - 20;

		if ((a != 1 && a != 2 && a != 5 && a != 9) ||
		    (b != 1 && b != 2 && b != 5 && b != 9))
			counts[me].wrong++;
		__atomic_fetch_add(&counts[me].calls, 1, __ATOMIC_SEQ_CST);
	}
	return NULL;
}

/* Every call that had begun has ended: each thread has begun a new round twice. */
static void wait_for_calls(void)
{
	for (size_t i = 0; i < THREADS; i++) {
		long seen = __atomic_load_n(&counts[i].calls, __ATOMIC_SEQ_CST);

		while (__atomic_load_n(&counts[i].calls, __ATOMIC_SEQ_CST) < seen + 2)
			usleep(10);
	}
}

/* Another thread changes a key all the while: the loader's lock and ours. */
static struct {
	long made, failed;
} others;

static void *changer(void *arg)
{
	(void)arg;
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		others.failed +=
		    SET_FFP(host_key, others.made & 1 ? host_other : host_default) != 0;
		others.made++;
	}
	return NULL;
}

/* The library once more, in a namespace where it has its own libc and libffp. */
static int in_a_namespace_of_its_own(const char *library)
{
	void *space = dlmopen(LM_ID_NEWLM, library, RTLD_NOW);
	int good;

	if (!space)
		return 0;
	good = call_of(space, "keys_call", 0) == 11 && call_of(space, "keys_set_own", 1) == 0 &&
	       call_of(space, "keys_own", 0) == 14 && keys_own(0) == 13;
	dlclose(space);
	return good;
}

static void rounds_under_threads(const char *path, const char *library, int rounds)
{
	static const int modes[] = { RTLD_LOCAL, RTLD_GLOBAL, RTLD_LOCAL | RTLD_DEEPBIND };
	pthread_t threads[THREADS], other;
	int failed = 0, wrong = 0, opened = 0, spaces = 0;
	struct mapped before = { 0, 0, 0 }, after;
	long calls = 0, bad = 0;

	for (size_t i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, caller, (void *)i);
	pthread_create(&other, NULL, changer, NULL);
	for (int i = 0; i < rounds; i++) {
		void *plugin = open_plugin(path, modes[i % 3]);
		int (*target)(int);

		if (!plugin) {
			failed++;
			break;
		}
		opened++;
		target = (int (*)(int))dlsym(plugin, "plugin_target");
		failed += SET_FFP(shape, target) != 0;
		wrong += call_of(plugin, "plugin_call", 0) != 35 || call(0) != 55;
		failed += SET_FFP(shape, i & 1 ? shape_other : far_target) != 0;
		/* Some thread may be inside plugin_target still: closing is not our promise. */
		wait_for_calls();
		dlclose(plugin);
		wrong += call(0) != (i & 1 ? 52 : 59);
		if (i % 10 == 9)
			spaces += in_a_namespace_of_its_own(library);
		if (i == rounds / 2)
			before = mapped(0);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		calls += counts[i].calls;
		bad += counts[i].wrong;
	}
	pthread_join(other, NULL);
	is(opened, rounds, "%d rounds of dlopen, change, dlclose", rounds);
	is(failed + others.failed, 0, "no change failed");
	is(wrong, 0, "every call of the changing thread went where it should");
	is(bad, 0, "and every call of the others");
	ok(calls > 0 && others.made > 0, "which made %ld calls and %ld changes", calls,
	   others.made);
	/* What threads and the C library have at the moment comes and goes. */
	after = mapped(0);
	ok(after.n <= before.n + 8, "no more mappings than half-way: %d, %d", before.n, after.n);
	ok(after.bytes <= before.bytes + (1ul << 20), "no more memory than half-way: %lu, %lu",
	   before.bytes, after.bytes);
	is(spaces, rounds / 10, "the library worked in namespaces of its own");
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 2;
	linked_library();
	plugin_comes_and_goes(argv[1]);
	bare_plugin_goes(argv[3]);
	rounds_under_threads(argv[1], argv[2], argc > 4 ? atoi(argv[4]) : 100);
	return done();
}
