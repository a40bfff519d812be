// SPDX-License-Identifier: MIT
#include "temp.h"
#include "array.h"
#include "msg.h"
#include "spawn.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *temp_make(void)
{
	/* The directories that compilers try, in their order; one that cannot be used is skipped.
	 */
	const char *const parents[] = { getenv("TMPDIR"), getenv("TMP"), getenv("TEMP"),
					P_tmpdir,	  "/var/tmp",	 "." };
	char *first = NULL, *dir;
	int error = 0;

	/* From here on no signal ends this process before temp_remove(). */
	spawn_hold();
	for (size_t i = 0; i < sizeof(parents) / sizeof(parents[0]); i++) {
		if (!parents[i] || !*parents[i])
			continue;
		dir = xformat("%s/ffp-XXXXXX", parents[i]);
		if (mkdtemp(dir)) {
			free(first);
			return dir;
		}
		if (!first) {
			first = dir;
			error = errno;
		} else {
			free(dir);
		}
	}
	msg_error(first, "cannot create, nor elsewhere: %s; TMPDIR may name a directory",
		  strerror(error));
	free(first);
	spawn_release();
	return NULL;
}

void temp_remove(char *dir)
{
	DIR *d = dir ? opendir(dir) : NULL;
	const struct dirent *entry;

	while (d && (entry = readdir(d)))
		unlinkat(dirfd(d), entry->d_name, 0);
	if (d)
		closedir(d);
	if (!dir)
		return;
	rmdir(dir);
	free(dir);
	spawn_release();
}
