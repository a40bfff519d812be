// SPDX-License-Identifier: MIT
/* The files that text is mapped from: see maps.h.  The update lock is held. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "maps.h"

#include <sys/mman.h>
#include <sys/sysmacros.h>

#include "sys.h"

/*
 * Lines are read character by character, so that no line is too long.  The buffer is static, since
 * the stack may be a signal handler's.  The kernel fills about a page at once.
 */
struct reader {
	int fd;
	int next, end;
	char buffer[4096];
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

/* Read a number in this base.  The character behind it is consumed and returned. */
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

/* The numbers of a line "start-end rwxp offset major:minor inode   path". */
struct line {
	uint64_t start, end, offset, device, inode;
};

/* Read a line up to its path.  Returns the character behind the inode number, or -1: no line. */
static int line(struct reader *r, struct line *l)
{
	uint64_t major_number, minor_number;

	if (number(r, 16, &l->start) != '-' || number(r, 16, &l->end) != ' ')
		return -1;
	for (int i = 0; i < 5; i++)
		if (get(r) < 0)
			return -1;
	if (number(r, 16, &l->offset) != ' ' || number(r, 16, &major_number) != ':' ||
	    number(r, 16, &minor_number) != ' ')
		return -1;
	l->device = makedev((unsigned)major_number, (unsigned)minor_number);
	return number(r, 10, &l->inode);
}

/*
 * Read the rest of a line, which begins with `c`: the path, into MAPPED_PATH_MAX bytes at `out`
 * unless that is NULL.  It is left empty if it is no path, or too long to be opened.  False if the
 * line has no end.
 */
static bool path(struct reader *r, int c, char *out)
{
	size_t n = 0;

	while (c == ' ')
		c = get(r);
	for (; c >= 0 && c != '\n'; c = get(r)) {
		if (out && n < MAPPED_PATH_MAX - 1)
			out[n] = (char)c;
		n++;
	}
	if (out)
		out[c >= 0 && n < MAPPED_PATH_MAX && out[0] == '/' ? n : 0] = '\0';
	return c >= 0;
}

static struct mapped_file *file_of(const struct pair *p)
{
	return (struct mapped_file *)(uintptr_t)p->value;
}

/* This line is of a new mapping of the file, from its first byte: does it show the same? */
static void compare(struct mapped_file *file, const struct line *l)
{
	file->shows_same =
	    l->offset == 0 && l->device == file->shown_device && l->inode == file->shown_inode;
}

/*
 * One pass: find the mapping at each address; these are sorted.  The first pass is for the
 * mappings of text; the second, `again`, compares each with a new mapping of the same file.
 */
static void look(const struct pair *files, size_t n, bool again)
{
	static struct reader reader;
	struct reader *r = &reader;
	struct line l;
	size_t i = 0;
	int c;

	r->next = r->end = 0;
	r->fd = ffp_sys_open("/proc/self/maps", false);
	while (r->fd >= 0 && i < n && (c = line(r, &l)) >= 0) {
		struct mapped_file *file;

		while (i < n && files[i].key < l.start)
			i++;
		file = i < n && files[i].key < l.end ? file_of(&files[i++]) : NULL;
		if (file && again)
			compare(file, &l);
		else if (file && l.offset + (file->at - l.start) != file->offset)
			file = NULL;
		if (!path(r, c, file && !again ? file->path : NULL))
			break;
		if (file && !again) {
			file->shown_device = l.device;
			file->shown_inode = l.inode;
		}
	}
	ffp_sys_close(r->fd);
}

static void believe_shown(struct mapped_file *file)
{
	file->device = file->shown_device;
	file->inode = file->shown_inode;
}

/*
 * Open the file, and if fstat tells other numbers than are shown, map its first page.  Returns
 * the address of that, or 0.  If the file cannot be opened now, what is shown must do.
 */
static uintptr_t open_and_map(struct mapped_file *file)
{
	uintptr_t p = 0;
	int fd = file->path[0] ? ffp_sys_open(file->path, false) : -1;

	if (fd < 0 || ffp_sys_identify(fd, &file->device, &file->inode))
		believe_shown(file);
	else if (file->device != file->shown_device || file->inode != file->shown_inode)
		p = ffp_sys_mmap(0, ffp_sys_page_size(), PROT_READ, MAP_PRIVATE, fd, 0);
	ffp_sys_close(fd);
	if (p < SYS_ERROR)
		return p;
	believe_shown(file);
	return 0;
}

/*
 * Some file systems (overlayfs, btrfs) show another device, or another inode number, in
 * /proc/self/maps than fstat tells.  Whether the open file is the mapped one all the same,
 * a new mapping of it tells: for the same file the same numbers are shown.
 */
void ffp_maps_identify(struct pair *files, struct pair *spare, size_t n)
{
	size_t others = 0;

	for (size_t i = 0; i < n; i++) {
		struct mapped_file *file = file_of(&files[i]);

		file->asked = true;
		file->shows_same = false;
		file->path[0] = '\0';
		files[i].key = file->at;
	}
	ffp_sort(files, spare, n, offsetof(struct pair, key));
	look(files, n, false);
	for (size_t i = 0; i < n; i++) {
		uintptr_t at = open_and_map(file_of(&files[i]));

		if (at)
			files[others++] = (struct pair){ at, files[i].value };
	}
	if (!others)
		return;
	ffp_sort(files, spare, others, offsetof(struct pair, key));
	look(files, others, true);
	for (size_t i = 0; i < others; i++) {
		struct mapped_file *file = file_of(&files[i]);

		(void)ffp_sys_munmap(files[i].key, ffp_sys_page_size());
		/* It is another file, and no open file will be taken for the mapped one. */
		if (!file->shows_same)
			believe_shown(file);
	}
}
