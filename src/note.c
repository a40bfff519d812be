// SPDX-License-Identifier: MIT
/* Notes in memory: see note.h.  No lock is needed. */
#include "note.h"

#include <elf.h>
#include <link.h>
#include <string.h>

/*
 * A segment's notes are not walked from one to the next: some linkers (mold 1.10) put notes of both
 * alignments into one segment, whose alignment then is not that of all, and there may be a gap
 * before one.  A note begins at a multiple of 4 in any case.
 */
const void *ffp_note_find(uintptr_t notes, size_t size, const char *owner, uint32_t type,
			  size_t *length)
{
	ElfW(Nhdr) head;

	for (; size >= sizeof(head) + NOTE_OWNER_SIZE; notes += 4, size -= 4) {
		const char *name = (const char *)notes + sizeof(head);

		memcpy(&head, (const void *)notes, sizeof(head));
		if (head.n_type == type && head.n_namesz == NOTE_OWNER_SIZE &&
		    !memcmp(name, owner, NOTE_OWNER_SIZE) &&
		    head.n_descsz <= size - sizeof(head) - NOTE_OWNER_SIZE) {
			*length = head.n_descsz;
			return name + NOTE_OWNER_SIZE;
		}
	}
	return NULL;
}
