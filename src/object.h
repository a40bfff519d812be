/* SPDX-License-Identifier: MIT */
/*
 * Loaded ELF objects as their loader knows them: by program headers and load address.
 * What a file says of itself (its ELF header, relative fields, where a note is) may be
 * untrue after another tool has rewritten the file.  register.c, module.c, image.c, entry.c and
 * copies.c ask.  No function here needs the update lock; ffp_object_find() is not called with it.
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

/* How many bytes from `at` on are in a segment that is mapped with at least these rights (PF_…). */
size_t ffp_object_room(const struct object *object, uintptr_t at, unsigned rights);

/* Are these bytes, and the first one in any case, inside one such segment? */
static inline bool ffp_object_has(const struct object *object, uintptr_t at, size_t length,
				  unsigned rights)
{
	size_t room = ffp_object_room(object, at, rights);

	return room && length <= room;
}

/*
 * May these bytes be written to, as the headers tell?  Not what the loader makes read-only once it
 * is relocated.
 */
bool ffp_object_can_write(const struct object *object, uintptr_t at, size_t length);

/* Is there a string at `at` that ends within its segment? */
bool ffp_object_has_string(const struct object *object, uintptr_t at);

/*
 * The object that has a byte at this address, as the loader tells.  False if the loader
 * knows none.  Takes the loader's lock, so only constructors and destructors may call it, without
 * the update lock.
 */
bool ffp_object_find(uintptr_t at, struct object *object);

/*
 * The same without the loader, for a module that has not started.  The program is found by the
 * program headers that the kernel told it, a library by `ehdr`, the ELF header that the
 * module names, or NULL.  By system calls it is seen that what is read can be read.
 */
bool ffp_object_guess(uintptr_t at, const void *ehdr, struct object *object);

/*
 * In a program that is not position-independent, the address of another object's function may be
 * that of a PLT entry of the program's; it is so for all objects, by the program's dynamic
 * symbols.  Of the functions whose names begin with `prefix`: is one's address `at`?  *range: the
 * first and the last of these addresses, or {1, 0}.
 */
bool ffp_object_gives(const struct object *object, const char *prefix, uintptr_t at,
		      uintptr_t range[2]);

#endif /* FFP_SRC_OBJECT_H */
