/* SPDX-License-Identifier: MIT */
/* The arguments of compilers, assemblers and linkers, some of which may stand in files. */
#ifndef TOOL_ARGUMENTS_H
#define TOOL_ARGUMENTS_H

#include "array.h"

/* Copy the words of `argv`; as in compilers, the words in a file replace an argument @FILE. */
void arguments_expand(struct words *words, char **argv);

#endif /* TOOL_ARGUMENTS_H */
