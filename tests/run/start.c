// SPDX-License-Identifier: MIT
/*
 * Calls and changes before main and after it: from .preinit_array, from
 * constructors of every priority, from destructors.  What runs last makes the
 * plan: without it the test has failed.
 */
#include "start.h"

#include <errno.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

#define SEEN_MAX 16
struct seen seen[SEEN_MAX];
int n_seen;

static int events;

static void count_event(int x)
{
	events += x;
}

int level_default(int x)
{
	return x;
}

int level_first(int x)
{
	return x + 100;
}

DEFINE_FFP(level, level_default);
DEFINE_FFP_NULL(event, void(int));

static COUNTED int call_level(int x)
{
	event(1);
	return level(x) + 1;
}

/* Call, set, call, reset, call. */
void look(const char *when)
{
	struct seen *s = &seen[n_seen++];
	struct ffp_info info;

	s->when = when;
	events = 0;
	s->before = CALL(call_level(1));
	s->set = CHANGE(SET_FFP(level, level_first));
	s->null_set = CHANGE(SET_FFP(event, count_event)) + events;
	s->after = CALL(call_level(1));
	s->null_set += events - 1;
	s->reset = CHANGE(RESET_FFP(level)) + CHANGE(SET_FFP(event, NULL));
	s->again = CALL(call_level(1));
	s->sites = ffp_info(FFP__KEY(level), &info) ? 999 : info.direct;
}

static void judge(void)
{
	for (int i = 0; i < n_seen; i++) {
		const struct seen *s = &seen[i];

		is(s->before, 2, "%s: a call reaches the default", s->when);
		is(s->set, 0, "%s: set", s->when);
		is(s->after, 102, "%s: a call reaches the target", s->when);
		is(s->null_set, 0, "%s: a NULL key likewise", s->when);
		is(s->reset, 0, "%s: reset", s->when);
		is(s->again, 2, "%s: a call reaches the default again", s->when);
		is(s->sites, COLLECTED(1), "%s: the call is direct", s->when);
	}
	n_seen = 0;
}

/* Before any constructor, even those of shared libraries. */
static void before_all(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	look(".preinit_array");
}

#ifndef __PIC__
#define PREINIT "in a program of fixed address"
#else
#define PREINIT "in a program of any address"
#endif
/* Not constant: Clang would make the section read-only, and GNU ld then all of the program
 * writable. */
__attribute__((section(".preinit_array"), used)) static void (*preinit)(int, char **,
									char **) = before_all;

__attribute__((constructor(101))) static void first(void)
{
	look("constructor 101");
}

__attribute__((constructor(65535))) static void last(void)
{
	look("constructor 65535");
}

__attribute__((constructor)) static void plain_constructor(void)
{
	look("constructor");
}

__attribute__((destructor)) static void plain_destructor(void)
{
	look("destructor");
}

__attribute__((destructor(101))) static void last_destructor(void)
{
	look("destructor 101");
}

/*
 * After all destructors that a program can write, and after the library's own:
 * a change is refused rather than half made, and calls are still right.
 */
static void the_end(void)
{
	struct ffp_info info;
	int status;

	is(n_seen, 4, "so many looked since, three of them destructors");
	judge();
	is(CHANGE(SET_FFP(level, level_first)), -EINVAL, "at the very end: a change");
	is(CHANGE(RESET_FFP(level)), -EINVAL, "at the very end: to what is set");
	is(ffp_info(FFP__KEY(level), &info), -EINVAL, "at the very end: a question");
	is(CALL(call_level(1)), 2, "at the very end: a call");
	ok(FFP_TARGET(level) == level_default,
	   "at the very end: the target is what a call reaches");
	printf("# %lu calls, %lu changes\n", counts.calls, counts.changes);
	status = done();
	fflush(stdout);
	_exit(status);
}

__attribute__((section(".fini_array.00050"), used)) static void (*fini)(void) = the_end;

int main(void)
{
	printf("# " PREINIT "\n");
	is(n_seen, 6, "so many constructors ran");
	judge();
	look("main");
	return 0;
}
