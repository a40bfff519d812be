/* SPDX-License-Identifier: MIT */
/* Which function holds an address, by the symbols that libdwfl has of a file: for lines.c. */
#ifndef TOOL_FUNCTIONS_H
#define TOOL_FUNCTIONS_H

#include <elfutils/libdwfl.h>

struct functions;

/* NULL if the file has no symbols, which functions_find() and functions_free() accept. */
struct functions *functions_read(Dwfl_Module *module);
void functions_free(struct functions *functions);

/* The name of the function, or of the label before the address; NULL: unknown. */
const char *functions_find(struct functions *functions, GElf_Addr address);

#endif /* TOOL_FUNCTIONS_H */
