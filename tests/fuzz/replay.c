// SPDX-License-Identifier: MIT
/*
 * Each file of a directory, once, through a fuzz target, by any compiler and without libFuzzer:
 * what the fuzzer has found once stays mended.  usage: replay DIRECTORY
 */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../tap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool run(const char *path)
{
	FILE *f = fopen(path, "re");
	uint8_t *data;
	long size;

	if (!f || fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0)
		return false;
	rewind(f);
	/* No byte more than the input has, for what looks for reads beyond it. */
	data = malloc(size ? (size_t)size : 1);
	if (!data || fread(data, 1, (size_t)size, f) != (size_t)size)
		return false;
	fclose(f);
	/* A target that finds anything amiss aborts: the last name tells the input. */
	printf("# %s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(data, (size_t)size);
	free(data);
	return true;
}

int main(int argc, char **argv)
{
	DIR *directory = argc == 2 ? opendir(argv[1]) : NULL;
	const struct dirent *entry;
	unsigned n = 0, unread = 0;

	while (directory && (entry = readdir(directory))) {
		char path[PATH_MAX];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", argv[1], entry->d_name);
		unread += !run(path);
		n++;
	}
	if (directory)
		closedir(directory);
	is(unread, 0, "each input was read, and is its own end");
	ok(n > 0, "%u inputs", n);
	return done();
}
