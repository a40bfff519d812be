/* SPDX-License-Identifier: MIT */
/* Programs by name: where PATH has them, and the parts of a compiler's name.  For as.c and cc.c. */
#ifndef TOOL_PATH_H
#define TOOL_PATH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The first file `name` in these directories, with colons between them, of which `usable` is
 * true; for free(), NULL if there is none.  An empty directory is the current one.
 */
char *path_find(const char *directories, const char *name, bool (*usable)(const char *path));

/* The part of a path behind the last slash. */
const char *path_base(const char *path);

/* The length of a compiler's name without a version at its end: 17 of "aarch64-linux-gcc-12.1". */
size_t path_stem(const char *name);

#endif /* TOOL_PATH_H */
