// SPDX-License-Identifier: MIT
#include "path.h"
#include "array.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

char *path_find(const char *directories, const char *name, bool (*usable)(const char *path))
{
	const char *p = directories;

	for (;;) {
		size_t n = strcspn(p, ":");
		char *path = xformat("%.*s/%s", n ? (int)n : 1, n ? p : ".", name);

		if (usable(path))
			return path;
		free(path);
		if (!p[n])
			return NULL;
		p += n + 1;
	}
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

size_t path_stem(const char *name)
{
	size_t n = strlen(name), end = n;

	while (end && (isdigit((unsigned char)name[end - 1]) || name[end - 1] == '.'))
		end--;
	return end < n && end && name[end - 1] == '-' ? end - 1 : n;
}
