// SPDX-License-Identifier: MIT
/* Notes in memory: see note.h.  No lock is needed. */
#include "note.h"

#include <elf.h>
#include <link.h>
#include <string.h>

const void *ffp_note_find(uintptr_t notes, size_t size, size_t align, const char *owner,
			  uint32_t type, size_t *length)
{
	size_t owner_size = strlen(owner) + 1;
	ElfW(Nhdr) head;

	align = align == 8 ? 8 : 4;
	while (size >= sizeof(head)) {
		uint64_t name, all;

		memcpy(&head, (const void *)notes, sizeof(head));
		name = (sizeof(head) + (uint64_t)head.n_namesz + align - 1) & -(uint64_t)align;
		all = name + (((uint64_t)head.n_descsz + align - 1) & -(uint64_t)align);
		if (all > size)
			break;
		if (head.n_type == type && head.n_namesz == owner_size &&
		    !memcmp((const char *)notes + sizeof(head), owner, owner_size)) {
			*length = head.n_descsz;
			return (const void *)(notes + (size_t)name);
		}
		notes += (size_t)all;
		size -= (size_t)all;
	}
	return NULL;
}
