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
#include "hardened.h"

#define LOOKS 400

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

/* One reading of the maps: how many lines, and how many of them "w" and "x". */
static unsigned look(pid_t pid, unsigned *bad)
{
	char path[40], line[4096], rights[5];
	unsigned lines = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "%*x-%*x %4s", rights) == 1) {
			lines++;
			*bad += rights[1] == 'w' && rights[2] == 'x';
		}
	if (f)
		fclose(f);
	return lines;
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
			__atomic_load_n(&report->changes, __ATOMIC_SEQ_CST) < LOOKS) &&
		       waitpid(child, NULL, WNOHANG) == 0)
			lines += look(child, &bad);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		if (report->cannot[0]) {
			skipped(ways[i].name, report->cannot);
			continue;
		}
		checked(!bad,
			"by %s: no mapping is writable and executable, in %u looks at %u mappings",
			ways[i].name, looks, lines);
		checked(report->changes >= LOOKS && !report->wrong && lines > looks,
			"by %s: during %u changes", ways[i].name, report->changes);
	}
}
