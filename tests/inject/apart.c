// SPDX-License-Identifier: MIT
/*
 * Two copies of the library, and the loader.  A thread changes a key of one copy; inside
 * the change a signal handler, or a profiler in it, walks the loaded objects.  Another
 * thread unloads the plugin that has the other copy, which tells the first: it must not
 * wait for that copy's lock with the lock of the loader that the walk needs.
 *
 * And a child of a bare fork, in which the lock of one copy is held by nobody who is there:
 * the plugin with that copy is unloaded, and so is another.  Such a child of the very first
 * change, too, is told, or finds the lock free.
 *
 * And a thread forks, for which each copy holds its lock, while another thread unloads a plugin
 * with a copy: the C library then removes that copy's fork handlers.  And while another thread
 * forks, too: the first one's child unloads the plugin, and waits for nobody who is not there.
 *
 * usage: apart PLUGIN THE-SAME-AGAIN
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <ffp.h>

#ifdef PLUGIN

int plugin_call(int x);
int plugin_target(int x);
int plugin_set(int other);

int plugin_target(int x)
{
	return x + 3;
}

DEFINE_FFP(plugin_key, plugin_target);

int plugin_call(int x)
{
	return plugin_key(x) * 100;
}

static int plugin_other(int x)
{
	return x + 4;
}

int plugin_set(int other)
{
	return SET_FFP(plugin_key, other ? plugin_other : plugin_target);
}

#else

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/inject.h"
#include "../emulated.h"
#include "../tap.h"
#include "fork.h"

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

/* Until the thread that unloads waits for this one, and for nothing else for so long; or has not.
 */
static void let_it_wait(void)
{
	int asleep = 0;

	__atomic_store_n(&inside, true, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&unloader, __ATOMIC_ACQUIRE))
		usleep(100);
	while (asleep < 200 && !__atomic_load_n(&closed, __ATOMIC_ACQUIRE)) {
		asleep = sleeps(unloader) ? asleep + 1 : 0;
		usleep(100);
	}
	waited = asleep >= 200;
}

/* Between two steps of the change: once the other thread waits, walk. */
static int in_change(enum inject_point point)
{
	if (point != INJECT_STEP_COPIED || inside)
		return 0;
	let_it_wait();
	dl_iterate_phdr(nothing, NULL);
	walked = true;
	return 0;
}

/* Begin a part of the test, which `what` names; false: it cannot be made here. */
static bool begin(const char *what)
{
	inside = false;
	unloader = 0;
	waited = closed = 0;
	if (!emulated())
		return true;
	skip(what, "qemu-user");
	return false;
}

static bool marking, forked;
static int first_status = -1;

/* While another thread is at the start of the process's first change. */
static void *fork_at_first(void *unused)
{
	pid_t pid;

	while (!__atomic_load_n(&marking, __ATOMIC_ACQUIRE))
		usleep(100);
	pid = bare_fork();
	if (!pid) {
		int r;

		ffp_inject = NULL;
		alarm(20);
		r = SET_FFP(host_key, host_other);
		_exit(r == -EDEADLK || (!r && host_key(5) == 7) ? 0 : 1);
	}
	waitpid(pid, &first_status, 0);
	__atomic_store_n(&forked, true, __ATOMIC_RELEASE);
	return unused;
}

static int at_first(enum inject_point point)
{
	if (point != INJECT_LOCK || marking)
		return 0;
	__atomic_store_n(&marking, true, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&forked, __ATOMIC_ACQUIRE))
		usleep(100);
	return 0;
}

static void during_the_first_change(void)
{
	const char *what = "a child of the first change's start does not wait for ever";
	pthread_t thread;

	if (!begin(what))
		return;
	if (pthread_create(&thread, NULL, fork_at_first, NULL))
		return;
	ffp_inject = at_first;
	is(SET_FFP(host_key, host_default), 0, "the first change");
	ffp_inject = NULL;
	if (marking)
		is(pthread_join(thread, NULL) + first_status, 0, "%s", what);
	else
		skip(what, "such a child cannot be told here");
}

static void *unload(void *unused)
{
	while (!__atomic_load_n(&inside, __ATOMIC_ACQUIRE))
		usleep(100);
	__atomic_store_n(&unloader, (pid_t)syscall(SYS_gettid), __ATOMIC_RELEASE);
	__atomic_store_n(&closed, !dlclose(handle), __ATOMIC_RELEASE);
	return unused;
}

static bool holding_fork;

/* Registered before the plugin's copy of the library: called after that holds its lock. */
static void in_fork(void)
{
	if (holding_fork) {
		holding_fork = false;
		let_it_wait();
	}
}

static void unload_during_fork(const char *path)
{
	const char *what =
	    "a fork is held up while another thread unloads a plugin: its child can change";
	pthread_t thread;
	int status = -1;
	pid_t pid;

	if (!begin(what))
		return;
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	*(void **)&plugin_call = handle ? dlsym(handle, "plugin_target") : NULL;
	is(plugin_call ? SET_FFP(host_key, plugin_call) : -1, 0,
	   "a key is set to a plugin's function");
	if (pthread_create(&thread, NULL, unload, NULL))
		return;
	holding_fork = true;
	pid = fork();
	if (!pid)
		_exit(SET_FFP(host_key, host_other) || host_key(5) != 7);
	waitpid(pid, &status, 0);
	is(status, 0, "%s", what);
	pthread_join(thread, NULL);
	is(waited, 1, "who unloads it waits for the fork");
	is(closed, 1, "and then has unloaded it");
	is(host_key(5), 6, "the key was reset");
}

static int yields;

/* In the place of the C library's, also for the plugin's copy of the library. */
int sched_yield(void)
{
	yields++;
	return (int)syscall(SYS_sched_yield);
}

static void *fork_too(void *unused)
{
	pid_t pid;

	while (!__atomic_load_n(&inside, __ATOMIC_ACQUIRE))
		usleep(100);
	__atomic_store_n(&unloader, (pid_t)syscall(SYS_gettid), __ATOMIC_RELEASE);
	pid = fork();
	if (!pid)
		_exit(0);
	waitpid(pid, NULL, 0);
	return unused;
}

static void fork_during_fork(const char *path)
{
	const char *what = "a child unloads a plugin without waiting for another thread's fork";
	pthread_t thread;
	int status = -1;
	pid_t pid;

	if (!begin(what))
		return;
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!ok(handle != NULL, "load the plugin once more") ||
	    pthread_create(&thread, NULL, fork_too, NULL))
		return;
	holding_fork = true;
	pid = fork();
	if (!pid) {
		alarm(20);
		yields = 0;
		_exit(dlclose(handle) || yields);
	}
	waitpid(pid, &status, 0);
	is(status, 0, "%s", what);
	pthread_join(thread, NULL);
	is(waited, 1, "which waited for the first fork");
	is(dlclose(handle), 0, "and so does the parent");
}

static int (*plugin_set)(int);
static bool enough;
static int changes;

static void *change(void *unused)
{
	for (int i = 0; !__atomic_load_n(&enough, __ATOMIC_RELAXED); i++) {
		(void)plugin_set(i & 1);
		__atomic_store_n(&changes, i, __ATOMIC_RELEASE);
	}
	return unused;
}

/* In the child: 0 if nobody was changing keys just then, 1 if all is well. */
static int unload_both(void *other)
{
	alarm(20);
	if (plugin_set(0) != -EDEADLK)
		return 0;
	if (dlclose(handle))
		return 2;
	/* The program's own copy can still change the program's key. */
	if (host_key(5) != 6 || FFP_TARGET(host_key) != host_default)
		return 3;
	return dlclose(other) ? 4 : 1;
}

static void without_the_holder(const char *path, const char *again)
{
	const char *what = "a child without the holder of a copy's lock can unload two copies";
	int (*target)(int), status = 0;
	pthread_t thread;
	void *other;

	if (!begin(what))
		return;
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	other = dlopen(again, RTLD_NOW | RTLD_LOCAL);
	if (!ok(handle && other, "two plugins"))
		return;
	*(void **)&plugin_set = dlsym(handle, "plugin_set");
	*(void **)&target = dlsym(handle, "plugin_target");
	is(SET_FFP(host_key, target), 0, "the program's key is set to a function of the first");
	if (pthread_create(&thread, NULL, change, NULL))
		return;
	/* Its first calls look up symbols, and in a bare child such a thread never ends that. */
	while (__atomic_load_n(&changes, __ATOMIC_ACQUIRE) < 2)
		usleep(100);
	for (int i = 0; i < 10000 && !status; i++) {
		pid_t pid = bare_fork();

		if (!pid)
			_exit(unload_both(other));
		waitpid(pid, &status, 0);
	}
	__atomic_store_n(&enough, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	if (status)
		is(status, 1 << 8, "%s", what);
	else
		skip(what, "no child of the right moment, or it is not told");
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc != 3)
		return 2;
	during_the_first_change();
	pthread_atfork(in_fork, NULL, NULL);
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
	unload_during_fork(argv[1]);
	fork_during_fork(argv[1]);
	without_the_holder(argv[1], argv[2]);
	return done();
}

#endif
