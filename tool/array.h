/* SPDX-License-Identifier: MIT */
/*
 * Memory for arrays, how they grow, and how one is searched: the tool's only such functions,
 * which every room uses.  They use nothing of the tool.
 */
#ifndef TOOL_ARRAY_H
#define TOOL_ARRAY_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory for `n` elements of `size` bytes: zeros, or `old` with another size.  Without
 * memory the tool has nothing sensible to do, so these end the program.
 */
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *old, size_t n, size_t size);
/* A copy of a string, of at most `n` of its bytes; and a string as printf() would write it. */
char *xstrndup(const char *string, size_t n);
char *xformat(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *xvformat(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

/*
 * An array of `n` elements with room for one more.  `old`, which is NULL if n is 0, must come from
 * this function, or have room for array_room(n) elements.
 */
void *array_grow(void *old, size_t n, size_t size);
/* The least power of two that is not less than `n`. */
size_t array_room(size_t n);

/*
 * Of `n` elements of `size` bytes, sorted as `compare` has it, the index of the first
 * that is not before `key`; n if there is none.  `compare` gets an element and the key, and
 * is negative for elements that stand before the key.
 */
size_t array_first(const void *array, size_t n, size_t size, const void *key,
		   int (*compare)(const void *element, const void *key));

/* A list of strings, which belong to it; NULL stands behind the last, as argv has it. */
struct words {
	char **word;
	size_t n;
};

/* Append a copy of a string. */
void words_add(struct words *words, const char *word);
void words_free(struct words *words);

#endif /* TOOL_ARRAY_H */
