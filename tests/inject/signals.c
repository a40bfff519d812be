// SPDX-License-Identifier: MIT
/*
 * A signal arrives at every step of a change, in the thread that makes it.  One that an
 * instruction causes is handled there: its handler calls the key, is refused what needs
 * the lock, and forks.  Any other waits until the change is made, so that its handler
 * may jump out, or the thread be cancelled.  One comes while its thread waits for
 * another's change.  And a process forks while two threads make its first changes.
 * Nothing of this is ever a deadlock.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ffp.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/inject.h"
#include "../emulated.h"
#include "../forms.h"
#include "../tap.h"
#include "callers.h"
#include "fork.h"
#include "unwatched.h"

DEFINE_FFP(key0, target_a);
DEFINE_FFP_NULL(other, void(void));

static int no_key(const struct ffp *key, void *arg)
{
	(void)key;
	(void)arg;
	return 0;
}

static bool all_call(long (*target)(long))
{
	return callers_of(target) == n_callers && FFP_TARGET(key0) == target;
}

/* What the handler of a signal that interrupts a change has met. */
static struct {
	long runs, wrong_calls, wrong_answers;
} met;

static void interrupt_change(int signal)
{
	struct ffp_change none = FFP_CHANGE(other, NULL);
	struct ffp_info info;

	(void)signal;
	met.runs++;
	met.wrong_calls += callers_of(target_a) + callers_of(target_b) != n_callers;
	met.wrong_calls += key0(11) != target_a(11) && key0(11) != target_b(11);
	errno = 4711;
	met.wrong_answers += SET_FFP(key0, target_b) != -EDEADLK;
	met.wrong_answers += RESET_FFP(key0) != -EDEADLK;
	met.wrong_answers += ffp_apply(&none, 1, FFP_ATOMIC) != -EDEADLK;
	met.wrong_answers += ffp_info(FFP__KEY(key0), &info) != -EDEADLK;
	met.wrong_answers += ffp_each(no_key, NULL) != -EDEADLK;
	met.wrong_answers += ffp_each_impl(NULL, NULL, NULL) != -EDEADLK;
	met.wrong_answers += ffp_each_use(NULL, NULL) != -EDEADLK;
	met.wrong_answers += ffp_find("key0") != NULL;
	met.wrong_answers += FFP_TARGET(key0) != target_a && FFP_TARGET(key0) != target_b;
	met.wrong_answers += errno != 4711;
}

static long steps[INJECT_POINTS];

static int raise_always(enum inject_point point)
{
	steps[point]++;
	raise(SIGTRAP);
	return 0;
}

static void at_every_step(void)
{
	static const enum inject_point points[] = {
		INJECT_MMAP,	    INJECT_MPROTECT,	   INJECT_MREMAP,
		INJECT_MEMBARRIER,  INJECT_STEP_COPIED,	   INJECT_STEP_EDITED,
		INJECT_STEP_SEALED, INJECT_STEP_COMMITTED, INJECT_STEP_SYNCED,
	};
	int failed = 0;

	signal(SIGTRAP, interrupt_change);
	ffp_inject = raise_always;
	for (int i = 0; i < 100; i++) {
		long (*target)(long) = i % 2 ? target_a : target_b;

		failed += SET_FFP(key0, target) != 0 || !all_call(target);
	}
	ffp_inject = NULL;
	is(failed, 0, "100 changes, interrupted at every step");
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++)
		ok(steps[points[i]] >= 100, "step %d, %ld times", points[i], steps[points[i]]);
	is(met.wrong_calls, 0, "in %ld handlers every call went to the old or the new target",
	   met.runs);
	is(met.wrong_answers, 0, "and all that needs the lock was refused");
	is(SET_FFP(key0, target_a), 0, "after that a change works");
}

/* A fork from inside a change: the child has the change to finish, as the parent. */
static pid_t parent, child;

/* As if the module had been unloaded and loaded again. */
static void refresh(void)
{
	ffp_module_remove(&__ffp_module);
	ffp_module_add(&__ffp_module);
}

static int set_there(void)
{
	return SET_FFP(key0, target_b);
}

static int set_back(void)
{
	return RESET_FFP(key0);
}

static int info_of(void)
{
	struct ffp_info info;

	return ffp_info(FFP__KEY(key0), &info);
}

static int find_it(void)
{
	return ffp_find("key0") != FFP__KEY(key0);
}

static int walk(void)
{
	return ffp_each(no_key, NULL);
}
static int fork_at, steps_made, step_signal = SIGTRAP;

static void fork_once(int signal)
{
	(void)signal;
	child = fork();
}

static int raise_once(enum inject_point point)
{
	(void)point;
	if (steps_made++ == fork_at)
		raise(step_signal);
	return 0;
}

static int change_and_fork(void)
{
	bool was_b = FFP_TARGET(key0) == target_b;
	long (*new)(long) = was_b ? target_a : target_b;
	int status = 0;

	steps_made = 0;
	child = -1;
	ffp_inject = raise_once;
	status = SET_FFP(key0, new);
	ffp_inject = NULL;
	status |= !all_call(new);
	if (getpid() != parent) {
		alarm(60);
		_exit(status || RESET_FFP(key0) || !all_call(target_a));
	}
	if (child > 0) {
		int exit_status;

		if (waitpid(child, &exit_status, 0) != child || exit_status)
			status |= 2;
	}
	return status;
}

static void fork_at_every_step(void)
{
	int bad = 0, forked = 0;

	signal(SIGTRAP, fork_once);
	parent = getpid();
	do {
		bad += change_and_fork() != 0;
		forked += child > 0;
		fork_at++;
	} while (steps_made >= fork_at);
	is(bad, 0, "%d changes during which a handler forked: both went on and could change",
	   forked);
	ok(forked > 10, "which are all steps of a change");
}

/* A handler that does not return, as one that ends what takes too long. */
static sigjmp_buf out;
static volatile int jumps, told;

static void jump_out(int signal)
{
	struct ffp_info info;

	(void)signal;
	jumps++;
	/* The change that was interrupted has been made. */
	told = ffp_info(FFP__KEY(key0), &info);
	siglongjmp(out, 1);
}

static void jump_at_every_step(void)
{
	static int (*const calls[])(void) = { set_there, set_back, info_of, find_it, walk };
	volatile int bad = 0, left = 0;

	signal(SIGUSR1, jump_out);
	step_signal = SIGUSR1;
	for (volatile size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		fork_at = 0;
		do {
			/* Each from where the module has just come. */
			refresh();
			bad += SET_FFP(key0, target_b) || SET_FFP(key0, target_a);
			steps_made = jumps = 0;
			ffp_inject = raise_once;
			if (!sigsetjmp(out, 1)) {
				(void)calls[i]();
				bad += steps_made > fork_at; /* it should have jumped */
			}
			ffp_inject = NULL;
			left += jumps;
			bad += told || !all_call(FFP_TARGET(key0));
			bad += SET_FFP(key0, target_b) || SET_FFP(key0, target_a) || info_of();
			fork_at++;
		} while (steps_made >= fork_at);
	}
	is(bad, 0, "%d handlers jumped out: after the change that they interrupted", left);
	ok(left > 20, "at each of its steps");
	step_signal = SIGTRAP;
}

/* A thread that may be cancelled anywhere is, at every step of its change. */
static bool at_step, cancelled;

static int cancel_here(enum inject_point point)
{
	(void)point;
	if (steps_made++ == fork_at) {
		__atomic_store_n(&at_step, true, __ATOMIC_SEQ_CST);
		/* Not by a function that is a cancellation point. */
		while (!__atomic_load_n(&cancelled, __ATOMIC_SEQ_CST))
			sched_yield();
	}
	return 0;
}

static void *change_cancellable(void *arg)
{
	int unused;

	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &unused);
	(void)SET_FFP(key0, target_b);
	pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &unused);
	__atomic_store_n(&at_step, true, __ATOMIC_SEQ_CST);
	return arg;
}

static void cancel_at_every_step(void)
{
	int bad = 0, ended = 0;

	fork_at = 0;
	do {
		pthread_t thread;
		void *result = NULL;

		steps_made = 0;
		at_step = cancelled = false;
		ffp_inject = cancel_here;
		pthread_create(&thread, NULL, change_cancellable, NULL);
		while (!__atomic_load_n(&at_step, __ATOMIC_SEQ_CST))
			usleep(100);
		pthread_cancel(thread);
		__atomic_store_n(&cancelled, true, __ATOMIC_SEQ_CST);
		pthread_join(thread, &result);
		ffp_inject = NULL;
		ended += result == PTHREAD_CANCELED;
		bad += steps_made > fork_at && result != PTHREAD_CANCELED;
		bad += !all_call(FFP_TARGET(key0)) || SET_FFP(key0, target_a);
		fork_at++;
	} while (steps_made >= fork_at);
	is(bad, 0, "%d threads were cancelled in a change, and left nothing half done or held",
	   ended);
	ok(ended > 10, "at each of its steps");
}

/* Does a thread of this process sleep, and not for a page from a disk? */
static bool sleeps(pid_t thread)
{
	char path[64], text[512], *state;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", (int)thread);
	fd = open(path, O_RDONLY);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n < 0 ? 0 : n] = '\0';
	/* Behind the name, which is in brackets. */
	state = strrchr(text, ')');
	return state && state[1] == ' ' && state[2] == 'S';
}

/* A thread that waits for another's change is interrupted by a handler that changes. */
static bool held, release_it, handled;
static int set_by_handler = -1;
static pid_t handling;

static int hold(enum inject_point point)
{
	if (point == INJECT_STEP_SEALED && !__atomic_exchange_n(&held, true, __ATOMIC_SEQ_CST))
		while (!__atomic_load_n(&release_it, __ATOMIC_SEQ_CST))
			usleep(100);
	return 0;
}

static void set_in_handler(int signal)
{
	int r;

	(void)signal;
	handling = gettid();
	__atomic_store_n(&handled, true, __ATOMIC_SEQ_CST);
	r = SET_FFP(other, NULL);
	__atomic_store_n(&set_by_handler, r, __ATOMIC_SEQ_CST);
}

static void *set_b(void *arg)
{
	*(int *)arg = SET_FFP(key0, target_b);
	return NULL;
}

static void *set_a(void *arg)
{
	*(int *)arg = SET_FFP(key0, target_a);
	return NULL;
}

static void while_waiting(void)
{
	pthread_t first, second;
	int r_first = -1, r_second = -1;

	is(RESET_FFP(key0), 0, "reset");
	signal(SIGUSR1, set_in_handler);
	ffp_inject = hold;
	pthread_create(&first, NULL, set_b, &r_first);
	while (!__atomic_load_n(&held, __ATOMIC_SEQ_CST))
		usleep(100);
	pthread_create(&second, NULL, set_a, &r_second);
	usleep(20000); /* it waits now, or will; either way nothing may hang */
	pthread_kill(second, SIGUSR1);
	while (!__atomic_load_n(&handled, __ATOMIC_SEQ_CST))
		usleep(100);
	/* Until it waits, or, which is wrong, has not. */
	while (__atomic_load_n(&set_by_handler, __ATOMIC_SEQ_CST) == -1 && !sleeps(handling))
		usleep(100);
	is(__atomic_load_n(&set_by_handler, __ATOMIC_SEQ_CST), -1,
	   "a handler that changes a key waits, as its thread did");
	__atomic_store_n(&release_it, true, __ATOMIC_SEQ_CST);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	ffp_inject = NULL;
	is(r_first, 0, "the change that was waited for is made");
	is(set_by_handler, 0, "then the handler's");
	is(r_second, 0, "then the one it had interrupted");
	ok(all_call(target_a), "and every call goes where the last one says");
}

/* A thread that waits is interrupted by a handler that forks, between any two steps of the wait. */
static __thread bool waiting_thread;
static bool child_of_waiter;
static int lock_steps;
static pid_t waiter;

static void fork_in_wait(int signal)
{
	(void)signal;
	child = fork();
	if (child == 0)
		child_of_waiter = true;
	__atomic_store_n(&handled, true, __ATOMIC_SEQ_CST);
}

static int hold_or_fork(enum inject_point point)
{
	if (point == INJECT_LOCK && waiting_thread &&
	    __atomic_fetch_add(&lock_steps, 1, __ATOMIC_SEQ_CST) == fork_at)
		raise(SIGUSR1);
	return hold(point);
}

static void await_sleep(void)
{
	while (!__atomic_load_n(&waiter, __ATOMIC_SEQ_CST) || !sleeps(waiter))
		usleep(100);
}

static int wait_and_fork(bool asleep);

/* In the child of a waiter: its change is made, and of later threads each gets the lock. */
static void go_on_in_child(int bad)
{
	alarm(20);
	bad |= !all_call(target_a);
	child_of_waiter = false;
	fork_at = -1;
	for (int i = 0; i < 3; i++)
		bad |= wait_and_fork(false);
	_exit(bad);
}

static void *wait_and_set_a(void *arg)
{
	int r;

	waiting_thread = true;
	__atomic_store_n(&waiter, gettid(), __ATOMIC_SEQ_CST);
	r = SET_FFP(key0, target_a);
	if (child_of_waiter)
		go_on_in_child(r != 0);
	*(int *)arg = r;
	return NULL;
}

/* One thread holds the lock, another one waits and forks at `fork_at`, or in its sleep. */
static int wait_and_fork(bool asleep)
{
	pthread_t first, second;
	int r_first = -1, r_second = -1, status = 0;

	held = release_it = false;
	waiter = lock_steps = 0;
	child = -1;
	ffp_inject = hold_or_fork;
	pthread_create(&first, NULL, set_b, &r_first);
	while (!__atomic_load_n(&held, __ATOMIC_SEQ_CST))
		usleep(100);
	pthread_create(&second, NULL, wait_and_set_a, &r_second);
	await_sleep();
	if (asleep) {
		/* Its handler's fork then waits as well. */
		pthread_kill(second, SIGUSR1);
		usleep(1000);
		await_sleep();
	}
	__atomic_store_n(&release_it, true, __ATOMIC_SEQ_CST);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	ffp_inject = NULL;
	if (child > 0)
		waitpid(child, &status, 0);
	return status || r_first || r_second || !all_call(target_a);
}

/* Before the wait is announced, before the sleep, after it; and in it. */
#define MOMENTS 4

static void fork_while_waiting(void)
{
	int bad = 0, forked = 0;

	signal(SIGUSR1, fork_in_wait);
	for (int i = 0; i < MOMENTS; i++) {
		fork_at = i < MOMENTS - 1 ? i : -1;
		bad += wait_and_fork(i == MOMENTS - 1);
		forked += child > 0;
	}
	is(bad, 0, "a waiter forks in a handler, at %d moments: no wake-up is lost in the child",
	   forked);
	is(forked, MOMENTS, "between all steps of the wait, and in its sleep");
}

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

/* An emulator may not do what it says. */
static bool wipes(void)
{
	char *p = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int status = -1;
	pid_t pid;

	if (p == MAP_FAILED || madvise(p, 1, MADV_WIPEONFORK))
		return false;
	*p = 1;
	pid = bare_fork();
	if (!pid)
		_exit(*p);
	waitpid(pid, &status, 0);
	return status == 0;
}

static void *fork_and_wait(void *unused)
{
	int status = -1;
	pid_t pid = fork();

	(void)unused;
	if (!pid)
		_exit(0);
	waitpid(pid, &status, 0);
	return NULL;
}

/*
 * In a child of that child: a new thread is given the stack of the missing one as a rule, and
 * so its pthread_self(); and forks.
 */
static int told_after_namesake(void)
{
	pthread_t thread;

	alarm(20);
	if (pthread_create(&thread, NULL, fork_and_wait, NULL) || pthread_join(thread, NULL))
		return 1;
	return SET_FFP(key0, target_b) == -EDEADLK ? 0 : 2;
}

static int told_in_child(void)
{
	int status = -1;
	pid_t pid;

	alarm(20);
	ffp_inject = NULL;
	if (SET_FFP(key0, target_b) != -EDEADLK || RESET_FFP(key0) != -EDEADLK ||
	    info_of() != -EDEADLK || walk() != -EDEADLK || ffp_find("key0"))
		return 1;
	if (callers_of(target_a) + callers_of(target_b) != n_callers)
		return 2;
	/* Nor does a child of this child's wait, whose handlers run. */
	pid = fork();
	if (!pid)
		_exit(SET_FFP(key0, target_b) != -EDEADLK);
	waitpid(pid, &status, 0);
	if (status)
		return 3;
	pid = fork();
	if (!pid)
		_exit(told_after_namesake());
	waitpid(pid, &status, 0);
	return status ? 4 : 0;
}

static void bare_fork_during_change(void)
{
	const char *what = "a child of a bare fork while another thread changes keys is told so";
	pthread_t first;
	int r_first = -1, status = -1;
	pid_t pid;

	if (!wipes()) {
		skip(what, "no memory that a child finds empty");
		return;
	}
	held = release_it = false;
	ffp_inject = hold;
	pthread_create(&first, NULL, set_b, &r_first);
	while (!__atomic_load_n(&held, __ATOMIC_SEQ_CST))
		usleep(100);
	pid = bare_fork();
	if (!pid)
		_exit(told_in_child());
	waitpid(pid, &status, 0);
	is(status, 0, "%s", what);
	__atomic_store_n(&release_it, true, __ATOMIC_SEQ_CST);
	pthread_join(first, NULL);
	ffp_inject = NULL;
	is(r_first || !all_call(target_b), 0, "and its parent is not disturbed");
	pid = bare_fork();
	if (!pid)
		_exit(SET_FFP(key0, target_a) || !all_call(target_a) || RESET_FFP(key0) ||
		      SET_FFP(key0, target_b) || !all_call(target_b));
	waitpid(pid, &status, 0);
	is(status, 0, "one while nobody does can change keys");
	is(SET_FFP(key0, target_a), 0, "and back");
}

/* A handler that forks while its thread forks: the lock is held until both have. */
static int nested_status = -1, in_prepare = -1, in_parent = -1, in_child = -1, depth;

static void fork_within_fork(int signal)
{
	pid_t pid;

	(void)signal;
	pid = fork();
	if (pid == 0)
		_exit(0);
	waitpid(pid, &nested_status, 0);
}

/*
 * Registered before the library's: before a fork called after it, with its lock held,
 * and after a fork before it, when that is held still.
 */
static void host_prepares(void)
{
	struct ffp_info info;

	if (depth++ || !handled)
		return;
	raise(SIGUSR2);
	in_prepare = ffp_info(FFP__KEY(key0), &info);
}

static void host_is_parent(void)
{
	if (handled)
		in_parent = SET_FFP(key0, target_b);
}

static void host_is_child(void)
{
	if (handled)
		in_child = SET_FFP(key0, target_b);
}

static void within_fork(void)
{
	pid_t pid;
	int status = -1;

	signal(SIGUSR2, fork_within_fork);
	depth = 0;
	pid = fork();
	if (pid == 0) {
		alarm(60);
		_exit(in_child != -EDEADLK || !all_call(target_a) || SET_FFP(key0, target_b) ||
		      !all_call(target_b));
	}
	waitpid(pid, &status, 0);
	is(nested_status, 0, "a handler that interrupts fork can fork");
	is(in_prepare, -EDEADLK, "and leaves the lock held for the fork that it interrupted");
	is(in_parent, -EDEADLK, "in whose parent it is held until the library's own handler ran");
	is(status, 0, "and in whose child, which then can change");
	is(SET_FFP(key0, target_b), 0, "as can the parent");
	ok(all_call(target_b), "and every call follows");
}

/* One thread is about to have forks watched, another is inside its first change. */
static bool watches, inside, forking, forked;

static int hold_first_changes(enum inject_point point)
{
	if (point == INJECT_ATFORK && !__atomic_exchange_n(&watches, true, __ATOMIC_SEQ_CST))
		while (!__atomic_load_n(&forked, __ATOMIC_SEQ_CST))
			usleep(100);
	/* Until the fork waits for this change, or, which is wrong, has not. */
	if (point == INJECT_STEP_SEALED && !__atomic_exchange_n(&inside, true, __ATOMIC_SEQ_CST))
		while (!__atomic_load_n(&forked, __ATOMIC_SEQ_CST) &&
		       !(__atomic_load_n(&forking, __ATOMIC_SEQ_CST) && sleeps(getpid())))
			usleep(100);
	return 0;
}

static int fork_in_first_changes(void)
{
	pthread_t first, second;
	int r_first = -1, r_second = -1, status = -1;
	pid_t pid;

	ffp_inject = hold_first_changes;
	pthread_create(&first, NULL, set_b, &r_first);
	while (!__atomic_load_n(&watches, __ATOMIC_SEQ_CST))
		usleep(100);
	pthread_create(&second, NULL, set_b, &r_second);
	while (!__atomic_load_n(&inside, __ATOMIC_SEQ_CST))
		usleep(100);
	__atomic_store_n(&forking, true, __ATOMIC_SEQ_CST);
	pid = fork();
	ffp_inject = NULL;
	if (pid == 0) {
		alarm(20);
		_exit(SET_FFP(key0, target_a) || !all_call(target_a));
	}
	__atomic_store_n(&forked, true, __ATOMIC_SEQ_CST);
	waitpid(pid, &status, 0);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	return status || r_first || r_second || !all_call(target_b);
}

/* In a process of its own, which has made no change yet. */
static void in_first_changes(void)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0)
		_exit(fork_in_first_changes());
	waitpid(pid, &status, 0);
	is(status, 0, "a fork while two threads make the first changes: its child can change");
}

int main(void)
{
	ffp_inject = NULL;
	in_first_changes();
	pthread_atfork(host_prepares, host_is_parent, host_is_child);
	is(SET_FFP(key0, target_b) || SET_FFP(key0, target_a), 0, "there and back");
	at_every_step();
	fork_at_every_step();
	jump_at_every_step();
	cancel_at_every_step();
	while_waiting();
	/* A child in which a thread is missing may wait for ever for a lock of qemu-user's own. */
	if (emulated()) {
		skip("forks while other threads work", "qemu-user");
	} else {
		fork_while_waiting();
		bare_fork_during_change();
	}
	within_fork();
	return done();
}
