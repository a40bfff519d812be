/* SPDX-License-Identifier: MIT */
/*
 * Loaded ELF objects as their loader knows them: by program headers and load address.
 * What a file says of itself (its ELF header, relative fields, where a note is) may be
 * untrue after another tool has rewritten the file.
 */
#ifndef FFP_SRC_OBJECT_H
#define FFP_SRC_OBJECT_H

#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct object {
	uintptr_t base; /* what is to be added to the addresses in the headers */
	const ElfW(Phdr) * headers;
	unsigned n;
};

/* Are these bytes inside one segment that is mapped with at least these rights (PF_…)? */
bool ffp_object_has(const struct object *object, uintptr_t at, size_t length, unsigned rights);

/*
 * The object that has a byte at this address, as the loader tells.  False if the loader
 * knows none.  Takes the loader's lock: only for constructors and destructors, without
 * the update lock.
 */
bool ffp_object_find(uintptr_t at, struct object *object);

/*
 * The same without the loader, for a module that has not started: the program by what
 * the kernel told it, a library by the ELF header that the module names.  Everything is
 * checked before it is read, by system calls.
 */
bool ffp_object_guess(uintptr_t at, const void *ehdr, struct object *object);

/*
 * In a program that is not moved, the address of a function of another object whose name is
 * known only when the program is linked is that of a PLT entry of the program's, for all
 * objects; its dynamic symbols say so.  Of the functions whose names begin with `prefix`:
 * is one's address `at`?  *range: all these addresses, from the first to the last; or {1, 0}.
 */
bool ffp_object_gives(const struct object *object, const char *prefix, uintptr_t at,
		      uintptr_t range[2]);

#endif /* FFP_SRC_OBJECT_H */
