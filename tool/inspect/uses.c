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

/* Begin with the keys of the tables. */
static void name_known(const struct tables *tables, struct uses *uses)
{
	uses->exported = lh_kchar_table_new(64, NULL);
	uses->plain = lh_kchar_table_new(64, NULL);
	if (!uses->exported || !uses->plain)
		abort();
	for (size_t i = 0; i < tables->nkeys; i++)
		if (tables->key[i].exported)
			(void)tables_named(uses->exported, &tables->key[i]);
	for (size_t i = 0; i < tables->nother; i++)
		(void)tables_named(tables->other[i].exported ? uses->exported : uses->plain,
				   &tables->other[i]);
}

struct key *uses_key(const struct tables *tables, struct uses *uses, const struct key *key)
{
	struct key *new = &uses->key[uses->nkeys], *known = new;
	const struct lh_entry *other;

	if (!uses->exported)
		name_known(tables, uses);
	*new = (struct key){
		.name = xstrndup(key->name, strlen(key->name)),
		.def = key->def ? xstrndup(key->def, strcspn(key->def, "@")) : NULL,
		.named = true,
		.exported = key->exported,
	};
	other = lh_table_lookup_entry(uses->plain, key->name);
	if (key->exported)
		known = tables_named(uses->exported, new);
	else if (other && !key->entry.section)
		known = lh_entry_v(other);
	if (known == new) {
		uses->nkeys++;
		return known;
	}
	/* A branch names no default. */
	if (!known->named && !known->defined) {
		known->named = true;
		known->def = new->def;
		new->def = NULL;
	}
	key_clear(new);
	return known;
}

void uses_free(struct uses *uses)
{
	if (uses->exported)
		lh_table_free(uses->exported);
	if (uses->plain)
		lh_table_free(uses->plain);
	for (size_t i = 0; i < uses->nkeys; i++)
		key_clear(&uses->key[i]);
	free(uses->key);
	free(uses->use);
	memset(uses, 0, sizeof(*uses));
}
