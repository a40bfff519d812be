/* SPDX-License-Identifier: MIT */
/* Notes in a module's memory. */
#ifndef FFP_SRC_NOTE_H
#define FFP_SRC_NOTE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Of the `size` bytes of notes at `notes`, aligned as their program header says, what
 * the first says that has this owner and type, and the length of that; or NULL.
 */
const void *ffp_note_find(uintptr_t notes, size_t size, size_t align, const char *owner,
			  uint32_t type, size_t *length);

#endif /* FFP_SRC_NOTE_H */
