/* SPDX-License-Identifier: MIT */
/* Notes in a module's memory.  image.c and copies.c look for one; it needs no lock. */
#ifndef FFP_SRC_NOTE_H
#define FFP_SRC_NOTE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Search `size` bytes of notes at `notes`, aligned as their program header says, for the first
 * with this owner and type.  Returns its descriptor, and *length: how long that is; or NULL.
 */
const void *ffp_note_find(uintptr_t notes, size_t size, size_t align, const char *owner,
			  uint32_t type, size_t *length);

#endif /* FFP_SRC_NOTE_H */
