// SPDX-License-Identifier: MIT
/*
 * FFP_CLONES: one function for several processors.  The last clone is set that can run here,
 * FFP_HIDE and FFP_USE steer that, each computes the same, and each is compiled for its features.
 *
 * The program runs itself again, and the child reports by its exit status which clone of `count` is
 * the target: its place in the list, 0 for the default.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <ffp.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"

/* Two lists of features that are everywhere where tests run, the second needs the first. */
#include "clones.h"

static int helped;

static inline __attribute__((always_inline)) int help(int x)
{
	helped++;
	return x;
}

DECLARE_FFP_CLONES(int, count, (const unsigned *, int));

FFP_CLONES(int, count, (const unsigned *words, int n), (words, n), FIRST, SECOND, NOWHERE)
{
	static int calls;
	int sum = 0;

	calls++;
	for (int i = 0; i < n; i++)
		sum += __builtin_popcount(words[i]);
	return help(sum) + 1000 * calls;
}

/* Without arguments, without a result, with such as are no words. */
static int called;
FFP_CLONES_STATIC(void, nothing, (void), (), SECOND)
{
	called++;
}

struct pair {
	double x, y;
};
FFP_CLONES_STATIC(struct pair, swapped, (struct pair p, double by, char unused), (p, by, unused),
		  FIRST)
{
	struct pair r = { p.y * by + unused, p.x * by };

	return r;
}

/* It calls its own key. */
DECLARE_FFP_CLONES_EXPORT(long, sum_to, (long));
FFP_CLONES_EXPORT(long, sum_to, (long n), (n), FIRST, SECOND)
{
	return n ? n + sum_to(n - 1) : 0;
}

/* A name of the program's own that is a macro. */
#define prefixed other_name
FFP_CLONES_STATIC(int, prefixed, (int x), (x), FIRST, FIRST, FIRST, FIRST, FIRST, FIRST, FIRST,
		  SECOND)
{
	return -x;
}

struct clones {
	void *function[10];
	const char *name[10];
	int rank[10], state[10];
	int n;
};

static int see(const struct ffp_impl_info *info, void *arg)
{
	struct clones *c = arg;

	if (c->n == 10)
		return -1;
	c->function[c->n] = info->function;
	c->name[c->n] = info->name;
	c->state[c->n] = info->state;
	c->rank[c->n++] = info->rank;
	return 0;
}

/* The place of a key's target among its clones: their ranks say it.  0: the default; -1: neither.
 */
static int place(const struct ffp *key)
{
	struct clones c = { .n = 0 };
	struct ffp_info info;

	if (ffp_each_impl(key, see, &c) || ffp_info(key, &info))
		return -1;
	for (int i = 0; i < c.n; i++)
		if (c.function[i] == info.target)
			return c.rank[i];
	return info.target == info.def ? 0 : -1;
}

/* The path of this program, which an emulator tells for its own. */
static const char *self(void)
{
	static char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	path[n > 0 ? n : 0] = '\0';
	return path;
}

static int child(const char *hide, const char *use)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		setenv("FFP_HIDE", hide, 1);
		setenv("FFP_USE", use, 1);
		if (getenv("MESON_EXE_WRAPPER"))
			execl("/bin/sh", "sh", "-c", "exec $MESON_EXE_WRAPPER \"$0\" report",
			      self(), (char *)NULL);
		execl(self(), self(), "report", (char *)NULL);
		_exit(111);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static void steered(void)
{
	static const struct {
		const char *hide, *use;
		int place;
	} cases[] = {
		{ "", "", 2 },
		{ SECOND_ALONE, "", 1 },
		{ FIRST, "", 0 }, /* the second needs the first */
		{ FIRST "," SECOND_ALONE, "", 0 },
		{ "no_such,", "", 2 },
		{ NOWHERE, "", 2 },
		{ "", "count=" FIRST, 1 },
		{ "", "count=" SECOND_IN_USE, 2 },
		{ "", "count=default", 0 },
		{ "", "count=" NOWHERE, 2 },
		{ "", "count=" FIRST "?" FIRST, 2 },
		{ SECOND_ALONE, "count=" SECOND_IN_USE, 1 },
		{ FIRST, "count=" FIRST, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is(child(cases[i].hide, cases[i].use), cases[i].place, "FFP_HIDE=%s FFP_USE=%s",
		   cases[i].hide, cases[i].use);
}

int main(int argc, char **argv)
{
	static const unsigned words[] = { 0xff, 0x8001, 0, 0x30 };
	const struct pair p = { 1.5, 2 };
	struct clones c = { .n = 0 };
	struct pair q;

	if (argc > 1 && !strcmp(argv[1], "report"))
		return place(FFP_KEY(count));
	if (!ffp_cpu_supports(SECOND) || getenv("FFP_HIDE")) {
		skip("clones", "this processor has not what they are for");
		return done();
	}

	is(place(FFP_KEY(count)), 2, "the last clone is set that can run here");
	is(count(words, 4), 1012, "it computes what the function does");
	is(ffp_each_impl(FFP_KEY(count), see, &c), 0, "its clones");
	is(c.n, 3, "are three");
	for (int i = 0; i < c.n; i++) {
		static const char *const names[] = { "", FIRST, SECOND, NOWHERE };
		static const int states[] = { 0, FFP_IMPL_PASSED, FFP_IMPL_CHOSEN,
					      FFP_IMPL_UNUSABLE };

		is(strcmp(c.name[i], names[c.rank[i]]), 0, "%s is one's name", c.name[i]);
		is(c.state[i], states[c.rank[i]], "and that its state");
#ifdef FIRST_OPCODE
		if (c.rank[i] == 1)
			ok(memmem(c.function[i], 512, FIRST_OPCODE, sizeof(FIRST_OPCODE) - 1),
			   "and it is compiled for its features");
#endif
		if (c.rank[i] == 3 || SET_FFP(count, (int (*)(const unsigned *, int))c.function[i]))
			continue;
		is(count(words, 4) % 1000, 12, "it computes the same");
	}
	is(RESET_FFP(count), 0, "the default");
	is(count(words, 4), 4012, "does so too, with the same static variables");
	is(helped, 4, "and the same functions");
	ok(FFP_DEFAULT(count) == count_default, "it has a name");

	nothing();
	is(called, 1, "a clone without parameters and result");
	is(place(FFP_KEY(nothing)), 1, "is set, too");
	q = swapped(p, 2, 3);
	ok(q.x == 7 && q.y == 3, "structures and floating point");
	is(sum_to(100), 5050, "a function that calls its own key");
	is(prefixed(5), -5, "a name that is a macro, and eight clones");
	is(place(FFP_KEY(prefixed)), 8, "of which the last is set");

	steered();
	return done();
}
