// SPDX-License-Identifier: MIT
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "copies.h"

#include <elf.h>
#include <link.h>

#include "ffp.h"
#include "module.h"
#include "note.h"

/* For each object that the loader knows, with its lock held. */
static int tell(struct dl_phdr_info *object, size_t size, void *arg)
{
	const struct ffp_module *leaving = arg;

	(void)size;
	for (unsigned i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *phdr = &object->dlpi_phdr[i];
		const struct ffp_module *module;
		const struct ffp_library *library;
		const struct ffp_note *note;
		size_t length;

		if (phdr->p_type != PT_NOTE)
			continue;
		note = ffp_note_find(object->dlpi_addr + phdr->p_vaddr, phdr->p_memsz,
				     phdr->p_align, FFP_NOTE_OWNER, FFP_NOTE_TYPE, &length);
		if (!note || length < sizeof(*note) || note->abi != FFP_ABI)
			continue;
		module = (const struct ffp_module *)relative(&note->module, note->module);
		if (!ffp_module_valid(module) || module == leaving)
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
