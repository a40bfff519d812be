/* SPDX-License-Identifier: MIT */
/* Write to what is read-only at run time. */
#ifndef DAMAGE_H
#define DAMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mappings.h"

static inline char *page_of(const void *p)
{
	return (char *)((uintptr_t)p & -(uintptr_t)sysconf(_SC_PAGESIZE));
}

/* Write to what is constant, as an attacker who could would.  Text there stays executable
 * meanwhile. */
static inline void put(const void *at, const void *bytes, size_t n)
{
	const char *last = (const char *)at + n - 1;
	size_t length = (size_t)(page_of(last) - page_of(at)) + 1;
	struct mapping m;
	int rights = PROT_READ;

	/* Linkers put tables and text on one page, or not. */
	if ((mappings_find(at, &m) && m.rights[2] == 'x') ||
	    (mappings_find(last, &m) && m.rights[2] == 'x'))
		rights |= PROT_EXEC;
	if (mprotect(page_of(at), length, rights | PROT_WRITE))
		_exit(100);
	memcpy((void *)(uintptr_t)at, bytes, n);
	if (mprotect(page_of(at), length, rights))
		_exit(100);
	__builtin___clear_cache((char *)(uintptr_t)at, (char *)(uintptr_t)at + n);
}

#endif /* DAMAGE_H */
