// SPDX-License-Identifier: MIT
/* What happens to keys when a module comes or goes: see load.h.  The update lock is held. */
#include "load.h"

#include <errno.h>

#include "image.h"
#include "key.h"
#include "module.h"
#include "readable.h"
#include "sys.h"
#include "transaction.h"

/* Is any module behind?  Written with the lock, read without. */
static bool behind;

bool ffp_load_behind(void)
{
	return __atomic_load_n(&behind, __ATOMIC_RELAXED);
}

static void set_behind(bool any)
{
	__atomic_store_n(&behind, any, __ATOMIC_RELAXED);
}

static bool any_left(const struct transaction *t)
{
	for (size_t i = 0; i < t->n_updates; i++)
		if (t->updates[i].left)
			return true;
	return false;
}

/* Add an update that brings a module's places of a key up to date, unless there are none. */
static void add_stay(struct transaction *t, const struct ffp *key, const struct image *image,
		     size_t *n_foreign)
{
	const struct ffp_state *state = key->state;
	size_t foreign;

	if (!state->known || state->target == key->def ||
	    !ffp_writable((uintptr_t)state, sizeof(*state)))
		return;
	/* In a module that is tried again, most keys' sites have been brought up to date. */
	if (t->only->behind && !ffp_transaction_unaimed(key, image, &foreign)) {
		*n_foreign += foreign;
		return;
	}
	t->updates[t->n_updates] = ffp_transaction_stay(key);
	t->updates[t->n_updates++].idle = false;
}

/*
 * The same for all keys that the module has branches of and no import for.  The module's own keys
 * are among them: if they were changed before it started, nothing was known of its branches.
 */
static void add_branches(struct transaction *t, const struct image *image, size_t *n_foreign)
{
	const struct index *index = &image->index;
	uint64_t last = 0;

	for (size_t i = 0; i < index->n_branches; i++) {
		const struct ffp *key;

		if (index->branches[i].state == last)
			continue;
		last = index->branches[i].state;
		key = ffp_branch_key(image, &index->branches[i]);
		if (key &&
		    (ffp_module_same(key->module, image->module) || !ffp_index_entry(image, key)))
			add_stay(t, key, image, n_foreign);
	}
}

/* Bring a module to what keys do now.  False if anything is left undone. */
static bool catch_up(struct ffp_module_state *module)
{
	struct transaction t = { .only = module };
	const struct image *image;
	size_t n_foreign = 0;
	bool done;
	int r;

	image = ffp_module_image(module, &r);
	if (!image || (!image->index.n_imports && !image->index.n_branches))
		return image;
	t.updates = ffp_scratch_alloc(
	    &t.scratch, (image->index.n_imports + image->index.n_branches) * sizeof(*t.updates));
	r = t.updates ? 0 : -ENOMEM;
	for (size_t i = 0; t.updates && i < image->index.n_imports; i++) {
		const struct import *import = &image->index.imports[i];

		if (import->state)
			add_stay(&t, import->key, image, &n_foreign);
	}
	if (t.updates)
		add_branches(&t, image, &n_foreign);
	if (t.n_updates)
		r = ffp_transaction_run(&t, 0);
	/* The updates are in memory that is freed next. */
	done = !r && !any_left(&t) && !n_foreign;
	ffp_scratch_free(&t.scratch);
	return done;
}

void ffp_load_on_load(struct ffp_module_state *module)
{
	if (!ffp_transaction_any() || catch_up(module))
		return;
	module->behind = true;
	set_behind(true);
}

void ffp_load_catch_up(void)
{
	bool any = false;

	if (!behind)
		return;
	for (struct ffp_module_state *s = ffp_module_first(); s; s = s->next) {
		if (s->behind) {
			s->behind = !catch_up(s);
			any |= s->behind;
		}
	}
	set_behind(any);
}

/* How often a reset of a single key is tried: its target cannot stay where it is. */
#define RESET_TRIES 3

/* Does the key's target, or what a broken commit left of one, lie in this module? */
static bool targets_into(const struct ffp *key, const struct ffp_module *module)
{
	const struct ffp_state *state = key->state;

	/* Most keys are as the build left them, and no reset would change these. */
	if (state->target == key->def && !state->mixed)
		return false;
	return ffp_module_has_text(module, (uintptr_t)state->target) ||
	       ((state->mixed & MIXED_BROKEN) && state->other_form == INSN_BRANCH &&
		ffp_module_has_text(module, (uintptr_t)state->other));
}

/*
 * Make these changes, which reset keys, in one transaction; if it fails, in two of half as many,
 * and so on, so that what is in the way of one key is in the way of no other.  A key that has
 * been reset is idle in the transactions that follow.
 */
static void reset_all(const struct ffp_module *leaving, const struct ffp_change *changes, size_t n)
{
	unsigned tries = RESET_TRIES;
	bool failed = n > 0;

	for (size_t step = n; failed && tries; step = (step + 1) / 2) {
		failed = false;
		for (size_t from = 0; from < n; from += step) {
			struct transaction t = { .without = leaving->state };

			failed |= ffp_transaction_apply(&t, changes + from,
							n - from < step ? n - from : step, 0) != 0;
			ffp_transaction_end(&t);
		}
		tries -= step == 1;
	}
}

/*
 * Reset the keys whose targets lie in this module, as many at once as there is room for
 * in `changes`.  Returns their number; without room it only counts them.
 */
static size_t reset_stranded(const struct ffp_module *leaving, struct ffp_change *changes,
			     size_t room)
{
	size_t found = 0, n = 0;

	for (struct key_walk walk = { 0 }; ffp_key_next(&walk);) {
		const struct ffp *key = ffp_key_record(walk.line);

		if (ffp_module_same(walk.module->module, leaving) || !targets_into(key, leaving))
			continue;
		found++;
		if (!room)
			continue;
		if (n == room) {
			reset_all(leaving, changes, n);
			n = 0;
		}
		changes[n++] = (struct ffp_change){ key, NULL, 0, FFP_TO_DEFAULT };
	}
	reset_all(leaving, changes, n);
	return found;
}

void ffp_load_on_unload(const struct ffp_module *leaving)
{
	struct ffp_change one, *all;
	size_t n, size;

	if (!ffp_transaction_any())
		return;
	n = reset_stranded(leaving, NULL, 0);
	size = n * sizeof(*all);
	all = n > 1 ? ffp_sys_alloc(size) : NULL;
	/* Without memory the keys are reset one by one, which takes longer. */
	if (n)
		(void)reset_stranded(leaving, all ? all : &one, all ? n : 1);
	ffp_sys_free(all, size);
}
