// SPDX-License-Identifier: MIT
/*
 * A library in a namespace of its own (dlmopen) has a C library of its own, and so has
 * the libffp that it uses; a fork by the program's C library runs none of its handlers.
 * A child may then find a change of a thread that it does not have: that it can change
 * no key is told, and nothing waits for ever.
 *
 * usage: spaces LIBRARY
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

static int (*set_own)(int), (*own)(int);
static bool stop;
static long changes, failed;

static void *change_always(void *arg)
{
	(void)arg;
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED))
		failed +=
		    set_own((int)(__atomic_fetch_add(&changes, 1, __ATOMIC_RELAXED) & 1)) != 0;
	return NULL;
}

/* Does a child here find its memory as it was told to? */
static bool wipes(void)
{
	char *p = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int status = -1;
	pid_t child;

	if (p == MAP_FAILED || madvise(p, 1, MADV_WIPEONFORK))
		return false;
	*p = 1;
	child = fork();
	if (!child)
		_exit(*p);
	waitpid(child, &status, 0);
	munmap(p, 1);
	return status == 0;
}

enum { CHANGED = 10, REFUSED = 11 };

static int in_child(void)
{
	int r, got;

	alarm(30);
	got = own(0);
	if (got != 13 && got != 14)
		return 1;
	r = set_own(1);
	if (r == -EDEADLK)
		return set_own(0) == -EDEADLK && (own(0) == 13 || own(0) == 14) ? REFUSED : 2;
	return !r && own(0) == 14 && !set_own(0) && own(0) == 13 ? CHANGED : 3;
}

int main(int argc, char **argv)
{
	void *space = argc == 2 ? dlmopen(LM_ID_NEWLM, argv[1], RTLD_NOW) : NULL;
	int changed = 0, refused = 0, bad = 0;
	pthread_t thread;

	if (!space) {
		printf("1..0 # SKIP no namespace here: %s\n", argc == 2 ? dlerror() : "no library");
		return 0;
	}
	if (!wipes()) {
		puts("1..0 # SKIP no memory that a child finds empty (before Linux 4.14)");
		return 0;
	}
	set_own = (int (*)(int))dlsym(space, "keys_set_own");
	own = (int (*)(int))dlsym(space, "keys_own");
	is(set_own(1) || own(0) != 14, 0, "a key in a namespace of its own is changed");
	pthread_create(&thread, NULL, change_always, NULL);
	for (int i = 0; i < 2000 && !bad && (refused < 10 || changed < 1); i++) {
		pid_t child = fork();
		int status = -1;

		if (!child)
			_exit(in_child());
		waitpid(child, &status, 0);
		status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		changed += status == CHANGED;
		refused += status == REFUSED;
		bad += status != CHANGED && status != REFUSED;
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	is(bad, 0,
	   "of children forked meanwhile, %d could change keys, %d were told that they cannot",
	   changed, refused);
	is(failed, 0, "and no change of the parent's failed");
	printf("# %ld changes\n", changes);
	return done();
}
