// SPDX-License-Identifier: MIT
/*
 * The declarative choice: when a module starts, its best usable candidates are
 * set.  A user of the interface like any other: it asks outside of the lock, and
 * sets with ffp_apply().
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "sort.h"
#include "sys.h"

/* What is weighed, in one allocation. */
struct choice {
	struct pair *candidates, *spare; /* key, index in the table */
	struct ffp_change *changes;
	size_t n;
};

static const struct ffp_impl *candidate(const struct ffp_module *module, size_t i)
{
	return (const struct ffp_impl *)relative(&module->impls[i], module->impls[i]);
}

static bool is_word(const char *word, size_t length, const char *text)
{
	return strlen(text) == length && !memcmp(word, text, length);
}

/* What `use`, a list of key=name, says of a key; NULL: nothing. */
static const char *used(const char *use, const char *key, size_t *length)
{
	while (use && *use) {
		size_t item = strcspn(use, ","), name = strcspn(use, "=,");

		if (name < item && is_word(use, name, key)) {
			*length = item - name - 1;
			return use + name + 1;
		}
		use += item + (use[item] == ',');
	}
	return NULL;
}

/* The best of `n` candidates for one key, or NULL: leave it. */
static const struct ffp_impl *best(const struct ffp_module *module, const struct pair *pairs,
				   size_t n, const char *use)
{
	const struct ffp *key = candidate(module, pairs[0].value)->key;
	size_t length = 0;
	const char *wanted = used(use, key->name, &length);
	const struct ffp_impl *found = NULL;
	bool forced = false;

	/* All are asked, so that what asking does happens whoever is chosen. */
	for (size_t i = 0; i < n; i++) {
		const struct ffp_impl *c = candidate(module, pairs[i].value);
		bool named = wanted && is_word(wanted, length, c->name);

		if (!c->usable() || forced)
			continue;
		if (named || !found || c->rank > found->rank)
			found = c;
		forced = named;
	}
	/* Whoever changed it before had a reason. */
	if (ffp_target(key) != key->def ||
	    (!forced && wanted && is_word(wanted, length, "default")))
		return NULL;
	return found;
}

static void weigh(const struct ffp_module *module, const struct choice *choice)
{
	const char *use = secure_getenv("FFP_USE");
	size_t own = 0, n;

	for (size_t i = 0; i < choice->n; i += n) {
		const struct pair *first = &choice->candidates[i];
		const struct ffp_impl *c;
		struct ffp_change change = { NULL, NULL, 0, FFP_TO_TARGET };

		for (n = 1; i + n < choice->n && first[n].key == first->key;)
			n++;
		c = best(module, first, n, use);
		if (!c)
			continue;
		change.key = c->key;
		change.target = c->function;
		if (c->key->module == module)
			choice->changes[own++] = change;
		else
			/* By itself: its module may belong to another copy of the library. */
			(void)ffp_apply(&change, 1, 0);
	}
	(void)ffp_apply(choice->changes, own, 0);
}

void ffp_module_choose(const struct ffp_module *module)
{
	size_t n, size;
	struct choice choice = { 0 };
	char *memory;

	/* Constructors of one module run one after the other. */
	if (!ffp_module_valid(module) || module->state->chosen)
		return;
	module->state->chosen = 1;
	n = (size_t)(module->impls_end - module->impls);
	size = n * (2 * sizeof(struct pair) + sizeof(struct ffp_change)) + 1;
	memory = ffp_sys_alloc(size);
	if (!memory)
		return;
	choice.candidates = (struct pair *)(void *)memory;
	choice.spare = choice.candidates + n;
	choice.changes = (struct ffp_change *)(void *)(choice.spare + n);
	for (size_t i = 0; i < n; i++) {
		const struct ffp_impl *c = candidate(module, i);

		if (c->abi == FFP_ABI && ffp_key_valid(c->key))
			choice.candidates[choice.n++] =
			    (struct pair){ (uintptr_t)c->key->state, i };
	}
	ffp_sort_pairs(choice.candidates, choice.spare, choice.n);
	weigh(module, &choice);
	ffp_sys_free(memory, size);
}
