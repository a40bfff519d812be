// SPDX-License-Identifier: MIT
#include "uses.h"
#include "array.h"
#include "search.h"

#include <json-c/linkhash.h>
#include <stdlib.h>
#include <string.h>

const char *const use_words[USE_WHYS] = { "missed", "missed", "large", "taken", "stored" };
const char *const use_reasons[USE_WHYS] = {
	"not collected",
	"not collected, through the GOT",
	"address of 64 bits (-mcmodel=large)",
	"address taken",
	"address in data",
};

void uses_add(struct uses *uses, const struct use *use)
{
	uses->use = array_grow(uses->use, uses->n, sizeof(*uses->use));
	uses->use[uses->n++] = *use;
	uses->missed += use->why == USE_MISSED || use->why == USE_MISSED_BY;
	uses->large += use->why == USE_LARGE;
	uses->addresses += use->why != USE_MISSED && use->why != USE_MISSED_BY;
}

/* The exported key of this key's name; it becomes that if there is none yet. */
static struct table_key *exported(struct uses *uses, struct table_key *key)
{
	struct lh_entry *known = lh_table_lookup_entry(uses->exported, key->name);

	if (known)
		return lh_entry_v(known);
	if (lh_table_insert(uses->exported, key->name, key))
		abort();
	return key;
}

/* Those of the tables come first. */
static void name_exported(const struct tables *tables, struct uses *uses)
{
	uses->exported = lh_kchar_table_new(64, NULL);
	if (!uses->exported)
		abort();
	for (size_t i = 0; i < tables->nkeys; i++)
		if (tables->key[i].exported)
			(void)exported(uses, &tables->key[i]);
}

struct table_key *uses_key(const struct tables *tables, struct uses *uses, const struct key *key)
{
	struct table_key *new = &uses->key[uses->nkeys], *known = new;

	if (!uses->exported)
		name_exported(tables, uses);
	*new = (struct table_key){
		.name = strndup(key->name, (size_t)key->name_len),
		.def = key->def ? strndup(key->def, strcspn(key->def, "@")) : NULL,
		.symbol_known = true,
		.exported = key->exported,
	};
	if (key->exported)
		known = exported(uses, new);
	if (known == new) {
		uses->nkeys++;
	} else {
		free(new->name);
		free(new->def);
	}
	return known;
}

/* The keys of an object, as the tables have them or as it mentions them. */
static const struct table_key **object_keys(const struct obj *obj, const struct tables *tables,
					    const struct keys *keys, struct uses *uses)
{
	const struct table_key **of = xcalloc(keys->n, sizeof(*of));

	uses->key = xcalloc(keys->n, sizeof(*uses->key));
	for (size_t i = 0; i < keys->n; i++) {
		const struct key *key = &keys->key[i];
		const struct symbol *sym = &obj->symbols[key->symbol];
		struct place entry = { sym->section, sym->value };

		if (!sym->section)
			entry.offset = (uint64_t)key->symbol << 2;
		of[i] = tables_key_at(tables, &entry);
		if (!of[i])
			of[i] = uses_key(tables, uses, key);
	}
	return of;
}

static bool takes_64(const struct obj *obj, uint32_t type)
{
	for (const uint32_t *t = obj->arch->rel_takes_64; *t; t++)
		if (*t == type)
			return true;
	return false;
}

static bool read_data(struct obj *obj, const struct tables *tables, const struct plan *plan,
		      const struct table_key **of, struct uses *uses)
{
	for (uint32_t i = 1; i < obj->nsections; i++) {
		const struct section *s = &obj->sections[i];
		struct use use = { .why = USE_STORED, .section = i };

		if ((s->head.sh_flags & (SHF_ALLOC | SHF_EXECINSTR)) != SHF_ALLOC)
			continue;
		if (!obj_relas(obj, i))
			return false;
		for (size_t k = 0; k < s->nrelas; k++) {
			const struct rela *r = &s->relas[k];
			const struct key *key;
			int64_t addend;

			if (r->type != obj->arch->rel_abs64 ||
			    tables_is_record(tables, i, r->offset))
				continue;
			key = keys_find(obj, &plan->keys, r->symbol, r->addend, &addend);
			if (!key || addend)
				continue;
			use.key = of[key - plan->keys.key];
			use.offset = r->offset;
			uses_add(uses, &use);
		}
	}
	return true;
}

static bool read_object(struct obj *obj, const struct tables *tables, struct uses *uses)
{
	const struct table_key **of;
	struct plan plan;
	bool ok = plan_make(obj, &plan);

	if (ok && plan.keys.n) {
		of = object_keys(obj, tables, &plan.keys, uses);
		for (size_t i = 0; i < plan.n + plan.nfar; i++) {
			const struct new_site *site =
			    i < plan.n ? &plan.site[i] : &plan.far[i - plan.n];
			struct use use = { .why = USE_MISSED, .section = site->section };

			use.key = of[site->key - plan.keys.key];
			use.kind = site->insn.kind;
			use.offset = site->insn.at;
			uses_add(uses, &use);
		}
		for (size_t i = 0; i < plan.ntaken; i++) {
			const struct taken *taken = &plan.taken[i];
			struct use use = { .section = taken->at.section };

			use.key = of[taken->key - plan.keys.key];
			use.why = takes_64(obj, taken->type) ? USE_LARGE : USE_TAKEN;
			use.offset = taken->at.offset;
			uses_add(uses, &use);
		}
		ok = read_data(obj, tables, &plan, of, uses);
		free(of);
	}
	plan_free(&plan);
	return ok;
}

static int by_place(const void *a, const void *b)
{
	const struct use *x = a, *y = b;

	return place_order((struct place){ x->section, x->offset },
			   (struct place){ y->section, y->offset });
}

bool uses_read(struct obj *obj, const struct tables *tables, struct uses *uses)
{
	bool ok = true;

	memset(uses, 0, sizeof(*uses));
	if (!obj->arch)
		return true;
	if (tables->object)
		ok = read_object(obj, tables, uses);
	else
		search(obj, tables, uses);
	if (uses->n)
		qsort(uses->use, uses->n, sizeof(*uses->use), by_place);
	return ok;
}

void uses_free(struct uses *uses)
{
	if (uses->exported)
		lh_table_free(uses->exported);
	table_keys_free(uses->key, uses->nkeys);
	free(uses->use);
	memset(uses, 0, sizeof(*uses));
}
