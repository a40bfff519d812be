/* SPDX-License-Identifier: MIT */
/*
 * Link-time optimisation, as far as the compiler's launcher is concerned.
 *
 * A key's entry is top-level assembly, and that knows nothing of what link-time
 * optimisation does: it renames static functions, and drops or splits up what
 * it believes to know all uses of.  So a file that defines keys is compiled as
 * without it; then the linker keeps each default, under its name, since an object
 * that is none of the optimiser's refers to it.  Files that only call keys are
 * optimised as any, and their sites collected when they have become code.
 */
#ifndef TOOL_LTO_H
#define TOOL_LTO_H

#include "job.h"

#include <stdbool.h>

/*
 * See to it that each source can be read twice: what comes through a pipe, as standard
 * input or as bash's <(...), is kept.  False after a message.
 */
bool lto_can_read_again(const struct job *job);
/* Before each time but the first. */
bool lto_read_again(const struct job *job);

/* Is there an object for link-time optimisation, of those just made, that defines keys? */
bool lto_defines_keys(const struct job *job);

/* Change a command so that it compiles without, and says no warning twice. */
bool lto_do_without(struct words *command);

/* Does the linker get LLVM bitcode? */
bool lto_has_input(const struct job *job);

/*
 * The command line that compiles source number `index` to an object in a
 * directory: to *words, and the object's name for free().
 */
char *lto_compile_words(const struct job *job, size_t index, const char *dir, struct words *words);

/* The linker that Clang would run, for free(); NULL if it would run none. */
char *lto_linker(const struct words *command);

#endif /* TOOL_LTO_H */
