/* SPDX-License-Identifier: MIT */
/* The arguments of compilers, assemblers and linkers, which may stand in files. */
#ifndef TOOL_ARGUMENTS_H
#define TOOL_ARGUMENTS_H

#include "array.h"

/* As the compilers do: the words of `argv`, with each @FILE replaced by the words in that file. */
void arguments_expand(struct words *words, char **argv);

#endif /* TOOL_ARGUMENTS_H */
