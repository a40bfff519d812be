// SPDX-License-Identifier: MIT
#include "keys.h"
#include "array.h"
#include "msg.h"

#include <stdlib.h>
#include <string.h>

/* A reference means a key if it points this close; entries are further apart. */
enum { NEAR = FFP_ENTRY_HEADER / 2 };

bool key_parse(const char *symbol, struct key *key)
{
	const char *dot, *second;

	memset(key, 0, sizeof(*key));
	if (!strncmp(symbol, FFP_PREFIX_EXPORT, strlen(FFP_PREFIX_EXPORT)))
		key->exported = true;
	else if (strncmp(symbol, FFP_PREFIX_PLAIN, strlen(FFP_PREFIX_PLAIN)))
		return false;
	key->name = symbol + strlen(FFP_PREFIX_PLAIN);
	dot = strchr(key->name, '.');
	if (!dot || dot == key->name || !dot[1])
		return false;
	/* A linker may append @VERSION, and that may have dots. */
	second = strpbrk(dot + 1, ".@");
	if (second && (*second == '.' || second == dot + 1))
		return false;
	key->name_len = (int)(dot - key->name);
	key->def = strcmp(dot + 1, FFP_NO_DEFAULT) ? dot + 1 : NULL;
	return true;
}

static int by_place(const void *a, const void *b, void *obj)
{
	const struct key *const *x = a, *const *y = b;
	const struct symbol *symbols = ((const struct obj *)obj)->symbols;
	const struct symbol *s = &symbols[(*x)->symbol], *t = &symbols[(*y)->symbol];

	int r = place_order((struct place){ s->section, s->value },
			    (struct place){ t->section, t->value });

	if (r)
		return r;
	return (*x)->symbol < (*y)->symbol ? -1 : (*x)->symbol > (*y)->symbol;
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
		if (!key_parse(sym->name, &key)) {
			if (key.name)
				return msg_error(obj->path, "symbol %s: not the name of a key",
						 sym->name);
			continue;
		}
		key.symbol = i;
		keys->key = array_grow(keys->key, keys->n, sizeof(key));
		keys->key[keys->n++] = key;
		keys->of_symbol[i] = (uint32_t)keys->n;
	}
	keys->lto = obj->lto || (keys->some_lto && files == 1);
	keys->merged = files > 1 || keys->lto;
	keys->by_place = xcalloc(keys->n, sizeof(*keys->by_place));
	for (size_t i = 0; i < keys->n; i++)
		if (obj->symbols[keys->key[i].symbol].section)
			keys->by_place[keys->nplaces++] = &keys->key[i];
	qsort_r(keys->by_place, keys->nplaces, sizeof(*keys->by_place), by_place, obj);
	return true;
}

void keys_free(struct keys *keys)
{
	free(keys->key);
	free(keys->of_symbol);
	free(keys->by_place);
	memset(keys, 0, sizeof(*keys));
}

struct near_place {
	const struct obj *obj;
	struct place place;
};

static int to_near(const void *element, const void *key)
{
	const struct key *const *k = element;
	const struct near_place *wanted = key;
	const struct symbol *s = &wanted->obj->symbols[(*k)->symbol];

	return place_order((struct place){ s->section, s->value + NEAR }, wanted->place);
}

/* The key nearest to a place, and within NEAR. */
static struct key *near(const struct obj *obj, const struct keys *keys, uint32_t section,
			uint64_t value)
{
	const struct near_place wanted = { obj, { section, value } };
	/* The first at `value` - NEAR or above; the others of interest follow. */
	size_t i =
	    array_first(keys->by_place, keys->nplaces, sizeof(struct key *), &wanted, to_near);

	if (i < keys->nplaces) {
		const struct symbol *s = &obj->symbols[keys->by_place[i]->symbol];

		if (s->section == section && s->value + NEAR - value <= 2 * NEAR)
			return keys->by_place[i];
	}
	return NULL;
}

struct key *keys_find(const struct obj *obj, const struct keys *keys, uint32_t symbol,
		      int64_t addend, int64_t *key_addend)
{
	const struct symbol *sym = &obj->symbols[symbol];
	struct key *key;
	uint64_t place;

	*key_addend = addend;
	if (!symbol)
		return NULL;
	if (keys->of_symbol[symbol])
		return &keys->key[keys->of_symbol[symbol] - 1];
	if (sym->bind != STB_LOCAL || !sym->section)
		return NULL;
	place = sym->value + (uint64_t)addend;
	key = near(obj, keys, sym->section, place);
	if (key)
		*key_addend = (int64_t)(place - obj->symbols[key->symbol].value);
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

/* One pass over the symbols notes for each key those with its default's name. */
static void find_defaults(const struct obj *obj, struct keys *keys)
{
	struct key **sorted = xcalloc(keys->n, sizeof(*sorted));
	size_t n = 0;

	for (size_t i = 0; i < keys->n; i++)
		if (keys->key[i].def)
			sorted[n++] = &keys->key[i];
	qsort(sorted, n, sizeof(*sorted), by_default);
	for (size_t i = 0; i < n; i++)
		sorted[i]->same =
		    i && !by_default(&sorted[i - 1], &sorted[i]) ? sorted[i - 1]->same : sorted[i];

	for (uint32_t i = 1; i < obj->nsymbols && n; i++) {
		const struct symbol *sym = &obj->symbols[i];
		size_t low;

		if (sym->type == STT_SECTION || sym->type == STT_FILE)
			continue;
		low = array_first(sorted, n, sizeof(*sorted), sym->name, to_default);
		for (; low < n && !strcmp(sorted[low]->def, sym->name); low++) {
			if (sym->bind != STB_LOCAL) {
				sorted[low]->global = i;
			} else if (!sym->undefined) {
				sorted[low]->local = i;
				sorted[low]->locals++;
			}
		}
	}
	free(sorted);
}

/* By the name alone. */
static void aim_by_name(const struct obj *obj, const struct keys *keys, struct key *key)
{
	bool defined = obj->symbols[key->symbol].section;

	if (key->global) {
		key->aim = AIM_SYMBOL;
		key->aim_symbol = key->global;
	} else if (keys->lto || (!key->locals && !keys->some_lto)) {
		/*
		 * Link-time optimisation keeps the default and its name, since an
		 * object of none of it defines the key; a local function of that
		 * name is another file's.
		 */
		key->aim = AIM_UNDEFINED;
	} else if (defined && key->locals == 1 && !keys->merged) {
		key->aim = AIM_SYMBOL;
		key->aim_symbol = key->local;
	} else {
		/* Some other file's function may have the same name. */
		key->aim = AIM_ENTRY;
	}
}

/* The relocation at `offset` of a section, or NULL; false after a message. */
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
			 "key %.*s: link-time optimisation of what defines it: "
			 "compile that file through ffp-cc, or with -fno-lto",
			 key->name_len, key->name);
}

/*
 * The symbol for where the relocation of a record's default leads: a local one may
 * be that of a section.  One of the default's name in C is preferred; `*named`: it is
 * such a one, perhaps an alias of what the relocation names.  0: there is none.
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
 * By the key's record, for a key defined here: entry -> record -> default.  That
 * is exact, even among functions of one name.  False after a message.
 */
static bool aim_by_record(struct obj *obj, const struct keys *keys, struct key *key)
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
	if (!refers(obj, sym->section, place + offsetof(struct ffp, def), &r))
		return false;
	if (!r || !r->symbol)
		return true;

	found = default_symbol(obj, key, r, &named);
	/* Of a file-local key no other file has sites, which would go by the name. */
	if (found && (named || entry->bind == STB_LOCAL)) {
		key->aim = AIM_SYMBOL;
		key->aim_symbol = found;
		return true;
	}
	if (keys->lto)
		return keys_defined_by_lto(obj, key);
	return msg_error(obj->path,
			 "key %.*s: the symbol of its default %s is %s: "
			 "what calls the key goes by the name",
			 key->name_len, key->name, key->def,
			 found ? obj->symbols[found].name : "unknown");
}

bool keys_aim(struct obj *obj, struct keys *keys)
{
	find_defaults(obj, keys);
	for (size_t i = 0; i < keys->n; i++) {
		struct key *key = &keys->key[i];

		if (!key->def)
			continue;
		if (obj->symbols[key->symbol].section && !aim_by_record(obj, keys, key))
			return false;
		if (key->aim == AIM_UNKNOWN)
			aim_by_name(obj, keys, key);
	}
	return true;
}
