// SPDX-License-Identifier: MIT
/*
 * Files are read, not mapped: one that is cut short by somebody else is then a
 * short read, and not a signal.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app.h"

void input_error(const char *name, const char *reason)
{
	/* The two streams may be one terminal: keep the order of what is said. */
	fflush(stdout);
	fprintf(stderr, PROGRAM ": %s: %s\n", name, reason);
}

bool input_open(const char *name, int *fd)
{
	*fd = open(name, O_RDONLY | O_CLOEXEC);
	if (*fd < 0)
		input_error(name, strerror(errno));
	return *fd >= 0;
}

/* Fills the buffer as far as the file goes. */
bool input_fill(const char *name, int fd, unsigned char *buffer, size_t size, size_t *got)
{
	*got = 0;
	while (*got < size) {
		ssize_t n = read(fd, buffer + *got, size - *got);

		if (n > 0) {
			*got += (size_t)n;
		} else if (n == 0) {
			break;
		} else if (errno != EINTR) {
			input_error(name, strerror(errno));
			return false;
		}
	}
	return true;
}

/* All files one after the other, as far as they fit. */
bool input_load(struct files files, unsigned char *buffer, size_t max, size_t *size)
{
	bool good = true;

	*size = 0;
	for (int i = 0; i < files.count && *size < max; i++) {
		const char *name = files.names[i];
		size_t got = 0;
		int fd;

		if (!input_open(name, &fd)) {
			good = false;
			continue;
		}
		if (!input_fill(name, fd, buffer + *size, max - *size, &got)) {
			good = false;
			got = 0; /* what has been read goes */
		} else if (!got) {
			input_error(name, "is empty");
			good = false;
		}
		*size += got;
		close(fd);
		if (*size == max)
			printf("data: full at %zu MiB, in %s; what is beyond is left out\n",
			       max >> 20, name);
	}
	return good;
}
