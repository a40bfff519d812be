// SPDX-License-Identifier: MIT
/*
 * Processes made in every way, from any thread, at any moment of other threads'
 * changes: fork, vfork, posix_spawn, system.  And a server as many are: it forks
 * workers, each sets the keys as its own configuration says, and none sees what
 * another has set.
 */
#define _GNU_SOURCE
#include <ffp.h>
#include <pthread.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

int value_default(int x);
int value_default(int x)
{
	return x;
}

#define TARGET(n)                                                                                  \
	static int add_##n(int x)                                                                  \
	{                                                                                          \
		return x + 100 * n;                                                                \
	}
TARGET(1)
TARGET(2)
TARGET(3)
TARGET(4)

#define TARGETS 5
static int (*const targets[TARGETS])(int) = { value_default, add_1, add_2, add_3, add_4 };

DEFINE_FFP(value, value_default);
DEFINE_FFP(spare, value_default);

static COUNTED int call_value(int x)
{
	return value(x) + 1;
}

static COUNTED int tail_value(int x)
{
	return value(x);
}

static bool is_set_to(int n)
{
	return call_value(1) == 100 * n + 2 && tail_value(1) == 100 * n + 1 &&
	       FFP_TARGET(value) == targets[n];
}

/* In any state that threads may have left it in. */
static bool is_set(void)
{
	int got = tail_value(1) - 1;

	return got % 100 == 0 && got >= 0 && got < 100 * TARGETS;
}

extern char **environ;
static char self[4096];

/* How to run this program again: under an emulator the kernel does not know. */
static char *again[] = { self, "child", NULL, NULL, NULL };

static void find_self(void)
{
	static char *const emulated[] = { "/bin/sh", "-c", "exec $MESON_EXE_WRAPPER \"$0\" child",
					  self, NULL };

	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		abort();
	if (getenv("MESON_EXE_WRAPPER"))
		memcpy(again, emulated, sizeof(again));
}

/* Each makes a process in its way: 0 if all was well in it. */

static int by_fork(void)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		alarm(60);
		/* The child has one thread, and can go on. */
		_exit(!is_set() || SET_FFP(value, add_3) || !is_set_to(3) || RESET_FFP(value) ||
		      !is_set_to(0));
	}
	return pid < 0 || waitpid(pid, &status, 0) != pid || status;
}

static int by_vfork(void)
{
	int status = -1;
	pid_t pid = vfork();

	if (pid == 0) {
		/* In the parent's memory: calls are what calls are, changes are not for here. */
		if (tail_value(1) % 100 != 1)
			_exit(3);
		execv(again[0], again);
		_exit(4);
	}
	return pid < 0 || waitpid(pid, &status, 0) != pid || status;
}

static int by_spawn(void)
{
	int status = -1;
	pid_t pid;

	return posix_spawn(&pid, again[0], NULL, NULL, again, environ) ||
	       waitpid(pid, &status, 0) != pid || status;
}

static int (*const makers[])(void) = { by_fork, by_vfork, by_spawn };
static const char *const maker_names[] = { "fork", "vfork", "posix_spawn" };
#define MAKERS (sizeof(makers) / sizeof(makers[0]))

/* A program that was executed starts with the defaults. */
static int child_program(void)
{
	return !is_set_to(0) || SET_FFP(value, add_2) || !is_set_to(2);
}

static unsigned stop, failed, made;

static void *change_always(void *arg)
{
	unsigned n = 0;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		int r = arg ? SET_FFP(spare, targets[n++ % TARGETS])
			    : SET_FFP(value, targets[n++ % TARGETS]);

		__atomic_fetch_add(r ? &failed : &made, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

#define PROCESSES 20 /* of each kind, by each thread */

struct maker {
	pthread_t thread;
	unsigned bad[MAKERS];
};

static void *make_processes(void *arg)
{
	struct maker *m = arg;

	for (int i = 0; i < PROCESSES; i++)
		for (size_t k = 0; k < MAKERS; k++)
			m->bad[k] += makers[k]() != 0;
	return NULL;
}

/* Two threads make processes while two change keys. */
static void from_any_thread(void)
{
	struct maker threads[2] = { 0 };
	pthread_t changers[2];

	for (uintptr_t i = 0; i < 2; i++)
		pthread_create(&changers[i], NULL, change_always, (void *)i);
	while (__atomic_load_n(&made, __ATOMIC_RELAXED) < 4)
		usleep(100);
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i].thread, NULL, make_processes, &threads[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i].thread, NULL);
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < 2; i++)
		pthread_join(changers[i], NULL);
	for (size_t k = 0; k < MAKERS; k++)
		is(threads[0].bad[k] + threads[1].bad[k], 0, "%d processes by %s", 2 * PROCESSES,
		   maker_names[k]);
	is(failed, 0, "during %u changes, none of which failed", made);
	counts.changes += made;
}

#define WORKERS 4

/* Shared by the server and its workers: whose turn it is, and what each has seen. */
static struct {
	unsigned ready, rounds[WORKERS], wrong[WORKERS];
} * shared;

#define ROUNDS 30

/* Worker n: all are at work at the same time, each with a setting of its own. */
static void work(int n)
{
	unsigned wrong = !is_set_to(1);

	alarm(120);
	for (unsigned i = 0; i < ROUNDS; i++) {
		int to = (n + (int)i) % TARGETS;

		wrong += SET_FFP(value, targets[to]) != 0;
		/* Wait until every worker has made its change of this round. */
		__atomic_fetch_add(&shared->ready, 1, __ATOMIC_SEQ_CST);
		while (__atomic_load_n(&shared->ready, __ATOMIC_SEQ_CST) < (i + 1) * WORKERS)
			usleep(50);
		for (int k = 0; k < 100; k++)
			wrong += !is_set_to(to);
		shared->rounds[n]++;
	}
	shared->wrong[n] = wrong;
	_exit(wrong != 0);
}

static void server(void)
{
	pid_t workers[WORKERS];
	unsigned bad = 0, seen = 0;

	shared =
	    mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	is(CHANGE(SET_FFP(value, add_1)), 0, "the server sets a key before it forks");
	fflush(stdout);
	for (int i = 0; i < WORKERS; i++) {
		workers[i] = fork();
		if (workers[i] == 0)
			work(i);
	}
	while (__atomic_load_n(&shared->ready, __ATOMIC_SEQ_CST) < WORKERS * ROUNDS) {
		seen += !is_set_to(1);
		usleep(200);
	}
	for (int i = 0; i < WORKERS; i++) {
		int status = -1;

		bad += waitpid(workers[i], &status, 0) != workers[i] || status ||
		       shared->rounds[i] != ROUNDS;
	}
	is(bad, 0, "%d workers saw their own changes in %d rounds, and nobody else's", WORKERS,
	   ROUNDS);
	is(seen, 0, "and the server none of theirs");
	ok(is_set_to(1), "its own is as it was");
	is(CHANGE(RESET_FFP(value)), 0, "reset");
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return child_program();
	find_self();
	server();
	from_any_thread();
	counts_print();
	return done();
}
