// SPDX-License-Identifier: MIT
#include "table.h"

#include <string.h>

unsigned table_line(const char *section)
{
	return !strcmp(section, FFP_SITES_SECTION)  ? TABLE_SITE
	       : !strcmp(section, FFP_WIDE_SECTION) ? TABLE_WIDE
	       : !strcmp(section, FFP_KEYS_SECTION) ? TABLE_KEY
						    : 0;
}

bool table_is_loose(const struct obj *obj, uint32_t index)
{
	const struct section *s = &obj->sections[index];

	return (s->head.sh_flags & SHF_LINK_ORDER) && !s->head.sh_link && table_line(s->name);
}

bool table_field(const struct obj *obj, uint32_t section, uint64_t offset, struct place *place)
{
	const struct section *s = &obj->sections[section];
	const struct rela *r;

	if (obj->head.e_type != ET_REL) {
		place->section = 0;
		place->offset =
		    s->head.sh_addr + offset + obj_get_relative(obj, obj_at(s, offset, 4));
		return true;
	}
	r = obj_rela_at(s, offset);
	if (!r)
		return false;
	if (obj_place(obj, r, place))
		return true;
	*place = TABLE_ELSEWHERE(r->symbol);
	place->offset |= (uint64_t)r->addend & 3;
	return r->symbol != 0;
}

uint32_t table_entry_flags(const struct obj *obj, struct place entry)
{
	const uint8_t *p = obj_bytes(obj, entry, FFP_ENTRY_FLAGS, 4);
	uint32_t flags = p ? obj_get32(obj, p) : 0;

	return flags >> 8 == FFP_ABI ? flags : 0;
}

bool table_find_note(const uint8_t *notes, uint64_t size, bool big, uint32_t type,
		     const char *owner, uint64_t *at, struct table_note *note)
{
	enum { HEAD = sizeof(Elf64_Nhdr), OWNER = sizeof(FFP_NOTE_OWNER) };

	for (; *at <= size && size - *at >= HEAD + OWNER; *at += 4) {
		const uint8_t *head = notes + *at;
		const uint64_t length = get_uint(head + offsetof(Elf64_Nhdr, n_descsz), 4, big);

		if (get_uint(head + offsetof(Elf64_Nhdr, n_namesz), 4, big) == OWNER &&
		    get_uint(head + offsetof(Elf64_Nhdr, n_type), 4, big) == type &&
		    !memcmp(head + HEAD, owner, OWNER) && length <= size - *at - HEAD - OWNER) {
			note->size = length;
			note->body = head + HEAD + OWNER;
			*at += HEAD + OWNER;
			return true;
		}
	}
	return false;
}
