// SPDX-License-Identifier: MIT
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "copies.h"

#include <elf.h>
#include <link.h>
#include <string.h>

#include "ffp.h"
#include "module.h"

/* Of the notes in a segment, ours; what it leads to, or NULL. */
static const struct ffp_module *find_note(uintptr_t at, size_t size, size_t align)
{
	ElfW(Nhdr) head;

	align = align == 8 ? 8 : 4;
	while (size >= sizeof(head)) {
		const char *owner = (const char *)at + sizeof(head);
		const struct ffp_note *note;
		size_t name, length;

		memcpy(&head, (const void *)at, sizeof(head));
		name = (sizeof(head) + (size_t)head.n_namesz + align - 1) & -align;
		length = name + (((size_t)head.n_descsz + align - 1) & -align);
		if (length > size)
			break;
		note = (const struct ffp_note *)(at + name);
		if (head.n_type == FFP_NOTE_TYPE && head.n_namesz == sizeof(FFP_NOTE_OWNER) &&
		    !memcmp(owner, FFP_NOTE_OWNER, sizeof(FFP_NOTE_OWNER)) &&
		    head.n_descsz >= sizeof(*note) && note->abi == FFP_ABI)
			return (const struct ffp_module *)relative(&note->module, note->module);
		at += length;
		size -= length;
	}
	return NULL;
}

/* For each object that the loader knows, with its lock held. */
static int tell(struct dl_phdr_info *object, size_t size, void *arg)
{
	const struct ffp_module *leaving = arg;

	(void)size;
	for (unsigned i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *phdr = &object->dlpi_phdr[i];
		const struct ffp_module *module;
		const struct ffp_library *library;

		if (phdr->p_type != PT_NOTE)
			continue;
		module = find_note(object->dlpi_addr + phdr->p_vaddr, phdr->p_memsz, phdr->p_align);
		if (!module || !ffp_module_valid(module) || module == leaving)
			continue;
		library = module->library;
		if (library && library != &ffp_library && library->abi == FFP_ABI &&
		    library->size > offsetof(struct ffp_library, leave))
			library->leave(leaving);
	}
	return 0;
}

void ffp_copies_tell(const struct ffp_module *leaving)
{
	(void)dl_iterate_phdr(tell, (void *)(uintptr_t)leaving);
}
