/* SPDX-License-Identifier: MIT */
/* A directory for files that nobody else is to see. */
#ifndef TOOL_TEMP_H
#define TOOL_TEMP_H

/*
 * Its path, for temp_remove(); NULL after a message.  Until then a signal that would end us
 * waits, as spawn_hold() says.  One directory at a time.
 */
char *temp_make(void);

/*
 * Remove it, with the files in it, and free its path, which may be NULL.  Does not return
 * if a signal was to end us.
 */
void temp_remove(char *dir);

#endif /* TOOL_TEMP_H */
