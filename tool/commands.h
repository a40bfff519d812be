/* SPDX-License-Identifier: MIT */
/* The subcommands and personalities; each returns the exit status. */
#ifndef TOOL_COMMANDS_H
#define TOOL_COMMANDS_H

int collect_main(int argc, char **argv);
int list_main(int argc, char **argv);
int verify_main(int argc, char **argv);

int cc_main(int argc, char **argv);
int as_main(int argc, char **argv);
int ld_main(int argc, char **argv);

#endif /* TOOL_COMMANDS_H */
