// SPDX-License-Identifier: MIT
#include "keys.h"
#include "array.h"
#include "called.h"
#include "elf/table.h"
#include "msg.h"

#include <stdlib.h>
#include <string.h>

/* A reference by a section's symbol refers to the key this near; entries are further apart. */
enum { NEAR = FFP_ENTRY_HEADER / 2 };

enum key_parsed key_parse(const char *symbol, struct key *key)
{
	const char *name = symbol + strlen(FFP_PREFIX_PLAIN), *dot, *second;
	bool exported = !strncmp(symbol, FFP_PREFIX_EXPORT, strlen(FFP_PREFIX_EXPORT));

	memset(key, 0, sizeof(*key));
	if (!exported && strncmp(symbol, FFP_PREFIX_PLAIN, strlen(FFP_PREFIX_PLAIN)))
		return KEY_OTHER;
	dot = strchr(name, '.');
	if (!dot || dot == name || !dot[1])
		return KEY_MALFORMED;
	/* A linker may append @VERSION, and that may have dots. */
	second = strpbrk(dot + 1, ".@");
	if (second && (*second == '.' || second == dot + 1))
		return KEY_MALFORMED;
	key->exported = exported;
	key->named = true;
	key->name = xstrndup(name, (size_t)(dot - name));
	key->def = strcmp(dot + 1, FFP_NO_DEFAULT) ? xstrndup(dot + 1, strlen(dot + 1)) : NULL;
	return KEY_PARSED;
}

void key_clear(struct key *key)
{
	free(key->name);
	free(key->def);
	memset(key, 0, sizeof(*key));
}

static int by_place(const void *a, const void *b)
{
	const struct key *const *x = a, *const *y = b;
	int r = place_order((*x)->entry, (*y)->entry);

	if (r)
		return r;
	return (*x)->symbol < (*y)->symbol ? -1 : (*x)->symbol > (*y)->symbol;
}

/* 1 + the index of the key that has this function's name and has the function as its default. */
static uint32_t key_by_function(const struct keys *keys, const char *name)
{
	for (size_t i = 0; i < keys->n; i++) {
		const struct key *key = &keys->key[i];

		if (!key->exported && key->def && !strcmp(key->name, name) &&
		    !strcmp(key->def, name))
			return (uint32_t)i + 1;
	}
	return 0;
}

/*
 * Add the keys of the functions obj->called that this object mentions.  A local symbol of such a
 * name is another function.
 */
static void add_functions(const struct obj *obj, struct keys *keys)
{
	const size_t n = keys->n;

	for (uint32_t i = 1; i < obj->nsymbols && obj->called; i++) {
		const struct symbol *sym = &obj->symbols[i];
		const struct called_name *called;
		uint32_t of;

		if (sym->bind == STB_LOCAL || !(called = called_find(obj->called, sym->name)))
			continue;
		if (!keys->of_function)
			keys->of_function = xcalloc(obj->nsymbols, sizeof(*keys->of_function));
		/* Few objects have entries: their number is that of the keys before. */
		of = n ? key_by_function(keys, sym->name) : 0;
		if (!of) {
			keys->key = array_grow(keys->key, keys->n, sizeof(*keys->key));
			keys->key[keys->n++] =
			    (struct key){ .name = xstrndup(sym->name, strlen(sym->name)),
					  .def = xstrndup(sym->name, strlen(sym->name)),
					  .named = true,
					  .needed = called->needed,
					  .entry = TABLE_ELSEWHERE(i) };
			of = (uint32_t)keys->n;
		}
		keys->of_function[i] = of;
	}
}

struct key *keys_of_function(const struct keys *keys, uint32_t symbol)
{
	uint32_t of = keys->of_function ? keys->of_function[symbol] : 0;

	return of ? &keys->key[of - 1] : NULL;
}

bool keys_read(struct obj *obj, struct keys *keys)
{
	unsigned files = 0;
	struct key key;

	memset(keys, 0, sizeof(*keys));
	keys->of_symbol = xcalloc(obj->nsymbols, sizeof(*keys->of_symbol));
	for (uint32_t i = 0; i < obj->nsymbols; i++) {
		const struct symbol *sym = &obj->symbols[i];

		if (sym->type == STT_FILE) {
			files += *sym->name != 0;
			/* What GCC and LLVM call the source that they make. */
			keys->some_lto |=
			    !strcmp(sym->name, "<artificial>") || !strcmp(sym->name, "ld-temp.o");
		}
		switch (key_parse(sym->name, &key)) {
		case KEY_OTHER:
			continue;
		case KEY_MALFORMED:
			return msg_error(obj->path, "symbol %s: not the name of a key", sym->name);
		case KEY_PARSED:
			break;
		}
		key.symbol = i;
		if (obj->head.e_type != ET_REL)
			key.entry.offset = sym->value;
		else if (sym->section)
			key.entry = (struct place){ sym->section, sym->value };
		else
			key.entry = TABLE_ELSEWHERE(i);
		keys->key = array_grow(keys->key, keys->n, sizeof(key));
		keys->key[keys->n++] = key;
		keys->of_symbol[i] = (uint32_t)keys->n;
	}
	add_functions(obj, keys);
	keys->lto = obj->lto || (keys->some_lto && files == 1);
	keys->merged = files > 1 || keys->lto;
	keys->by_place = xcalloc(keys->n, sizeof(*keys->by_place));
	for (size_t i = 0; i < keys->n; i++)
		if (keys->key[i].entry.section)
			keys->by_place[keys->nplaces++] = &keys->key[i];
	if (keys->nplaces)
		qsort(keys->by_place, keys->nplaces, sizeof(*keys->by_place), by_place);
	return true;
}

void keys_free(struct keys *keys)
{
	for (size_t i = 0; i < keys->n; i++)
		key_clear(&keys->key[i]);
	free(keys->key);
	free(keys->aim);
	free(keys->of_symbol);
	free(keys->of_function);
	free(keys->by_place);
	memset(keys, 0, sizeof(*keys));
}

static int to_near(const void *element, const void *key)
{
	const struct key *const *k = element;

	return place_order((struct place){ (*k)->entry.section, (*k)->entry.offset + NEAR },
			   *(const struct place *)key);
}

/* The key at a place or within NEAR of it. */
static struct key *near(const struct keys *keys, struct place place)
{
	/* The first key that is not more than NEAR before the place. */
	size_t i =
	    array_first(keys->by_place, keys->nplaces, sizeof(struct key *), &place, to_near);
	struct key *key = i < keys->nplaces ? keys->by_place[i] : NULL;

	return key && key->entry.section == place.section &&
		       key->entry.offset + NEAR - place.offset <= 2 * NEAR
		   ? key
		   : NULL;
}

struct key *keys_find(const struct obj *obj, const struct keys *keys, uint32_t symbol,
		      int64_t addend, int64_t *key_addend)
{
	const struct symbol *sym = &obj->symbols[symbol];
	struct place place;
	struct key *key;

	*key_addend = addend;
	if (!symbol)
		return NULL;
	if (keys->of_symbol[symbol])
		return &keys->key[keys->of_symbol[symbol] - 1];
	if (sym->bind != STB_LOCAL || !sym->section)
		return NULL;
	place = (struct place){ sym->section, sym->value + (uint64_t)addend };
	key = near(keys, place);
	if (key)
		*key_addend = (int64_t)(place.offset - key->entry.offset);
	return key;
}

static int by_default(const void *a, const void *b)
{
	const struct key *const *x = a, *const *y = b;

	return strcmp((*x)->def, (*y)->def);
}

static int to_default(const void *element, const void *key)
{
	const struct key *const *k = element;

	return strcmp((*k)->def, key);
}

/* Find for each key the symbols with its default's name, in one pass over the symbols. */
static void find_defaults(const struct obj *obj, struct keys *keys)
{
	struct key **sorted = xcalloc(keys->n, sizeof(*sorted));
	size_t n = 0;

	for (size_t i = 0; i < keys->n; i++)
		if (keys->key[i].def)
			sorted[n++] = &keys->key[i];
	qsort(sorted, n, sizeof(*sorted), by_default);
	for (size_t i = 0; i < n; i++)
		sorted[i]->aim->same = i && !by_default(&sorted[i - 1], &sorted[i])
					   ? sorted[i - 1]->aim->same
					   : sorted[i]->aim;

	for (uint32_t i = 1; i < obj->nsymbols && n; i++) {
		const struct symbol *sym = &obj->symbols[i];

		if (sym->type == STT_SECTION || sym->type == STT_FILE)
			continue;
		for (size_t k = array_first(sorted, n, sizeof(*sorted), sym->name, to_default);
		     k < n && !strcmp(sorted[k]->def, sym->name); k++) {
			struct aim *aim = sorted[k]->aim;

			if (sym->bind != STB_LOCAL) {
				aim->global = i;
			} else if (!sym->undefined) {
				aim->local = i;
				aim->locals++;
			}
		}
	}
	free(sorted);
}

/* Aim a key by the name of its default alone. */
static void aim_by_name(const struct obj *obj, const struct keys *keys, const struct key *key)
{
	struct aim *aim = key->aim;

	if (obj->module && (!aim->global || obj->symbols[aim->global].undefined) &&
	    !key->entry.section) {
		/*
		 * The kernel may not export the default, and then a module that names it is
		 * neither linked nor loaded.  It may also have changed the key.
		 */
		aim->at = AIM_ENTRY;
	} else if (aim->global) {
		aim->at = AIM_SYMBOL;
		aim->symbol = aim->global;
	} else if (keys->lto || (!aim->locals && !keys->some_lto)) {
		/*
		 * Link-time optimisation keeps the default under its name, since the
		 * object that defines the key is not the optimiser's.  A local function of
		 * that name is another file's.
		 */
		aim->at = AIM_UNDEFINED;
	} else if (key->entry.section && aim->locals == 1 && !keys->merged) {
		aim->at = AIM_SYMBOL;
		aim->symbol = aim->local;
	} else {
		/* Some other file's function may have the same name. */
		aim->at = AIM_ENTRY;
	}
}

/* *out becomes the relocation at `offset` of a section, or NULL.  False after a message. */
static bool refers(struct obj *obj, uint32_t section, uint64_t offset, const struct rela **out)
{
	if (!obj_relas(obj, section))
		return false;
	*out = obj_rela_at(&obj->sections[section], offset);
	return true;
}

bool keys_defined_by_lto(const struct obj *obj, const struct key *key)
{
	return msg_error(obj->path,
			 "key %s: link-time optimisation of what defines it: "
			 "compile that file through ffp-cc, or with -fno-lto",
			 key->name);
}

/*
 * A symbol at the place to which the relocation `r` of a record's default refers, since `r`
 * itself may name a section.  A symbol with the default's name in C is preferred, which
 * may be an alias of the symbol in `r`; then `*named` becomes true.  0: there is no symbol.
 */
static uint32_t default_symbol(struct obj *obj, const struct key *key, const struct rela *r,
			       bool *named)
{
	const struct symbol *sym = &obj->symbols[r->symbol];
	const struct place place = { sym->section, sym->value + (uint64_t)r->addend };
	uint32_t found = sym->bind == STB_LOCAL ? 0 : r->symbol;
	const uint32_t *symbols;
	size_t n = 0;

	*named = found && !strcmp(sym->name, key->def);
	symbols = sym->section && !*named ? obj_symbols_at(obj, place, &n) : NULL;
	for (size_t i = 0; i < n && !*named; i++) {
		const struct symbol *s = &obj->symbols[symbols[i]];

		if (s->type == STT_SECTION || s->undefined)
			continue;
		*named = !strcmp(s->name, key->def);
		if (*named || (!found && s->type == STT_FUNC))
			found = symbols[i];
	}
	return found;
}

/*
 * Aim a key that the object defines by its record: the entry refers to the record, and that to
 * the default.  This is exact, even if several functions have one name.  False after a message.
 */
static bool aim_by_record(struct obj *obj, const struct keys *keys, const struct key *key)
{
	const struct symbol *entry = &obj->symbols[key->symbol];
	const struct symbol *sym;
	const struct rela *r;
	uint32_t found;
	uint64_t place;
	bool named;

	if (strcmp(obj->sections[entry->section].name, FFP_TEXT_SECTION))
		return true;
	if (!refers(obj, entry->section, entry->value + (uint64_t)FFP_ENTRY_RECORD, &r))
		return false;
	if (!r || !obj->symbols[r->symbol].section)
		return true;
	sym = &obj->symbols[r->symbol];
	place = sym->value + (uint64_t)r->addend;
	if (!refers(obj, sym->section, place + RECORD_DEFAULT, &r))
		return false;
	if (!r || !r->symbol)
		return true;

	found = default_symbol(obj, key, r, &named);
	/* A key of one file has no sites elsewhere, which would be aimed by the name. */
	if (found && (named || entry->bind == STB_LOCAL)) {
		key->aim->at = AIM_SYMBOL;
		key->aim->symbol = found;
		return true;
	}
	if (keys->lto)
		return keys_defined_by_lto(obj, key);
	return msg_error(obj->path,
			 "key %s: the symbol of its default %s is %s: "
			 "what calls the key goes by the name",
			 key->name, key->def, found ? obj->symbols[found].name : "unknown");
}

bool keys_aim(struct obj *obj, struct keys *keys)
{
	keys->aim = xcalloc(keys->n, sizeof(*keys->aim));
	for (size_t i = 0; i < keys->n; i++)
		keys->key[i].aim = &keys->aim[i];
	find_defaults(obj, keys);
	for (size_t i = 0; i < keys->n; i++) {
		const struct key *key = &keys->key[i];

		if (!key->def)
			continue;
		if (key->entry.section && !aim_by_record(obj, keys, key))
			return false;
		if (key->aim->at == AIM_UNKNOWN)
			aim_by_name(obj, keys, key);
	}
	return true;
}
