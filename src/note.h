/* SPDX-License-Identifier: MIT */
/* Notes in a module's memory.  image.c and copies.c look for one; it needs no lock. */
#ifndef FFP_SRC_NOTE_H
#define FFP_SRC_NOTE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The owners that are looked for, with the zero behind them.  Behind a name of this size no
 * alignment pads, so the descriptor follows at once.
 */
#define NOTE_OWNER_SIZE 4

/*
 * Search `size` bytes of notes at `notes` for the first with this owner and type.  Returns its
 * descriptor, which lies within those bytes, and *length: how long that is; or NULL.
 */
const void *ffp_note_find(uintptr_t notes, size_t size, const char *owner, uint32_t type,
			  size_t *length);

#endif /* FFP_SRC_NOTE_H */
