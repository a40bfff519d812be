/* SPDX-License-Identifier: MIT */
/* Archives of ar(1), thin ones too: for the linker's launcher, and after a link that failed. */
#ifndef TOOL_ARCHIVE_H
#define TOOL_ARCHIVE_H

#include "array.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Does this archive hold bitcode?  If `objects` is not NULL, it gets the members that are ELF
 * objects, in their order: as new files in `dir`, whose names contain `number`, or for a thin
 * archive the files that it names.  *ok becomes false after a message.
 */
bool archive_unpack(const char *path, const char *dir, size_t number, struct words *objects,
		    bool *ok);

/* Does an archive hold bitcode?  Prints a message if the archive is damaged. */
bool archive_has_bitcode(const char *path);

/*
 * Call `each` for every ELF object in an archive, with "ARCHIVE(MEMBER)" and a copy of its bytes.
 * Prints a message if the archive is damaged.
 */
void archive_each_object(const char *path,
			 void (*each)(const char *name, uint8_t *image, size_t size, void *arg),
			 void *arg);

#endif /* TOOL_ARCHIVE_H */
