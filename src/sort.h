/* SPDX-License-Identifier: MIT */
/*
 * Sorting without libc, whose qsort may call malloc, and finding in what is sorted.  Anything in
 * src/ that sorts or searches uses this; it needs no lock.
 */
#ifndef FFP_SORT_H
#define FFP_SORT_H

#include <stddef.h>
#include <stdint.h>

/* A record that is sorted by a number, when there is no better name for what it holds. */
struct pair {
	uint64_t key;
	uint64_t value;
};

/*
 * Sort `n` records, each as long as a struct pair, by their uint64_t at offset `field`, stably.
 * `spare` has room for n as well.  O(n) for what is sorted already, as a linker's output
 * mostly is.
 */
void ffp_sort(void *records, void *spare, size_t n, size_t field);

/*
 * Of `n` sorted numbers, each `stride` bytes behind the one before: the index of the
 * first that is not below `least`; n if there is none.  So one field of an array of
 * structures can be searched.  O(log n).
 */
size_t ffp_sort_first(const uint64_t *numbers, size_t n, size_t stride, uint64_t least);

/* A number for a text, by which to sort it: FNV-1a, of 64 bits (draft-eastlake-fnv). */
uint64_t ffp_sort_hash(const char *text, size_t length);

#endif /* FFP_SORT_H */
