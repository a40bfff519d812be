// SPDX-License-Identifier: MIT
/* Which file a mapping came from, as read from /proc/self/maps. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../tap.h"
#include "maps.h"

static struct mapped_file file;
static char *const path = file.path;
static size_t page;

static bool is_of(const struct mapped_file *f, const char *name)
{
	struct stat st;

	return f->path[0] && !stat(name, &st) && st.st_dev == f->device && st.st_ino == f->inode;
}

/* What is known of `at`, if it maps a file from `offset` on. */
static bool known(const void *at, uint64_t offset)
{
	struct pair one = { 0, (uintptr_t)&file }, spare;

	memset(&file, 'x', sizeof(file));
	file.at = (uintptr_t)at;
	file.offset = offset;
	ffp_maps_identify(&one, &spare, 1);
	return path[0] != '\0';
}

static bool is_file(const char *name)
{
	return is_of(&file, name);
}

static void test_file(const char *directory, const char *base, const char *what)
{
	char name[PATH_MAX];
	char *p;
	int fd;

	snprintf(name, sizeof(name), "%s/%s", directory, base);
	fd = open(name, O_RDWR | O_CREAT, 0600);
	if (fd < 0 || ftruncate(fd, (off_t)(4 * page)))
		abort();
	p = mmap(NULL, 2 * page, PROT_READ, MAP_PRIVATE, fd, (off_t)page);
	if (p == MAP_FAILED)
		abort();
	ok(known(p, page) && is_file(name) && !strcmp(path, name), "%s: found", what);
	ok(known(p + page, 2 * page) && is_file(name), "%s: from its middle on", what);
	ok(known(p + 2 * page - 1, 3 * page - 1), "%s: at its last byte", what);
	ok(!known(p, 0) && !known(p, 2 * page), "%s: not at another offset", what);
	unlink(name);
	ok(!known(p, page) || !is_file(path), "%s: once deleted, not by that path", what);
	munmap(p, 2 * page);
	ok(!known(p, page), "%s: not when it is unmapped", what);
	close(fd);
}

/* How many of these mappings are not known to be of this file; every 7th is asked for amiss. */
static unsigned all_at_once(char *const *at, size_t n, const char *program)
{
	struct mapped_file *files = calloc(n, sizeof(*files));
	struct pair *order = calloc(2 * n, sizeof(*order));
	unsigned wrong = 0;

	if (!files || !order)
		abort();
	for (size_t i = 0; i < n; i++) {
		files[i].at = (uintptr_t)at[i];
		files[i].offset = i % 7 == 3 ? page : 0;
		order[i * 77 % n].value = (uintptr_t)&files[i];
	}
	ffp_maps_identify(order, order + n, n);
	for (size_t i = 0; i < n; i++)
		wrong += is_of(&files[i], program) == (i % 7 == 3);
	free(files);
	free(order);
	return wrong;
}

/* Hundreds of lines before the one: each boundary of the reader's buffer is met. */
static void test_many_lines(const char *program)
{
	enum { N = 400 };
	char *at[N];
	unsigned wrong = 0;
	int fd = open(program, O_RDONLY);

	for (int i = 0; i < N; i++) {
		/* Rights take turns, and so no two are made one. */
		at[i] = mmap(NULL, page, i % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE, fd, 0);
		if (at[i] == MAP_FAILED)
			abort();
	}
	for (int i = 0; i < N; i++)
		wrong += !known(at[i], 0) || !is_file(program);
	is(wrong, 0, "each of %d mappings of one file is found", N);
	is(all_at_once(at, N, program), 0, "and all at once, whatever their order");
	for (int i = 0; i < N; i++)
		munmap(at[i], page);
	close(fd);
}

int main(int argc, char **argv)
{
	char directory[] = "/tmp/ffp-maps-XXXXXX";
	char longest[NAME_MAX + 1];
	void *memory;
	int here;

	(void)argc;
	page = (size_t)sysconf(_SC_PAGESIZE);
	if (!mkdtemp(directory))
		abort();
	test_file(directory, "plain", "a file");
	test_file(directory, "with two  spaces", "a file whose name has spaces");
	memset(longest, 'l', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	test_file(directory, longest, "a file whose name is as long as can be");
	rmdir(directory);
	test_many_lines(argv[0]);

	memory = mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ok(!known(memory, 0), "memory has no file");
	munmap(memory, page);
	ok(!known(&here, 0), "the stack has none");
	ok(!known(NULL, 0), "address 0 has none");
	ok(!known((void *)UINTPTR_MAX, 0), "the last address has none");
	return done();
}
