/* SPDX-License-Identifier: MIT */
/* Messages: `FILE: error: SECTION+0xOFFSET: text` on standard error. */
#ifndef TOOL_MSG_H
#define TOOL_MSG_H

#include <stdbool.h>
#include <stdint.h>

#define MSG_FORMAT(at) __attribute__((format(printf, at, at + 1)))

/* Exit statuses. */
enum { EXIT_OK, EXIT_INPUT, EXIT_USAGE };

/* No message at all; for the fuzzer, which makes millions. */
extern bool msg_quiet;

/* All return false, so that `return msg_error(…)` reads well. */
bool msg_error(const char *file, const char *format, ...) MSG_FORMAT(2);
bool msg_error_at(const char *file, const char *section, uint64_t offset, const char *format, ...)
    MSG_FORMAT(4);
void msg_note(const char *file, const char *format, ...) MSG_FORMAT(2);

/* An error in the command line of `command`, and where to look; both return EXIT_USAGE. */
int msg_usage(const char *command, const char *format, ...) MSG_FORMAT(2);
int msg_try(const char *command);

/* For a "%zu %s": a number, and the word that agrees with it. */
#define MSG_COUNT(n, one, many) (n), (n) == 1 ? (one) : (many)

#endif /* TOOL_MSG_H */
