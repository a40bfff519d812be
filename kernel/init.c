// SPDX-License-Identifier: MIT
/*
 * The first and only program of a machine that kernel/run boots: carries out the file
 * /steps, one step a line, and ends the machine.
 *
 *	load NAME [ARGUMENT...]		load /NAME.ko
 *	refuse ERROR NAME [ARGUMENT...]	the same, and the kernel must refuse it: EBUSY ...
 *	unload NAME
 *	cycle COUNT NAME		load and unload it that often
 *	show FILE [TEXT...]		print the file as comments; a line must begin with the text
 *	begin STEP			carry out the step in a process of its own
 *	wait				for all that was begun
 *
 * Each but show without a text, begin and wait prints a result of TAP without a number.  All goes
 * by way of /dev/kmsg, so that a line of this program is never in the middle of one of the
 * kernel's.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef EXIT_PORT
#include <sys/io.h>
#endif

static int log_fd = 1;

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
	char line[900];
	va_list values;
	int n;

	va_start(values, format);
	n = vsnprintf(line, sizeof(line), format, values);
	va_end(values);
	if (n >= (int)sizeof(line))
		n = sizeof(line) - 1;
	/* The kernel takes a line a write. */
	while (write(log_fd, line, n) < 0 && errno == EINTR)
		;
}

/* A result: `error` is 0 or an errno, and success what the step wants. */
static int result(int passed, int error, const char *step)
{
	if (error)
		say("%s - %s: %s\n", passed ? "ok" : "not ok", step, strerror(error));
	else
		say("%s - %s\n", passed ? "ok" : "not ok", step);
	return !passed;
}

static int load(const char *name, const char *arguments)
{
	char path[256];
	int fd, error = 0;

	snprintf(path, sizeof(path), "/%s.ko", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || syscall(SYS_finit_module, fd, arguments, 0))
		error = errno;
	if (fd >= 0)
		close(fd);
	return error;
}

static int unload(const char *name)
{
	return syscall(SYS_delete_module, name, 0) ? errno : 0;
}

/* Whether a line of the file begins with the text. */
static int show(const char *path, const char *text)
{
	char line[512];
	FILE *f = fopen(path, "r");
	int found = 0;

	if (!f) {
		say("# %s: %s\n", path, strerror(errno));
		return 0;
	}
	while (fgets(line, sizeof(line), f)) {
		say("# %s", line);
		if (!strncmp(line, text, strlen(text)))
			found = 1;
	}
	fclose(f);
	return found;
}

static void carry_out(char *step)
{
	char whole[512], *word, *name, *rest, *end;
	int found, error = 0;

	snprintf(whole, sizeof(whole), "%s", step);
	word = strtok_r(step, " ", &rest);
	if (!word || *word == '#')
		return;
	if (!strcmp(word, "wait")) {
		while (wait(NULL) > 0)
			;
		return;
	}
	if (!strcmp(word, "begin")) {
		if (fork() == 0) {
			carry_out(rest);
			_exit(0);
		}
		return;
	}
	name = strtok_r(NULL, " ", &rest);
	if (!name)
		error = EINVAL;
	else if (!strcmp(word, "show")) {
		found = show(name, rest);
		/* Without a text it has no result. */
		if (*rest)
			result(found, found ? 0 : ENODATA, whole);
		return;
	} else if (!strcmp(word, "load")) {
		error = load(name, rest);
	} else if (!strcmp(word, "unload")) {
		error = unload(name);
	} else if (!strcmp(word, "refuse")) {
		word = name;
		name = strtok_r(NULL, " ", &rest);
		error = name ? load(name, rest) : EINVAL;
		result(name && error && !strcmp(strerrorname_np(error), word), error, whole);
		return;
	} else if (!strcmp(word, "cycle")) {
		long left = strtol(name, &end, 10);

		name = strtok_r(NULL, " ", &rest);
		if (!name || *end)
			error = EINVAL;
		while (!error && left-- > 0) {
			error = load(name, "");
			if (!error)
				error = unload(name);
		}
	} else {
		error = EINVAL;
	}
	result(!error, error, whole);
}

static void end(void)
{
	sync();
#ifdef EXIT_PORT
	if (!iopl(3))
		outb(0x10, EXIT_PORT);
#endif
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

int main(void)
{
	struct utsname name;
	char line[512];
	FILE *steps;
	int fd;

	mount("proc", "/proc", "proc", 0, "");
	mount("sysfs", "/sys", "sysfs", 0, "");
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, "");
	fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	if (fd >= 0)
		log_fd = fd;
	uname(&name);
	say("# Linux %s, %s, %ld processors\n", name.release, name.machine,
	    sysconf(_SC_NPROCESSORS_ONLN));
	steps = fopen("/steps", "r");
	if (!steps)
		result(0, errno, "/steps");
	while (steps && fgets(line, sizeof(line), steps)) {
		line[strcspn(line, "\n")] = '\0';
		carry_out(line);
	}
	say("# all steps are done\n");
	end();
	return 0;
}
