// SPDX-License-Identifier: MIT
/*
 * Two copies of the library, and the loader.  A thread changes a key of one copy; inside
 * the change a signal handler, or a profiler in it, walks the loaded objects.  Another
 * thread unloads the plugin that has the other copy, which tells the first: it must not
 * wait for that copy's lock with the lock of the loader that the walk needs.
 *
 * usage: apart PLUGIN
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <ffp.h>

#ifdef PLUGIN

int plugin_call(int x);
int plugin_target(int x);

int plugin_target(int x)
{
	return x + 3;
}

DEFINE_FFP(plugin_key, plugin_target);

int plugin_call(int x)
{
	return plugin_key(x) * 100;
}

#else

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../src/inject.h"
#include "../tap.h"

static int host_default(int x)
{
	return x + 1;
}

static int host_other(int x)
{
	return x + 2;
}

DEFINE_FFP_STATIC(host_key, host_default);

static void *handle;
static int (*plugin_call)(int);
static pid_t unloader;
static bool inside, walked;
static int waited, closed;

/* Is that thread asleep, as in /proc/self/task/…/stat behind its name? */
static bool sleeps(pid_t thread)
{
	char path[64], state = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", (int)thread);
	f = fopen(path, "r");
	if (f && fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 0;
	if (f)
		fclose(f);
	return state == 'S';
}

static int nothing(struct dl_phdr_info *object, size_t size, void *unused)
{
	(void)object;
	(void)size;
	(void)unused;
	return 1;
}

/* Between two steps of the change: once the other thread waits, walk. */
static int in_change(enum inject_point point)
{
	int asleep = 0;

	if (point != INJECT_STEP_COPIED || inside)
		return 0;
	__atomic_store_n(&inside, true, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&unloader, __ATOMIC_ACQUIRE))
		usleep(100);
	/* It waits for this change, and for nothing else for so long. */
	for (int i = 0; i < 10000 && asleep < 200; i++) {
		asleep = sleeps(unloader) ? asleep + 1 : 0;
		usleep(100);
	}
	waited = asleep >= 200;
	dl_iterate_phdr(nothing, NULL);
	walked = true;
	return 0;
}

static void *unload(void *unused)
{
	while (!__atomic_load_n(&inside, __ATOMIC_ACQUIRE))
		usleep(100);
	__atomic_store_n(&unloader, (pid_t)syscall(SYS_gettid), __ATOMIC_RELEASE);
	closed = !dlclose(handle);
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc != 2)
		return 2;
	handle = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
	if (!ok(handle != NULL, "load the plugin"))
		return done();
	*(void **)&plugin_call = dlsym(handle, "plugin_call");
	is(plugin_call && plugin_call(5) == 800, 1, "it calls its key");
	*(void **)&plugin_call = dlsym(handle, "plugin_target");
	is(SET_FFP(host_key, plugin_call), 0, "the program's key is set to a function of it");
	is(host_key(5), 8, "and calls that");

	alarm(60);
	if (pthread_create(&thread, NULL, unload, NULL))
		return 2;
	ffp_inject = in_change;
	is(SET_FFP(host_key, host_other), 0, "a change, during which another thread unloads it");
	ffp_inject = NULL;
	pthread_join(thread, NULL);
	is(waited, 1, "which waits for the change");
	is(walked, 1, "in the change the loaded objects can be walked");
	is(closed, 1, "and it is unloaded");
	is(host_key(5), 7, "the key calls what it was set to");
	return done();
}

#endif
