// SPDX-License-Identifier: MIT
/* Notes in memory: the library's is found wherever linkers put it, and nothing behind the last. */
#include "note.h"

#include <elf.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

#include "../tap.h"

enum { TYPE = 1, LENGTH = 8, ROOM = 512 };

/* Notes as a linker lays them out, in memory that ends where they do. */
static unsigned char notes[ROOM];
static size_t size;

static void put(size_t align, const char *owner, uint32_t type, size_t length)
{
	ElfW(Nhdr) head = { 0 };

	head.n_namesz = (uint32_t)strlen(owner) + 1;
	head.n_descsz = (uint32_t)length;
	head.n_type = type;
	size = (size + align - 1) & -align;
	memcpy(notes + size, &head, sizeof(head));
	memcpy(notes + size + sizeof(head), owner, head.n_namesz);
	size += (sizeof(head) + head.n_namesz + 3) & -(size_t)4;
	memset(notes + size, 'x', length);
	size = (size + length + align - 1) & -align;
}

/* Is the note of this library found, in `n` bytes of the notes? */
static int found(size_t n)
{
	unsigned char *copy = malloc(n ? n : 1);
	const char *p;
	size_t length = 0;
	int r;

	if (!copy)
		return -1;
	memcpy(copy, notes, n);
	p = ffp_note_find((uintptr_t)copy, n, "ffp", TYPE, &length);
	r = p && length == LENGTH && p + length <= (char *)copy + n &&
	    !memcmp(p, "xxxxxxxx", LENGTH);
	free(copy);
	return r;
}

static void clear(void)
{
	memset(notes, 0, sizeof(notes));
	size = 0;
}

/* Another note, of each length, before the library's: both in one alignment, or each in its own. */
static void beside(void)
{
	static const size_t aligns[][2] = { { 4, 4 }, { 8, 8 }, { 8, 4 }, { 4, 8 } };
	size_t wrong = 0;

	for (size_t i = 0; i < 4; i++) {
		for (size_t length = 0; length < 100; length++) {
			clear();
			put(aligns[i][0], "GNU", 5, length);
			put(aligns[i][1], "ffp", TYPE, LENGTH);
			wrong += found(size) != 1;
		}
	}
	is(wrong, 0, "behind a note of any length, in any alignments");
}

int main(void)
{
	size_t whole;

	beside();
	/* What mold 1.10 makes of a program on Debian 12, in a segment aligned to 8. */
	clear();
	put(8, "GNU", 5, 16);
	put(4, "GNU", 3, 20);
	put(4, "GNU", 1, 16);
	put(4, "ffp", TYPE, LENGTH);
	is(found(size), 1, "behind notes of both alignments");
	whole = 1;
	for (size_t n = 0; n < size; n++)
		whole &= !found(n);
	is(whole, 1, "not if it is cut off");
	clear();
	put(4, "ffp", TYPE + 1, LENGTH);
	put(4, "ffpx", TYPE, LENGTH);
	put(4, "GNU", TYPE, LENGTH);
	is(found(size), 0, "no other note is taken for it");
	return done();
}
