// SPDX-License-Identifier: MIT
#include "options.h"
#include "array.h"
#include "msg.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef FFP_VERSION
#define FFP_VERSION "0.0"
#endif

/* What getopt_long() returns for --symbol and --symbols: no letter. */
enum { NAME = 256, NAMES };

int options_read(const struct usage *usage, int argc, char **argv, unsigned *on)
{
	/* Without `option` the list ends there; `more` needs it. */
	const struct option options[] = {
		{ "help", no_argument, NULL, OPTIONS_HELP },
		{ "version", no_argument, NULL, OPTIONS_VERSION },
		{ usage->option, no_argument, NULL, 0 },
		{ usage->more[0], no_argument, NULL, 0 },
		{ usage->more[1], no_argument, NULL, 0 },
		{ usage->names ? "symbol" : NULL, required_argument, NULL, NAME },
		{ "symbols", required_argument, NULL, NAMES },
		{ NULL, 0, NULL, 0 },
	};
	/* A '+' in front lets getopt_long() stop at the first word that is no option. */
	const char letters[] = { usage->front ? '+' : usage->brief, usage->brief, 0 };
	int c, index;

	*on = 0;
	/* Begin anew: the options before a subcommand have been read already. */
	optind = 0;
	/* The name that getopt_long() prints in its messages. */
	argv[0] = (char *)usage->name;
	while ((c = getopt_long(argc, argv, letters, options, &index)) != -1) {
		if (c == '?')
			return OPTIONS_WRONG;
		if (c < 0)
			return c;
		if (c == NAME || c == NAMES) {
			char *word = xformat("%s%s", c == NAMES ? "@" : "", optarg);
			bool ok = called_add(&collect_called, usage->name, word);

			free(word);
			if (!ok)
				return OPTIONS_WRONG;
		} else {
			/* A letter stands for `option`, and does not set the index. */
			*on |= c ? 1 : 1U << (index - 2);
		}
	}
	return optind;
}

int options_told(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	msg_error("standard output", "cannot write");
	return status == EXIT_OK ? EXIT_INPUT : status;
}

void options_help(const struct usage *usage)
{
	printf("Usage: %s %s\n%s", usage->name, usage->words, usage->help);
}

int options_answer(const struct usage *usage, int asked)
{
	switch (asked) {
	case OPTIONS_HELP:
		options_help(usage);
		return options_told(EXIT_OK);
	case OPTIONS_VERSION:
		puts("ffp " FFP_VERSION);
		return options_told(EXIT_OK);
	default:
		return msg_try(usage->name);
	}
}
