// SPDX-License-Identifier: MIT
/* Sorting and finding in memory of the caller's: see sort.h.  No lock is needed. */
#include "sort.h"

#include <stdbool.h>
#include <string.h>

#define RECORD sizeof(struct pair)

/* The number by which record `i` is sorted. */
static uint64_t number(const char *records, size_t i, size_t field)
{
	const void *at = records + i * RECORD + field;

	return *(const uint64_t *)at;
}

static size_t end_of_run(const char *records, size_t from, size_t n, size_t field)
{
	for (size_t i = from + 1; i < n; i++)
		if (number(records, i, field) < number(records, i - 1, field))
			return i;
	return n;
}

/* Merge the records up to `middle` with those from there to `n`, both sorted. */
static void merge(char *out, const char *records, size_t middle, size_t n, size_t field)
{
	size_t i = 0, j = middle;

	for (; i < middle && j < n; out += RECORD) {
		bool second = number(records, j, field) < number(records, i, field);

		memcpy(out, records + RECORD * (second ? j++ : i++), RECORD);
	}
	memcpy(out, records + RECORD * i, RECORD * (middle - i));
	memcpy(out + RECORD * (middle - i), records + RECORD * j, RECORD * (n - j));
}

void ffp_sort(void *records, void *spare, size_t n, size_t field)
{
	char *from = records, *to = spare;

	/* Natural merge sort: each pass halves the number of runs. */
	while (end_of_run(from, 0, n, field) < n) {
		char *swap;

		for (size_t i = 0; i < n;) {
			size_t middle = end_of_run(from, i, n, field);
			size_t end = middle < n ? end_of_run(from, middle, n, field) : n;

			merge(to + RECORD * i, from + RECORD * i, middle - i, end - i, field);
			i = end;
		}
		swap = from;
		from = to;
		to = swap;
	}
	if (from != records)
		memcpy(records, from, RECORD * n);
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
