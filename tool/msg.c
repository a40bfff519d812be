// SPDX-License-Identifier: MIT
#include "msg.h"
#include "array.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool msg_quiet;

unsigned msg_utf8_length(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	/* For each length, the first byte's leading bits, and their mask. */
	static const struct {
		unsigned char mask, bits;
	} forms[] = { { 0x80, 0x00 }, { 0xe0, 0xc0 }, { 0xf0, 0xe0 }, { 0xf8, 0xf0 } };

	for (unsigned n = 1; n <= 4; n++) {
		if ((p[0] & forms[n - 1].mask) != forms[n - 1].bits)
			continue;
		if (n == 1)
			return 1;
		for (unsigned i = 1; i < n; i++)
			if ((p[i] & 0xc0) != 0x80)
				return 0;
		/* It is overlong, a surrogate, or beyond the last code point. */
		if (p[0] < 0xc2 || (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
		    (p[0] == 0xf0 && p[1] < 0x90) || p[0] > 0xf4 || (p[0] == 0xf4 && p[1] > 0x8f))
			return 0;
		return n;
	}
	return 0;
}

void msg_text(FILE *out, const char *text)
{
	while (*text) {
		const unsigned char c = (unsigned char)*text;
		const unsigned n = msg_utf8_length(text);
		/* What UTF-8 makes of the control characters above 127. */
		const bool high = n == 2 && c == 0xc2 && (unsigned char)text[1] < 0xa0;

		if (!n || c < ' ' || c == 127 || high)
			putc('?', out);
		else
			fwrite(text, 1, n, out);
		text += n ? n : 1;
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
