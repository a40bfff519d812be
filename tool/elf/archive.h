/* SPDX-License-Identifier: MIT */
/* Archives of ar(1), thin ones too. */
#ifndef TOOL_ARCHIVE_H
#define TOOL_ARCHIVE_H

#include "array.h"

#include <stdbool.h>

/*
 * Is this an archive with bitcode in it?  Then `objects` gets its other objects, in
 * their order: files in `dir`, named after `number`, or of a thin archive where they
 * are.  *ok: false after a message.
 */
bool archive_unpack(const char *path, const char *dir, size_t number, struct words *objects,
		    bool *ok);

/* Has an archive bitcode among its members?  A message if it is damaged. */
bool archive_has_bitcode(const char *path);

#endif /* TOOL_ARCHIVE_H */
