// SPDX-License-Identifier: MIT
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
/*
 * Changes after fork stay in the process that made them: the child's never show
 * in the parent, nor the parent's in the child, and each can go on changing.
 */
#include <ffp.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
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

static int add_100(int x)
{
	return x + 100;
}

static int add_200(int x)
{
	return x + 200;
}

DEFINE_FFP(value, value_default);

static COUNTED int call_value(int x)
{
	return value(x) + 1;
}

static COUNTED int tail_value(int x)
{
	return value(x);
}

/* Does every call add this, and does ffp_info agree that the sites are direct? */
static bool adds(int n)
{
	struct ffp_info info;

	counts.calls += 2;
	return call_value(1) == n + 2 && tail_value(1) == n + 1 &&
	       !ffp_info(FFP__KEY(value), &info) && info.direct == COLLECTED(2) &&
	       info.foreign == 0;
}

/* Two pipes between a parent and its child. */
static int to_child[2], to_parent[2];

static void tell(const int *to)
{
	if (write(to[1], "x", 1) != 1)
		abort();
}

static void await(const int *from)
{
	char c;

	if (read(from[0], &c, 1) != 1)
		_exit(99); /* the other one is gone */
}

static void connect(void)
{
	if (pipe(to_child) || pipe(to_parent))
		abort();
}

static void disconnect(void)
{
	for (int i = 0; i < 2; i++) {
		close(to_child[i]);
		close(to_parent[i]);
	}
}

/* What the child does, step by step; the number of the step that went wrong. */
static int child(int inherited)
{
	pid_t grandchild;
	int status;

	if (!adds(inherited))
		return 1;
	if (SET_FFP(value, add_200) || !adds(200))
		return 2;
	tell(to_parent); /* A: the child has changed */
	await(to_child); /* B: the parent has changed, back and forth */
	if (!adds(200))
		return 3;
	if (RESET_FFP(value) || !adds(0))
		return 4;
	tell(to_parent); /* C: the child has reset */
	grandchild = fork();
	if (grandchild == 0)
		_exit(!adds(0) || SET_FFP(value, add_100) || !adds(100));
	if (waitpid(grandchild, &status, 0) != grandchild || status)
		return 5;
	if (!adds(0))
		return 6;
	return 0;
}

static void family(int inherited, const char *state)
{
	pid_t pid;
	int status;

	connect();
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		abort();
	if (pid == 0) {
		alarm(60);
		_exit(child(inherited));
	}
	await(to_parent); /* A */
	ok(adds(inherited), "%s: the child's change is not seen in the parent", state);
	is(CHANGE(SET_FFP(value, add_100)), 0, "%s: a change in the parent", state);
	ok(adds(100), "%s: is seen there", state);
	is(CHANGE(RESET_FFP(value)) | CHANGE(SET_FFP(value, add_100)), 0, "%s: and others", state);
	tell(to_child);	  /* B */
	await(to_parent); /* C */
	ok(adds(100), "%s: the child's reset is not seen in the parent", state);
	is(waitpid(pid, &status, 0), pid, "%s: the child ends", state);
	is(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0,
	   "%s: having seen its own changes, and nobody else's", state);
	ok(adds(100), "%s: nothing has changed since", state);
	disconnect();
}

/* A thread that changes the key all the time, to be forked away from. */
static bool stop;
static unsigned rounds;

static void *change_always(void *arg)
{
	(void)arg;
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		if (SET_FFP(value, add_200) || SET_FFP(value, add_100))
			abort();
		__atomic_fetch_add(&rounds, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

#define FORKS 50

/* A child forked in the middle of a change has the old text or the new, and the lock. */
static void fork_during_changes(void)
{
	pthread_t thread;
	unsigned bad = 0;

	if (pthread_create(&thread, NULL, change_always, NULL))
		abort();
	while (!__atomic_load_n(&rounds, __ATOMIC_RELAXED))
		;
	for (int i = 0; i < FORKS; i++) {
		pid_t pid = fork();
		int status;

		if (pid == 0) {
			alarm(60);
			_exit(!(adds(100) || adds(200)) || RESET_FFP(value) || !adds(0));
		}
		bad += pid < 0 || waitpid(pid, &status, 0) != pid || status;
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	is(bad, 0, "%d children forked during changes can call and change", FORKS);
	ok(rounds > 0, "there were %u changes meanwhile", 2 * rounds);
	ok(adds(100), "the parent is as its thread left it");
}

/*
 * Handlers of the program's own, registered before any change.  They may use keys, and
 * take locks under which others change keys: what is registered later prepares earlier,
 * so the library's must be there by now.
 */
static bool watched;
static int in_prepare = -1, in_child = -1;

static void host_prepares(void)
{
	struct ffp_info info;

	if (watched)
		in_prepare = ffp_info(FFP__KEY(value), &info);
}

static void host_in_child(void)
{
	if (watched)
		in_child = SET_FFP(value, add_200);
}

static void handlers_of_the_host(void)
{
	int status = -1;
	pid_t pid;

	watched = true;
	pid = fork();
	if (pid == 0)
		_exit(in_child || !adds(200));
	watched = false;
	is(waitpid(pid, &status, 0), pid, "fork where the program has handlers of its own");
	is(in_prepare, 0, "before the fork they are not kept from keys");
	is(status, 0, "in the child they can change them");
}

/*
 * Another thread walks the loaded objects, as unwinders and profilers do, and holds the
 * loader's lock when this one forks.  Nobody lets go of it in the child.
 */
static bool walking, forked;

static int walk_until_forked(struct dl_phdr_info *object, size_t size, void *unused)
{
	(void)object;
	(void)size;
	(void)unused;
	__atomic_store_n(&walking, true, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&forked, __ATOMIC_ACQUIRE))
		usleep(100);
	return 1;
}

static void *walk(void *unused)
{
	dl_iterate_phdr(walk_until_forked, NULL);
	return unused;
}

static void exit_beside_the_loader(void)
{
	pthread_t thread;
	int status = -1;
	pid_t pid;

#ifdef __SANITIZE_ADDRESS__
	skip("exit beside the loader", "LeakSanitizer itself asks the loader at the exit");
	return;
#endif
	if (pthread_create(&thread, NULL, walk, NULL))
		abort();
	while (!__atomic_load_n(&walking, __ATOMIC_ACQUIRE))
		usleep(100);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		alarm(60);
		exit(0);
	}
	is(waitpid(pid, &status, 0), pid, "fork while another thread holds the loader's lock");
	is(status, 0, "the child's exit, with its destructors, asks nothing of the loader");
	__atomic_store_n(&forked, true, __ATOMIC_RELEASE);
	pthread_join(thread, NULL);
}

int main(void)
{
	exit_beside_the_loader();
	pthread_atfork(host_prepares, NULL, host_in_child);
	ok(adds(0), "before any change");
	family(0, "first fork before any change");
	handlers_of_the_host();
	family(100, "second fork after one");
	fork_during_changes();
	counts_print();
	return done();
}
