// SPDX-License-Identifier: MIT
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "object.h"

#include <string.h>
#include <sys/auxv.h>

#include "sys.h"

bool ffp_object_has(const struct object *object, uintptr_t at, size_t length, unsigned rights)
{
	for (unsigned i = 0; i < object->n; i++) {
		const ElfW(Phdr) *segment = &object->headers[i];
		uintptr_t offset = at - object->base - segment->p_vaddr;

		if (segment->p_type == PT_LOAD && (segment->p_flags & rights) == rights &&
		    offset < segment->p_memsz && length <= segment->p_memsz - offset)
			return true;
	}
	return false;
}

struct search {
	uintptr_t at;
	struct object *object;
};

static int look(struct dl_phdr_info *info, size_t size, void *arg)
{
	const struct search *search = arg;
	const struct object object = { info->dlpi_addr, info->dlpi_phdr, info->dlpi_phnum };

	(void)size;
	if (!ffp_object_has(&object, search->at, 1, 0))
		return 0;
	*search->object = object;
	return 1;
}

bool ffp_object_find(uintptr_t at, struct object *object)
{
	struct search search = { at, object };

	return dl_iterate_phdr(look, &search);
}

/* The kernel reads the headers of the program itself, and the loader believes it. */
static bool is_program(uintptr_t at, struct object *object)
{
	*object = (struct object){ 0, (const ElfW(Phdr) *)getauxval(AT_PHDR),
				   (unsigned)getauxval(AT_PHNUM) };
	if (!object->headers || getauxval(AT_PHENT) != sizeof(ElfW(Phdr)))
		return false;
	for (unsigned i = 0; i < object->n; i++)
		if (object->headers[i].p_type == PT_PHDR)
			object->base = (uintptr_t)object->headers - object->headers[i].p_vaddr;
	return ffp_object_has(object, at, 1, 0);
}

bool ffp_object_guess(uintptr_t at, const void *header, struct object *object)
{
	const ElfW(Ehdr) *ehdr = header;
	bool found = false;

	if (is_program(at, object))
		return true;
	if (!ehdr || !ffp_sys_readable((uintptr_t)ehdr, sizeof(*ehdr)) ||
	    memcmp(ehdr->e_ident, ELFMAG, SELFMAG) || ehdr->e_phentsize != sizeof(ElfW(Phdr)))
		return false;
	*object = (struct object){ 0, (const void *)((uintptr_t)ehdr + (uintptr_t)ehdr->e_phoff),
				   ehdr->e_phnum };
	if (!ffp_sys_readable((uintptr_t)object->headers, object->n * sizeof(ElfW(Phdr))))
		return false;
	/* The header is the start of the file, wherever that is mapped. */
	for (unsigned i = 0; i < object->n; i++) {
		const ElfW(Phdr) *segment = &object->headers[i];

		if (segment->p_type != PT_LOAD || segment->p_offset)
			continue;
		object->base = (uintptr_t)ehdr - segment->p_vaddr;
		found = true;
	}
	return found && ffp_object_has(object, (uintptr_t)object->headers, 1, PF_R) &&
	       ffp_object_has(object, at, 1, 0);
}
