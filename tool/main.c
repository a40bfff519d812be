// SPDX-License-Identifier: MIT
/* One program: `ffp SUBCOMMAND`, and under other names `ffp-cc`, `as` and `ffp-ld`. */
#include "commands.h"
#include "msg.h"

#include <stdio.h>
#include <string.h>

#ifndef FFP_VERSION
#define FFP_VERSION "0.0"
#endif

static int help_main(int argc, char **argv);

static const struct command {
	const char *name;
	int (*main)(int argc, char **argv);
	const char *usage, *help;
} commands[] = {
	{ "collect", collect_main, "collect [--stats] OBJECT...",
	  "Write tables of the sites of keys into object files, in place.\n"
	  "  --stats, -v  print for each file what was found\n" },
	{ "list", list_main, "list [--json] FILE",
	  "Show the keys and sites of an object, a program or a shared library, and the\n"
	  "calls that were not collected.\n"
	  "  --json  for other programs; ffp(1) tells the shape\n" },
	{ "verify", verify_main, "verify [--strict] FILE...",
	  "Check the tables of an object, a program or a shared library.\n"
	  "  --strict  calls that were not collected are errors\n" },
	{ "help", help_main, "help [SUBCOMMAND]", "Tell how a subcommand is used.\n" },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const struct command *find(const char *name)
{
	for (int i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int help_main(int argc, char **argv)
{
	const struct command *command = argc > 1 ? find(argv[1]) : NULL;

	if (argc > 2)
		return msg_usage("help: one subcommand at a time");
	if (argc > 1 && !command)
		return msg_usage("no subcommand '%s'", argv[1]);
	if (command) {
		printf("Usage: ffp %s\n%s", command->usage, command->help);
		return EXIT_OK;
	}
	puts("Usage:");
	for (int i = 0; i < COMMANDS; i++)
		printf("  ffp %s\n", commands[i].usage);
	puts("  ffp --version\n  ffp-cc COMPILER ARGUMENT...");
	return EXIT_OK;
}

/* The exit status; what could not be written was not told. */
static int told(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	msg_error("standard output", "cannot write");
	return status == EXIT_OK ? EXIT_INPUT : status;
}

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *self = slash ? slash + 1 : argc > 0 ? argv[0] : "ffp";
	const struct command *command;

	if (!strcmp(self, "ffp-cc"))
		return cc_main(argc, argv);
	if (!strcmp(self, "ffp-ld"))
		return ld_main(argc, argv);
	/* Compilers may call it by a prefixed name: TARGET-as. */
	if (!strcmp(self, "as") || (strlen(self) > 3 && !strcmp(self + strlen(self) - 3, "-as")))
		return as_main(argc, argv);
	if (argc < 2)
		return msg_usage("no subcommand");
	if (!strcmp(argv[1], "--version")) {
		puts("ffp " FFP_VERSION);
		return told(EXIT_OK);
	}
	if (!strcmp(argv[1], "--help"))
		return told(help_main(1, argv));
	command = find(argv[1]);
	if (!command)
		return msg_usage("no subcommand '%s'", argv[1]);
	return told(command->main(argc - 1, argv + 1));
}
