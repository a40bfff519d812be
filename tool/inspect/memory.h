/* SPDX-License-Identifier: MIT */
/*
 * The memory of another process, of which nothing is believed: any address may be unreadable, and
 * what is read there may be anything, and something else the next time.  How bytes are read is the
 * caller's matter, so that a fuzzer can feed them.
 */
#ifndef TOOL_MEMORY_H
#define TOOL_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct memory {
	/* Read up to `length` bytes; returns how many could be read from the first one on. */
	size_t (*read)(void *arg, uint64_t at, void *out, size_t length);
	void *arg;
	bool big;	       /* big-endian */
	struct block **blocks; /* what has been read, NULL: nothing yet */
};

/* Copy exactly these bytes; false if not all can be read. */
bool memory_get(struct memory *memory, uint64_t at, void *out, size_t length);

/* A number, in the process's byte order. */
bool memory_get32(struct memory *memory, uint64_t at, uint32_t *value);
bool memory_get64(struct memory *memory, uint64_t at, uint64_t *value);

/* The address in a relative field of 32 bits, whose own address is `at`. */
bool memory_get_relative(struct memory *memory, uint64_t at, uint64_t *value);

/* A copy of a string of less than `most` bytes, for free(); NULL if none ends there. */
char *memory_get_string(struct memory *memory, uint64_t at, size_t most);

/* From now on read anew; to be called in the end, too. */
void memory_forget(struct memory *memory);

#endif /* TOOL_MEMORY_H */
