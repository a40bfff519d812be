// SPDX-License-Identifier: MIT
#include "temp.h"
#include "msg.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *temp_make(void)
{
	const char *parent = getenv("TMPDIR");
	char *dir;

	if (asprintf(&dir, "%s/ffp-XXXXXX", parent && *parent ? parent : "/tmp") < 0)
		abort();
	if (mkdtemp(dir))
		return dir;
	msg_error(dir, "cannot create: %s", strerror(errno));
	free(dir);
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
	if (dir)
		rmdir(dir);
	free(dir);
}
