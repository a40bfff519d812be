// SPDX-License-Identifier: MIT
/*
 * The table ffp_branches of a file: see tables.h.  A line names its key by the key's record: the
 * record is one that the file defines, or a symbol names it.  src/branch.c reads the same table
 * when a program runs.
 */
#include "tables.h"
#include "array.h"
#include "elf/table.h"
#include "loaded.h"

#include <json-c/linkhash.h>
#include <stdlib.h>
#include <string.h>

const char *const branch_state_names[BRANCH_STATES] = { "unknown", "off", "on" };
const char *const branch_names[2] = { "branch", "likely" };

/* What finds the key of a line. */
struct finder {
	struct obj *obj;
	struct tables *tables;
	struct key **defined; /* by the places of their records */
	size_t ndefined;
	struct lh_table *plain, *exported; /* by name: keys that another file may define */
	struct loaded_words words;
	bool words_read;
};

/* Read the lines of one section ffp_branches. */
static bool read_lines(struct obj *obj, struct tables *tables, uint32_t section)
{
	const struct section *s = &obj->sections[section];

	if (!tables_has_lines(obj, section, TABLE_BRANCH))
		return false;
	for (uint64_t at = 0; at < s->head.sh_size; at += TABLE_BRANCH) {
		struct table_branch *branch;
		struct place place;

		tables->branch =
		    array_grow(tables->branch, tables->nbranches, sizeof(*tables->branch));
		branch = &tables->branch[tables->nbranches];
		memset(branch, 0, sizeof(*branch));
		if (!table_field(obj, section, at + offsetof(struct ffp_branch, site), &place) ||
		    !table_field(obj, section, at + offsetof(struct ffp_branch, to), &branch->to) ||
		    !table_field(obj, section, at + offsetof(struct ffp_branch, key),
				 &branch->record))
			return obj_error(obj, section, at, "a field without relocation");
		branch->line = (struct place){ section, at };
		branch->likely = branch->record.offset & FFP_BRANCH_LIKELY;
		branch->far = branch->record.offset & FFP_BRANCH_FAR;
		branch->record.offset &= ~(uint64_t)3;
		branch->section = place.section;
		branch->offset = place.offset;
		branch->length = insn_branch_length(obj->arch->insn);
		if (!tables->object) {
			branch->address = place.offset;
			branch->section = obj_section_at(obj, place.offset, 1);
			branch->offset -= obj->sections[branch->section].head.sh_addr;
		}
		tables->nbranches++;
	}
	return true;
}

static int by_record(const void *a, const void *b)
{
	const struct key *const *x = a, *const *y = b;

	return place_order((*x)->record, (*y)->record);
}

static int to_record(const void *element, const void *key)
{
	const struct key *const *x = element;

	return place_order((*x)->record, *(const struct place *)key);
}

static struct lh_table *new_table(void)
{
	struct lh_table *table = lh_kchar_table_new(64, NULL);

	if (!table)
		abort();
	return table;
}

struct key *tables_named(struct lh_table *table, struct key *key)
{
	struct lh_entry *known = lh_table_lookup_entry(table, key->name);

	if (known)
		return lh_entry_v(known);
	if (lh_table_insert(table, key->name, key))
		abort();
	return key;
}

static void open_finder(struct finder *f, struct obj *obj, struct tables *tables)
{
	*f = (struct finder){ .obj = obj,
			      .tables = tables,
			      .defined = xcalloc(tables->nkeys, sizeof(*f->defined)),
			      .plain = new_table(),
			      .exported = new_table() };
	for (size_t i = 0; i < tables->nkeys; i++) {
		struct key *key = &tables->key[i];

		if (key->defined)
			f->defined[f->ndefined++] = key;
		if (!strcmp(key->name, "?"))
			continue;
		if (key->exported)
			(void)tables_named(f->exported, key);
		else if (!key->defined && !key->local)
			(void)tables_named(f->plain, key);
	}
	if (f->ndefined)
		qsort(f->defined, f->ndefined, sizeof(*f->defined), by_record);
	/* No pointer to one may become invalid. */
	tables->other = xcalloc(tables->nbranches + 1, sizeof(*tables->other));
}

static void close_finder(struct finder *f)
{
	lh_table_free(f->plain);
	lh_table_free(f->exported);
	free(f->defined);
	loaded_forget_words(&f->words);
}

/* The key that has its record at a place, or NULL. */
static struct key *key_at(const struct finder *f, struct place record)
{
	size_t i = array_first(f->defined, f->ndefined, sizeof(*f->defined), &record, to_record);

	return i < f->ndefined && !to_record(&f->defined[i], &record) ? f->defined[i] : NULL;
}

/* The key of a name, which the file need not define. */
static struct key *key_named(struct finder *f, const char *name, bool exported)
{
	struct key *new = &f->tables->other[f->tables->nother];
	struct key *key;

	*new = (struct key){ .name = xstrndup(name, strlen(name)), .exported = exported };
	key = tables_named(exported ? f->exported : f->plain, new);
	if (key == new)
		f->tables->nother++;
	else
		key_clear(new);
	return key;
}

/* The key of the symbol of a record, or NULL: it is the symbol of none. */
static struct key *key_of_symbol(struct finder *f, const char *symbol, bool exported)
{
	const size_t length = strlen(FFP_PREFIX_RECORD);

	return symbol && !strncmp(symbol, FFP_PREFIX_RECORD, length)
		   ? key_named(f, symbol + length, exported)
		   : NULL;
}

/* In an object: the key of the record that a pointer's relocation names. */
static struct key *far_in_object(struct finder *f, struct place pointer)
{
	const struct obj *obj = f->obj;
	struct place record;
	const struct rela *r;

	if (!pointer.section || !obj_relas(f->obj, pointer.section))
		return NULL;
	r = obj_rela_at(&obj->sections[pointer.section], pointer.offset);
	if (!r || r->type != obj->arch->rel_abs64)
		return NULL;
	return obj_place(obj, r, &record) ? key_at(f, record)
					  : key_of_symbol(f, obj->symbols[r->symbol].name, true);
}

/* In a linked file: the key of the record to which a loader lets a pointer point. */
static struct key *far_in_linked(struct finder *f, uint64_t pointer)
{
	struct loaded_word word;

	if (!f->words_read)
		loaded_read_words(f->obj, &f->words);
	f->words_read = true;
	if (!loaded_pointer(f->obj, &f->words, pointer, &word))
		return NULL;
	return word.symbol ? key_of_symbol(f, loaded_symbol(f->obj, &word), true)
			   : key_at(f, (struct place){ 0, word.value });
}

static struct key *find_key(struct finder *f, const struct table_branch *branch)
{
	const uint64_t symbol = branch->record.offset >> 2;

	if (branch->far)
		return f->tables->object ? far_in_object(f, branch->record)
					 : far_in_linked(f, branch->record.offset);
	if (!f->tables->object || branch->record.section)
		return key_at(f, branch->record);
	return symbol < f->obj->nsymbols ? key_of_symbol(f, f->obj->symbols[symbol].name, false)
					 : NULL;
}

/*
 * The relocation of a branch's instruction in an object, or NULL.  The instruction is a jump then,
 * to a place that only the linker knows.
 */
static const struct rela *relocation_of(const struct obj *obj, const struct table_branch *branch)
{
	const struct section *s = &obj->sections[branch->section];

	for (const struct rela *r = obj_rela_from(s, branch->offset);
	     r < obj_rela_end(s) && r->offset < branch->offset + branch->length; r++)
		if (r->type != obj->arch->rel_none && r->type != obj->arch->rel_relax)
			return r;
	return NULL;
}

static enum branch_state state_of(const struct obj *obj, const struct tables *tables,
				  const struct table_branch *branch)
{
	const uint8_t *p = branch->section ? obj_at(&obj->sections[branch->section], branch->offset,
						    branch->length)
					   : NULL;
	const struct rela *r = p && tables->object ? relocation_of(obj, branch) : NULL;
	const uint64_t at = tables->object ? branch->offset : branch->address;
	const bool same = !tables->object || branch->to.section == branch->section;
	struct insn_branch made;
	struct insn_read now;
	struct place to;

	if (r)
		return obj_place(obj, r, &to) && to.section == branch->to.section &&
			       obj->arch->insn->decode(p, FFP_SITE_JUMP, at, &now) &&
			       now.form == INSN_BRANCH
			   ? branch->likely ? BRANCH_OFF : BRANCH_ON
			   : BRANCH_UNKNOWN;
	/* To another section of an object the distance is not known; that of the no-op is none. */
	if (!p || !insn_branch_encode(obj->arch->insn, branch->likely, at,
				      same ? branch->to.offset : at, &made))
		return BRANCH_UNKNOWN;
	if (!memcmp(p, made.off, branch->length) && (same || !branch->likely))
		return BRANCH_OFF;
	return !memcmp(p, made.on, branch->length) && (same || branch->likely) ? BRANCH_ON
									       : BRANCH_UNKNOWN;
}

static int by_place(const void *a, const void *b)
{
	const struct table_branch *x = a, *y = b;
	int r = place_order((struct place){ x->section, x->offset },
			    (struct place){ y->section, y->offset });

	return r ? r : place_order(x->line, y->line);
}

bool tables_read_branches(struct obj *obj, struct tables *tables)
{
	struct finder finder;
	bool ok = tables_read_all(obj, tables, FFP_BRANCHES_SECTION, read_lines);

	if (!ok || !tables->nbranches)
		return ok;
	qsort(tables->branch, tables->nbranches, sizeof(*tables->branch), by_place);
	open_finder(&finder, obj, tables);
	for (size_t i = 0; ok && i < tables->nbranches; i++) {
		struct table_branch *branch = &tables->branch[i];

		branch->key = find_key(&finder, branch);
		branch->known = branch->key;
		if (!branch->known)
			branch->key = key_named(&finder, "?", false);
		branch->key->nbranches++;
		ok = !tables->object || obj_relas(obj, branch->section);
		if (ok)
			branch->state = state_of(obj, tables, branch);
	}
	close_finder(&finder);
	return ok;
}
