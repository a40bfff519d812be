/* SPDX-License-Identifier: MIT */
/* Finding in sorted arrays what bsearch() does not: the first of several, or where one would be. */
#ifndef TOOL_ORDER_H
#define TOOL_ORDER_H

#include <stddef.h>

/*
 * Of `n` elements of `size` bytes, sorted as `compare` has it, the index of the first
 * that is not before `key`; n if there is none.  `compare` gets an element and the key, and
 * is negative for those before it.
 */
static inline size_t order_first(const void *array, size_t n, size_t size, const void *key,
				 int (*compare)(const void *element, const void *key))
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare((const char *)array + middle * size, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#endif /* TOOL_ORDER_H */
