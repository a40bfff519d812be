/* SPDX-License-Identifier: MIT */
/*
 * Why a link may have failed: a library defines a key that an object calls, but does not export it.
 * cc.c calls this.
 */
#ifndef TOOL_PLAIN_H
#define TOOL_PLAIN_H

#include "job.h"

#include <stdbool.h>

/* Does a link name objects, and shared libraries whose keys they may call? */
bool plain_may_be(const struct job *job);

/*
 * After such a link has failed: print a note for each key that one of the objects calls
 * and that a shared library defines without exporting it.  The linker only says that the
 * symbol of the key is undefined.
 */
void plain_tell(const struct job *job);

#endif /* TOOL_PLAIN_H */
