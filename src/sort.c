// SPDX-License-Identifier: MIT
#include "sort.h"

#include <string.h>

static size_t end_of_run(const struct pair *p, size_t from, size_t n)
{
	for (size_t i = from + 1; i < n; i++)
		if (p[i].key < p[i - 1].key)
			return i;
	return n;
}

static void merge(struct pair *out, const struct pair *p, size_t middle, size_t n)
{
	size_t i = 0, j = middle;

	while (i < middle && j < n)
		*out++ = p[j].key < p[i].key ? p[j++] : p[i++];
	memcpy(out, p + i, (middle - i) * sizeof(*p));
	memcpy(out + (middle - i), p + j, (n - j) * sizeof(*p));
}

void ffp_sort_pairs(struct pair *p, struct pair *spare, size_t n)
{
	struct pair *from = p, *to = spare;

	/* Natural merge sort: each pass halves the number of runs. */
	while (end_of_run(from, 0, n) < n) {
		struct pair *swap;

		for (size_t i = 0; i < n;) {
			size_t middle = end_of_run(from, i, n);
			size_t end = middle < n ? end_of_run(from, middle, n) : n;

			merge(to + i, from + i, middle - i, end - i);
			i = end;
		}
		swap = from;
		from = to;
		to = swap;
	}
	if (from != p)
		memcpy(p, from, n * sizeof(*p));
}

size_t ffp_sort_first(const uint64_t *numbers, size_t n, size_t stride, uint64_t least)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const void *at = (const char *)numbers + middle * stride;

		if (*(const uint64_t *)at < least)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t ffp_sort_hash(const char *text, size_t length)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)text[i]) * 0x100000001b3;
	return h;
}
