// SPDX-License-Identifier: MIT
#include "array.h"
#include "msg.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *or_end(void *memory)
{
	if (!memory) {
		fputs("ffp: error: out of memory\n", stderr);
		exit(EXIT_INPUT);
	}
	return memory;
}

void *xrealloc(void *old, size_t n, size_t size)
{
	return or_end(reallocarray(old, n ? n : 1, size));
}

void *xcalloc(size_t n, size_t size)
{
	return memset(xrealloc(NULL, n, size), 0, n * size);
}

char *xstrndup(const char *string, size_t n)
{
	return or_end(strndup(string, n));
}

char *xvformat(const char *format, va_list args)
{
	char *string;
	int n = vasprintf(&string, format, args);

	return or_end(n < 0 ? NULL : string);
}

char *xformat(const char *format, ...)
{
	char *string;
	va_list args;

	va_start(args, format);
	string = xvformat(format, args);
	va_end(args);
	return string;
}

size_t array_room(size_t n)
{
	size_t room = 1;

	while (room < n)
		room *= 2;
	return room;
}

void *array_grow(void *old, size_t n, size_t size)
{
	/* The room is always array_room(n), so it is full if n is a power of two. */
	return n & (n - 1) ? old : xrealloc(old, n ? 2 * n : 1, size);
}

size_t array_first(const void *array, size_t n, size_t size, const void *key,
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

void words_add(struct words *words, const char *word)
{
	/* Room for the NULL, too. */
	if (!words->n)
		words->word = array_grow(NULL, 0, sizeof(*words->word));
	words->word[words->n++] = xstrndup(word, strlen(word));
	words->word = array_grow(words->word, words->n, sizeof(*words->word));
	words->word[words->n] = NULL;
}

void words_free(struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		free(words->word[i]);
	free(words->word);
	memset(words, 0, sizeof(*words));
}
