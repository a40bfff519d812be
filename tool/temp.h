/* SPDX-License-Identifier: MIT */
/* A directory for files that nobody else is to see. */
#ifndef TOOL_TEMP_H
#define TOOL_TEMP_H

/* Its path, for temp_remove(); NULL after a message. */
char *temp_make(void);

/* Remove it, with the files in it, and free its path, which may be NULL. */
void temp_remove(char *dir);

#endif /* TOOL_TEMP_H */
