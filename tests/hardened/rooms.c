// SPDX-License-Identifier: MIT
/*
 * A change when so many mappings, or so many pages of address space, are left: at
 * each number, until it works.  It fails at every step of the swap in turn, a
 * commit of a later window and what undoes the earlier ones among them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "hardened.h"

/* Of the last numbers tried, so many must have worked. */
#define ENOUGH 4
#define MOST 4000

/* How the copies are made: by a file's pages, by memory, by a memfd. */
static int no_file_proc(void)
{
	return refuse_open() || refuse_mprotect_exec();
}

static const struct variant {
	const char *name;
	int (*guard)(void);
	bool warm; /* the sites' windows are mappings of their own already */
} variants[] = {
	{ "of the file", forbid_nothing, false },
	{ "of the file, later", forbid_nothing, true },
	{ "of memory", refuse_open, false },
	{ "of a memfd", no_file_proc, false },
};

enum { DONE, REFUSED, NEITHER, NO_ROOMS };

/* In a process of its own, all full: give back `room` of it and try. */
static int try_room(int (*leave)(unsigned), unsigned room)
{
	int r;

	if (leave(room))
		return NO_ROOMS;
	r = change(1, false);
	if (callers_of_b() == (told_b() ? n_callers : 0) && told_b() == (r == 0)) {
		/* The error may be that of the first way which was tried. */
		if (r == 0 || r == -ENOMEM || r == -EPERM)
			return r ? REFUSED : DONE;
	}
	cannot("returns %d, %d calls go to the new target", r, callers_of_b());
	return NEITHER;
}

/* Runs in a child: reports in the shared memory. */
static int try_rooms(int (*fill)(void), int (*leave)(unsigned), const struct variant *v)
{
	char stack[65536];
	int result = REFUSED;

	/* The stack will not be able to grow. */
	memset(stack, 0, sizeof(stack));
	__asm__ volatile("" : : "r"(stack) : "memory");
	if (v->warm && (change(1, false) || change(0, false)))
		return NEITHER;
	if (fill() || v->guard())
		return NO_ROOMS;
	while (report->room < MOST && report->worked < ENOUGH && result < NEITHER) {
		pid_t child = fork();
		int status = -1;

		if (!child)
			_exit(try_room(leave, report->room));
		waitpid(child, &status, 0);
		result = WIFEXITED(status) ? WEXITSTATUS(status) : NEITHER;
		report->refused += result == REFUSED;
		report->worked = result == DONE ? report->worked + 1 : 0;
		report->room++;
	}
	return result;
}

static void check_room(int (*fill)(void), int (*leave)(unsigned), const char *of,
		       const struct variant *v)
{
	int status = -1;
	pid_t child;

	memset(report, 0, sizeof(*report));
	child = fork();
	if (!child)
		_exit(try_rooms(fill, leave, v));
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_ROOMS) {
		skipped(of, report->cannot);
		return;
	}
	checked(status == DONE && report->worked == ENOUGH,
		"copies %s, up to %u %s left: %u times refused whole, then done %s", v->name,
		report->room, of, report->refused, report->cannot);
	checked(report->refused > 2, "and it was refused at several steps");
}

void check_rooms(void)
{
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
		check_room(fill_mappings, leave_mappings, "mappings", &variants[i]);
		check_room(fill_address_space, leave_address_space, "pages", &variants[i]);
	}
}
