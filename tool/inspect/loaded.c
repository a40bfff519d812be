// SPDX-License-Identifier: MIT
#include "loaded.h"
#include "array.h"
#include "elf/table.h"
#include "msg.h"

#include <stdlib.h>
#include <string.h>

enum { WORD = 8, PHDR = sizeof(Elf64_Phdr) };

enum { SHT_COMPACT_RELATIVE = 19 }; /* SHT_RELR, which not every <elf.h> has */

struct loaded {
	const struct obj *obj;
	const struct tables *tables;
	Elf64_Phdr *segment;
	unsigned n;
	struct loaded_words words;
};

static const uint8_t *bytes_at(const struct obj *obj, uint64_t address, uint64_t len)
{
	return obj_bytes(obj, (struct place){ 0, address }, 0, len);
}

/* The relocation of the word at an address, which has its value already. */
static void relocate_relative(const struct obj *obj, uint64_t address,
			      void (*each)(void *arg, const struct loaded_word *word), void *arg)
{
	const uint8_t *p = bytes_at(obj, address, WORD);

	if (p)
		each(arg, &(struct loaded_word){ .address = address, .value = obj_get64(obj, p) });
}

static void each_compact(const struct obj *obj, const struct section *relrs,
			 void (*each)(void *arg, const struct loaded_word *word), void *arg)
{
	uint64_t next = 0;
	const uint8_t *p;

	for (uint64_t i = 0; (p = obj_at(relrs, i, WORD)); i += WORD) {
		uint64_t line = obj_get64(obj, p);

		/* Either an address, or one bit for each of the next 63 words. */
		if (!(line & 1)) {
			relocate_relative(obj, line, each, arg);
			next = line + WORD;
			continue;
		}
		for (unsigned bit = 1; bit < 64; bit++)
			if (line >> bit & 1)
				relocate_relative(obj, next + (uint64_t)WORD * (bit - 1), each,
						  arg);
		next += (uint64_t)WORD * 63;
	}
}

void loaded_each_word(const struct obj *obj,
		      void (*each)(void *arg, const struct loaded_word *word), void *arg)
{
	for (uint32_t i = 1; i < obj->nsections; i++) {
		const struct section *s = &obj->sections[i];
		const uint8_t *p;

		if (!(s->head.sh_flags & SHF_ALLOC))
			continue;
		if (s->head.sh_type == SHT_COMPACT_RELATIVE)
			each_compact(obj, s, each, arg);
		if (s->head.sh_type != SHT_RELA)
			continue;
		for (uint64_t k = 0; (p = obj_at(s, k, RELA_SIZE)); k += RELA_SIZE) {
			struct rela r;

			obj_get_rela(obj, p, &r);
			if (r.type != obj->arch->rel_none)
				each(arg, &(struct loaded_word){ r.offset, (uint64_t)r.addend,
								 r.symbol, s->head.sh_link });
		}
	}
}

static void add_word(void *arg, const struct loaded_word *word)
{
	struct loaded_words *words = arg;

	words->word = array_grow(words->word, words->n, sizeof(*words->word));
	words->word[words->n++] = *word;
}

static int by_address(const void *a, const void *b)
{
	const struct loaded_word *x = a, *y = b;

	return x->address < y->address ? -1 : x->address > y->address;
}

void loaded_read_words(const struct obj *obj, struct loaded_words *words)
{
	memset(words, 0, sizeof(*words));
	loaded_each_word(obj, add_word, words);
	if (words->n)
		qsort(words->word, words->n, sizeof(*words->word), by_address);
}

void loaded_forget_words(struct loaded_words *words)
{
	free(words->word);
	memset(words, 0, sizeof(*words));
}

bool loaded_pointer(const struct obj *obj, const struct loaded_words *words, uint64_t address,
		    struct loaded_word *word)
{
	const struct loaded_word *found = NULL;
	const uint8_t *p = bytes_at(obj, address, WORD);
	const struct loaded_word key = { .address = address };

	if (!p)
		return false;
	if (words->n)
		found = bsearch(&key, words->word, words->n, sizeof(*words->word), by_address);
	*word =
	    found ? *found : (struct loaded_word){ .address = address, .value = obj_get64(obj, p) };
	return found || obj->head.e_type == ET_EXEC || !word->value;
}

const char *loaded_symbol(const struct obj *obj, const struct loaded_word *word)
{
	const struct section *table =
	    word->symtab < obj->nsections ? &obj->sections[word->symtab] : NULL;
	const uint8_t *p =
	    table ? obj_at(table, (uint64_t)word->symbol * SYM_SIZE, SYM_SIZE) : NULL;

	if (!p || table->head.sh_link >= obj->nsections)
		return NULL;
	return obj_string(&obj->sections[table->head.sh_link], obj_get32(obj, p));
}

static bool pointer_at(const struct loaded *l, uint64_t address, struct loaded_word *word)
{
	return loaded_pointer(l->obj, &l->words, address, word);
}

static bool read_segments(struct loaded *l)
{
	const struct obj *obj = l->obj;
	const Elf64_Ehdr *head = &obj->head;
	const uint8_t *p;

	if (!head->e_phnum || head->e_phentsize != PHDR || head->e_phoff > obj->image_size ||
	    head->e_phnum > (obj->image_size - head->e_phoff) / PHDR)
		return msg_error(obj->path, "no program headers");
	p = obj->image + head->e_phoff;
	l->segment = xcalloc(head->e_phnum, sizeof(*l->segment));
	for (; l->n < head->e_phnum; l->n++, p += PHDR) {
		Elf64_Phdr *s = &l->segment[l->n];

		s->p_type = obj_get32(obj, p + offsetof(Elf64_Phdr, p_type));
		s->p_flags = obj_get32(obj, p + offsetof(Elf64_Phdr, p_flags));
		s->p_offset = obj_get64(obj, p + offsetof(Elf64_Phdr, p_offset));
		s->p_vaddr = obj_get64(obj, p + offsetof(Elf64_Phdr, p_vaddr));
		s->p_filesz = obj_get64(obj, p + offsetof(Elf64_Phdr, p_filesz));
		s->p_memsz = obj_get64(obj, p + offsetof(Elf64_Phdr, p_memsz));
	}
	return true;
}

/* The segment that maps all these bytes with at least these rights (PF_…), or NULL. */
static const Elf64_Phdr *segment_of(const struct loaded *l, uint64_t address, uint64_t len,
				    uint32_t rights)
{
	for (unsigned i = 0; i < l->n; i++) {
		const Elf64_Phdr *s = &l->segment[i];
		uint64_t offset = address - s->p_vaddr;

		if (s->p_type == PT_LOAD && (s->p_flags & rights) == rights &&
		    offset < s->p_memsz && len <= s->p_memsz - offset)
			return s;
	}
	return NULL;
}

/* Does a segment map a section's bytes to the section's address? */
static bool verify_section(const struct loaded *l, uint32_t index, uint32_t rights)
{
	const Elf64_Shdr *h = &l->obj->sections[index].head;
	const Elf64_Phdr *s = segment_of(l, h->sh_addr, h->sh_size, rights);

	if (s && s->p_offset + (h->sh_addr - s->p_vaddr) == h->sh_offset)
		return true;
	return obj_error(l->obj, index, 0, "no segment maps this section%s",
			 rights & PF_X ? " as code" : "");
}

/* Is a table where a program can read it, and cannot write? */
static bool verify_table(const struct loaded *l, uint32_t index)
{
	const Elf64_Shdr *h = &l->obj->sections[index].head;

	if (!verify_section(l, index, PF_R))
		return false;
	return !h->sh_size || !segment_of(l, h->sh_addr, h->sh_size, PF_W) ||
	       obj_error(l->obj, index, 0, "the segment of this table can be written to");
}

/*
 * BOLT moves functions to new text, and does not change the tables of sites.  Such a file is known
 * by sections that BOLT adds, and by program headers at the start of the new text.
 */
static bool verify_unmoved(const struct loaded *l)
{
	const struct obj *obj = l->obj;
	bool moved = obj_find_section(obj, ".note.bolt_info", 0);
	size_t key = 0;

	while (key < l->tables->nkeys &&
	       (!l->tables->key[key].defined || (l->tables->key[key].flags & FFP_KEY_POINTER)))
		key++;
	if (key == l->tables->nkeys && !l->tables->nsites && !l->tables->nbranches)
		return true;
	for (uint32_t i = 1; i < obj->nsections; i++)
		if (!strncmp(obj->sections[i].name, ".bolt.org", strlen(".bolt.org")) &&
		    (obj->sections[i].head.sh_flags & SHF_ALLOC))
			moved = true;
	for (unsigned i = 0; i < l->n; i++)
		if (l->segment[i].p_type == PT_LOAD && (l->segment[i].p_flags & PF_X) &&
		    l->segment[i].p_offset == obj->head.e_phoff)
			moved = true;
	return !moved || msg_error(obj->path, "its functions were moved away from the tables of "
					      "keys and sites (by BOLT?): changes would be lost");
}

/* Do the bounds in a descriptor enclose all sections of this name, and nothing else? */
static bool verify_bounds(const struct loaded *l, uint64_t module, unsigned field, const char *name)
{
	struct loaded_word start, end;
	uint64_t size = 0;
	uint32_t i = 0;

	if (!pointer_at(l, module + field, &start) || !pointer_at(l, module + field + WORD, &end))
		return msg_error(l->obj->path,
				 "the descriptor at 0x%llx: nothing relocates the bounds of %s",
				 (unsigned long long)module, name);
	while ((i = obj_find_section(l->obj, name, i))) {
		const Elf64_Shdr *h = &l->obj->sections[i].head;

		if (h->sh_size && (h->sh_addr < start.value || h->sh_addr + h->sh_size > end.value))
			return obj_error(l->obj, i, 0,
					 "the descriptor at 0x%llx has other bounds: 0x%llx-0x%llx",
					 (unsigned long long)module,
					 (unsigned long long)start.value,
					 (unsigned long long)end.value);
		size += h->sh_size;
	}
	return end.value - start.value == size ||
	       msg_error(l->obj->path,
			 "the descriptor at 0x%llx: more between the bounds of %s than is there",
			 (unsigned long long)module, name);
}

static bool is_descriptor(const struct loaded *l, uint64_t address)
{
	const uint8_t *p = bytes_at(l->obj, address, MODULE_SIZE);

	return p && !(address % WORD) && obj_get32(l->obj, p + MODULE_ABI) == FFP_ABI &&
	       obj_get32(l->obj, p + MODULE_LENGTH) >= MODULE_SIZE &&
	       segment_of(l, address, MODULE_SIZE, PF_R);
}

/* Is the library's note among these notes? */
static bool notes_have_ours(const struct obj *obj, const uint8_t *notes, uint64_t size)
{
	struct table_note note;
	uint64_t next = 0;

	while (table_find_note(notes, size, obj->big, FFP_NOTE_TYPE, FFP_NOTE_OWNER, &next, &note))
		if (note.size == sizeof(struct ffp_note))
			return true;
	return false;
}

/* The note by which other copies of the library, and `ffp status`, find a module in memory. */
static bool has_note(const struct loaded *l)
{
	const struct obj *obj = l->obj;

	for (unsigned i = 0; i < l->n; i++) {
		const Elf64_Phdr *s = &l->segment[i];

		if (s->p_type == PT_NOTE && s->p_offset <= obj->image_size &&
		    s->p_filesz <= obj->image_size - s->p_offset &&
		    segment_of(l, s->p_vaddr, s->p_filesz, PF_R) &&
		    notes_have_ours(obj, obj->image + s->p_offset, s->p_filesz))
			return true;
	}
	return false;
}

/* Is a descriptor one that tells of wide calls?  That of an object of release 0.1.0 is not. */
static bool tells_wide(const struct loaded *l, uint64_t module)
{
	const uint8_t *p = bytes_at(l->obj, module, MODULE_WIDE_SIZE);

	return p && obj_get32(l->obj, p + MODULE_LENGTH) >= MODULE_WIDE_SIZE;
}

static bool verify_module(const struct loaded *l, uint64_t module)
{
	struct loaded_word state, library;

	if (!pointer_at(l, module + MODULE_STATE, &state) || state.symbol ||
	    !segment_of(l, state.value, STATE_SIZE, PF_R | PF_W))
		return msg_error(l->obj->path, "the descriptor at 0x%llx: its state is in no data",
				 (unsigned long long)module);
	if (!pointer_at(l, module + MODULE_LIBRARY, &library) ||
	    (!library.symbol && !segment_of(l, library.value, 1, PF_R)))
		return msg_error(l->obj->path, "the descriptor at 0x%llx: it names no library",
				 (unsigned long long)module);
	if (!has_note(l))
		return msg_error(l->obj->path,
				 "the descriptor at 0x%llx: no note leads to it, and other copies "
				 "of the library would not find it",
				 (unsigned long long)module);
	return verify_bounds(l, module, MODULE_SITES, FFP_SITES_SECTION) &&
	       verify_bounds(l, module, MODULE_KEYS, FFP_KEYS_SECTION) &&
	       verify_bounds(l, module, MODULE_IMPLS, FFP_IMPLS_SECTION) &&
	       (!tells_wide(l, module) || verify_bounds(l, module, MODULE_WIDE, FFP_WIDE_SECTION));
}

/* Check that the record of a key refers to its entry, its state and its module's descriptor. */
static bool verify_record(const struct loaded *l, const struct key *key, uint64_t *module)
{
	const uint32_t section = key->keys_at.section;
	const uint64_t at = key->keys_at.offset, record = key->record.offset;
	struct loaded_word entry, state, own;

	if (!pointer_at(l, record + RECORD_ENTRY, &entry) ||
	    !pointer_at(l, record + RECORD_STATE, &state) ||
	    !pointer_at(l, record + RECORD_MODULE, &own))
		return obj_error(l->obj, section, at, "key %s: nothing relocates its record",
				 key->name);
	if (!(key->flags & FFP_KEY_POINTER) && !entry.symbol && entry.value != key->entry.offset)
		return obj_error(l->obj, section, at,
				 "key %s: its entry was moved, from 0x%llx to 0x%llx", key->name,
				 (unsigned long long)key->entry.offset,
				 (unsigned long long)entry.value);
	if (!segment_of(l, state.value, STATE_SIZE, PF_R | PF_W))
		return obj_error(l->obj, section, at, "key %s: its state is in no data", key->name);
	if (own.symbol || !is_descriptor(l, own.value))
		return obj_error(l->obj, section, at,
				 "key %s: its record leads to no descriptor of a module",
				 key->name);
	*module = own.value;
	return true;
}

/* Does any site belong to a key?  There may be imports of no key alone: see FFP_NO_KEY. */
static bool has_keys(const struct loaded *l)
{
	for (size_t i = 0; i < l->tables->nkeys; i++)
		if (table_entry_flags(l->obj, l->tables->key[i].entry) != FFP_NO_KEY)
			return true;
	return false;
}

/* Find and check the descriptor of a file that defines no key, by what a descriptor contains. */
static bool verify_any_module(const struct loaded *l)
{
	for (uint32_t i = 1; i < l->obj->nsections; i++) {
		const struct section *s = &l->obj->sections[i];
		const Elf64_Shdr *h = &s->head;

		if (!(h->sh_flags & SHF_ALLOC) || !(h->sh_flags & SHF_WRITE))
			continue;
		for (uint64_t k = -h->sh_addr & 7; obj_at(s, k, MODULE_SIZE); k += WORD) {
			struct loaded_word state;

			if (is_descriptor(l, h->sh_addr + k) &&
			    pointer_at(l, h->sh_addr + k + MODULE_STATE, &state) &&
			    segment_of(l, state.value, STATE_SIZE, PF_R | PF_W))
				return verify_module(l, h->sh_addr + k);
		}
	}
	return !has_keys(l) ||
	       msg_error(l->obj->path,
			 "no descriptor of a module: no change would reach its sites");
}

/* Are a branch, and the place where it goes, in one segment of code, as the run time demands? */
static bool verify_branch(const struct loaded *l, size_t index)
{
	const struct table_branch *branch = &l->tables->branch[index];
	const Elf64_Phdr *s = segment_of(l, branch->address, branch->length, PF_R | PF_X);

	if (!branch->section)
		return true; /* verify.c has said so */
	/* Branches are sorted by section. */
	if ((!index || branch[-1].section != branch->section) &&
	    !verify_section(l, branch->section, PF_X))
		return false;
	if (s && segment_of(l, branch->to.offset, 1, PF_R | PF_X) == s)
		return true;
	return obj_error(l->obj, branch->section, branch->offset,
			 "key %s: its branch leads out of the code", branch->key->name);
}

/*
 * Find and check the descriptor of the branches, by what it contains: its symbol is not kept; and
 * the module's, to which it leads.
 */
static bool verify_branches_descriptor(const struct loaded *l, uint64_t *of)
{
	for (uint32_t i = 1; i < l->obj->nsections; i++) {
		const struct section *s = &l->obj->sections[i];
		const Elf64_Shdr *h = &s->head;
		const uint8_t *p;

		if (!(h->sh_flags & SHF_ALLOC) || !(h->sh_flags & SHF_WRITE))
			continue;
		for (uint64_t k = -h->sh_addr & 7; (p = obj_at(s, k, BRANCHES_SIZE)); k += WORD) {
			const uint64_t at = h->sh_addr + k;
			struct loaded_word module;

			if (obj_get32(l->obj, p + BRANCHES_ABI) == FFP_ABI &&
			    obj_get32(l->obj, p + BRANCHES_LENGTH) == BRANCHES_SIZE &&
			    pointer_at(l, at + BRANCHES_MODULE, &module) && !module.symbol &&
			    is_descriptor(l, module.value)) {
				*of = module.value;
				return verify_bounds(l, at, BRANCHES_LINES, FFP_BRANCHES_SECTION) &&
				       verify_module(l, module.value);
			}
		}
	}
	return msg_error(l->obj->path, "no descriptor of branches: no change would reach them");
}

static bool verify_all(struct loaded *l)
{
	const struct tables *tables = l->tables;
	uint64_t module = 0, last = 0;
	bool ok = read_segments(l) && verify_unmoved(l);

	if (!ok)
		return false;
	loaded_read_words(l->obj, &l->words);
	for (uint32_t i = 1; i < l->obj->nsections; i++) {
		const char *name = l->obj->sections[i].name;

		if (table_line(name) || !strcmp(name, FFP_IMPLS_SECTION) ||
		    !strcmp(name, FFP_BRANCHES_SECTION))
			ok = verify_table(l, i) && ok;
	}
	/* Sites are sorted by section. */
	for (size_t i = 0; i < tables->nsites; i++)
		if (tables->site[i].section &&
		    (!i || tables->site[i].section != tables->site[i - 1].section))
			ok = verify_section(l, tables->site[i].section, PF_X) && ok;
	for (size_t i = 0; i < tables->nbranches; i++)
		ok = verify_branch(l, i) && ok;
	if (ok && tables->nbranches)
		ok = verify_branches_descriptor(l, &last);
	for (size_t i = 0; i < tables->nkeys; i++) {
		if (!tables->key[i].defined)
			continue;
		ok = verify_record(l, &tables->key[i], &module) && ok;
		/* All keys have one descriptor, except in objects that were joined and made local.
		 */
		if (module && module != last)
			ok = verify_module(l, module) && ok;
		last = module;
	}
	return last || !ok ? ok : verify_any_module(l);
}

bool loaded_verify(const struct obj *obj, const struct tables *tables)
{
	struct loaded l = { .obj = obj, .tables = tables };
	bool ok;

	if (!tables->nkeys && !tables->nsites && !tables->nbranches)
		return true;
	ok = verify_all(&l);
	free(l.segment);
	loaded_forget_words(&l.words);
	return ok;
}
