// SPDX-License-Identifier: MIT
/*
 * A linked file has no relocations of code, so the code is searched for instructions that refer to
 * an entry, at every place where an instruction could begin.  No call is overlooked.  But what is
 * found may be data, or the middle of an instruction: for one key, that happens by chance
 * once in some 2^40 bytes of x86-64 code.
 *
 * First the *words* are found that hold an entry's address: by a dynamic relocation or, in a file
 * that is not moved, by their contents.  Then the code is searched for what refers to an entry, to
 * such a word, or to a PLT entry that uses such a word.  Sites of the tables, and the code of
 * entries, are left out.
 */
#include "uses_linked.h"
#include "array.h"
#include "elf/code.h"
#include "elf/table.h"
#include "loaded.h"

#include <stdlib.h>
#include <string.h>

enum { PLT_ENTRY = 16 };

/* An address that stands for a key. */
struct mark {
	uint64_t address;
	const struct key *key;
};

struct marks {
	struct mark *mark; /* by address */
	size_t n;
};

struct search {
	struct obj *obj;
	const struct tables *tables;
	struct uses *uses;
	struct marks entries, words;
	struct marks ways; /* code that a linker put between a site, or a veneer, and its entry */
	struct key **of_symbol; /* for each dynamic symbol its key, or NULL */
	uint32_t dynsym;
	bool fixed;   /* the file is loaded at its own addresses */
	uint64_t got; /* the address of _GLOBAL_OFFSET_TABLE_ */
};

static void add_mark(struct marks *marks, uint64_t address, const struct key *key)
{
	marks->mark = array_grow(marks->mark, marks->n, sizeof(*marks->mark));
	marks->mark[marks->n++] = (struct mark){ address, key };
}

static int by_address(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	return x->address < y->address ? -1 : x->address > y->address;
}

static void sort(struct marks *marks)
{
	size_t n = 0;

	if (!marks->n)
		return;
	qsort(marks->mark, marks->n, sizeof(*marks->mark), by_address);
	for (size_t i = 0; i < marks->n; i++)
		if (!n || marks->mark[n - 1].address != marks->mark[i].address)
			marks->mark[n++] = marks->mark[i];
	marks->n = n;
}

static int to_behind(const void *element, const void *key)
{
	return ((const struct mark *)element)->address <= *(const uint64_t *)key ? -1 : 1;
}

/* The last mark at an address or before it, or NULL. */
static const struct mark *before(const struct marks *marks, uint64_t address)
{
	size_t i = array_first(marks->mark, marks->n, sizeof(*marks->mark), &address, to_behind);

	return i ? &marks->mark[i - 1] : NULL;
}

static const struct key *at(const struct marks *marks, uint64_t address)
{
	const struct mark *m = before(marks, address);

	return m && m->address == address ? m->key : NULL;
}

/* Find the exported keys among the dynamic symbols, which may be other modules'. */
static void read_symbols(struct search *s)
{
	struct obj *obj = s->obj;
	const struct section *table, *names;
	uint64_t n;

	while (s->dynsym < obj->nsections && obj->sections[s->dynsym].head.sh_type != SHT_DYNSYM)
		s->dynsym++;
	table = s->dynsym < obj->nsections ? &obj->sections[s->dynsym] : NULL;
	if (!table || !table->data || table->head.sh_link >= obj->nsections)
		return;
	names = &obj->sections[table->head.sh_link];
	n = table->head.sh_size / SYM_SIZE;
	s->of_symbol = xcalloc(n, sizeof(*s->of_symbol));
	s->uses->key = xcalloc(n, sizeof(*s->uses->key));
	for (uint64_t i = 1; i < n; i++) {
		const uint8_t *p = obj_at(table, i * SYM_SIZE, SYM_SIZE);
		const char *name = obj_string(names, obj_get32(obj, p));
		struct key key;

		/* No linker writes such names: see obj_count_name(). */
		if (name && !obj_count_name(obj, name))
			return;
		if (!name || key_parse(name, &key) != KEY_PARSED)
			continue;
		if (key.exported)
			s->of_symbol[i] = uses_key(s->tables, s->uses, &key);
		key_clear(&key);
	}
}

static void add_word(struct search *s, uint64_t address, uint64_t value)
{
	const struct key *key = at(&s->entries, value);

	if (key && !tables_is_record(s->tables, 0, address))
		add_mark(&s->words, address, key);
}

/* For loaded_each_word(). */
static void add_relocated(void *arg, const struct loaded_word *word)
{
	struct search *s = arg;
	const struct key *key;

	if (!word->symbol) {
		add_word(s, word->address, word->value);
		return;
	}
	if (!s->of_symbol || word->symtab != s->dynsym ||
	    word->symbol >= s->obj->sections[s->dynsym].head.sh_size / SYM_SIZE)
		return;
	key = s->of_symbol[word->symbol];
	if (key && !word->value)
		add_mark(&s->words, word->address, key);
}

static void read_words(struct search *s)
{
	loaded_each_word(s->obj, add_relocated, s);
	for (uint32_t i = 1; s->fixed && i < s->obj->nsections; i++) {
		const struct section *section = &s->obj->sections[i];
		const uint64_t start = section->head.sh_addr;
		const uint8_t *p;

		if (!(section->head.sh_flags & SHF_ALLOC))
			continue;
		for (uint64_t k = -start & 7; (p = obj_at(section, k, 8)); k += 8)
			add_word(s, start + k, obj_get64(s->obj, p));
	}
	sort(&s->words);
}

/* The key of a PLT entry at this address, by the word from which it loads its target. */
static const struct key *by_plt(const struct search *s, uint64_t address)
{
	uint32_t index = obj_section_at(s->obj, address, 1);
	const struct section *section = &s->obj->sections[index];
	uint64_t offset = address - section->head.sh_addr;
	const struct insn_ops *insn = s->obj->arch->insn;
	const struct key *key;
	uint64_t word;

	if (!index || strncmp(section->name, ".plt", 4) || !section->data)
		return NULL;
	for (unsigned i = 0; i < PLT_ENTRY && offset + i < section->head.sh_size;
	     i += insn->align) {
		if (!insn->loads(section->data + offset + i, section->head.sh_size - offset - i,
				 address + i, &word))
			continue;
		key = at(&s->words, word);
		/* If it is another word, stop: the bytes behind it may be the next entry. */
		if (key || obj_section_at(s->obj, word, 8))
			return key;
	}
	return NULL;
}

/* The key that code refers to by an address, directly or through code of linkers. */
static const struct key *by_code(const struct search *s, uint64_t address)
{
	const struct key *key = at(&s->entries, address);

	if (!key)
		key = at(&s->ways, address);
	if (!key && s->words.n)
		key = by_plt(s, address);
	if (!key && s->obj->arch->insn->step)
		key = at(&s->entries, code_follow(s->obj, address, INSN_STEP_VENEER));
	return key;
}

static const struct key *by_large(const struct search *s, uint64_t value)
{
	const struct key *key = s->fixed ? by_code(s, value) : NULL;

	if (!key && s->got)
		key = by_code(s, s->got + value);
	return key || !s->got ? key : at(&s->words, s->got + value);
}

static const struct key *find(const struct search *s, const struct arch_ref *ref, enum use_why *why)
{
	switch (ref->how) {
	case ARCH_GOES:
		*why = USE_MISSED;
		return by_code(s, ref->to);
	case ARCH_GOES_BY:
		*why = USE_MISSED_BY;
		return at(&s->words, ref->to);
	case ARCH_LOADS:
		*why = USE_TAKEN;
		/* Code of the large model loads words that stand among the code. */
		if (s->words.n && at(&s->words, ref->to)) {
			uint32_t section = obj_section_at(s->obj, ref->to, 8);

			if (s->obj->sections[section].head.sh_flags & SHF_EXECINSTR)
				*why = USE_LARGE;
		}
		return at(&s->words, ref->to);
	case ARCH_TAKES_32:
		if (!s->fixed)
			return NULL;
		/* fall through */
	case ARCH_TAKES:
		*why = USE_TAKEN;
		return by_code(s, ref->to);
	case ARCH_TAKES_64:
		*why = USE_LARGE;
		return by_large(s, ref->to);
	}
	return NULL;
}

static int to_site_behind(const void *element, const void *key)
{
	const struct table_site *site = element;
	const struct place at = { site->section, site->offset };

	return place_order(at, *(const struct place *)key) <= 0 ? -1 : 1;
}

/* Does one of these sites, sorted by place, contain this place? */
static bool listed(const struct table_site *site, size_t n, uint32_t section, uint64_t offset)
{
	const struct place place = { section, offset };
	size_t i = array_first(site, n, sizeof(*site), &place, to_site_behind);

	return i && site[i - 1].section == section &&
	       offset - site[i - 1].offset < site[i - 1].length;
}

/* Is an address in an import, by its header?  No table has one that the linker did not take. */
static bool in_import(const struct search *s, uint64_t address)
{
	const struct place entry = { 0, address & ~(uint64_t)(FFP_ENTRY_ALIGN - 1) };

	return table_entry_flags(s->obj, entry) & FFP_KEY_IMPORT;
}

/* Is it no use, but a site of a table, a part of an entry, or code of a linker? */
static bool is_ours(const struct search *s, const struct use *use, const struct arch_ref *ref)
{
	const struct tables *t = s->tables;
	const struct mark *entry = before(&s->entries, use->address + FFP_ENTRY_HEADER);
	const struct section *section = &s->obj->sections[use->section];
	uint64_t to;

	if (entry && use->address + FFP_ENTRY_HEADER - entry->address <
			 FFP_ENTRY_HEADER + s->obj->arch->insn->entry_size)
		return true;
	if (in_import(s, use->address) || at(&s->ways, use->address))
		return true;
	if (t->site && (listed(t->site, t->nsites, use->section, use->offset) ||
			listed(t->site + t->nsites, t->nveneers, use->section, use->offset)))
		return true;
	return s->obj->arch->insn->step && ref->how == ARCH_TAKES &&
	       s->obj->arch->insn->step(section->data + use->offset,
					section->head.sh_size - use->offset, use->address,
					&to) == INSN_STEP_VENEER;
}

static void search_section(struct search *s, uint32_t index)
{
	const struct section *section = &s->obj->sections[index];
	const struct arch_ops *arch = s->obj->arch;
	struct use use = { .section = index };
	struct arch_ref ref;

	for (uint64_t i = 0; i < section->head.sh_size;) {
		uint64_t address = section->head.sh_addr + i;

		use.key = NULL;
		if (arch->refer(section->data + i, section->head.sh_size - i, address, &ref))
			use.key = find(s, &ref, &use.why);
		if (!use.key) {
			i += arch->insn->align;
			continue;
		}
		use.kind = ref.kind;
		use.offset = i;
		use.address = address;
		if (!is_ours(s, &use, &ref))
			uses_add(s->uses, &use);
		i += ref.length;
	}
}

/* Add the words that hold an address for the program, and not for the linker's code. */
static void add_stored(struct search *s)
{
	for (size_t i = 0; i < s->words.n; i++) {
		struct use use = { .why = USE_STORED, .key = s->words.mark[i].key };
		const struct section *section;

		use.address = s->words.mark[i].address;
		use.section = obj_section_at(s->obj, use.address, 1);
		section = &s->obj->sections[use.section];
		use.offset = use.address - section->head.sh_addr;
		if (use.section && strncmp(section->name, ".got", 4) &&
		    !(section->head.sh_flags & SHF_EXECINSTR))
			uses_add(s->uses, &use);
	}
}

/* Find the ways.  One that is a plain branch is told from a call by the site that uses it. */
static void read_ways(struct search *s)
{
	const struct tables *t = s->tables;

	for (size_t i = 0; i < t->nsites + t->nveneers; i++) {
		const struct table_site *site = &t->site[i];
		uint64_t way[INSN_STEPS];
		unsigned n = site->state != STATE_ENTRY ? 0
							: code_way(s->obj, site->destination,
								   site->key->entry.offset, way);

		while (n > 1)
			add_mark(&s->ways, way[--n - 1], site->key);
	}
	sort(&s->ways);
}

void uses_of_linked(struct obj *obj, const struct tables *tables, struct uses *uses)
{
	struct search s = { .obj = obj, .tables = tables, .uses = uses };
	uint32_t got = obj_find_section(obj, ".got.plt", 0);

	s.fixed = obj->head.e_type == ET_EXEC;
	if (!got)
		got = obj_find_section(obj, ".got", 0);
	s.got = got ? obj->sections[got].head.sh_addr : 0;
	for (size_t i = 0; i < tables->nkeys; i++)
		if (!(tables->key[i].flags & FFP_KEY_POINTER))
			add_mark(&s.entries, tables->key[i].entry.offset, &tables->key[i]);
	sort(&s.entries);
	read_symbols(&s);
	if (s.entries.n || uses->nkeys) {
		read_ways(&s);
		read_words(&s);
		for (uint32_t i = 1; i < obj->nsections; i++) {
			const struct section *section = &obj->sections[i];

			if ((section->head.sh_flags & SHF_EXECINSTR) && section->data &&
			    strncmp(section->name, ".plt", 4))
				search_section(&s, i);
		}
		add_stored(&s);
	}
	free(s.entries.mark);
	free(s.words.mark);
	free(s.ways.mark);
	free(s.of_symbol);
}
