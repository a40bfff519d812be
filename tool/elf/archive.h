/* SPDX-License-Identifier: MIT */
/* Archives of ar(1), thin ones too, for the linker's launcher (driver/ld.c). */
#ifndef TOOL_ARCHIVE_H
#define TOOL_ARCHIVE_H

#include "array.h"

#include <stdbool.h>

/*
 * Does this archive hold bitcode?  If `objects` is not NULL, it gets the members that are ELF
 * objects, in their order: as new files in `dir`, whose names contain `number`, or for a thin
 * archive the files that it names.  *ok becomes false after a message.
 */
bool archive_unpack(const char *path, const char *dir, size_t number, struct words *objects,
		    bool *ok);

/* Does an archive hold bitcode?  Prints a message if the archive is damaged. */
bool archive_has_bitcode(const char *path);

#endif /* TOOL_ARCHIVE_H */
