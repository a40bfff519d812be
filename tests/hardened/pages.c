// SPDX-License-Identifier: MIT
/* What kinds of pages text may be on.  Programs that move theirs do it as here. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hardened.h"

#ifndef SYS_mseal
#define SYS_mseal 462
#endif

/* The mapping that holds `at`, and the kB that smaps tells of it under a name. */
static unsigned long smaps(const void *at, const char *name, uintptr_t *start, uintptr_t *end)
{
	FILE *f = fopen("/proc/self/smaps", "re");
	unsigned long from = 0, to = 0, a, b, kb = 0;
	size_t n = strlen(name);
	char line[4096];

	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%lx ", &a, &b) == 2) {
			from = a;
			to = b;
		} else if ((uintptr_t)at >= from && (uintptr_t)at < to && !strncmp(line, name, n)) {
			sscanf(line + n, ": %lu", &kb);
			*start = from;
			*end = to;
		}
	}
	if (f)
		fclose(f);
	return kb;
}

static const void *far_text(void)
{
	return (const void *)callers[2];
}

/* The huge pages that lie whole in the text around far_text(). */
static int huge_range(uintptr_t huge, uintptr_t *start, uintptr_t *end)
{
	(void)smaps(far_text(), "Size", start, end);
	*start = (*start + huge - 1) & -huge;
	*end &= -huge;
	if (*start >= *end || (uintptr_t)far_text() < *start || (uintptr_t)far_text() >= *end)
		return cannot("the text has no whole huge page");
	return 0;
}

static int move_text(char *to, uintptr_t start, uintptr_t end)
{
	size_t length = end - start;

	memcpy(to, (const void *)start, length);
	if (mprotect(to, length, PROT_READ | PROT_EXEC) ||
	    mremap(to, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, (void *)start) == MAP_FAILED)
		return cannot("moving the text: %s", strerror(errno));
	return 0;
}

int text_on_huge_pages(void)
{
	uintptr_t huge = 2 << 20, start, end;
	char *p;

	if (huge_range(huge, &start, &end))
		return -1;
	p = mmap(NULL, end - start + huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		 0);
	if (p == MAP_FAILED)
		return cannot("mmap: %s", strerror(errno));
	p = (char *)(((uintptr_t)p + huge - 1) & -huge);
	if (madvise(p, end - start, MADV_HUGEPAGE))
		return cannot("MADV_HUGEPAGE: %s", strerror(errno));
	if (move_text(p, start, end))
		return -1;
	if (!smaps(far_text(), "AnonHugePages", &start, &end))
		return cannot("the kernel gave no huge page");
	return 0;
}

int text_on_huge_tmpfs(void)
{
	uintptr_t start, end;

	for (int i = 0; i < n_callers; i++)
		(void)callers[i](i);
	if (!smaps(far_text(), "ShmemPmdMapped", &start, &end))
		return cannot("the kernel maps no huge page of the file");
	return 0;
}

/* For the moment of the mmap, huge pages may be made that were not set aside. */
static char *map_hugetlb(size_t length)
{
	static const char allowance[] = "/proc/sys/vm/nr_overcommit_hugepages";
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB;
	FILE *f = fopen(allowance, "r+e");
	unsigned long before = 0;
	char *p;

	if (f && fscanf(f, "%lu", &before) == 1 && before < 64) {
		rewind(f);
		fprintf(f, "64\n");
		fflush(f);
	}
	p = mmap(NULL, length, PROT_READ | PROT_WRITE, flags, -1, 0);
	if (f) {
		rewind(f);
		fprintf(f, "%lu\n", before);
		fclose(f);
	}
	return p;
}

int text_on_hugetlb(void)
{
	uintptr_t start, end;
	char *p;

	if (huge_range(2 << 20, &start, &end))
		return -1;
	p = map_hugetlb(end - start);
	if (p == MAP_FAILED)
		return cannot("no hugetlb pages: %s", strerror(errno));
	if (move_text(p, start, end))
		return -1;
	if (!smaps(far_text(), "Private_Hugetlb", &start, &end))
		return cannot("the text is not on hugetlb pages");
	return 0;
}

int text_sealed(void)
{
	uintptr_t start, end;

	(void)smaps(far_text(), "Size", &start, &end);
	if (syscall(SYS_mseal, start, end - start, 0))
		return cannot("mseal: %s", strerror(errno));
	return 0;
}
