// SPDX-License-Identifier: MIT
/*
 * The declarative choice: when a module starts, its best usable candidates are
 * set.  A user of the interface like any other: it asks outside of the lock, and
 * sets with ffp_apply().
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "choice.h"
#include "sort.h"
#include "sys.h"

/* What is needed while candidates are weighed: behind the choice, in the same allocation. */
struct weighing {
	const struct ffp_module *module;
	struct choice *choice;
	struct pair *candidates; /* key, index in the table */
	size_t n;
	struct pair *words;	    /* of FFP_USE: hash of the key's name, index */
	struct ffp_change *changes; /* of the module's own keys */
	size_t own;
};

static bool is_word(const char *text, size_t length, const char *name)
{
	return strlen(name) == length && !memcmp(text, name, length);
}

/* A word came to this with a key; with another key of that name perhaps to more. */
static void heed(struct word *word, enum ffp_use_state state)
{
	if (word && word->state < state)
		word->state = state;
}

/* The words that speak of a key: the first, which alone counts, or NULL. */
static struct word *find_word(const struct weighing *w, const char *key)
{
	const size_t length = strlen(key), n = w->choice->n_words;
	const uint64_t hash = ffp_sort_hash(key, length);
	struct word *first = NULL;

	for (size_t i = ffp_sort_first(&w->words->key, n, sizeof(*w->words), hash);
	     i < n && w->words[i].key == hash; i++) {
		struct word *word = &w->choice->words[w->words[i].value];

		if (!word->key || !is_word(word->text, word->key, key))
			continue;
		if (!first)
			first = word;
		else
			heed(word, FFP_USE_AGAIN);
	}
	return first;
}

/* Set the candidate in line `i`, by itself or later together with others. */
static void set(struct weighing *w, size_t i)
{
	const struct ffp_impl *c = choice_candidate(w->module, i);
	struct outcome *outcome = &w->choice->of[i];
	struct ffp_change change = { c->key, c->function, 0, FFP_TO_TARGET };

	outcome->state = FFP_IMPL_CHOSEN;
	if (ffp_module_same(c->key->module, w->module)) {
		w->changes[w->own++] = change;
		return;
	}
	/* By itself: its module may belong to another copy of the library. */
	outcome->error = ffp_apply(&change, 1, 0);
	if (outcome->error)
		outcome->state = FFP_IMPL_REFUSED;
}

/* Weigh `n` candidates, all for one key. */
static void weigh_key(struct weighing *w, const struct pair *pairs, size_t n)
{
	struct choice *choice = w->choice;
	const struct ffp *key = choice_candidate(w->module, pairs[0].value)->key;
	struct word *word = find_word(w, key->name);
	const char *wanted = word ? word->text + word->key + 1 : NULL;
	const struct pair *best = NULL;
	bool forced = false;

	heed(word, FFP_USE_NO_IMPL);
	/* All are asked, so that what asking does happens whoever is chosen. */
	for (size_t i = 0; i < n; i++) {
		const struct ffp_impl *c = choice_candidate(w->module, pairs[i].value);
		struct outcome *outcome = &choice->of[pairs[i].value];
		bool named = wanted && !strcmp(wanted, c->name);

		if (named) {
			heed(word, FFP_USE_UNUSABLE);
			outcome->word = 1 + (uint32_t)(word - choice->words);
		}
		outcome->state = c->usable() ? FFP_IMPL_PASSED : FFP_IMPL_UNUSABLE;
		if (outcome->state == FFP_IMPL_UNUSABLE || forced)
			continue;
		if (named || !best || c->rank > choice_candidate(w->module, best->value)->rank)
			best = &pairs[i];
		forced = named;
	}
	if (wanted && !forced && !strcmp(wanted, "default")) {
		heed(word, ffp_target(key) == key->def ? FFP_USE_HEEDED : FFP_USE_LEFT);
		return;
	}
	if (!best)
		return;
	/* Whoever changed it before had a reason. */
	if (ffp_target(key) != key->def)
		choice->of[best->value].state = FFP_IMPL_LEFT;
	else
		set(w, best->value);
}

/* All of the module's own keys in one transaction: what it returns is the end of each. */
static void weigh(struct weighing *w)
{
	struct choice *choice = w->choice;
	size_t n;
	int r;

	for (size_t i = 0; i < w->n; i += n) {
		const struct pair *first = &w->candidates[i];

		for (n = 1; i + n < w->n && first[n].key == first->key;)
			n++;
		weigh_key(w, first, n);
	}
	r = ffp_apply(w->changes, w->own, 0);
	for (size_t i = 0; i < choice->n; i++) {
		struct outcome *outcome = &choice->of[i];
		/* What the word has come to, if this is the candidate that it asks for. */
		static const enum ffp_use_state came_to[] = { [FFP_IMPL_LEFT] = FFP_USE_LEFT,
							      [FFP_IMPL_REFUSED] = FFP_USE_REFUSED,
							      [FFP_IMPL_CHOSEN] = FFP_USE_HEEDED };

		if (r && outcome->state == FFP_IMPL_CHOSEN &&
		    ffp_module_same(choice_candidate(w->module, i)->key->module, w->module)) {
			outcome->state = FFP_IMPL_REFUSED;
			outcome->error = r;
		}
		if (outcome->word && outcome->state >= FFP_IMPL_LEFT)
			heed(&choice->words[outcome->word - 1], came_to[outcome->state]);
	}
}

static size_t count_words(const char *use)
{
	size_t n = 1;

	for (; *use; use++)
		n += *use == ',';
	return n;
}

/* Keep FFP_USE, and find its words by the names of keys in them. */
static void read_words(struct weighing *w, const char *use, struct pair *spare)
{
	struct choice *choice = w->choice;
	size_t n = 0;

	strcpy(choice->text, use);
	for (char *p = choice->text, *end; *p; p = end) {
		size_t length = strcspn(p, ","), key = strcspn(p, "=,");

		end = p + length + (p[length] == ',');
		p[length] = '\0';
		if (!length)
			continue;
		choice->words[n] = (struct word){ .text = p, .key = key < length ? key : 0 };
		w->words[n] = (struct pair){ ffp_sort_hash(p, key), n };
		n++;
	}
	choice->n_words = n;
	ffp_sort_pairs(w->words, spare, n);
}

void ffp_module_choose(const struct ffp_module *module)
{
	const char *use = secure_getenv("FFP_USE");
	struct weighing w = { .module = module };
	struct ffp_module_state *state;
	struct pair *spare;
	size_t n, n_words, kept, page, size;
	char *memory;

	if (!ffp_module_valid(module))
		return;
	state = ffp_choice_state(module);
	/* Constructors of one module run one after the other. */
	if (state->chosen)
		return;
	state->chosen = 1;
	n = choice_candidates(module);
	if (!use)
		use = "";
	n_words = count_words(use);
	page = ffp_sys_page_size();
	kept = sizeof(struct choice) + n * sizeof(struct outcome) + n_words * sizeof(struct word) +
	       strlen(use) + 1;
	kept = (kept + page - 1) & -page;
	size = kept + (2 * n + 2 * n_words) * sizeof(struct pair) + n * sizeof(struct ffp_change);
	memory = ffp_sys_alloc(size);
	if (!memory) {
		ffp_choice_publish(state, NULL, -ENOMEM);
		return;
	}
	w.choice = (struct choice *)(void *)memory;
	w.choice->size = kept;
	w.choice->n = n;
	w.choice->words = (struct word *)(void *)&w.choice->of[n];
	w.choice->text = (char *)&w.choice->words[n_words];
	w.candidates = (struct pair *)(void *)(memory + kept);
	w.words = w.candidates + n;
	spare = w.words + n_words;
	w.changes = (struct ffp_change *)(void *)(spare + n + n_words);
	read_words(&w, use, spare);
	for (size_t i = 0; i < n; i++) {
		const struct ffp_impl *c = choice_candidate(module, i);

		if (c->abi == FFP_ABI && ffp_key_valid(c->key))
			w.candidates[w.n++] = (struct pair){ (uintptr_t)c->key->state, i };
	}
	ffp_sort_pairs(w.candidates, spare, w.n);
	weigh(&w);
	/* What is kept is a part of the same mapping: as many system calls as to keep nothing. */
	ffp_sys_free(memory + kept, size - kept);
	ffp_choice_publish(state, w.choice, 0);
}
