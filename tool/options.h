/* SPDX-License-Identifier: MIT */
/* The options of the commands, by getopt_long(3); --help and --version are every command's. */
#ifndef TOOL_OPTIONS_H
#define TOOL_OPTIONS_H

#include <stdbool.h>

struct usage {
	const char *name;   /* as it is called: "ffp list" */
	const char *words;  /* what follows the name: "[--json] FILE" */
	const char *help;   /* lines that explain it, each with its newline */
	const char *option; /* the one long option of its own, or NULL */
	char brief;	    /* the letter that stands for it, or 0 */
	bool front; /* it runs another program: options behind the first word are that one's */
};

/* Not -1, by which getopt_long() tells the end. */
enum {
	OPTIONS_HELP = -2,    /* --help was asked for */
	OPTIONS_VERSION = -3, /* --version was */
	OPTIONS_WRONG = -4,   /* after a message on standard error */
};

/*
 * Read the options of a command, argv[0] being its own name.  Returns the index of the first
 * word that is no option; all words from there on are none (argv is put into that order).
 * Or one of the above: options_answer() is to say the rest.  *on: its own option was there.
 */
int options_read(const struct usage *usage, int argc, char **argv, bool *on);

/* Print how a command is used. */
void options_help(const struct usage *usage);

/* Answer --help, --version or a wrong option; returns the exit status. */
int options_answer(const struct usage *usage, int asked);

/* The exit status, if all of standard output could be written; else after a message another. */
int options_told(int status);

#endif /* TOOL_OPTIONS_H */
