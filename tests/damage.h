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

static inline char *page_of(const void *p)
{
	return (char *)((uintptr_t)p & -(uintptr_t)sysconf(_SC_PAGESIZE));
}

/* Write to what is constant, as an attacker who could would. */
static inline void put(const void *at, const void *bytes, size_t n, bool near_text)
{
	size_t length = (size_t)(page_of((const char *)at + n - 1) - page_of(at)) + 1;
	/* The code that does it may be on the same page, which must stay executable. */
	int rights = PROT_READ | (near_text ? PROT_EXEC : 0);

	if (mprotect(page_of(at), length, rights | PROT_WRITE))
		_exit(100);
	memcpy((void *)(uintptr_t)at, bytes, n);
	if (mprotect(page_of(at), length, rights))
		_exit(100);
	__builtin___clear_cache((char *)(uintptr_t)at, (char *)(uintptr_t)at + n);
}

#endif /* DAMAGE_H */
