// SPDX-License-Identifier: MIT
#include "import.h"
#include "array.h"

#include <stdlib.h>
#include <string.h>

/* The prefix of the symbol of an import's record. */
#define IMPORT_RECORD "__ffp_ir."

static char *name_of(const char *prefix, const struct key *key)
{
	char *name;

	name = xformat("%s%s", prefix, key->name);
	return name;
}

/* A symbol of that name that is not local, and that the object had when it was read; or 0. */
static uint32_t find_symbol(struct obj *obj, const char *name)
{
	size_t n;
	const uint32_t *symbols = obj_symbols_named(obj, name, &n);

	for (size_t i = 0; i < n; i++)
		if (symbols[i] >= obj->first_global)
			return symbols[i];
	return 0;
}

void group_join(struct obj *obj, uint32_t group, uint32_t member)
{
	uint8_t word[4];

	obj_put32(obj, word, member);
	obj_append(&obj->sections[group], word, sizeof(word));
	obj->sections[member].head.sh_flags |= SHF_GROUP;
}

/* Add to a group a section of zeros, and a section for its relocations. */
static uint32_t add_member(struct obj *obj, uint32_t group, const char *name, const char *rela_name,
			   uint64_t flags, uint64_t align, uint64_t size)
{
	const Elf64_Shdr head = {
		.sh_type = SHT_PROGBITS,
		.sh_flags = SHF_ALLOC | flags,
		.sh_addralign = align,
	};
	uint32_t section = obj_add_section(obj, name, &head);

	obj_append(&obj->sections[section], NULL, size);
	group_join(obj, group, section);
	group_join(obj, group, obj_add_relas(obj, section, rela_name));
	return section;
}

/* Add a COMDAT group, which still lacks its signature and its members. */
static uint32_t add_group(struct obj *obj)
{
	const Elf64_Shdr head = {
		.sh_type = SHT_GROUP, .sh_link = obj->symtab, .sh_addralign = 4, .sh_entsize = 4
	};
	uint32_t group = obj_add_section(obj, ".group", &head);
	uint8_t word[4];

	obj_put32(obj, word, GRP_COMDAT);
	obj_append(&obj->sections[group], word, sizeof(word));
	return group;
}

static uint32_t add_entry_section(struct obj *obj, uint32_t group)
{
	return add_member(obj, group, FFP_TEXT_SECTION, ".rela" FFP_TEXT_SECTION, SHF_EXECINSTR,
			  FFP_ENTRY_ALIGN, FFP_ENTRY_HEADER + obj->arch->insn->entry_size);
}

/* Write the entry of an import, which jumps to a symbol; returns where its header begins. */
static uint8_t *put_entry(struct obj *obj, uint32_t text, uint32_t flags, uint32_t symbol)
{
	const struct arch_ops *arch = obj->arch;
	uint8_t *bytes = obj_at(&obj->sections[text], 0, FFP_ENTRY_HEADER + arch->insn->entry_size);
	uint32_t type;
	uint64_t at;
	int64_t addend;

	obj_put32(obj, bytes + FFP_ENTRY_HEADER + FFP_ENTRY_FLAGS, FFP_NO_KEY | flags);
	arch->entry_new(bytes + FFP_ENTRY_HEADER, &type, &at, &addend);
	obj_append_rela(obj, text, FFP_ENTRY_HEADER + at, type, symbol, addend);
	return bytes;
}

/*
 * Add an import in a COMDAT group: an entry that jumps to the key's own entry, and a constant
 * record that refers to the key's record.  The symbols are weak: in the module that defines the
 * key, the key's own entry has the same name, and the linker takes that.
 */
static void add_import(struct obj *obj, struct key *key, const char *name, const char *start)
{
	const struct arch_ops *arch = obj->arch;
	char *record_name = name_of(IMPORT_RECORD, key),
	     *key_record = name_of(FFP_PREFIX_RECORD, key);
	struct symbol symbol = { .bind = STB_WEAK,
				 .type = STT_FUNC,
				 .value = FFP_ENTRY_HEADER,
				 .size = arch->insn->entry_size };
	uint32_t group = add_group(obj), text = add_entry_section(obj, group), data, record;

	data = add_member(obj, group, ".data.rel.ro.ffp_import", ".rela.data.rel.ro.ffp_import",
			  SHF_WRITE, 8, sizeof(struct ffp_import));
	symbol.section = text;
	key->aim->import = obj_add_symbol(obj, name, &symbol, STV_HIDDEN);
	key->aim->start = obj_add_symbol(obj, start, &symbol, STV_HIDDEN);
	obj->sections[group].head.sh_info = key->aim->import;
	symbol = (struct symbol){ .bind = STB_WEAK,
				  .type = STT_OBJECT,
				  .section = data,
				  .size = sizeof(struct ffp_import) };
	record = obj_add_symbol(obj, record_name, &symbol, STV_HIDDEN);

	put_entry(obj, text, FFP_KEY_EXPORT | (key->def ? 0 : FFP_KEY_NULL), key->symbol);
	obj_append_rela(obj, text, FFP_ENTRY_HEADER + FFP_ENTRY_RECORD, arch->rel_pc32, record, 0);
	obj_append_rela(obj, data, 0, arch->rel_abs64, obj_add_undefined(obj, key_record), 0);
	free(record_name);
	free(key_record);
}

void import_need(struct obj *obj, struct key *key)
{
	char *name, *start;

	if (key->aim->import)
		return;
	name = name_of(FFP_PREFIX_IMPORT, key);
	start = name_of(FFP_PREFIX_START, key);
	key->aim->import = find_symbol(obj, name);
	key->aim->start = find_symbol(obj, start);
	if (!key->aim->import || !key->aim->start)
		add_import(obj, key, name, start);
	free(name);
	free(start);
}

void import_none(struct obj *obj, struct key *key)
{
	struct symbol symbol = { .bind = STB_GLOBAL, .type = STT_NOTYPE };
	char *name = xformat(FFP_PREFIX_PLAIN "%s.%s", key->name, key->def);
	uint32_t group = 0, text;
	uint8_t *header;

	if (!key->needed) {
		group = add_group(obj);
		text = add_entry_section(obj, group);
		symbol = (struct symbol){ .bind = STB_WEAK,
					  .type = STT_FUNC,
					  .value = FFP_ENTRY_HEADER,
					  .size = obj->arch->insn->entry_size,
					  .section = text };
		header = put_entry(obj, text, 0, key->aim->global);
		/* The record of an import of no key is its own far word, which stays 0. */
		obj_put32(obj, header + FFP_ENTRY_HEADER + FFP_ENTRY_RECORD,
			  (uint32_t)(FFP_ENTRY_WORD - FFP_ENTRY_RECORD));
	}
	key->symbol = obj_add_symbol(obj, name, &symbol, STV_HIDDEN);
	if (group)
		obj->sections[group].head.sh_info = key->symbol;
	free(name);
}

bool import_start_at_default(struct obj *obj, struct key *key)
{
	const struct symbol *entry = &obj->symbols[key->symbol], *def;
	const struct section *text;
	struct rela own;

	if (!key->exported || !entry->section || key->aim->at != AIM_SYMBOL ||
	    key->aim->symbol >= obj->nsymbols)
		return false;
	def = &obj->symbols[key->aim->symbol];
	/*
	 * Sites must not start at a function that only the linker chooses: one of a group of
	 * which it keeps one, a weak function, or a function of a resolver.
	 */
	if (!def->section || def->bind == STB_WEAK || def->type == STT_GNU_IFUNC ||
	    (obj->sections[def->section].head.sh_flags & SHF_GROUP))
		return false;
	import_need(obj, key);
	key->aim->at_default = true;
	if (!obj_move_symbol(obj, key->aim->start, def->section, def->value))
		return false;
	text = &obj->sections[entry->section];
	/* The entry jumps by that symbol, too: the default's own may lead through a PLT. */
	for (const struct rela *r = obj_rela_from(text, entry->value);
	     r < obj_rela_end(text) && r->offset < entry->value + obj->arch->insn->entry_size; r++)
		if (r->symbol == key->aim->symbol && def->bind != STB_LOCAL) {
			own = *r;
			own.symbol = key->aim->start;
			obj_set_rela(obj, entry->section, &own);
		}
	return true;
}
