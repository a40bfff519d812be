/* SPDX-License-Identifier: MIT */
/*
 * The subcommands and personalities; each returns the exit status.  Subcommands get the words
 * that are no options, and whether their own option was given; the others all that there is.
 */
#ifndef TOOL_COMMANDS_H
#define TOOL_COMMANDS_H

#include <stdbool.h>

int collect_main(char **files, int n, bool stats);
int list_main(char **files, int n, bool json);
int verify_main(char **files, int n, bool strict);

int cc_main(int argc, char **argv);
int as_main(int argc, char **argv);
int ld_main(int argc, char **argv);

#endif /* TOOL_COMMANDS_H */
