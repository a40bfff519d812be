// SPDX-License-Identifier: MIT
#include "uses.h"
#include "array.h"

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

/* The exported key with this key's name: this key itself if it is the first. */
static struct key *exported(struct uses *uses, struct key *key)
{
	struct lh_entry *known = lh_table_lookup_entry(uses->exported, key->name);

	if (known)
		return lh_entry_v(known);
	if (lh_table_insert(uses->exported, key->name, key))
		abort();
	return key;
}

/* Begin with the exported keys of the tables. */
static void name_exported(const struct tables *tables, struct uses *uses)
{
	uses->exported = lh_kchar_table_new(64, NULL);
	if (!uses->exported)
		abort();
	for (size_t i = 0; i < tables->nkeys; i++)
		if (tables->key[i].exported)
			(void)exported(uses, &tables->key[i]);
}

struct key *uses_key(const struct tables *tables, struct uses *uses, const struct key *key)
{
	struct key *new = &uses->key[uses->nkeys], *known = new;

	if (!uses->exported)
		name_exported(tables, uses);
	*new = (struct key){
		.name = xstrndup(key->name, strlen(key->name)),
		.def = key->def ? xstrndup(key->def, strcspn(key->def, "@")) : NULL,
		.named = true,
		.exported = key->exported,
	};
	if (key->exported)
		known = exported(uses, new);
	if (known == new)
		uses->nkeys++;
	else
		key_clear(new);
	return known;
}

void uses_free(struct uses *uses)
{
	if (uses->exported)
		lh_table_free(uses->exported);
	for (size_t i = 0; i < uses->nkeys; i++)
		key_clear(&uses->key[i]);
	free(uses->key);
	free(uses->use);
	memset(uses, 0, sizeof(*uses));
}
