// SPDX-License-Identifier: MIT
/*
 * Load a plugin that re-aims a key of the program, and unload it.
 *
 * Build:
 *	ffp-cc cc -O2 -rdynamic $(pkg-config --cflags ffp) main.c -o host -ldl \
 *		$(pkg-config --libs ffp)
 *	ffp-cc cc -O2 -fPIC -shared $(pkg-config --cflags ffp) upper.c -o upper.so \
 *		$(pkg-config --libs ffp)
 * Run:
 *	./host
 * Prints:
 *	text
 *	TEXT
 *	text
 */
#include <dlfcn.h>
#include <stdio.h>

#include "filter.h"

int filter_none(int c)
{
	return c;
}

DEFINE_FFP_EXPORT(filter, filter_none);

static void print(const char *text)
{
	for (; *text; text++)
		putchar(filter(*text));
	putchar('\n');
}

int main(void)
{
	void *plugin;

	print("text");
	plugin = dlopen("./upper.so", RTLD_NOW);
	if (!plugin) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	print("text");
	dlclose(plugin);
	print("text");
	return 0;
}
