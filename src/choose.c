// SPDX-License-Identifier: MIT
/*
 * The declarative choice: when a module starts, its best usable candidates are set.  The
 * constructors that FFP_IMPL makes call it.  It is a user of the interface like any other: it
 * asks candidates without the update lock, and sets keys by ffp_apply().
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "choice.h"
#include "key.h"
#include "lock.h"
#include "sort.h"
#include "sys.h"

/* What is needed while candidates are weighed.  The arrays stand behind the choice, in its memory.
 */
struct weighing {
	const struct ffp_module *module;
	size_t size; /* of the allocation */
	struct choice *choice;
	struct pair *candidates; /* key, index in the table */
	size_t n;
	/*
	 * The words of FFP_USE: first those with a key's name, by its hash; then those with a
	 * pattern, the most specific first.  With the index of each in the choice.
	 */
	struct pair *words;
	size_t n_names;
	struct ffp_change *changes; /* of the module's own keys */
	size_t own;
};

/*
 * Does a name match a pattern of this length, in which * stands for any text and ? for any one
 * character, and every other character for itself?
 */
static bool matches(const char *pattern, size_t length, const char *name)
{
	const char *resume = NULL; /* the name behind what the last * stands for */
	size_t i = 0, star = 0;

	while (*name) {
		if (i < length && pattern[i] == '*') {
			star = i++;
			resume = name;
		} else if (i < length && (pattern[i] == '?' || pattern[i] == *name)) {
			i++;
			name++;
		} else if (resume) {
			i = star + 1;
			name = ++resume;
		} else {
			return false;
		}
	}
	while (i < length && pattern[i] == '*')
		i++;
	return i == length;
}

static bool is_wild(char c)
{
	return c == '*' || c == '?';
}

/* How many characters of a pattern stand for themselves. */
static size_t count_plain(const char *pattern, size_t length)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++)
		n += !is_wild(pattern[i]);
	return n;
}

/* A word has come to this with a key.  With another key that it names it may come to more. */
static void heed(struct word *word, enum ffp_use_state state)
{
	if (word->state < state)
		word->state = state;
}

/* Where in w->words the words with this key's name may be. */
static size_t find_words(const struct weighing *w, const char *key)
{
	return ffp_sort_first(&w->words->key, w->n_names, sizeof(*w->words),
			      ffp_sort_hash(key, strlen(key)));
}

/*
 * The next word that speaks of a key, from place *i on: first those with its name, then those
 * with a pattern, the more specific first.  NULL behind the last one.
 */
static struct word *next_word(const struct weighing *w, const char *key, size_t *i)
{
	while (*i < w->choice->n_words) {
		const struct pair *pair = &w->words[*i];
		struct word *word = &w->choice->words[pair->value];

		if (*i < w->n_names && pair->key != ffp_sort_hash(key, strlen(key))) {
			*i = w->n_names;
			continue;
		}
		++*i;
		if (word->key && matches(word->text, word->key, key))
			return word;
	}
	return NULL;
}

/* Set the candidate in line `i`: at once, or later together with all of the module's own keys. */
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
	/* The key's module may belong to another copy of the library. */
	outcome->error = ffp_apply(&change, 1, 0);
	if (outcome->error)
		outcome->state = FFP_IMPL_REFUSED;
}

/*
 * Do what a word asks for a key with these `n` candidates, which have been asked.  *best is what it
 * comes to, NULL for the default.  False, and *best stays, if the word names no usable candidate.
 */
static bool obey(struct weighing *w, struct word *word, const struct pair *pairs, size_t n,
		 const struct pair **best)
{
	const char *wanted = word->text + word->key + 1;
	const struct pair *found = NULL;

	heed(word, FFP_USE_NO_IMPL);
	if (!strcmp(wanted, "default")) {
		const struct ffp *key = choice_candidate(w->module, pairs[0].value)->key;

		heed(word, ffp_target(key) == key->def ? FFP_USE_HEEDED : FFP_USE_LEFT);
		*best = NULL;
		return true;
	}
	for (size_t i = 0; i < n; i++) {
		const struct ffp_impl *c = choice_candidate(w->module, pairs[i].value);
		struct outcome *outcome = &w->choice->of[pairs[i].value];

		if (!matches(wanted, strlen(wanted), c->name))
			continue;
		heed(word, FFP_USE_UNUSABLE);
		if (!outcome->word)
			outcome->word = 1 + (uint32_t)(word - w->choice->words);
		if (outcome->state != FFP_IMPL_UNUSABLE &&
		    (!found || c->rank > choice_candidate(w->module, found->value)->rank))
			found = &pairs[i];
	}
	if (found)
		*best = found;
	return found;
}

/* Weigh `n` candidates, all for one key. */
static void weigh_key(struct weighing *w, const struct pair *pairs, size_t n)
{
	struct choice *choice = w->choice;
	const struct ffp *key = choice_candidate(w->module, pairs[0].value)->key;
	const struct pair *best = NULL;
	size_t next = find_words(w, key->name);
	struct word *word;
	bool obeyed = false;

	/* All are asked, so that the side effects of asking do not depend on what is chosen. */
	for (size_t i = 0; i < n; i++) {
		const struct ffp_impl *c = choice_candidate(w->module, pairs[i].value);
		struct outcome *outcome = &choice->of[pairs[i].value];

		outcome->state = c->usable() ? FFP_IMPL_PASSED : FFP_IMPL_UNUSABLE;
		/* One of a negative rank is for those who ask for it by its name. */
		if (outcome->state == FFP_IMPL_UNUSABLE || c->rank < 0)
			continue;
		if (!best || c->rank > choice_candidate(w->module, best->value)->rank)
			best = &pairs[i];
	}
	while ((word = next_word(w, key->name, &next))) {
		if (obeyed)
			heed(word, FFP_USE_AGAIN);
		else
			obeyed = obey(w, word, pairs, n, &best);
	}
	if (!best)
		return;
	/* Leave a key that was set already. */
	if (ffp_target(key) != key->def)
		choice->of[best->value].state = FFP_IMPL_LEFT;
	else
		set(w, best->value);
}

/* Weigh all candidates, and set the module's own keys in one transaction. */
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
		/* What a word has come to that asks for this candidate. */
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

/* Copy FFP_USE, and split it into words. */
static void read_words(struct choice *choice, const char *use)
{
	strcpy(choice->text, use);
	for (char *p = choice->text, *end; *p; p = end) {
		size_t length = strcspn(p, ","), key = strcspn(p, "=,");

		end = p + length + (p[length] == ',');
		p[length] = '\0';
		if (length)
			choice->words[choice->n_words++] =
			    (struct word){ .text = p, .key = key < length ? key : 0 };
	}
}

/* Put the words in the order of w->words.  Of two equally specific ones the earlier is first. */
static void sort_words(struct weighing *w, struct pair *spare)
{
	const struct choice *choice = w->choice;
	size_t patterns = choice->n_words;

	for (size_t i = choice->n_words; i--;) {
		const struct word *word = &choice->words[i];
		size_t plain = count_plain(word->text, word->key);

		if (plain != word->key)
			w->words[--patterns] = (struct pair){ SIZE_MAX - plain, i };
	}
	w->n_names = patterns;
	for (size_t i = choice->n_words; i--;) {
		const struct word *word = &choice->words[i];

		if (count_plain(word->text, word->key) == word->key)
			w->words[--patterns] =
			    (struct pair){ ffp_sort_hash(word->text, word->key), i };
	}
	ffp_sort(w->words, spare, w->n_names, offsetof(struct pair, key));
	ffp_sort(w->words + w->n_names, spare, choice->n_words - w->n_names,
		 offsetof(struct pair, key));
}

/*
 * Allocate the choice, and behind it what is needed meanwhile.  The choice takes whole pages, so
 * that the rest can be unmapped.  Returns room to sort in, or NULL without memory.
 */
static struct pair *make_room(struct weighing *w, size_t n, const char *use)
{
	const size_t n_words = count_words(use), page = ffp_sys_page_size();
	size_t kept = sizeof(struct choice) + n * sizeof(struct outcome) +
		      n_words * sizeof(struct word) + strlen(use) + 1;
	char *memory;

	kept = (kept + page - 1) & -page;
	w->size =
	    kept + (2 * n + 2 * n_words) * sizeof(struct pair) + n * sizeof(struct ffp_change);
	memory = ffp_sys_alloc(w->size);
	if (!memory)
		return NULL;
	w->choice = (struct choice *)(void *)memory;
	w->choice->size = kept;
	w->choice->n = n;
	w->choice->words = (struct word *)(void *)&w->choice->of[n];
	w->choice->text = (char *)&w->choice->words[n_words];
	w->candidates = (struct pair *)(void *)(memory + kept);
	w->words = w->candidates + n;
	w->changes = (struct ffp_change *)(void *)(w->words + n_words + n + n_words);
	return w->words + n_words;
}

/* Find the candidates among `n` lines.  0, or why the update lock was refused. */
static int find_candidates(struct weighing *w, size_t n)
{
	int r = ffp_update_lock_in_host();

	if (r)
		return r;
	for (size_t i = 0; i < n; i++)
		if (ffp_choice_valid(w->module, i))
			w->candidates[w->n++] =
			    (struct pair){ (uintptr_t)choice_candidate(w->module, i)->key->state,
					   i };
	ffp_update_unlock();
	return 0;
}

void ffp_module_choose(const struct ffp_module *module)
{
	const char *use = secure_getenv("FFP_USE");
	struct weighing w = { .module = module };
	struct ffp_module_state *state;
	struct object object;
	struct pair *spare;
	size_t n;
	int r;

	if (!ffp_module_valid(module))
		return;
	/* If the loader could not tell of the module's object, its descriptor is believed. */
	object = ffp_module_object(module->state);
	if (object.n && !ffp_module_inside(module, &object))
		return;
	state = ffp_choice_state(module);
	/* Constructors of one module run one after the other. */
	if (state->chosen)
		return;
	state->chosen = 1;
	n = choice_candidates(module);
	if (!use)
		use = "";
	spare = make_room(&w, n, use);
	if (!spare) {
		ffp_choice_store(state, NULL, -ENOMEM);
		return;
	}
	read_words(w.choice, use);
	sort_words(&w, spare);
	r = find_candidates(&w, n);
	if (r) {
		ffp_sys_free(w.choice, w.size);
		ffp_choice_store(state, NULL, r);
		return;
	}
	ffp_sort(w.candidates, spare, w.n, offsetof(struct pair, key));
	weigh(&w);
	/* Unmap only what is not kept: that takes no more system calls than to keep nothing. */
	ffp_sys_free((char *)w.choice + w.choice->size, w.size - w.choice->size);
	ffp_choice_store(state, w.choice, 0);
}
