/* SPDX-License-Identifier: MIT */
/*
 * Runs the programs of others: a compiler, an assembler, a linker.  Either this process becomes
 * that program, or waits for it.  Used by all of driver/.
 */
#ifndef TOOL_SPAWN_H
#define TOOL_SPAWN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Become `argv`.  Returns only if that fails: 126 or 127, as shells do, after a message.  If the
 * command line is too long for the kernel, the words behind the first `spawn_fixed` are passed
 * in an @FILE.
 */
int spawn_exec(char **argv);
extern size_t spawn_fixed;

/*
 * Run `argv` and wait for it.  Returns its exit status.  If a signal ended it, the same signal ends
 * this process: at once, or at spawn_release() if spawn_hold() was called before.
 */
int spawn_wait(char **argv);

/*
 * Hold back signals by which a user ends a compiler, so that temporary files can be removed.
 * From here on such a signal is passed on to the program that spawn_wait() runs.  spawn_wait()
 * then returns 128 + the signal's number, and starts no other program.  spawn_release() ends
 * this process by the signal.
 */
void spawn_hold(void);
void spawn_release(void);

/* Run `argv`, and read the first `size` - 1 bytes that it writes to standard output or error. */
void spawn_read(char **argv, char *out, size_t size);

/* The directory of this program's file, for free(); NULL if it cannot be found. */
char *spawn_own_directory(void);

/* Is `path` an executable file, and not this program? */
bool spawn_is_other(const char *path);

#endif /* TOOL_SPAWN_H */
