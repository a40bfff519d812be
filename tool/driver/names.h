/* SPDX-License-Identifier: MIT */
/*
 * The options of the programs of driver/ that name functions for struct called: --ffp-symbol=NAME
 * and --ffp-symbols=FILE.  They stand among the words that are for a compiler or an assembler,
 * which do not know them.
 */
#ifndef TOOL_NAMES_H
#define TOOL_NAMES_H

#include "array.h"
#include "collect/called.h"

enum names_taken { NAMES_OTHER, NAMES_TAKEN, NAMES_WRONG };

/*
 * Add what a word says, if it is such an option; NAMES_OTHER: it is none; NAMES_WRONG, after a
 * message of `program`.
 */
enum names_taken names_take(struct called *called, const char *program, const char *word);

/*
 * Take such options out of the words of a compiler, also those in -Wa, and behind -Xassembler.
 * Add what they say to `called`, and to the environment for the programs that the compiler runs.
 * False after a message.
 */
bool names_take_all(struct called *called, const char *program, char **argv);

#endif /* TOOL_NAMES_H */
