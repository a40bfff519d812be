/* SPDX-License-Identifier: MIT */
/*
 * Link-time optimisation, for the compiler's launcher (cc.c).
 *
 * The entry of a key is top-level assembly.  Link-time optimisation renames static functions, and
 * drops or splits functions whose uses it believes to know, but it does not read assembly.  So
 * a file that defines keys is compiled without it.  Then the linker keeps each default under its
 * name, since an object that is not the optimiser's refers to the default.  Files that only call
 * keys are optimised, and their sites are collected from the code that the optimiser makes.
 */
#ifndef TOOL_LTO_H
#define TOOL_LTO_H

#include "job.h"

#include <stdbool.h>

/*
 * Make sure that each source can be read twice: what comes through a pipe, as standard input or
 * as bash's <(...), is copied to a file.  False after a message.
 */
bool lto_can_read_again(const struct job *job);
/* To be called before the sources are read again. */
bool lto_read_again(const struct job *job);

/* Does any of the objects that the command has just made define keys? */
bool lto_defines_keys(const struct job *job);

/*
 * Change a command so that it compiles without link-time optimisation, and without warnings, which
 * the first run has printed.  False after a message: an option needs link-time optimisation.
 */
bool lto_do_without(struct words *command);

/* Is any input file of the linker LLVM bitcode? */
bool lto_has_input(const struct job *job);

/*
 * Add to *words the arguments that compile the source at `index` to an object in `dir`.  Returns
 * the object's path, for free().
 */
char *lto_compile_words(const struct job *job, size_t index, const char *dir, struct words *words);

/* The linker that Clang would run, for free(); NULL if it would run none. */
char *lto_linker(const struct words *command);

#endif /* TOOL_LTO_H */
