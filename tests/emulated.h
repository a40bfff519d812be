/* SPDX-License-Identifier: MIT */
/*
 * Does qemu-user translate this program?  It feigns its /proc/self/exe, as a test
 * finds it, but not the same link by way of the thread.  On a kernel of the
 * machine's own, emulated as a whole or not, that is the program itself.
 */
#ifndef EMULATED_H
#define EMULATED_H

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static inline bool emulated(void)
{
	char path[4096];
	ssize_t n = readlink("/proc/thread-self/exe", path, sizeof(path) - 1);
	const char *name;

	path[n > 0 ? n : 0] = '\0';
	name = strrchr(path, '/');
	return name && !strncmp(name, "/qemu-", 6);
}

#endif /* EMULATED_H */
