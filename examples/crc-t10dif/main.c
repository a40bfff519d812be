// SPDX-License-Identifier: MIT
/*
 * crc-t10dif: the guard tags of a file's sectors, and an example of libffp.
 *
 * What to read, in this order:
 *
 *	crc.h		the checksum, its versions, and DECLARE_FFP
 *	versions.c	DEFINE_FFP
 *	main.c		SET_FFP: the best version is chosen once, at start
 *	tag.c, sector.c, check.c
 *			plain calls of the key: direct calls of that version
 *	switch.c	changing the key while threads call it, and proving that
 *			nothing goes wrong
 *	show.c		the call instruction before and after a change
 *
 * and reference.c, table.c, pclmul.c for the versions themselves.
 *
 * Exit status: 0; 1 if a file could not be tagged or a check failed; 2 for a
 * wrong command line.
 */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "crc.h"

static const char help[] =
    "Usage: crc-t10dif [OPTION]... [FILE]...\n"
    "Print the CRC-16/T10-DIF guard tags of the 512-byte sectors of files.\n"
    "Without FILE: of this program and of the C library it runs on.  A last sector\n"
    "of less than 512 bytes is tagged over the bytes that it has.\n"
    "\n"
    "  --tags          print every tag: tag, number of the sector, file\n"
    "  --impl NAME     use this version, not the best; 'list' lists them\n"
    "  --switch N      change the version N times while threads tag the files over\n"
    "                  and over in memory (16 MiB at most), and check every tag\n"
    "  --threads T     the number of these threads (1 to 64; 3)\n"
    "  --show          show the call instructions before and after a change\n"
    "  --help          show this\n";

struct options {
	const char *impl;
	bool tags, show;
	unsigned long changes, threads; /* 0: not given */
};

__attribute__((format(printf, 1, 2), noreturn)) static void usage_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, PROGRAM ": ");
	vfprintf(stderr, format, args);
	fprintf(stderr, "\nTry 'crc-t10dif --help'.\n");
	va_end(args);
	exit(2);
}

static unsigned long number(const char *option, const char *text, unsigned long max)
{
	char *end;
	unsigned long value;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || !value || value > max)
		usage_error("--%s: '%s' is not a number from 1 to %lu", option, text, max);
	return value;
}

enum { OPT_TAGS, OPT_IMPL, OPT_SWITCH, OPT_THREADS, OPT_SHOW, OPT_HELP };

static const struct option known[] = {
	{ "tags", no_argument, NULL, OPT_TAGS },
	{ "impl", required_argument, NULL, OPT_IMPL },
	{ "switch", required_argument, NULL, OPT_SWITCH },
	{ "threads", required_argument, NULL, OPT_THREADS },
	{ "show", no_argument, NULL, OPT_SHOW },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static void parse(int argc, char **argv, struct options *o)
{
	int c;

	opterr = 0; /* the messages are ours, so that they look alike */
	while ((c = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		switch (c) {
		case OPT_TAGS:
			o->tags = true;
			break;
		case OPT_IMPL:
			o->impl = optarg;
			break;
		case OPT_SWITCH:
			o->changes = number("switch", optarg, 1000000000);
			break;
		case OPT_THREADS:
			o->threads = number("threads", optarg, MAX_THREADS);
			break;
		case OPT_SHOW:
			o->show = true;
			break;
		case OPT_HELP:
			fputs(help, stdout);
			exit(fflush(stdout) ? 1 : 0);
		case ':':
			usage_error("%s needs a value", argv[optind - 1]);
		default:
			usage_error("unknown option %s", argv[optind - 1]);
		}
	}
	if (o->tags + o->show + !!o->changes > 1)
		usage_error("only one of --tags, --switch and --show");
	if (o->changes && o->impl)
		usage_error("--switch uses all versions, and takes no --impl");
	if (o->threads && !o->changes)
		usage_error("--threads goes with --switch");
	if (o->show && optind < argc)
		usage_error("--show takes no file");
}

/* The version asked for, or the best. */
static const struct version *choose(const char *name)
{
	const struct version *v;

	if (!name)
		return version_best();
	v = version_named(name);
	if (!v)
		usage_error("--impl: no version '%s'; there are pclmul, table and reference", name);
	if (!v->usable()) {
		fprintf(stderr, PROGRAM ": --impl: %s is not usable on this machine\n", name);
		exit(1);
	}
	return v;
}

static bool run(const struct options *o, const struct version *v, struct files files)
{
	int err;

	if (!check_versions())
		return false;
	if (o->show)
		return show_run(v);

	err = SET_FFP(crc_t10dif, v->fn);
	if (err) {
		fprintf(stderr, PROGRAM ": cannot set %s: %s\n", v->name, strerror(-err));
		return false;
	}
	if (!check_key())
		return false;
	printf("version: %s\n", v->name);
	report_sites();
	if (!files.count && !input_defaults(&files))
		return false;
	if (o->changes)
		return switch_run(files, o->changes, o->threads ? (unsigned)o->threads : 3);
	return tag_files(files, o->tags);
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	bool good = true;

	parse(argc, argv, &o);
	if (o.impl && !strcmp(o.impl, "list")) {
		version_list();
	} else {
		struct files files = { (const char *const *)argv + optind, argc - optind };

		good = run(&o, choose(o.impl), files);
	}
	if (fflush(stdout) || ferror(stdout)) {
		input_error("standard output", strerror(errno));
		good = false;
	}
	return good ? 0 : 1;
}
