/* SPDX-License-Identifier: MIT */
/* A temporary directory for the files of one run of `ffp-cc` or `ffp-ld`. */
#ifndef TOOL_TEMP_H
#define TOOL_TEMP_H

/*
 * Make the directory, and hold back signals (spawn_hold()) until temp_remove().  Returns its path,
 * which temp_remove() takes; NULL after a message.  Only one directory can exist at a time.
 */
char *temp_make(void);

/*
 * Remove the directory with its files, and free the path, which may be NULL.  Does not return if
 * a signal was held back that ends this process.
 */
void temp_remove(char *dir);

#endif /* TOOL_TEMP_H */
