/* SPDX-License-Identifier: MIT */
/*
 * Why a link may have failed: a library defines a key that an object calls, but does not export it;
 * or the default of a key that another object calls is a static function.  The linker only says
 * that a symbol is undefined.  cc.c calls this.
 */
#ifndef TOOL_FAILED_H
#define TOOL_FAILED_H

#include "job.h"

#include <stdbool.h>

/* Does a link name several objects, or an object and libraries, for failed_tell() to read? */
bool failed_may_tell(const struct job *job);

/* After such a link has failed: print a note for each key that is the reason. */
void failed_tell(const struct job *job);

#endif /* TOOL_FAILED_H */
