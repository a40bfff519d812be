// SPDX-License-Identifier: MIT
#include "options.h"
#include "msg.h"

#include <getopt.h>
#include <stdio.h>

#ifndef FFP_VERSION
#define FFP_VERSION "0.0"
#endif

/* What getopt_long() returns for the first of a command's own options: no letter. */
enum { OWN = 256 };

int options_read(const struct usage *usage, int argc, char **argv, unsigned *on)
{
	struct option options[OPTIONS_OWN + 3] = {
		{ "help", no_argument, NULL, OPTIONS_HELP },
		{ "version", no_argument, NULL, OPTIONS_VERSION },
	};
	/* A '+' in front lets getopt_long() stop at the first word that is no option. */
	char letters[OPTIONS_OWN + 2] = "";
	size_t n_letters = 0;
	int n_own = 0, c;

	if (usage->front)
		letters[n_letters++] = '+';
	for (; usage->own && usage->own[n_own].name; n_own++) {
		const struct own_option *own = &usage->own[n_own];

		options[2 + n_own] =
		    (struct option){ own->name, own->take ? required_argument : no_argument, NULL,
				     OWN + n_own };
		if (own->brief)
			letters[n_letters++] = own->brief;
	}
	*on = 0;
	/* Begin anew: the options before a subcommand have been read already. */
	optind = 0;
	/* The name that getopt_long() prints in its messages. */
	argv[0] = (char *)usage->name;
	while ((c = getopt_long(argc, argv, letters, options, NULL)) != -1) {
		int i = 0;

		if (c == '?')
			return OPTIONS_WRONG;
		if (c < 0)
			return c;
		while (i < n_own && c != OWN + i && c != usage->own[i].brief)
			i++;
		if (i == n_own)
			return OPTIONS_WRONG;
		*on |= 1U << i;
		if (usage->own[i].take && !usage->own[i].take(usage->name, optarg))
			return OPTIONS_WRONG;
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
