// SPDX-License-Identifier: MIT
/*
 * The first and only program of a machine that run.sh starts: runs what
 * /programs lists, one command a line, prints TAP, a line for each, and turns
 * the machine off.  What a program itself printed follows where it failed or
 * skipped.  A program that died, hung or broke its plan has failed.
 *
 * As `init without-membarrier COMMAND...` it is one of these programs: the command,
 * on a kernel that lacks the system call.
 */
#include <errno.h>
#include <linux/membarrier.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../filter.h"

#define ARGUMENTS 16
#define TIMEOUT 1800 /* seconds */

struct counts {
	unsigned passed, failed, skipped;
};

/* One line that a program printed. */
static void judge(const char *line, struct counts *n, long *plan)
{
	if (!strncmp(line, "not ok", 6)) {
		n->failed++;
		printf("#   %s\n", line);
	} else if (!strncmp(line, "ok ", 3)) {
		if (strstr(line, "# SKIP")) {
			n->skipped++;
			printf("#   %s\n", line);
		} else {
			n->passed++;
		}
	} else if (!strncmp(line, "1..", 3)) {
		*plan = atol(line + 3);
	} else {
		printf("#   %s\n", line);
	}
}

static void run(char **argv, struct counts *n, long *plan, int *status)
{
	int ends[2];
	char line[4096];
	FILE *from;
	pid_t pid;

	*plan = *status = -1;
	if (pipe(ends))
		return;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		close(ends[0]);
		close(ends[1]);
		alarm(TIMEOUT);
		execv(argv[0], argv);
		_exit(127);
	}
	close(ends[1]);
	from = fdopen(ends[0], "r");
	while (from && fgets(line, sizeof(line), from)) {
		line[strcspn(line, "\r\n")] = '\0';
		judge(line, n, plan);
	}
	if (from)
		fclose(from);
	waitpid(pid, status, 0);
}

static void run_all(FILE *list)
{
	struct counts all = { 0, 0, 0 };
	unsigned programs = 0;
	char line[4096];

	while (fgets(line, sizeof(line), list)) {
		struct counts n = { 0, 0, 0 };
		char *argv[ARGUMENTS + 1] = { NULL };
		char *name = strtok(line, " \n");
		int argc = 0, status;
		long plan;
		bool good;

		if (!name)
			continue;
		while (argc < ARGUMENTS && (argv[argc] = strtok(NULL, " \n")))
			argc++;
		if (!argc)
			continue;
		run(argv, &n, &plan, &status);
		if (plan != (long)(n.passed + n.failed + n.skipped)) {
			printf("#   plan %ld\n", plan);
			n.failed++;
		}
		if (status) {
			printf("#   status %#x\n", (unsigned)status);
			n.failed += !n.failed;
		}
		good = !n.failed;
		printf("%s %u - %s: %u passed, %u failed, %u skipped\n", good ? "ok" : "not ok",
		       ++programs, name, n.passed, n.failed, n.skipped);
		all.passed += n.passed;
		all.failed += n.failed;
		all.skipped += n.skipped;
	}
	printf("1..%u\n# checks: %u passed, %u failed, %u skipped\n", programs, all.passed,
	       all.failed, all.skipped);
}

/* What the library has on this kernel to make other processors fetch anew. */
static void tell_barriers(void)
{
	long commands = syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);

	printf("# membarrier: %s SYNC_CORE\n",
	       commands > 0 && commands & MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE ? "has"
										     : "lacks");
}

static int run_without_membarrier(char **argv)
{
	if (filter_refuse(SYS_membarrier))
		printf("# seccomp: %s\n", strerror(errno));
	else
		execv(argv[0], argv);
	return 1;
}

int main(int argc, char **argv)
{
	struct utsname system;
	FILE *list;

	if (argc > 2 && !strcmp(argv[1], "without-membarrier"))
		return run_without_membarrier(argv + 2);
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mkdir("/dev", 0755);
	mkdir("/tmp", 01777);
	if (mount("proc", "/proc", "proc", 0, NULL) || mount("sys", "/sys", "sysfs", 0, NULL) ||
	    mount("tmp", "/tmp", "tmpfs", 0, NULL))
		printf("# mount: %s\n", strerror(errno));
	/* The kernel may have mounted it. */
	(void)mount("dev", "/dev", "devtmpfs", 0, NULL);
	setenv("PATH", "/bin", 1);
	if (!uname(&system))
		printf("# %s %s on %s, %ld processors\n", system.sysname, system.release,
		       system.machine, sysconf(_SC_NPROCESSORS_ONLN));
	tell_barriers();
	list = fopen("/programs", "r");
	if (list)
		run_all(list);
	else
		printf("not ok 1 - /programs: %s\n1..1\n", strerror(errno));
	fflush(stdout);
	sync();
	/* What has been printed leaves by a slow line. */
	sleep(1);
	reboot(RB_POWER_OFF);
	return 1;
}
