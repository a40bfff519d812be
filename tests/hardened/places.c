// SPDX-License-Identifier: MIT
/* Where a program may lie, and what may happen to its file while it runs. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hardened.h"

#define OWNER 65534
#define CALLER 65533

static int copy(const char *to)
{
	char buffer[65536];
	int in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;
	int out;

	/* Not over what a cell before has left there: that may be a pipe. */
	(void)unlink(to);
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	while (in >= 0 && out >= 0 && (n = read(in, buffer, sizeof(buffer))) > 0)
		if (write(out, buffer, (size_t)n) != n) {
			n = -1;
			break;
		}
	close(in);
	close(out);
	return n ? cannot("copy to %s: %s", to, strerror(errno)) : 0;
}

int own_mounts(void)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return cannot("mount namespace: %s", strerror(errno));
	return 0;
}

/* A directory under the test's own. */
static const char *in_directory(const char *name)
{
	static char path[6][512];
	static unsigned turn;
	char *p = path[turn++ % 6];

	snprintf(p, sizeof(path[0]), "%s/%s", directory, name);
	return p;
}

static int make_directory(const char *path)
{
	return mkdir(path, 0755) && errno != EEXIST ? cannot("mkdir %s: %s", path, strerror(errno))
						    : 0;
}

int place_copy(const struct row *row)
{
	const char *path = in_directory("copy");

	return copy(path) || start(path, row);
}

/* Someone else's program, with the right to run as its owner. */
int place_set_user_id(const struct row *row)
{
	const char *path = in_directory("set-user-id");

	if (copy(path))
		return -1;
	if (chown(path, OWNER, OWNER) || chmod(path, 04755) || setgroups(0, NULL) ||
	    setgid(CALLER) || setuid(CALLER))
		return cannot("set-user-ID: %s", strerror(errno));
	return start(path, row);
}

static int mount_tmpfs(const char *at, const char *options)
{
	if (make_directory(at))
		return -1;
	return mount("tmpfs", at, "tmpfs", 0, options) ? cannot("mount tmpfs: %s", strerror(errno))
						       : 0;
}

/*
 * The lower layer on another file system than the upper: then stat tells of a
 * device that is not the overlay's.
 */
int place_on_overlay(const struct row *row)
{
	char options[2048];
	const char *lower = in_directory("lower"), *upper = in_directory("upper");
	const char *merged = in_directory("merged");

	if (own_mounts() || make_directory(lower) || make_directory(merged) ||
	    copy(in_directory("lower/program")) || mount_tmpfs(upper, "mode=755") ||
	    make_directory(in_directory("upper/up")) || make_directory(in_directory("upper/work")))
		return -1;
	snprintf(options, sizeof(options), "lowerdir=%s,upperdir=%s/up,workdir=%s/work,xino=off",
		 lower, upper, upper);
	if (mount("overlay", merged, "overlay", 0, options))
		return cannot("mount overlay: %s", strerror(errno));
	return start(in_directory("merged/program"), row);
}

static int run(const char *const argv[])
{
	pid_t child = fork();
	int status = -1;

	if (!child) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 1);
		dup2(null, 2);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	waitpid(child, &status, 0);
	return status ? cannot("%s does not work here", argv[0]) : 0;
}

/* In a subvolume: stat then tells of a device that no mount has. */
int place_on_btrfs(const struct row *row)
{
	const char *image = in_directory("image"), *at = in_directory("btrfs");
	const char *subvolume = in_directory("btrfs/subvolume");
	const char *const mkfs[] = { "mkfs.btrfs", "-q", image, NULL };
	const char *const mount_it[] = { "mount", "-t", "btrfs", "-o", "loop", image, at, NULL };
	const char *const divide[] = { "btrfs", "subvolume", "create", subvolume, NULL };
	int fd = open(image, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int short_of = fd < 0 || ftruncate(fd, 160 << 20);

	close(fd);
	if (short_of)
		return cannot("image: %s", strerror(errno));
	if (own_mounts() || make_directory(at) || run(mkfs) || run(mount_it) || run(divide) ||
	    copy(in_directory("btrfs/subvolume/program")))
		return -1;
	return start(in_directory("btrfs/subvolume/program"), row);
}

int place_on_mount(const struct row *row)
{
	const char *at = in_directory("mount");

	if (own_mounts() || mount_tmpfs(at, "mode=755") || copy(in_directory("mount/program")))
		return -1;
	return start(in_directory("mount/program"), row);
}

int place_on_huge_tmpfs(const struct row *row)
{
	const char *at = in_directory("huge");

	if (own_mounts() || mount_tmpfs(at, "mode=755,huge=always") ||
	    copy(in_directory("huge/program")))
		return -1;
	return start(in_directory("huge/program"), row);
}

int file_deleted(void)
{
	return unlink(program) ? cannot("unlink: %s", strerror(errno)) : 0;
}

/* As a package manager does it: the new version is moved over the old. */
int file_replaced(void)
{
	const char *next = in_directory("next");

	if (copy(next))
		return -1;
	return rename(next, program) ? cannot("rename: %s", strerror(errno)) : 0;
}

/* Whoever opens it to read waits for one who writes. */
int file_replaced_by_pipe(void)
{
	if (unlink(program) || mkfifo(program, 0755))
		return cannot("pipe: %s", strerror(errno));
	return 0;
}

int file_unreadable(void)
{
	if (chmod(program, 0711))
		return cannot("chmod: %s", strerror(errno));
	return become_nobody();
}

int file_noexec(void)
{
	if (mount(NULL, in_directory("mount"), NULL, MS_REMOUNT | MS_BIND | MS_NOEXEC, NULL))
		return cannot("remount: %s", strerror(errno));
	return 0;
}
