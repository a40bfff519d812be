// SPDX-License-Identifier: MIT
/*
 * The loader's lock and the library's: threads that load and unload plugins, whose
 * constructors and destructors change keys, beside threads that change keys, ask
 * about them and walk over them.  A deadlock shows as a test that does not end.
 *
 * usage: locks ROUNDS PLUGIN...
 */
#include "locks.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

#include "../forms.h"
#include "../tap.h"

int busy_default(int x)
{
	return x + 1;
}

static int busy_other(int x)
{
	return x + 2;
}

DEFINE_FFP_EXPORT(busy, busy_default);

int busy_from_plugins;

static int stop, rounds;
static long opened, failed, changes, questions, wrong;

static void *open_and_close(void *path)
{
	for (int i = 0; i < rounds; i++) {
		void *plugin = dlopen(path, i & 1 ? RTLD_NOW : RTLD_LAZY);

		if (!plugin || dlclose(plugin))
			__atomic_fetch_add(&failed, 1, __ATOMIC_RELAXED);
		else
			__atomic_fetch_add(&opened, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

static void *change(void *unused)
{
	for (long i = 0; !__atomic_load_n(&stop, __ATOMIC_RELAXED); i++) {
		int r = i & 1 ? SET_FFP(busy, busy_other) : RESET_FFP(busy);
		int x = busy(0);

		__atomic_fetch_add(r ? &failed : &changes, 1, __ATOMIC_RELAXED);
		if (x < 1 || x > 2)
			__atomic_fetch_add(&wrong, 1, __ATOMIC_RELAXED);
	}
	return unused;
}

static int count(const struct ffp *key, void *n)
{
	(void)key;
	++*(int *)n;
	return 0;
}

static void *ask(void *unused)
{
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		const struct ffp *key = ffp_find("busy");
		struct ffp_info info;
		int n = 0;

		if (!key || ffp_info(key, &info) || ffp_each(count, &n) || n < 1)
			__atomic_fetch_add(&failed, 1, __ATOMIC_RELAXED);
		__atomic_fetch_add(&questions, 1, __ATOMIC_RELAXED);
	}
	return unused;
}

int main(int argc, char **argv)
{
	void *(*const others[])(void *) = { change, change, ask };
	enum { OTHERS = sizeof(others) / sizeof(others[0]) };
	int plugins = argc - 2;
	pthread_t openers[8], threads[OTHERS];
	struct ffp_info info = { 0 };

	if (plugins < 1 || plugins > 8)
		return 2;
	rounds = atoi(argv[1]);
	for (int i = 0; i < OTHERS; i++)
		pthread_create(&threads[i], NULL, others[i], NULL);
	for (int i = 0; i < plugins; i++)
		pthread_create(&openers[i], NULL, open_and_close, argv[2 + i]);
	for (int i = 0; i < plugins; i++)
		pthread_join(openers[i], NULL);
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < OTHERS; i++)
		pthread_join(threads[i], NULL);

	is(opened, (long)rounds * plugins, "plugins loaded and unloaded by %d threads", plugins);
	is(failed, 0, "nothing failed");
	is(wrong, 0, "every call went to a target");
	is(busy_from_plugins, 2L * rounds * plugins,
	   "their constructors and destructors changed the key");
	ok(changes > 0 && questions > 0, "beside %ld changes and %ld questions of others", changes,
	   questions);
	is(RESET_FFP(busy), 0, "reset");
	is(busy(0), 1, "the default");
	is(ffp_info(ffp_find("busy"), &info), 0, "ask");
	is(info.sites, COLLECTED(2), "only the program's sites are left");
	return done();
}
