/* SPDX-License-Identifier: MIT */
/*
 * The commands that only read: `ffp list` and `ffp verify` a file, `ffp status` a process.  Each
 * gets the words of the command line that are no options, and whether its own option was among
 * these; it returns the exit status.
 */
#ifndef TOOL_INSPECT_H
#define TOOL_INSPECT_H

#include <stdbool.h>

int list_main(char **files, int n, unsigned json);
int status_main(char **words, int n, unsigned json);
int verify_main(char **files, int n, unsigned strict);

#endif /* TOOL_INSPECT_H */
