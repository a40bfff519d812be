// SPDX-License-Identifier: MIT
/* A cgroup with a limit on memory, of version 2 or 1, made and removed by the test. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hardened.h"

static int put(const char *group, const char *file, const char *text)
{
	char path[256];
	int fd, r;

	snprintf(path, sizeof(path), "%s/%s", group, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	r = write(fd, text, strlen(text)) == (ssize_t)strlen(text) ? 0 : -1;
	close(fd);
	return r;
}

/* The directory is the name: whoever cleans up finds it without being told. */
static void group_name(char *out, size_t size, const char *root)
{
	snprintf(out, size, "%s%s", root, strrchr(directory, '/'));
}

static const char *const roots[] = { "/sys/fs/cgroup", "/sys/fs/cgroup/memory" };

static int enter(const char *bytes)
{
	static const char *const limits[] = { "memory.max", "memory.limit_in_bytes" };
	static const char *const swaps[] = { "memory.swap.max", "memory.memsw.limit_in_bytes" };

	for (int i = 0; i < 2; i++) {
		char group[200];

		group_name(group, sizeof(group), roots[i]);
		if (mkdir(group, 0755) && errno != EEXIST)
			continue;
		if (put(group, limits[i], bytes)) {
			rmdir(group);
			continue;
		}
		(void)put(group, swaps[i], i ? bytes : "0");
		if (!put(group, "cgroup.procs", "0"))
			return 0;
		rmdir(group);
	}
	return cannot("no cgroup with a memory limit can be made");
}

int small_cgroup(void)
{
	return enter("2097152");
}

int large_cgroup(void)
{
	return enter("67108864");
}

void cgroup_clean(void)
{
	for (int i = 0; i < 2; i++) {
		char group[200];

		group_name(group, sizeof(group), roots[i]);
		/* What a killed process charged is let go a moment after it has ended. */
		for (int tries = 0; tries < 100 && rmdir(group) && errno == EBUSY; tries++)
			usleep(20000);
	}
}
