// SPDX-License-Identifier: MIT
/*
 * The program `ffp`, with its table of subcommands.  Under the names `ffp-cc`, `as` and `ffp-ld` it
 * is a program of driver/.
 */
#include "collect/collect.h"
#include "driver/driver.h"
#include "inspect/inspect.h"
#include "msg.h"
#include "options.h"
#include "steer/steer.h"

#include <stdio.h>
#include <string.h>

static int help_main(char **words, int n, unsigned on);

static const struct own_option collect_own[] = {
	[COLLECT_STATS] = { "stats", 'v', NULL },    [COLLECT_OF_KERNEL] = { "kernel", 0, NULL },
	[COLLECT_OF_MODULE] = { "module", 0, NULL }, { "symbol", 0, collect_symbol },
	{ "symbols", 0, collect_symbols },	     { NULL, 0, NULL },
};
static const struct own_option json_own[] = { { "json", 0, NULL }, { NULL, 0, NULL } };
static const struct own_option verify_own[] = { { "strict", 0, NULL }, { NULL, 0, NULL } };

static const struct command {
	struct usage usage;
	const char *missing; /* what is said if there are fewer words than `least` */
	int least, most;     /* words; 0: any number */
	int (*main)(char **words, int n, unsigned on);
} commands[] = {
	{ .usage = { .name = "ffp collect",
		     .words = "[--stats] [--kernel|--module] [--symbol=NAME | --symbols=FILE]... "
			      "OBJECT...",
		     .help =
			 "Write tables of the sites of keys into object files, in place.\n"
			 "  --stats, -v  print for each file what was found\n"
			 "  --kernel     for objects of Linux; ffp(1) tells what differs\n"
			 "  --module     for objects of a module of Linux\n"
			 "  --symbol=NAME   calls of the function NAME are sites of a key, too\n"
			 "  --symbols=FILE  and calls of all functions that FILE names\n",
		     .own = collect_own },
	  .missing = MSG_PART("no file"),
	  .least = 1,
	  .main = collect_main },
	{ .usage = { .name = "ffp list",
		     .words = "[--json] FILE",
		     .help =
			 "Show the keys and sites of an object, a program or a shared library, and "
			 "the\n"
			 "calls that were not collected.\n"
			 "  --json  for other programs; ffp(1) tells the shape\n",
		     .own = json_own },
	  .missing = MSG_PART("no file"),
	  .least = 1,
	  .most = 1,
	  .main = list_main },
	{ .usage = { .name = "ffp reset",
		     .words = "PID|SOCKET KEY...",
		     .help = "Set keys of a running process to their defaults, all or none. The "
			     "process must use\n"
			     "libffp-control; SOCKET is a path with a slash.\n" },
	  .missing = MSG_PART("no process, or no key"),
	  .least = 2,
	  .main = reset_main },
	{ .usage = { .name = "ffp set",
		     .words = "PID|SOCKET KEY=IMPL...",
		     .help =
			 "Set keys of a running process, all or none. IMPL is the name of a "
			 "candidate,\n"
			 "'default', 'nothing' for a key without a default, or a number that "
			 "calls then yield.\n"
			 "The process must use libffp-control; SOCKET is a path with a slash.\n" },
	  .missing = MSG_PART("no process, or no key"),
	  .least = 2,
	  .main = set_main },
	{ .usage = { .name = "ffp status",
		     .words = "[--json] PID [KEY...]",
		     .help = "Show the keys of a running process: what each calls now, its "
			     "candidates, and how\n"
			     "many of its sites are direct. With KEY: of these keys, and each of "
			     "their sites.\n"
			     "  --json  for other programs; ffp(1) tells the shape\n",
		     .own = json_own },
	  .missing = MSG_PART("no process"),
	  .least = 1,
	  .main = status_main },
	{ .usage = { .name = "ffp verify",
		     .words = "[--strict] FILE...",
		     .help = "Check the tables of an object, a program or a shared library.\n"
			     "  --strict  calls that were not collected are errors\n",
		     .own = verify_own },
	  .missing = MSG_PART("no file"),
	  .least = 1,
	  .main = verify_main },
	{ .usage = { .name = "ffp help",
		     .words = "[SUBCOMMAND]",
		     .help = "Tell how a subcommand is used.\n" },
	  .most = 1,
	  .main = help_main },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const struct usage own = { .name = "ffp", .front = true };

static const struct command *find(const char *name)
{
	for (int i = 0; i < COMMANDS; i++)
		if (!strcmp(strchr(commands[i].usage.name, ' ') + 1, name))
			return &commands[i];
	return NULL;
}

static int unknown(const char *name)
{
	return msg_usage("ffp", "no subcommand '%s'", name);
}

static int help_main(char **words, int n, unsigned on)
{
	const struct command *command = n ? find(words[0]) : NULL;

	(void)on;
	if (n && !command)
		return unknown(words[0]);
	if (command) {
		options_help(&command->usage);
		return EXIT_OK;
	}
	puts("Usage:");
	for (int i = 0; i < COMMANDS; i++)
		printf("  %s %s\n", commands[i].usage.name, commands[i].usage.words);
	puts("  ffp --version\n"
	     "  ffp-cc COMPILER ARGUMENT...\n"
	     "Each of them answers --help, too.");
	return EXIT_OK;
}

static int run(const struct command *command, int argc, char **argv)
{
	const struct usage *usage = &command->usage;
	unsigned on;
	int first = options_read(usage, argc, argv, &on), n = argc - first;

	if (first < 0)
		return options_answer(usage, first);
	if (n < command->least)
		return msg_usage(usage->name, "%s", command->missing);
	if (command->most && n > command->most)
		return msg_usage(usage->name, "one at a time");
	return options_told(command->main(argv + first, n, on));
}

static int ffp_main(int argc, char **argv)
{
	const struct command *command;
	unsigned on;
	int first = options_read(&own, argc, argv, &on);

	if (first == OPTIONS_HELP)
		return options_told(help_main(NULL, 0, 0));
	if (first < 0)
		return options_answer(&own, first);
	if (first == argc)
		return msg_usage(own.name, "no subcommand");
	command = find(argv[first]);
	return command ? run(command, argc - first, argv + first) : unknown(argv[first]);
}

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *self = slash ? slash + 1 : argc > 0 ? argv[0] : "ffp";

	if (!strcmp(self, "ffp-cc"))
		return cc_main(argc, argv);
	if (!strcmp(self, "ffp-ld"))
		return ld_main(argc, argv);
	/* A compiler for another target may call it TARGET-as. */
	if (!strcmp(self, "as") || (strlen(self) > 3 && !strcmp(self + strlen(self) - 3, "-as")))
		return as_main(argc, argv);
	return ffp_main(argc, argv);
}
