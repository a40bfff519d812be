/* SPDX-License-Identifier: MIT */
/* What the process has mapped: how many mappings, and bytes. */
#ifndef MAPPED_H
#define MAPPED_H

#include <stdio.h>

struct mapped {
	int n;
	unsigned long bytes;
};

static struct mapped mapped(void)
{
	FILE *f = fopen("/proc/self/maps", "r");
	struct mapped all = { 0, 0 };
	unsigned long start, end;
	char line[4096];

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "%lx-%lx", &start, &end) == 2) {
			all.n++;
			all.bytes += end - start;
		}
	if (f)
		fclose(f);
	return all;
}

#endif /* MAPPED_H */
