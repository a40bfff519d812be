// SPDX-License-Identifier: MIT
/*
 * What the library leaves alone: errno, signal dispositions, the signal mask,
 * the host's files.  Every function is called, in success and in failure.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <ffp.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

int value_default(int x);
int value_default(int x)
{
	return x;
}

static int value_other(int x)
{
	return -x;
}

DEFINE_FFP(value, value_default);
DEFINE_FFP_NULL(event, void(int));

static COUNTED int call_value(int x)
{
	event(x);
	return value(x);
}

FFP_IMPL(value, value_other, 1, false);

static int one_key(const struct ffp *key, void *arg)
{
	(void)key;
	return *(int *)arg;
}

static int one_impl(const struct ffp_impl_info *impl, void *arg)
{
	(void)impl;
	return *(int *)arg;
}

static int one_word(const struct ffp_use_info *use, void *arg)
{
	(void)use;
	return *(int *)arg;
}

#define STRANGE 4711

static unsigned steps, wrong;

/* The result was as expected and errno is what it was? */
static void step(bool right, const char *what)
{
	steps++;
	if (right && errno == STRANGE)
		return;
	wrong++;
	printf("# %s: errno is %d\n", what, errno);
	errno = STRANGE;
}

#define STEP(expression)                                                                           \
	do {                                                                                       \
		errno = STRANGE;                                                                   \
		step((expression), #expression);                                                   \
	} while (0)

static void call_everything(void)
{
	const struct ffp *key = FFP__KEY(value), *null = FFP__KEY(event);
	struct ffp_change changes[] = { FFP_CHANGE(value, value_other),
					FFP_CHANGE(value, value_default) };
	struct ffp_info info;
	int zero = 0, five = 5;

	STEP(CALL(call_value(1)) == 1);
	STEP(CHANGE(SET_FFP(value, value_other)) == 0);
	STEP(CALL(call_value(1)) == -1);
	STEP(CHANGE(SET_FFP(value, value_other)) == 0);
	STEP(CHANGE(SET_FFP(value, NULL)) == -EINVAL);
	STEP(CHANGE(SET_FFP_RETURN(value, 9)) == 0);
	STEP(CALL(call_value(1)) == 9);
	STEP(CHANGE(ffp_set_return(null, 9)) == -EINVAL);
	STEP(CHANGE(RESET_FFP(value)) == 0);
	STEP(CHANGE(ffp_set_target(key, (void *)value_other)) == 0);
	STEP(CHANGE(ffp_set_target(NULL, (void *)value_other)) == -EINVAL);
	STEP(CHANGE(ffp_reset_target(key)) == 0);
	STEP(CHANGE(ffp_reset_target(NULL)) == -EINVAL);
	STEP(CHANGE(ffp_apply(changes, 1, 0)) == 0);
	STEP(CHANGE(ffp_apply(changes, 1, FFP_ATOMIC)) == 0);
	STEP(CHANGE(ffp_apply(changes, 2, 0)) == -EINVAL);
	STEP(CHANGE(ffp_apply(changes, 1, 1u << 31)) == -EINVAL);
	STEP(CHANGE(ffp_apply(NULL, 0, 0)) == 0);
	STEP(CHANGE(ffp_reset_target(key)) == 0);
	STEP(ffp_target(key) == (void *)value_default);
	STEP(ffp_find("value") == key);
	STEP(ffp_find("no such key") == NULL);
	STEP(ffp_each(one_key, &zero) == 0);
	STEP(ffp_each(one_key, &five) == 5);
	STEP(ffp_info(key, &info) == 0);
	STEP(ffp_info(NULL, &info) == -EINVAL);
	STEP(ffp_each_impl(key, one_impl, &five) == 5);
	STEP(ffp_each_impl(NULL, one_impl, &zero) == 0);
	STEP(ffp_each_use(one_word, &zero) == 0);
	STEP(ffp_cpu_supports("default") == 1);
}

/*
 * What a signal is set to, as the kernel tells it: the C library would keep two
 * signals to itself, and leave part of its own structure undefined.
 */
struct disposition {
	unsigned long words[6]; /* handler, flags, restorer, mask: each machine in its order */
};

#define SIGNALS 64

static unsigned dispositions(struct disposition *out)
{
	unsigned known = 0;

	for (int s = 1; s <= SIGNALS; s++)
		known += syscall(SYS_rt_sigaction, s, NULL, &out[s], SIGNALS / 8) == 0;
	return known;
}

static unsigned different(const struct disposition *a, const struct disposition *b)
{
	unsigned n = 0;

	for (int s = 1; s <= SIGNALS; s++)
		n += memcmp(&a[s], &b[s], sizeof(a[s])) != 0;
	return n;
}

static int open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n;
}

static void handler(int signal)
{
	(void)signal;
}

int main(void)
{
	static struct disposition before[SIGNALS + 1], after[SIGNALS + 1];
	sigset_t mask, mask_after;
	int files = open_files();

	/* Some of them as a program might have them. */
	signal(SIGTRAP, handler);
	signal(SIGUSR1, SIG_IGN);
	signal(SIGRTMIN + 3, handler);
	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR2);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	is(dispositions(before), SIGNALS, "so many signals can be asked for");
	call_everything();
	dispositions(after);
	sigprocmask(SIG_SETMASK, NULL, &mask_after);
	is(wrong, 0, "%u calls of every function left errno alone", steps);
	is(different(before, after), 0, "%d signal dispositions are as they were", SIGNALS);
	ok(sigismember(&mask_after, SIGUSR2) == 1 && sigismember(&mask_after, SIGTRAP) == 0,
	   "and the signal mask");
	is(open_files(), files, "no file was left open");

	/* The comparison can tell. */
	signal(SIGURG, handler);
	dispositions(after);
	is(different(before, after), 1, "a changed disposition would have been seen");
	counts_print();
	return done();
}
