// SPDX-License-Identifier: MIT
#include "live.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Can be opened, but has nothing in it: so are the mappings of a thread that has ended. */
static bool has_ended(const char *path)
{
	char maps[LIVE_PATH + 8], byte;
	ssize_t n;
	int fd;

	snprintf(maps, sizeof(maps), "%s/maps", path);
	fd = open(maps, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, &byte, 1);
	close(fd);
	return !n;
}

void live_path(const char *pid, char path[LIVE_PATH])
{
	char threads[LIVE_PATH + 8];
	const struct dirent *e;
	DIR *d;

	snprintf(path, LIVE_PATH, "/proc/%.20s", pid);
	if (!has_ended(path))
		return;
	snprintf(threads, sizeof(threads), "%s/task", path);
	d = opendir(threads);
	while (d && (e = readdir(d))) {
		char other[LIVE_PATH];

		snprintf(other, sizeof(other), "/proc/%.20s", e->d_name);
		if (e->d_name[0] != '.' && !has_ended(other) && !access(other, F_OK)) {
			snprintf(path, LIVE_PATH, "%s", other);
			break;
		}
	}
	if (d)
		closedir(d);
}

int live_open(int proc, const char *path, int flags)
{
	const struct {
		uint64_t flags, mode, resolve;
	} how = { (uint64_t)(flags | O_CLOEXEC), 0, 0x10 /* RESOLVE_IN_ROOT */ };
	int root = openat(proc, "root", O_PATH | O_DIRECTORY | O_CLOEXEC), fd = -1, error;

	if (root < 0)
		return -1;
#ifdef SYS_openat2
	fd = (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
	error = errno;
#else
	(void)path;
	(void)how;
	error = ENOSYS;
#endif
	close(root);
	errno = error;
	return fd;
}
