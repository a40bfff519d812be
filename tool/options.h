/* SPDX-License-Identifier: MIT */
/*
 * The options of the tool's own commands, by getopt_long(3), for main.c and driver/.  Every command
 * has --help and --version.
 */
#ifndef TOOL_OPTIONS_H
#define TOOL_OPTIONS_H

#include <stdbool.h>

/* A long option of a command's own. */
struct own_option {
	const char *name; /* NULL ends a list of them */
	char brief;	  /* the letter that stands for it, or 0 */
	/* Takes its argument, of which `command` is told in messages; false after one.  NULL: none.
	 */
	bool (*take)(const char *command, const char *argument);
};

/* A command has at most so many. */
enum { OPTIONS_OWN = 8 };

struct usage {
	const char *name;	      /* as a user calls it: "ffp list" */
	const char *words;	      /* its arguments: "[--json] FILE" */
	const char *help;	      /* lines that explain it, each with its newline */
	const struct own_option *own; /* or NULL */
	bool front; /* options behind the first word belong to a program that it runs */
};

/* -1 is getopt_long()'s mark of the end. */
enum {
	OPTIONS_HELP = -2,    /* --help was given */
	OPTIONS_VERSION = -3, /* --version was given */
	OPTIONS_WRONG = -4,   /* an unknown option was given, and a message printed */
};

/*
 * Read the options of a command, whose name is argv[0].  Changes the order of argv so that all
 * words that are no options come last, and returns the index of the first of them.  Or returns one
 * of the above, for options_answer().  *on becomes which of the command's own options were given:
 * bit n is option n.
 */
int options_read(const struct usage *usage, int argc, char **argv, unsigned *on);

/* Print how a command is used. */
void options_help(const struct usage *usage);

/* Answer --help, --version or a wrong option; returns the exit status. */
int options_answer(const struct usage *usage, int asked);

/* Returns `status`, or an error after a message if standard output could not be written. */
int options_told(int status);

#endif /* TOOL_OPTIONS_H */
