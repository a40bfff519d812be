// SPDX-License-Identifier: MIT
#include "msg.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

bool msg_quiet;

bool msg_error(const char *file, const char *format, ...)
{
	va_list args;

	if (msg_quiet)
		return false;
	va_start(args, format);
	fprintf(stderr, "%s: error: ", file);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return false;
}

bool msg_error_at(const char *file, const char *section, uint64_t offset, const char *format, ...)
{
	va_list args;

	if (msg_quiet)
		return false;
	va_start(args, format);
	fprintf(stderr, "%s: error: %s+0x%" PRIx64 ": ", file, section, offset);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return false;
}

void msg_note(const char *file, const char *format, ...)
{
	va_list args;

	if (msg_quiet)
		return;
	va_start(args, format);
	fprintf(stderr, "%s: note: ", file);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

int msg_try(const char *command)
{
	fprintf(stderr, "Try '%s --help'.\n", command);
	return EXIT_USAGE;
}

int msg_usage(const char *command, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "%s: ", command);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return msg_try(command);
}
