// SPDX-License-Identifier: MIT
/* Program headers of loaded objects: see object.h.  No lock is needed. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "object.h"

#include <string.h>
#include <sys/auxv.h>

#include "sys.h"

size_t ffp_object_room(const struct object *object, uintptr_t at, unsigned rights)
{
	size_t room = 0;

	for (unsigned i = 0; i < object->n; i++) {
		const ElfW(Phdr) *segment = &object->headers[i];
		uintptr_t offset = at - object->base - segment->p_vaddr;

		if (segment->p_type == PT_LOAD && (segment->p_flags & rights) == rights &&
		    offset < segment->p_memsz && segment->p_memsz - offset > room)
			room = segment->p_memsz - offset;
	}
	return room;
}

bool ffp_object_can_write(const struct object *object, uintptr_t at, size_t length)
{
	for (unsigned i = 0; i < object->n; i++) {
		const ElfW(Phdr) *sealed = &object->headers[i];
		uintptr_t start = object->base + sealed->p_vaddr;

		if (sealed->p_type == PT_GNU_RELRO &&
		    (at - start < sealed->p_memsz || start - at < length))
			return false;
	}
	return ffp_object_has(object, at, length, PF_R | PF_W);
}

bool ffp_object_has_string(const struct object *object, uintptr_t at)
{
	size_t room = ffp_object_room(object, at, PF_R);

	return room && memchr((const void *)at, 0, room);
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

/* Is the byte in the program?  The kernel tells where its headers are; the loader asks it, too. */
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

/* Where the dynamic section says that symbols are, and the relocations that name them. */
struct dynamic {
	uintptr_t symbols, strings, relas[2];
	size_t strings_size, relas_size[2];
};

static void read_dynamic(const struct object *object, struct dynamic *dynamic)
{
	for (unsigned i = 0; i < object->n; i++) {
		const ElfW(Phdr) *segment = &object->headers[i];
		uintptr_t at = object->base + segment->p_vaddr;
		const ElfW(Dyn) *d = (const ElfW(Dyn) *)at;

		if (segment->p_type != PT_DYNAMIC ||
		    !ffp_object_has(object, at, segment->p_memsz, PF_R))
			continue;
		for (size_t k = 0; k < segment->p_memsz / sizeof(*d) && d[k].d_tag; k++) {
			uintptr_t value = (uintptr_t)d[k].d_un.d_ptr;

			switch (d[k].d_tag) {
			case DT_SYMTAB:
				dynamic->symbols = value;
				break;
			case DT_STRTAB:
				dynamic->strings = value;
				break;
			case DT_STRSZ:
				dynamic->strings_size = value;
				break;
			case DT_RELA:
				dynamic->relas[0] = value;
				break;
			case DT_RELASZ:
				dynamic->relas_size[0] = value;
				break;
			case DT_JMPREL:
				dynamic->relas[1] = value;
				break;
			case DT_PLTRELSZ:
				dynamic->relas_size[1] = value;
				break;
			}
		}
	}
}

/* The address that this object gives to a symbol that it does not define; else 0. */
static uintptr_t given(const struct object *object, const struct dynamic *dynamic,
		       const ElfW(Rela) * rela, const char *prefix)
{
	const unsigned shift = sizeof(rela->r_info) == 8 ? 32 : 8;
	uintptr_t at = dynamic->symbols + (uintptr_t)(rela->r_info >> shift) * sizeof(ElfW(Sym));
	const ElfW(Sym) *symbol = (const ElfW(Sym) *)at;
	size_t length = strlen(prefix);

	if (!ffp_object_has(object, at, sizeof(*symbol), PF_R) || symbol->st_shndx != SHN_UNDEF ||
	    !symbol->st_value || symbol->st_name >= dynamic->strings_size ||
	    length > dynamic->strings_size - symbol->st_name ||
	    memcmp((const char *)dynamic->strings + symbol->st_name, prefix, length))
		return 0;
	return (uintptr_t)symbol->st_value;
}

bool ffp_object_gives(const struct object *object, const char *prefix, uintptr_t at,
		      uintptr_t range[2])
{
	struct dynamic dynamic = { 0 };
	bool found = false;

	range[0] = 1;
	range[1] = 0;
	/* A position-independent object takes addresses from its GOT, where the loader puts them.
	 */
	if (object->base)
		return false;
	read_dynamic(object, &dynamic);
	if (!ffp_object_has(object, dynamic.strings, dynamic.strings_size, PF_R))
		return false;
	for (unsigned i = 0; i < 2; i++) {
		const ElfW(Rela) *rela = (const ElfW(Rela) *)dynamic.relas[i];
		size_t n = dynamic.relas_size[i] / sizeof(*rela);

		if (!rela || !ffp_object_has(object, dynamic.relas[i], dynamic.relas_size[i], PF_R))
			continue;
		for (size_t k = 0; k < n; k++) {
			uintptr_t address = given(object, &dynamic, &rela[k], prefix);

			if (!address)
				continue;
			found |= address == at;
			if (range[0] > range[1])
				range[0] = range[1] = address;
			if (address < range[0])
				range[0] = address;
			if (address > range[1])
				range[1] = address;
		}
	}
	return found;
}
