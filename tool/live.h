/* SPDX-License-Identifier: MIT */
#ifndef TOOL_LIVE_H
#define TOOL_LIVE_H

enum { LIVE_PATH = 40 };

/*
 * The directory of /proc that has the memory and the files of a process, with its PID as the kernel
 * writes it.  That of the PID has none of them once the first thread has ended (pthread_exit in
 * main) and others go on, while that of any other thread has.
 */
void live_path(const char *pid, char path[LIVE_PATH]);

/*
 * Open a path in the process's own tree of files, of which `proc` is such a directory.  Whoever
 * owns the tree may have put links into it, which must not lead out of it.  -1 with errno; ENOSYS:
 * before Linux 5.6.
 */
int live_open(int proc, const char *path, int flags);

#endif /* TOOL_LIVE_H */
