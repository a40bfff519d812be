/* SPDX-License-Identifier: MIT */
/* Sorting without libc: its qsort may call malloc, and a change must not. */
#ifndef FFP_SORT_H
#define FFP_SORT_H

#include <stddef.h>
#include <stdint.h>

struct pair {
	uint64_t key;
	uint64_t value;
};

/*
 * Sort by key, stably; `spare` has room for n as well.  O(n) for what is sorted
 * already, as a linker's output mostly is.
 */
void ffp_sort_pairs(struct pair *p, struct pair *spare, size_t n);

#endif /* FFP_SORT_H */
