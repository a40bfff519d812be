// SPDX-License-Identifier: MIT
/*
 * libFuzzer: a text like that of /proc/PID/maps, through the library's reader (src/maps.h) and the
 * tool's (process_parse_maps()).  The first byte of the input tells in what pieces the library is
 * given the text, and whether a file shows other numbers than fstat tells.  Of a text as kernels
 * write it, both must find the mapping at each address that sscanf finds.
 */
#include "inspect/process.h"
#include "maps.h"
#include "sys.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysmacros.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES = 12, MAPS = 3, OTHER = 4, PAGE = 4096 };

static const char *text;
static size_t length, at, piece;
static bool other_numbers;
static unsigned opened, mapped;

static void check(bool condition)
{
	if (!condition)
		abort();
}

/* The system calls of the library's reader, which then sees nothing but the text. */
int ffp_sys_open(const char *path, bool writable)
{
	check(!writable && path[0] == '/' && strlen(path) < MAPPED_PATH_MAX);
	if (path[strlen(path) - 1] == 'x')
		return -ENOENT;
	opened++;
	if (strcmp(path, "/proc/self/maps") != 0)
		return OTHER;
	at = 0;
	return MAPS;
}

void ffp_sys_close(int fd)
{
	opened -= fd >= 0;
}

int ffp_sys_read(int fd, void *buffer, size_t room)
{
	size_t n = length - at;

	check(fd == MAPS);
	if (n > room)
		n = room;
	if (n > piece)
		n = piece;
	memcpy(buffer, text + at, n);
	at += n;
	return (int)n;
}

int ffp_sys_identify(int fd, uint64_t *device, uint64_t *inode)
{
	/* The text may name any file, that of the mappings too. */
	check(fd == OTHER || fd == MAPS);
	if (!other_numbers)
		return -EBADF;
	*device = *inode = UINT64_MAX;
	return 0;
}

size_t ffp_sys_page_size(void)
{
	return PAGE;
}

/* A new mapping, of which the text may tell. */
uintptr_t ffp_sys_mmap(uintptr_t where, size_t n, int prot, int flags, int fd, uint64_t offset)
{
	check(!where && n == PAGE && prot == PROT_READ && flags == MAP_PRIVATE &&
	      (fd == OTHER || fd == MAPS) && !offset);
	return 0x1000 * (uintptr_t)++mapped;
}

int ffp_sys_munmap(uintptr_t where, size_t n)
{
	check(where % PAGE == 0 && n == PAGE);
	return 0;
}

struct line {
	uint64_t start, end, offset, inode;
	unsigned major, minor;
	char path[MAPPED_PATH_MAX];
};

/* Read a line, of `n` bytes, by other means; false if kernels write no such line. */
static bool read_line(const char *line, size_t n, struct line *l)
{
	char word[MAPPED_PATH_MAX + 256], again[MAPPED_PATH_MAX + 512], rights[5];
	int end = 0;

	if (n >= sizeof(word) || memchr(line, '\0', n))
		return false;
	memcpy(word, line, n);
	word[n] = '\0';
	if (sscanf(word, "%16" SCNx64 "-%16" SCNx64 " %4s %16" SCNx64 " %x:%x %" SCNu64 "%n",
		   &l->start, &l->end, rights, &l->offset, &l->major, &l->minor, &l->inode,
		   &end) != 7 ||
	    strlen(rights) != 4 || l->start >= l->end)
		return false;
	n = (size_t)end + strspn(word + end, " ");
	/* The numbers as kernels write them, and blanks before the path. */
	snprintf(again, sizeof(again),
		 "%08" PRIx64 "-%08" PRIx64 " %s %08" PRIx64 " %02x:%02x %" PRIu64 "%*s%s",
		 l->start, l->end, rights, l->offset, l->major, l->minor, l->inode,
		 (int)(n - (size_t)end), "", word + n);
	if (strcmp(again, word) != 0 || strlen(word + n) >= sizeof(l->path) ||
	    (word[n] && (size_t)end == n))
		return false;
	strcpy(l->path, word + n);
	return true;
}

/* Is all of the text as kernels write it: lines in order, none over another? */
static bool is_plain(void)
{
	uint64_t end = 0;
	struct line l;

	for (size_t from = 0; from < length;) {
		const char *newline = memchr(text + from, '\n', length - from);

		if (!newline || !read_line(text + from, (size_t)(newline - text) - from, &l) ||
		    l.start < end || l.end > UINTPTR_MAX - PAGE)
			return false;
		end = l.end;
		from = (size_t)(newline - text) + 1;
	}
	return true;
}

static const struct mapping *find(const struct mapping *mappings, size_t n, uint64_t address)
{
	for (size_t i = 0; i < n; i++)
		if (address >= mappings[i].start && address < mappings[i].end)
			return &mappings[i];
	return NULL;
}

/* The library's answer to one question, where both readers were given a text of a kernel's. */
static void compare(const struct mapped_file *file, const struct mapping *m)
{
	const bool here = m && file->at - m->start + m->offset == file->offset;
	const bool has_path = here && m->path[0] == '/' && strlen(m->path) < MAPPED_PATH_MAX;

	check(!strcmp(file->path, has_path ? m->path : ""));
	check(!here || file->shown_inode == m->inode);
}

/*
 * What is asked for: in the mappings that the tool's reader has found, once in each, as no two
 * modules are in one mapping; and elsewhere.
 */
static void ask(struct mapped_file *files, struct pair *order, const struct mapping *mappings,
		size_t n)
{
	for (size_t i = 0; i < FILES; i++) {
		const struct mapping *m = i < n ? &mappings[n - 1 - i] : NULL;

		files[i].at = m ? (uintptr_t)(i % 3 ? m->start : m->end - 1) : UINTPTR_MAX - i;
		files[i].offset = m ? files[i].at - m->start + m->offset : 0;
		if (i % 4 == 3)
			files[i].offset += PAGE;
		order[i].value = (uintptr_t)&files[i];
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct mapped_file files[FILES];
	struct pair order[2 * FILES];
	struct mapping *mappings;
	char *copy;
	bool plain;
	size_t n;

	if (!size)
		return 0;
	piece = 1 + (data[0] & 0x7f) * (size_t)(data[0] & 0x7f);
	other_numbers = data[0] & 0x80;
	text = (const char *)data + 1;
	length = size - 1;
	opened = mapped = 0;
	plain = is_plain();

	copy = malloc(size);
	check(copy);
	memcpy(copy, text, length);
	copy[length] = '\0';
	n = process_parse_maps(copy, &mappings);
	for (size_t i = 0; i < n; i++) {
		check(mappings[i].start < mappings[i].end);
		check(mappings[i].path >= copy && mappings[i].path <= copy + length &&
		      !strchr(mappings[i].path, '\n'));
	}
	memset(files, 'x', sizeof(files));
	ask(files, order, mappings, n);
	ffp_maps_identify(order, order + FILES, FILES);
	check(!opened);
	for (size_t i = 0; i < FILES; i++) {
		const struct mapped_file *file = &files[i];

		check(file->asked && memchr(file->path, '\0', sizeof(file->path)));
		check(!file->path[0] || (file->path[0] == '/' && !strchr(file->path, '\n')));
		if (plain)
			compare(file, find(mappings, n, file->at));
	}
	free(mappings);
	free(copy);
	return 0;
}
