// SPDX-License-Identifier: MIT
#include "msg.h"
#include "array.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool msg_quiet;

void msg_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		const unsigned char c = (unsigned char)*text;
		/* What UTF-8 makes of the control characters above 127. */
		const bool high = c == 0xc2 && ((unsigned char)text[1] & 0xe0) == 0x80;

		putc(c < ' ' || c == 127 || high ? '?' : c, out);
		text += high;
	}
}

__attribute__((format(printf, 2, 0))) static void print(FILE *out, const char *format, va_list args)
{
	char *text = xvformat(format, args);

	msg_text(out, text);
	free(text);
}

void msg_print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print(stdout, format, args);
	va_end(args);
}

/* One line on standard error: the file, what kind of message it is, the place, the text. */
__attribute__((format(printf, 3, 0))) static void tell(const char *file, const char *kind,
						       const char *format, va_list args)
{
	if (msg_quiet)
		return;
	msg_text(stderr, file);
	fputs(": ", stderr);
	msg_text(stderr, kind);
	fputs(": ", stderr);
	print(stderr, format, args);
	putc('\n', stderr);
}

bool msg_error(const char *file, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(file, "error", format, args);
	va_end(args);
	return false;
}

bool msg_error_at(const char *file, const char *section, uint64_t offset, const char *format, ...)
{
	char *kind = xformat("error: %s+0x%" PRIx64, section, offset);
	va_list args;

	va_start(args, format);
	tell(file, kind, format, args);
	va_end(args);
	free(kind);
	return false;
}

void msg_note(const char *file, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(file, "note", format, args);
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
