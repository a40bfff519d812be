// SPDX-License-Identifier: MIT
/* What to tag when no file is named. */
#define _GNU_SOURCE /* dl_iterate_phdr */
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app.h"

/* Which module holds an address? */
struct holder {
	uintptr_t at;
	const char *name;
};

static int find_holder(struct dl_phdr_info *module, size_t size, void *arg)
{
	struct holder *h = arg;

	(void)size;
	for (int i = 0; i < module->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &module->dlpi_phdr[i];

		if (ph->p_type == PT_LOAD &&
		    h->at - module->dlpi_addr - ph->p_vaddr < ph->p_memsz) {
			h->name = module->dlpi_name;
			return 1;
		}
	}
	return 0;
}

/*
 * This program, and the C library it runs on: the module that holds the object
 * which `stdout` points to.  In a static program that is the program itself,
 * which has the empty name.
 */
bool input_defaults(struct files *files)
{
	static const char *names[2];
	static char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	struct holder libc = { (uintptr_t)stdout, NULL };

	if (n < 0) {
		input_error("/proc/self/exe", strerror(errno));
		return false;
	}
	self[n] = '\0';
	names[0] = self;
	*files = (struct files){ names, 1 };
	if (dl_iterate_phdr(find_holder, &libc) && libc.name[0])
		names[files->count++] = libc.name;
	else
		printf("static: the C library is part of the program\n");
	return true;
}
