// SPDX-License-Identifier: MIT
#include "tables.h"
#include "array.h"
#include "elf/code.h"
#include "elf/table.h"
#include "msg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const state_names[STATES] = {
	"unknown", "direct", "plt", "entry", "nothing", "constant"
};
const char *const kind_names[INSN_SITE_KINDS] = { [FFP_SITE_CALL] = "call",
						  [FFP_SITE_JUMP] = "jump",
						  [FFP_SITE_COND] = "cond",
						  [INSN_SITE_WIDE] = "call" };

static int by_entry(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int r = place_order(x->entry, y->entry);

	return r ? r : (int)y->defined - (int)x->defined;
}

static int by_site(const void *a, const void *b)
{
	const struct table_site *x = a, *y = b;
	int r = (x->kind == FFP_SITE_VENEER) - (y->kind == FFP_SITE_VENEER);

	if (!r)
		r = place_order((struct place){ x->section, x->offset },
				(struct place){ y->section, y->offset });
	return r ? r : place_order(x->line, y->line);
}

static struct key *new_key(struct tables *tables, const struct place *entry)
{
	struct key *key;

	tables->key = array_grow(tables->key, tables->nkeys, sizeof(*tables->key));
	key = &tables->key[tables->nkeys++];
	memset(key, 0, sizeof(*key));
	key->entry = *entry;
	return key;
}

#define NO_BITS "no contents: a file of debug information? Name the program instead"

bool tables_has_lines(const struct obj *obj, uint32_t section, int line)
{
	const struct section *s = &obj->sections[section];

	if (!s->data && s->head.sh_type == SHT_NOBITS && s->head.sh_size)
		return obj_error(obj, section, 0, NO_BITS);
	if (!s->data || s->head.sh_size % (unsigned)line)
		return obj_error(obj, section, s->head.sh_size, "size is no multiple of %d", line);
	return true;
}

/* Read the lines of one section ffp_keys. */
static bool read_keys(struct obj *obj, struct tables *tables, uint32_t section)
{
	const struct section *s = &obj->sections[section];

	if (!tables_has_lines(obj, section, TABLE_KEY))
		return false;
	for (uint64_t at = 0; at < s->head.sh_size; at += TABLE_KEY) {
		struct place entry, record, name;
		struct key *key;
		const char *text;

		if (!table_field(obj, section, at + offsetof(struct ffp_key, entry), &entry) ||
		    !table_field(obj, section, at + offsetof(struct ffp_key, record), &record) ||
		    !table_field(obj, section, at + offsetof(struct ffp_key, name), &name))
			return obj_error(obj, section, at, "a field without relocation");
		key = new_key(tables, &entry);
		key->defined = true;
		key->record = record;
		key->keys_at = (struct place){ section, at };
		key->flags = obj_get32(obj, obj_at(s, at + offsetof(struct ffp_key, flags), 4));
		key->record_inside = obj_bytes(obj, record, 0, RECORD_SIZE);
		text = obj_text(obj, name);
		if (!text || !obj_count_name(obj, text))
			return obj_error(obj, section, at, "the name is outside of the file");
		key->name = xstrndup(text, strlen(text));
	}
	return true;
}

/* Read the lines of one section ffp_sites, each with a key of its own until join_keys(). */
static bool read_sites(struct obj *obj, struct tables *tables, uint32_t section)
{
	const struct section *s = &obj->sections[section];

	if (!tables_has_lines(obj, section, TABLE_SITE))
		return false;
	for (uint64_t at = 0; at < s->head.sh_size; at += TABLE_SITE) {
		struct table_site *site;
		struct place place, key;

		tables->site = array_grow(tables->site, tables->nsites, sizeof(*tables->site));
		site = &tables->site[tables->nsites];
		memset(site, 0, sizeof(*site));
		if (!table_field(obj, section, at + offsetof(struct ffp_site, site), &place) ||
		    !table_field(obj, section, at + offsetof(struct ffp_site, key), &key))
			return obj_error(obj, section, at, "a field without relocation");
		site->line = (struct place){ section, at };
		site->kind = key.offset & 3;
		if (site->kind == FFP_SITE_VENEER && obj->arch->insn->veneer_size)
			tables->nveneers++;
		else if (site->kind >= FFP_SITE_KINDS)
			return obj_error(obj, section, at, "unknown kind of site: %u", site->kind);
		site->section = place.section;
		site->offset = place.offset;
		if (!tables->object) {
			site->address = place.offset;
			site->section = obj_section_at(obj, place.offset, 1);
			site->offset -= obj->sections[site->section].head.sh_addr;
		}
		key.offset &= ~(uint64_t)3;
		new_key(tables, &key);
		site->key_index = tables->nkeys - 1;
		tables->nsites++;
	}
	return true;
}

/* By the place of a line's field, which is that of the site in the table. */
static int by_place(const void *a, const void *b)
{
	const struct table_site *const *x = a, *const *y = b;

	return place_order((struct place){ (*x)->section, (*x)->offset },
			   (struct place){ (*y)->section, (*y)->offset });
}

static int to_place(const void *element, const void *key)
{
	const struct table_site *const *site = element;

	return place_order((struct place){ (*site)->section, (*site)->offset },
			   *(const struct place *)key);
}

/*
 * Let the calls that the lines of one section ffp_wide name begin with their prefixes.  `sites` are
 * all, by place, of which none has moved yet; one that several lines name is marked once.
 */
static bool mark_wide(struct obj *obj, const struct tables *tables, uint32_t section,
		      struct table_site *const *sites)
{
	const struct section *s = &obj->sections[section];

	if (!tables_has_lines(obj, section, TABLE_WIDE))
		return false;
	for (uint64_t at = 0; at < s->head.sh_size; at += TABLE_WIDE) {
		struct place place;
		size_t i;

		if (!table_field(obj, section, at, &place))
			return obj_error(obj, section, at, "a field without relocation");
		if (!tables->object) {
			place.section = obj_section_at(obj, place.offset, 1);
			place.offset -= obj->sections[place.section].head.sh_addr;
		}
		i = array_first(sites, tables->nsites, sizeof(*sites), &place, to_place);
		if (i == tables->nsites || to_place(&sites[i], &place))
			return obj_error(obj, section, at, "no site of the file");
		/* A linker that folds equal functions keeps the lines of all of them. */
		for (; i < tables->nsites && !to_place(&sites[i], &place); i++) {
			if (sites[i]->kind != FFP_SITE_CALL && sites[i]->kind != INSN_SITE_WIDE)
				return obj_error(obj, section, at, "a site that is no call");
			if (!sites[i]->offset || !obj->arch->insn->wide_prefix)
				return obj_error(obj, section, at, "a site without a prefix");
			sites[i]->kind = INSN_SITE_WIDE;
		}
	}
	return true;
}

/* Read the tables ffp_wide. */
static bool read_wide(struct obj *obj, struct tables *tables)
{
	struct table_site **sites;
	uint32_t section = 0;
	bool ok = true;

	if (!obj_find_section(obj, FFP_WIDE_SECTION, 0))
		return true;
	sites = xcalloc(tables->nsites, sizeof(*sites));
	for (size_t i = 0; i < tables->nsites; i++)
		sites[i] = &tables->site[i];
	if (tables->nsites)
		qsort(sites, tables->nsites, sizeof(*sites), by_place);
	while (ok && (section = obj_find_section(obj, FFP_WIDE_SECTION, section)))
		ok = (!tables->object || obj_relas(obj, section)) &&
		     mark_wide(obj, tables, section, sites);
	for (size_t i = 0; i < tables->nsites; i++)
		if (tables->site[i].kind == INSN_SITE_WIDE) {
			tables->site[i].offset--;
			tables->site[i].address--;
		}
	free(sites);
	return ok;
}

static int to_entry(const void *element, const void *key)
{
	return place_order(((const struct key *)element)->entry, *(const struct place *)key);
}

struct key *tables_key_at(const struct tables *tables, const struct place *entry)
{
	size_t i = array_first(tables->key, tables->nkeys, sizeof(*tables->key), entry, to_entry);

	return i < tables->nkeys && !to_entry(&tables->key[i], entry) ? &tables->key[i] : NULL;
}

static int record_order(const void *a, const void *b)
{
	return place_order(*(const struct place *)a, *(const struct place *)b);
}

/* Find the fields of records that refer to entries. */
static void find_records(struct tables *tables)
{
	tables->record = xcalloc(tables->nkeys, sizeof(*tables->record));
	for (size_t i = 0; i < tables->nkeys; i++)
		if (tables->key[i].defined) {
			struct place *record = &tables->record[tables->nrecords++];

			*record = tables->key[i].record;
			record->offset += offsetof(struct ffp, entry);
		}
	qsort(tables->record, tables->nrecords, sizeof(*tables->record), record_order);
}

bool tables_is_record(const struct tables *tables, uint32_t section, uint64_t offset)
{
	const struct place place = { section, offset };

	return tables->nrecords &&
	       bsearch(&place, tables->record, tables->nrecords, sizeof(place), record_order);
}

/* Join keys with the same entry, sort them by it, and let the sites point to theirs. */
static void join_keys(struct tables *tables)
{
	struct place *entries = xcalloc(tables->nkeys, sizeof(*entries));
	size_t n = 0;

	for (size_t i = 0; i < tables->nkeys; i++)
		entries[i] = tables->key[i].entry;
	if (tables->nkeys)
		qsort(tables->key, tables->nkeys, sizeof(*tables->key), by_entry);
	for (size_t i = 0; i < tables->nkeys; i++) {
		struct key *key = &tables->key[i];

		if (n && tables->key[n - 1].entry.section == key->entry.section &&
		    tables->key[n - 1].entry.offset == key->entry.offset && !key->defined)
			continue;
		tables->key[n++] = *key;
	}
	tables->nkeys = n;
	for (size_t i = 0; i < tables->nsites; i++) {
		struct table_site *site = &tables->site[i];
		const struct place *entry = &entries[site->key_index];

		site->key = tables_key_at(tables, entry);
		site->key->nsites += site->kind != FFP_SITE_VENEER;
	}
	free(entries);
}

/* Is this the symbol of that key's entry? */
static bool is_entry(const struct tables *tables, const struct symbol *sym, uint32_t index,
		     const struct place *entry)
{
	if (!tables->object)
		return sym->value && sym->value == entry->offset;
	if (entry->section)
		return sym->section == entry->section && sym->value == entry->offset;
	return entry->offset == (uint64_t)index << 2;
}

/* The `*n` symbols that may name a key's entry, in their order; `*one` is room for one. */
static const uint32_t *entry_symbols(struct obj *obj, const struct tables *tables,
				     const struct place *entry, uint32_t *one, size_t *n)
{
	if (!tables->object || entry->section)
		return obj_symbols_at(obj, *entry, n);
	*one = (uint32_t)(entry->offset >> 2);
	*n = *one < obj->nsymbols;
	return one;
}

/* By name, and those of one name in the order of the symbols. */
static int by_key_name(const void *a, const void *b)
{
	const struct key *const *x = a, *const *y = b;
	int r = strcmp((*x)->name, (*y)->name);

	return r ? r : ((*x)->symbol > (*y)->symbol) - ((*x)->symbol < (*y)->symbol);
}

static int to_key_name(const void *element, const void *name)
{
	const struct key *const *key = element;

	return strcmp((*key)->name, name);
}

/* The exported keys with a default, by name: they name the defaults of imports. */
struct naming {
	const struct key **exported;
	size_t n;
};

static struct naming naming_of(const struct keys *keys)
{
	struct naming naming = { xcalloc(keys->n, sizeof(const struct key *)), 0 };

	for (size_t i = 0; i < keys->n; i++)
		if (keys->key[i].exported && keys->key[i].def)
			naming.exported[naming.n++] = &keys->key[i];
	qsort(naming.exported, naming.n, sizeof(const struct key *), by_key_name);
	return naming;
}

/* The default of an exported key, as another symbol of the file has it; NULL if none has. */
static const char *exported_default(const struct naming *naming, const char *name)
{
	size_t i =
	    array_first(naming->exported, naming->n, sizeof(struct key *), name, to_key_name);

	return i < naming->n && !strcmp(naming->exported[i]->name, name) ? naming->exported[i]->def
									 : NULL;
}

/* A copy of a name without the version that a linker may have appended. */
static char *without_version(const char *name)
{
	return xstrndup(name, strcspn(name, "@"));
}

/* Name the key of an import, whose symbol does not contain the default. */
static void name_import(struct obj *obj, const struct tables *tables, const struct naming *naming,
			struct key *key)
{
	const size_t len = strlen(FFP_PREFIX_IMPORT);
	uint32_t one;
	size_t n;
	const uint32_t *symbols = entry_symbols(obj, tables, &key->entry, &one, &n);
	const char *def;

	for (size_t i = 0; i < n && !key->name; i++) {
		const struct symbol *sym = &obj->symbols[symbols[i]];

		if (strncmp(sym->name, FFP_PREFIX_IMPORT, len) || !sym->section ||
		    !is_entry(tables, sym, symbols[i], &key->entry))
			continue;
		key->name = xstrndup(sym->name + len, strlen(sym->name + len));
		key->named = key->exported = true;
	}
	def = key->name && !key->def ? exported_default(naming, key->name) : NULL;
	if (def)
		key->def = without_version(def);
}

static void name_key(struct obj *obj, const struct tables *tables, const struct naming *naming,
		     struct key *key)
{
	uint32_t one;
	size_t n;
	const uint32_t *symbols = entry_symbols(obj, tables, &key->entry, &one, &n);

	for (size_t i = 0; i < n && !key->named; i++) {
		const struct symbol *sym = &obj->symbols[symbols[i]];
		const struct key *from;

		if (!tables->keys.of_symbol[symbols[i]] ||
		    !is_entry(tables, sym, symbols[i], &key->entry))
			continue;
		from = &tables->keys.key[tables->keys.of_symbol[symbols[i]] - 1];
		key->named = true;
		key->exported = from->exported;
		key->local = sym->bind == STB_LOCAL && tables->object;
		if (!key->name)
			key->name = xstrndup(from->name, strlen(from->name));
		if (from->def)
			key->def = without_version(from->def);
	}
	if (key->defined)
		key->exported = key->flags & FFP_KEY_EXPORT;
	if (!key->name)
		name_import(obj, tables, naming, key);
	if (!key->name)
		key->name = xstrndup("?", 1);
}

/* Give the keys their names and defaults, by the symbols of their entries. */
static void name_keys(struct obj *obj, struct tables *tables)
{
	struct naming naming = naming_of(&tables->keys);

	for (size_t i = 0; i < tables->nkeys; i++)
		name_key(obj, tables, &naming, &tables->key[i]);
	free(naming.exported);
}

/* The bytes of a site or veneer, whose length is set; NULL if they are not in the file. */
static const uint8_t *site_bytes(const struct obj *obj, struct table_site *site)
{
	const struct section *s = &obj->sections[site->section];

	if (!site->section)
		return NULL;
	if (site->kind != FFP_SITE_VENEER)
		return code_site(obj, s, site->offset, site->kind, &site->length);
	site->length = obj->arch->insn->veneer_size;
	return obj_at(s, site->offset, site->length);
}

/* Find by its relocation what a site of an object holds. */
static void read_object_site(const struct obj *obj, struct tables *tables, struct table_site *site)
{
	const struct section *s = &obj->sections[site->section];
	const uint8_t *p = site_bytes(obj, site);
	unsigned len = site->length;
	struct insn_read in;
	struct arch_site jump;
	const struct rela *r;
	uint32_t symbol;
	struct key *key;
	int64_t addend;

	if (!p)
		return;
	for (r = obj_rela_from(s, site->offset);
	     r < obj_rela_end(s) && r->offset < site->offset + len; r++)
		if (r->type != obj->arch->rel_none)
			break;
	if (r >= obj_rela_end(s) || r->offset >= site->offset + len) {
		if (obj->arch->insn->decode(p, site->kind, site->offset, &in) &&
		    in.form == INSN_NOTHING)
			site->state = STATE_NOTHING;
		return;
	}
	site->rela = r;
	/* The symbol may be the entry's own, or another one at the same place. */
	key = keys_find(obj, &tables->keys, r->symbol, r->addend, &addend);
	symbol = key ? key->symbol : r->symbol;
	site->state = symbol && is_entry(tables, &obj->symbols[symbol], symbol, &site->key->entry)
			  ? STATE_ENTRY
			  : STATE_DIRECT;
	/* A veneer must be a jump to the very start of the entry, which nobody checks later. */
	if (site->kind == FFP_SITE_VENEER &&
	    !obj->arch->classify(r->type, r->addend, s->data, s->head.sh_size, r->offset, &jump))
		site->state = STATE_UNKNOWN;
}

/* Is an address in a PLT, by the names that linkers give the section? */
static bool in_plt(const struct obj *obj, uint64_t address)
{
	uint32_t section = obj_section_at(obj, address, 1);

	return section && (!strncmp(obj->sections[section].name, ".plt", 4) ||
			   !strncmp(obj->sections[section].name, ".iplt", 5));
}

static void read_linked_site(const struct obj *obj, struct table_site *site)
{
	const uint8_t *p = site_bytes(obj, site);
	/* A veneer is decoded as a jump. */
	unsigned kind = site->kind == FFP_SITE_VENEER ? FFP_SITE_JUMP : site->kind;
	uint64_t way[INSN_STEPS];
	struct insn_read in;

	if (!p || !obj->arch->insn->decode(p, kind, site->address, &in))
		return;
	switch (in.form) {
	case INSN_NOTHING:
		site->state = STATE_NOTHING;
		break;
	case INSN_CONSTANT:
		site->state = STATE_CONSTANT;
		break;
	case INSN_BRANCH:
		site->destination = in.value;
		site->state = code_way(obj, in.value, site->key->entry.offset, way) ? STATE_ENTRY
			      : in_plt(obj, in.value)				    ? STATE_PLT
										    : STATE_DIRECT;
		break;
	}
}

bool tables_read_all(struct obj *obj, struct tables *tables, const char *name,
		     bool (*read)(struct obj *, struct tables *, uint32_t))
{
	uint32_t i = 0;

	while ((i = obj_find_section(obj, name, i)))
		if ((tables->object && !obj_relas(obj, i)) || !read(obj, tables, i))
			return false;
	return true;
}

bool tables_read(struct obj *obj, struct tables *tables)
{
	memset(tables, 0, sizeof(*tables));
	tables->object = obj->head.e_type == ET_REL;
	if (!tables->object && obj->head.e_type != ET_EXEC && obj->head.e_type != ET_DYN)
		return msg_error(obj->path, "no object, program or shared library");
	if (!obj_find_section(obj, FFP_SITES_SECTION, 0) &&
	    !obj_find_section(obj, FFP_KEYS_SECTION, 0) &&
	    !obj_find_section(obj, FFP_BRANCHES_SECTION, 0))
		return true;
	if (!obj->arch)
		return msg_error(obj->path, "machine %u: not supported", obj->head.e_machine);
	if (!obj_read_symbols(obj) || !keys_read(obj, &tables->keys) ||
	    !tables_read_all(obj, tables, FFP_KEYS_SECTION, read_keys) ||
	    !tables_read_all(obj, tables, FFP_SITES_SECTION, read_sites) || !read_wide(obj, tables))
		return false;
	tables->named = obj->symtab != 0;
	join_keys(tables);
	find_records(tables);
	name_keys(obj, tables);
	for (size_t i = 0; i < tables->nsites; i++) {
		struct table_site *site = &tables->site[i];

		if (!tables->object) {
			read_linked_site(obj, site);
			continue;
		}
		if (!obj_relas(obj, site->section))
			return false;
		read_object_site(obj, tables, site);
	}
	if (tables->nsites)
		qsort(tables->site, tables->nsites, sizeof(*tables->site), by_site);
	tables->nsites -= tables->nveneers;
	return tables_read_branches(obj, tables);
}

void tables_free(struct tables *tables)
{
	for (size_t i = 0; i < tables->nkeys; i++)
		key_clear(&tables->key[i]);
	for (size_t i = 0; i < tables->nother; i++)
		key_clear(&tables->other[i]);
	free(tables->key);
	free(tables->other);
	free(tables->site);
	free(tables->branch);
	free(tables->record);
	keys_free(&tables->keys);
	memset(tables, 0, sizeof(*tables));
}
