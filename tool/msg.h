/* SPDX-License-Identifier: MIT */
/* Messages of all rooms, on standard error: `FILE: error: SECTION+0xOFFSET: text`. */
#ifndef TOOL_MSG_H
#define TOOL_MSG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define MSG_FORMAT(at) __attribute__((format(printf, at, at + 1)))

/* Exit statuses: success, an error in an input, an error in the command line. */
enum { EXIT_OK, EXIT_INPUT, EXIT_USAGE };

/*
 * Names come from files and from the memory of others, and have any bytes.  These print them with a
 * question mark for each control character, which would steer a terminal, and for each byte that is
 * no UTF-8, which may be one to a terminal of 8 bits; so do all messages.
 */
void msg_text(FILE *out, const char *text);
void msg_print(const char *format, ...) MSG_FORMAT(1); /* on standard output */

/* The length of the valid UTF-8 sequence at `text`, or 0. */
unsigned msg_utf8_length(const char *text);

/* Print nothing: for the fuzzer, whose inputs would make millions of messages. */
extern bool msg_quiet;

/* These return false, for `return msg_error(…)`. */
bool msg_error(const char *file, const char *format, ...) MSG_FORMAT(2);
bool msg_error_at(const char *file, const char *section, uint64_t offset, const char *format, ...)
    MSG_FORMAT(4);
void msg_note(const char *file, const char *format, ...) MSG_FORMAT(2);

/* Print an error in the command line of `command`, or only how to get help; returns EXIT_USAGE. */
int msg_usage(const char *command, const char *format, ...) MSG_FORMAT(2);
int msg_try(const char *command);

/* A text that a message ends with: tests/tool/messages.py finds it by this mark. */
#define MSG_PART(text) text

/* Two arguments for "%zu %s": a number, and the word for one or for many. */
#define MSG_COUNT(n, one, many) (n), (n) == 1 ? (one) : (many)

#endif /* TOOL_MSG_H */
