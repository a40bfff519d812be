// SPDX-License-Identifier: MIT
/*
 * A process changes a key all the time, on each of the ways; another reads its
 * /proc/PID/maps meanwhile: no mapping is ever writable and executable.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../mappings.h"
#include "hardened.h"

#define LOOKS 400
#define CHANGES 100

static int no_file_proc(void)
{
	return refuse_open() || refuse_mprotect_exec();
}

static const struct {
	const char *name;
	int (*guard)(void);
} ways[] = {
	{ "mprotect", forbid_nothing },
	{ "/proc/self/mem", refuse_mprotect_exec },
	{ "a memfd", no_file_proc },
};

static void change_for_ever(int (*guard)(void))
{
	if (guard())
		_exit(1);
	for (;;) {
		report->wrong += change(!told_b(), false) != 0;
		__atomic_fetch_add(&report->changes, 1, __ATOMIC_SEQ_CST);
	}
}

void watch(void)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		unsigned bad = 0, lines = 0, looks = 0;
		pid_t child;

		memset(report, 0, sizeof(*report));
		child = fork();
		if (!child)
			change_for_ever(ways[i].guard);
		/* As often as that, and until so much was changed that it was worth it. */
		while ((looks++ < LOOKS ||
			__atomic_load_n(&report->changes, __ATOMIC_SEQ_CST) < CHANGES) &&
		       waitpid(child, NULL, WNOHANG) == 0) {
			struct mapped all = mapped(child);

			lines += (unsigned)all.n;
			bad += (unsigned)all.writable_and_executable;
		}
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		if (report->cannot[0]) {
			skipped(ways[i].name, report->cannot);
			continue;
		}
		checked(!bad,
			"by %s: no mapping is writable and executable, in %u looks at %u mappings",
			ways[i].name, looks, lines);
		checked(report->changes >= CHANGES && !report->wrong && lines > looks,
			"by %s: during %u changes", ways[i].name, report->changes);
	}
}
