// SPDX-License-Identifier: MIT
/*
 * A debugger steps through a change, one instruction after the other, with a
 * breakpoint beside a site that it puts in before each step and takes out after,
 * as debuggers do.  And through a search for a key by name, to count its steps.
 */
#include <ffp.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"

int value_default(int x);
int value_other(int x);

COUNTED int value_default(int x)
{
	return x + 1;
}

COUNTED int value_other(int x)
{
	return x + 2;
}

DEFINE_FFP(value, value_default);

static COUNTED int call_value(int x)
{
	return value(x) * 10;
}

/* Beside the site, in its page or the next one: no instruction of what is stepped through. */
static COUNTED int never_called(int x)
{
	return call_value(x) - 1;
}
static int (*volatile keep)(int) = never_called;

static int child(void)
{
	int r;

	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP); /* from here on it is stepped … */
	r = SET_FFP(value, value_other);
	raise(SIGSTOP); /* … to here */
	if (r)
		return 1;
	if (call_value(1) != 30)
		return 2;
	raise(SIGSTOP); /* once more, back */
	r = RESET_FFP(value);
	raise(SIGSTOP);
	return r ? 3 : call_value(1) != 20 ? 4 : 0;
}

/* Step until the child stops by itself: the number of steps, or -1. */
static long step_through(pid_t pid, void *beside)
{
	long text = ptrace(PTRACE_PEEKTEXT, pid, beside, NULL);
	long with = (text & ~0xffL) | 0xcc;

	for (long steps = 0; steps < 10000000; steps++) {
		int status;

		if (beside && ptrace(PTRACE_POKETEXT, pid, beside, (void *)with))
			return -1;
		if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) || waitpid(pid, &status, 0) != pid ||
		    !WIFSTOPPED(status))
			return -1;
		if (beside && ptrace(PTRACE_POKETEXT, pid, beside, (void *)text))
			return -1;
		if (WSTOPSIG(status) == SIGSTOP)
			return steps;
		if (WSTOPSIG(status) != SIGTRAP)
			return -1;
	}
	return -1;
}

static void stepped(void *beside, const char *how)
{
	int status = -1;
	pid_t pid = fork();
	long steps;

	if (pid == 0)
		_exit(child());
	waitpid(pid, &status, 0);
	if (!WIFSTOPPED(status)) {
		skip("stepping through a change", "tracing is not permitted here");
		return;
	}
	steps = step_through(pid, beside);
	ok(steps > 1000, "%s: a change in %ld steps", how, steps);
	ptrace(PTRACE_CONT, pid, NULL, NULL);
	waitpid(pid, &status, 0);
	steps = step_through(pid, beside);
	ok(steps > 1000, "%s: and back in %ld", how, steps);
	ptrace(PTRACE_CONT, pid, NULL, NULL);
	waitpid(pid, &status, 0);
	is(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0,
	   "%s: both were made, and calls followed them", how);
}

/* Many keys, of which a search for a name looks at those before the one that it finds. */
#define FLAG(i) DEFINE_FFP_FLAG(flag_##i)
#define FOUR(i)                                                                                    \
	FLAG(i##0);                                                                                \
	FLAG(i##1);                                                                                \
	FLAG(i##2);                                                                                \
	FLAG(i##3)
FOUR(0);
FOUR(1);
FOUR(2);
FOUR(3);

static const char *first, *last;

static int note_name(const struct ffp *key, void *arg)
{
	(void)arg;
	if (!first)
		first = key->name;
	last = key->name;
	return 0;
}

/* Too few searches for an index of the names. */
static int search(void)
{
	bool found;

	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	found = ffp_find(last);
	raise(SIGSTOP);
	found &= ffp_find(first) != NULL;
	raise(SIGSTOP);
	found &= ffp_find(last) != NULL;
	raise(SIGSTOP);
	return !found;
}

/* A search takes the steps of the keys that it looks at, and none for all others. */
static void check_search(void)
{
	int status = -1;
	long near, far;
	pid_t pid;

	is(ffp_each(note_name, NULL), 0, "all keys are told");
	pid = fork();
	if (pid == 0)
		_exit(search());
	waitpid(pid, &status, 0);
	if (!WIFSTOPPED(status)) {
		skip("stepping through a search", "tracing is not permitted here");
		return;
	}
	near = step_through(pid, NULL);
	far = step_through(pid, NULL);
	ok(near > 0 && near < far / 4, "the first key is found in %ld steps, the last in %ld", near,
	   far);
	ptrace(PTRACE_CONT, pid, NULL, NULL);
	waitpid(pid, &status, 0);
	is(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0, "both were found");
}

int main(void)
{
	check_search();
	/* What the change will be made of is known before. */
	is(SET_FFP(value, value_other) || RESET_FFP(value), 0, "there and back");
	stepped(NULL, "stepped");
	stepped((void *)keep, "stepped, with a breakpoint beside the site");
	return done();
}
