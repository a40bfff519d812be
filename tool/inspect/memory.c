// SPDX-License-Identifier: MIT
/*
 * Tables, records, states and text are read a few bytes at a time, and lie in a few places: so
 * whole blocks are kept.
 */
#include "memory.h"
#include "array.h"
#include "bytes.h"

#include <stdlib.h>
#include <string.h>

enum {
	BLOCK = 16384, /* bytes, aligned to that */
	BLOCKS = 256,  /* each address has one place */
};

struct block {
	uint64_t at;
	size_t length; /* how many bytes could be read */
	uint8_t bytes[BLOCK];
};

/* Copy what one block has; false if it cannot be read. */
static bool get_part(struct memory *memory, uint64_t at, uint8_t *out, size_t length)
{
	uint64_t start = at & -(uint64_t)BLOCK;
	struct block **place, *block;

	if (!memory->blocks)
		memory->blocks = xcalloc(BLOCKS, sizeof(*memory->blocks));
	place = &memory->blocks[start / BLOCK % BLOCKS];
	block = *place;
	if (!block || block->at != start) {
		block = *place = xrealloc(block, 1, sizeof(*block));
		block->at = start;
		block->length = memory->read(memory->arg, start, block->bytes, BLOCK);
	}
	if (at - start + length <= block->length) {
		memcpy(out, block->bytes + (at - start), length);
		return true;
	}
	/* Something before these bytes may not be readable. */
	return memory->read(memory->arg, at, out, length) == length;
}

bool memory_get(struct memory *memory, uint64_t at, void *out, size_t length)
{
	uint8_t *to = out;

	if (length && at + (length - 1) < at)
		return false;
	while (length) {
		size_t part = BLOCK - (size_t)(at % BLOCK);

		if (part > length)
			part = length;
		if (!get_part(memory, at, to, part))
			return false;
		at += part;
		to += part;
		length -= part;
	}
	return true;
}

bool memory_get32(struct memory *memory, uint64_t at, uint32_t *value)
{
	uint8_t bytes[4];

	if (!memory_get(memory, at, bytes, sizeof(bytes)))
		return false;
	*value = (uint32_t)get_uint(bytes, 4, memory->big);
	return true;
}

bool memory_get64(struct memory *memory, uint64_t at, uint64_t *value)
{
	uint8_t bytes[8];

	if (!memory_get(memory, at, bytes, sizeof(bytes)))
		return false;
	*value = get_uint(bytes, 8, memory->big);
	return true;
}

bool memory_get_relative(struct memory *memory, uint64_t at, uint64_t *value)
{
	uint32_t field;

	if (!memory_get32(memory, at, &field))
		return false;
	*value = at + sign_extend(field, 32);
	return true;
}

char *memory_get_string(struct memory *memory, uint64_t at, size_t most)
{
	char part[64];
	char *string = NULL;
	size_t n = 0;

	while (n < most) {
		/* Up to a multiple of the part's size, so that no page is touched needlessly. */
		size_t length = sizeof(part) - (size_t)((at + n) % sizeof(part)), found;

		if (!memory_get(memory, at + n, part, length))
			break;
		found = strnlen(part, length);
		string = xrealloc(string, n + found + 1, 1);
		memcpy(string + n, part, found);
		n += found;
		string[n] = '\0';
		if (found < length && n < most)
			return string;
	}
	free(string);
	return NULL;
}

void memory_forget(struct memory *memory)
{
	for (unsigned i = 0; memory->blocks && i < BLOCKS; i++)
		free(memory->blocks[i]);
	free(memory->blocks);
	memory->blocks = NULL;
}
