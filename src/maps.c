// SPDX-License-Identifier: MIT
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "maps.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/sysmacros.h>

#include "sys.h"

/* A line is read character by character, so that no line is too long. */
struct reader {
	int fd;
	int next, end;
	char buffer[1024];
};

static int get(struct reader *r)
{
	if (r->next == r->end) {
		r->end = ffp_sys_read(r->fd, r->buffer, sizeof(r->buffer));
		r->next = 0;
		if (r->end <= 0) {
			r->end = 0;
			return -1;
		}
	}
	return (unsigned char)r->buffer[r->next++];
}

/* A number in this base; the character behind it is consumed and returned. */
static int number(struct reader *r, unsigned base, uint64_t *out)
{
	*out = 0;
	for (;;) {
		int c = get(r);
		unsigned digit = base;

		if (c >= '0' && c <= '9')
			digit = (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			digit = (unsigned)(c - 'a') + 10;
		if (digit >= base)
			return c;
		*out = *out * base + digit;
	}
}

/* One line of the form "start-end rwxp offset major:minor inode   path". */
static int line(struct reader *r, uint64_t *start, uint64_t *end, uint64_t *offset,
		uint64_t *device, uint64_t *inode, char *path)
{
	uint64_t major_number, minor_number;
	size_t n = 0;
	int c;

	if (number(r, 16, start) != '-' || number(r, 16, end) != ' ')
		return -1;
	for (int i = 0; i < 5; i++)
		if (get(r) < 0)
			return -1;
	if (number(r, 16, offset) != ' ' || number(r, 16, &major_number) != ':' ||
	    number(r, 16, &minor_number) != ' ')
		return -1;
	*device = makedev((unsigned)major_number, (unsigned)minor_number);
	c = number(r, 10, inode);
	while (c == ' ')
		c = get(r);
	for (; c >= 0 && c != '\n'; c = get(r))
		if (n < PATH_MAX - 1)
			path[n++] = (char)c;
		else
			n = PATH_MAX; /* too long to be opened: unknown */
	path[n < PATH_MAX ? n : 0] = '\0';
	return c < 0 ? -1 : 0;
}

/* The mapping at `at`: its line, if it is `offset` bytes into a file there. */
static bool find(uintptr_t at, uint64_t offset, uint64_t *device, uint64_t *inode, char *path)
{
	struct reader r = { .fd = ffp_sys_open("/proc/self/maps", false) };
	uint64_t start, end, from;
	bool found = false;

	while (r.fd >= 0 && !found && !line(&r, &start, &end, &from, device, inode, path))
		found = at >= start && at < end;
	ffp_sys_close(r.fd);
	return found && path[0] == '/' && from + (at - start) == offset;
}

/*
 * Some file systems (overlayfs, btrfs) tell another device, or another inode
 * number, in /proc/self/maps than in fstat.  Is the file that is open the mapped
 * one all the same?  Ask the one who told: a mapping of it shows the same.
 */
static bool shows_as(int fd, uint64_t device, uint64_t inode)
{
	size_t page = ffp_sys_page_size();
	uintptr_t p = ffp_sys_mmap(0, page, PROT_READ, MAP_PRIVATE, fd, 0);
	uint64_t device_shown, inode_shown;
	char path[PATH_MAX];
	bool same;

	if (p >= SYS_ERROR)
		return false;
	same = find(p, 0, &device_shown, &inode_shown, path) && device_shown == device &&
	       inode_shown == inode;
	(void)ffp_sys_munmap(p, page);
	return same;
}

void ffp_maps_identify(uintptr_t at, uint64_t offset, uint64_t *device, uint64_t *inode, char *path)
{
	uint64_t device_told, inode_told;
	int fd;

	if (!find(at, offset, device, inode, path)) {
		path[0] = '\0';
		return;
	}
	fd = ffp_sys_open(path, false);
	if (fd < 0)
		return;
	if (!ffp_sys_identify(fd, &device_told, &inode_told) &&
	    (device_told != *device || inode_told != *inode) && shows_as(fd, *device, *inode)) {
		*device = device_told;
		*inode = inode_told;
	}
	ffp_sys_close(fd);
}
