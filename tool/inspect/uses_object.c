// SPDX-License-Identifier: MIT
#include "uses_object.h"
#include "array.h"
#include "collect/branches.h"

#include <stdlib.h>

/* For each key that symbols name, the key of the tables, or a new one. */
static const struct key **object_keys(const struct tables *tables, const struct keys *keys,
				      struct uses *uses)
{
	const struct key **of = xcalloc(keys->n, sizeof(*of));

	uses->key = xcalloc(keys->n, sizeof(*uses->key));
	for (size_t i = 0; i < keys->n; i++) {
		of[i] = tables_key_at(tables, &keys->key[i].entry);
		if (!of[i])
			of[i] = uses_key(tables, uses, &keys->key[i]);
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

/* Add what code refers to.  `of` has the keys for those of branches->keys. */
static void add_code(const struct obj *obj, const struct branches *branches, const struct key **of,
		     struct uses *uses)
{
	for (size_t i = 0; i < branches->n; i++) {
		const struct branch *branch = &branches->branch[i];
		const struct use use = { .why = USE_MISSED,
					 .key = of[branch->key - branches->keys.key],
					 .kind = branch->site.kind,
					 .section = branch->section,
					 .offset = branch->site.at };

		uses_add(uses, &use);
	}
	for (size_t i = 0; i < branches->ntaken; i++) {
		const struct taken *taken = &branches->taken[i];
		const struct use use = { .why = takes_64(obj, taken->type) ? USE_LARGE : USE_TAKEN,
					 .key = of[taken->key - branches->keys.key],
					 .section = taken->at.section,
					 .offset = taken->at.offset };

		uses_add(uses, &use);
	}
}

/* Add what data refers to. */
static bool add_data(struct obj *obj, const struct tables *tables, const struct keys *keys,
		     const struct key **of, struct uses *uses)
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
			key = keys_find(obj, keys, r->symbol, r->addend, &addend);
			if (!key || addend)
				continue;
			use.key = of[key - keys->key];
			use.offset = r->offset;
			uses_add(uses, &use);
		}
	}
	return true;
}

bool uses_of_object(struct obj *obj, const struct tables *tables, struct uses *uses)
{
	struct branches branches;
	const struct key **of;
	bool ok = branches_read(obj, &branches);

	if (ok && branches.keys.n) {
		of = object_keys(tables, &branches.keys, uses);
		add_code(obj, &branches, of, uses);
		ok = add_data(obj, tables, &branches.keys, of, uses);
		free(of);
	}
	branches_free(&branches);
	return ok;
}
