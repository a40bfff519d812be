/* SPDX-License-Identifier: MIT */
/* What a process has mapped, as the system tells it: /proc/PID/maps, line by line. */
#ifndef MAPPINGS_H
#define MAPPINGS_H

#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct mapping {
	uintptr_t start, end;
	uint64_t offset;
	char rights[5];
	char name[4096]; /* empty if it has none */
};

/* Of that process; 0: of this one.  NULL if they cannot be read. */
static inline FILE *mappings_open(pid_t pid)
{
	char path[40] = "/proc/self/maps";

	if (pid)
		snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	return fopen(path, "re");
}

/* The next one; false, and the file is closed, if there is none. */
static inline bool mappings_next(FILE *f, struct mapping *m)
{
	char line[sizeof(m->name) + 200];

	while (f && fgets(line, sizeof(line), f)) {
		m->name[0] = '\0';
		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %" SCNx64 " %*s %*s %4095[^\n]",
			   &m->start, &m->end, m->rights, &m->offset, m->name) >= 4)
			return true;
	}
	if (f)
		fclose(f);
	return false;
}

/* The one that holds this address, in this process. */
static inline bool mappings_find(const void *at, struct mapping *m)
{
	FILE *f = mappings_open(0);

	while (mappings_next(f, m))
		if ((uintptr_t)at >= m->start && (uintptr_t)at < m->end) {
			fclose(f);
			return true;
		}
	return false;
}

/* All of them: how many, their bytes, and how many are writable and executable. */
struct mapped {
	int n, writable_and_executable;
	unsigned long bytes;
};

static inline struct mapped mapped(pid_t pid)
{
	struct mapped all = { 0, 0, 0 };
	FILE *f = mappings_open(pid);
	struct mapping m;

	while (mappings_next(f, &m)) {
		all.n++;
		all.bytes += m.end - m.start;
		all.writable_and_executable += m.rights[1] == 'w' && m.rights[2] == 'x';
	}
	return all;
}

/*
 * Does /proc/self/mem write to text?  Not on a kernel that was built to honour a mapping's rights
 * there, as it can be since 6.12.
 */
static inline bool mappings_writable_by_mem(void)
{
	void *text = mmap(NULL, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = open("/proc/self/mem", O_RDWR);
	bool written = pwrite(fd, "", 1, (off_t)(uintptr_t)text) == 1;

	close(fd);
	munmap(text, 1);
	return written;
}

#endif /* MAPPINGS_H */
