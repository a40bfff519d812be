// SPDX-License-Identifier: MIT
/* Changes an object in memory: sections grow, and sections and symbols are added. */
#include "obj.h"
#include "array.h"

#include <stdlib.h>
#include <string.h>

/* LLVM's sections that refer to symbols, which not every <elf.h> has. */
enum {
	SHT_LLVM_CALL_GRAPH_PROFILE_V0 = 0x6fff4c02, /* symbol numbers, up to LLVM 12 */
	SHT_LLVM_ADDRSIG_TABLE = 0x6fff4c03,	     /* symbol numbers, as ULEB128 */
	SHT_LLVM_CALL_GRAPH_PROFILE_V1 = 0x6fff4c09, /* relocations name the symbols */
};

/* Make room for `len` more bytes; contents that grow move from the image to the heap. */
static void reserve(struct section *s, uint64_t len)
{
	uint64_t need = s->head.sh_size + len;
	uint8_t *data;

	if (need <= s->capacity)
		return;
	data = xrealloc(s->capacity ? s->data : NULL, need + need / 2, 1);
	if (!s->capacity && s->head.sh_size)
		memcpy(data, s->data, s->head.sh_size);
	s->data = data;
	s->capacity = need + need / 2;
}

static uint8_t *insert(struct section *s, uint64_t at, uint64_t len)
{
	reserve(s, len);
	memmove(s->data + at + len, s->data + at, s->head.sh_size - at);
	memset(s->data + at, 0, len);
	s->head.sh_size += len;
	return s->data + at;
}

uint64_t obj_append(struct section *s, const void *bytes, uint64_t len)
{
	uint64_t at = s->head.sh_size;

	if (!len)
		return at;
	insert(s, at, len);
	if (bytes)
		memcpy(s->data + at, bytes, len);
	return at;
}

void obj_append_rela(struct obj *obj, uint32_t target, uint64_t offset, uint32_t type,
		     uint32_t symbol, int64_t addend)
{
	const struct rela r = { offset, addend, type, symbol, 0 };
	uint8_t bytes[RELA_SIZE];

	obj_put_rela(obj, bytes, &r);
	obj_append(&obj->sections[obj->sections[target].rela], bytes, sizeof(bytes));
}

void obj_set_rela(struct obj *obj, uint32_t target, const struct rela *r)
{
	const struct section *relas = &obj->sections[obj->sections[target].rela];

	obj_put_rela(obj, obj_at(relas, (uint64_t)r->index * RELA_SIZE, RELA_SIZE), r);
}

uint32_t obj_add_section(struct obj *obj, const char *name, const Elf64_Shdr *head)
{
	struct section *s;

	obj->sections = array_grow(obj->sections, obj->nsections, sizeof(*obj->sections));
	s = &obj->sections[obj->nsections];
	memset(s, 0, sizeof(*s));
	s->head = *head;
	s->name = name;
	s->head.sh_name = (uint32_t)obj_append(&obj->sections[obj->names], name, strlen(name) + 1);
	return obj->nsections++;
}

uint32_t obj_add_relas(struct obj *obj, uint32_t target, const char *name)
{
	const Elf64_Shdr head = {
		.sh_type = SHT_RELA,
		.sh_flags = SHF_INFO_LINK,
		.sh_link = obj->symtab,
		.sh_info = target,
		.sh_addralign = 8,
		.sh_entsize = RELA_SIZE,
	};
	uint32_t rela = obj_add_section(obj, name, &head);

	obj->sections[target].rela = rela;
	return rela;
}

/* Write a symbol's section; a number too large for the symbol goes to a table of its own. */
static void put_symbol_section(struct obj *obj, uint32_t symbol, uint32_t section)
{
	struct section *symtab = &obj->sections[obj->symtab];
	uint8_t *p = symtab->data + (uint64_t)symbol * SYM_SIZE;
	uint32_t field = section < SHN_LORESERVE ? section : SHN_XINDEX;

	put_uint(p + 6, 2, obj->big, field);
	if (field != SHN_XINDEX)
		return;
	if (!obj->xindex) {
		const Elf64_Shdr head = {
			.sh_type = SHT_SYMTAB_SHNDX,
			.sh_link = obj->symtab,
			.sh_addralign = 4,
			.sh_entsize = 4,
		};
		uint64_t n = symtab->head.sh_size / SYM_SIZE;

		obj->xindex = obj_add_section(obj, ".symtab_shndx", &head);
		obj_append(&obj->sections[obj->xindex], NULL, n * 4);
	}
	obj_put32(obj, obj->sections[obj->xindex].data + (uint64_t)symbol * 4, section);
}

static void put_symbol(const struct obj *obj, uint8_t *sym, uint64_t name,
		       const struct symbol *symbol)
{
	obj_put32(obj, sym, (uint32_t)name);
	sym[4] = (uint8_t)(symbol->bind << 4 | symbol->type);
	obj_put64(obj, sym + 8, symbol->value);
	obj_put64(obj, sym + 16, symbol->size);
}

uint32_t obj_add_symbol(struct obj *obj, const char *name, const struct symbol *symbol,
			uint8_t visibility)
{
	uint64_t at = obj_append(&obj->sections[obj->strtab], name, strlen(name) + 1);
	uint8_t sym[SYM_SIZE] = { 0 };
	uint32_t index;

	put_symbol(obj, sym, at, symbol);
	sym[5] = visibility;
	index = (uint32_t)(obj_append(&obj->sections[obj->symtab], sym, SYM_SIZE) / SYM_SIZE);
	if (obj->xindex)
		obj_append(&obj->sections[obj->xindex], NULL, 4);
	put_symbol_section(obj, index, symbol->section);
	return index;
}

bool obj_move_symbol(struct obj *obj, uint32_t symbol, uint32_t section, uint64_t value)
{
	uint8_t *p = obj_at(&obj->sections[obj->symtab], (uint64_t)symbol * SYM_SIZE, SYM_SIZE);

	/* A symbol that was added since the last decoding is not among `symbols`. */
	if (symbol < obj->nsymbols && obj->symbols[symbol].section == section &&
	    obj->symbols[symbol].value == value)
		return false;
	put_symbol_section(obj, symbol, section);
	obj_put64(obj, p + 8, value);
	return true;
}

uint32_t obj_add_undefined(struct obj *obj, const char *name)
{
	const struct symbol undefined = { .bind = STB_GLOBAL, .type = STT_NOTYPE };

	return obj_add_symbol(obj, name, &undefined, STV_DEFAULT);
}

/* A renumbering: symbols from `first` on get numbers greater by `n`. */
struct shift {
	uint32_t first, n;
};

/* Renumber a section of elements of `size` bytes, each with a symbol number at `field`. */
static void shift_fields(const struct obj *obj, const struct section *s, uint64_t size,
			 uint64_t field, struct shift shift)
{
	uint8_t *p;

	for (uint64_t at = 0; (p = obj_at(s, at, size)); at += size) {
		uint32_t symbol = obj_get32(obj, p + field);

		if (symbol >= shift.first)
			obj_put32(obj, p + field, symbol + shift.n);
	}
}

static bool shift_addrsig(struct obj *obj, uint32_t index, struct shift shift)
{
	struct section *s = &obj->sections[index];
	struct section new = { 0 };
	uint64_t at = 0;
	const uint8_t *p;

	while (at < s->head.sh_size) {
		uint64_t symbol = 0, start = at;
		unsigned bits = 0, len = 0;
		uint8_t out[10];

		do {
			p = obj_at(s, at++, 1);
			if (!p || bits > 28) {
				free(new.data);
				return obj_error(obj, index, start, "malformed symbol number");
			}
			symbol |= (uint64_t)(*p & 0x7f) << bits;
			bits += 7;
		} while (*p & 0x80);
		if (symbol >= shift.first)
			symbol += shift.n;
		do {
			out[len++] = (uint8_t)((symbol & 0x7f) | (symbol > 0x7f ? 0x80 : 0));
			symbol >>= 7;
		} while (symbol);
		obj_append(&new, out, len);
	}
	if (!new.data)
		return true;
	if (s->capacity)
		free(s->data);
	s->data = new.data;
	s->capacity = new.capacity;
	s->head.sh_size = new.head.sh_size;
	return true;
}

/* Renumber one section that belongs to the symbol table. */
static bool shift_section(struct obj *obj, uint32_t index, struct shift shift)
{
	struct section *s = &obj->sections[index];
	/* The symbol number is the upper half of r_info. */
	const uint64_t symbol = obj->big ? 8 : 12;

	switch (s->head.sh_type) {
	case SHT_RELA:
		shift_fields(obj, s, RELA_SIZE, symbol, shift);
		return true;
	case SHT_REL:
		shift_fields(obj, s, sizeof(Elf64_Rel), symbol, shift);
		return true;
	case SHT_GROUP:
		if (s->head.sh_info >= shift.first)
			s->head.sh_info += shift.n;
		return true;
	case SHT_SYMTAB_SHNDX:
		if (s->head.sh_size != obj->sections[obj->symtab].head.sh_size / SYM_SIZE * 4)
			return obj_error(obj, index, 0, "its size does not fit the symbol table's");
		insert(s, (uint64_t)shift.first * 4, (uint64_t)shift.n * 4);
		return true;
	case SHT_LLVM_ADDRSIG_TABLE:
		return shift_addrsig(obj, index, shift);
	case SHT_LLVM_CALL_GRAPH_PROFILE_V0:
		shift_fields(obj, s, 16, 0, shift);
		shift_fields(obj, s, 16, 4, shift);
		return true;
	case SHT_LLVM_CALL_GRAPH_PROFILE_V1:
		return true;
	}
	return obj_error(obj, index, 0,
			 "section type 0x%x may hold symbol numbers, and they must change",
			 s->head.sh_type);
}

bool obj_add_locals(struct obj *obj, const struct symbol *symbols, size_t n)
{
	struct section *symtab = &obj->sections[obj->symtab];
	const struct shift shift = { symtab->head.sh_info, (uint32_t)n };
	uint64_t name = 0;

	for (uint32_t i = 1; i < obj->nsections; i++)
		if (obj->sections[i].head.sh_link == obj->symtab && i != obj->symtab &&
		    !shift_section(obj, i, shift))
			return false;
	insert(symtab, (uint64_t)shift.first * SYM_SIZE, n * SYM_SIZE);
	symtab->head.sh_info += shift.n;
	for (uint32_t i = 0; i < n; i++) {
		const struct symbol *s = &symbols[i];

		/* All of them have the name of the first. */
		if (!i && *s->name)
			name =
			    obj_append(&obj->sections[obj->strtab], s->name, strlen(s->name) + 1);
		symtab = &obj->sections[obj->symtab];
		put_symbol(obj, symtab->data + (uint64_t)(shift.first + i) * SYM_SIZE, name, s);
		put_symbol_section(obj, shift.first + i, s->section);
	}
	return true;
}
