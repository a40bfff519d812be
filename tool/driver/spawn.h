/* SPDX-License-Identifier: MIT */
/* Running another program in our place, or and then going on. */
#ifndef TOOL_SPAWN_H
#define TOOL_SPAWN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Become `argv`; returns 126 or 127, as shells do, after a message.  Where it is too
 * long, what follows the first `spawn_fixed` words goes by way of an @FILE.
 */
int spawn_exec(char **argv);
extern size_t spawn_fixed;

/*
 * Run `argv` and wait for it.  Returns its exit status; if a signal ended it,
 * the same signal ends us, or between spawn_hold() and spawn_release() the latter does.
 */
int spawn_wait(char **argv);

/*
 * From here on a signal by which a user ends a compiler is passed on to the program that
 * spawn_wait() runs, which returns 128 + its number, then and for all later programs,
 * which it does not start.  spawn_release() then ends us by it.
 */
void spawn_hold(void);
void spawn_release(void);

/* The first `size` - 1 bytes that `argv` writes to standard output or error. */
void spawn_read(char **argv, char *out, size_t size);

/* The directory of this program's file, for free(); NULL if it cannot be told. */
char *spawn_own_directory(void);

/* Is `path` an executable file, and not this program? */
bool spawn_is_other(const char *path);

#endif /* TOOL_SPAWN_H */
