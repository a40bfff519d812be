// SPDX-License-Identifier: MIT
/*
 * Transactions, from changes to a committed swap: understand every change, find what it rewrites
 * (windows.c), prepare and commit the swap (swap.c), and publish the new state of the keys.
 * See transaction.h.  The update lock is held.
 */
#include "transaction.h"

#include <errno.h>
#include <string.h>

#include "body.h"
#include "branch.h"
#include "image.h"
#include "key.h"
#include "module.h"
#include "probe.h"
#include "site.h"
#include "swap.h"

/* What ffp_transaction_serialised() and ffp_transaction_any() tell. */
static bool serialised = true, changed;

struct ffp_log ffp_transaction_log;

bool ffp_transaction_serialised(void)
{
	return serialised;
}

bool ffp_transaction_any(void)
{
	return changed;
}

/* What call sites of a key with this target are to hold. */
static int find_body(struct update *update, unsigned flags)
{
	if (!(flags & FFP_CALLS))
		return ffp_body_find(update->target, &update->body);
	update->body.flags = BODY_CALLS;
	return 0;
}

/* Make the update that a change asks for.  0 or a negative errno. */
static int understand(const struct ffp_change *change, unsigned flags, struct update *update)
{
	const struct ffp *key = change->key;
	struct ffp_state *state = key->state;
	struct insn_body body;
	int r = ffp_key_learn(key);

	if (r)
		return r;
	/* The default is a weak function that nothing defines: no reset could go back to it. */
	if (!key->def && !(key->flags & FFP_KEY_NULL))
		return -EINVAL;
	*update = (struct update){ .key = key, .form = INSN_BRANCH };
	switch (change->to) {
	case FFP_TO_TARGET:
		update->target = change->target;
		/* The target that FFP_TARGET yields while a constant is set stands for that
		 * constant. */
		if (update->target == ffp_key_constant_code(key) && !(key->flags & FFP_KEY_NULL)) {
			update->form = INSN_CONSTANT;
			update->value = state->constant;
		}
		break;
	case FFP_TO_DEFAULT:
		update->target = key->def;
		break;
	case FFP_TO_VALUE:
		if (key->flags & FFP_KEY_NULL)
			return -EINVAL;
		update->form = INSN_CONSTANT;
		update->value = change->value;
		update->target = ffp_key_constant_code(key);
		break;
	default:
		return -EINVAL;
	}
	if (update->form == INSN_BRANCH) {
		if (update->target == key->entry)
			return -EINVAL; /* it would call itself for ever */
		if (!update->target) {
			if (!(key->flags & FFP_KEY_NULL))
				return -EINVAL;
			update->form = INSN_NOTHING;
		} else {
			/* Sites go to the default as the linker had them go: through a PLT,
			 * perhaps. */
			update->value = (uintptr_t)(update->target == key->def ? state->origin
									       : update->target);
		}
	}
	/* The default stays a call, so that a reset puts back what the build made. */
	if (update->form == INSN_BRANCH && update->target != key->def && !ffp_key_is_pointer(key))
		r = find_body(update, flags);
	body = ffp_body_get(state);
	update->idle = !state->mixed && update->form == state->form &&
		       update->value == state->value && update->target == state->target &&
		       !memcmp(&update->body, &body, sizeof(body));
	return r;
}

/*
 * The body of a key that stays as it is.  It becomes code, so it is read from the target again:
 * what the state tells could have been written by anybody.  If they differ, calls are made.
 */
static struct insn_body same_body(const struct ffp_state *state)
{
	struct insn_body body = ffp_body_get(state), now;

	if (ffp_body_is(&body) &&
	    (ffp_body_find(state->target, &now) || memcmp(&body, &now, sizeof(body))))
		memset(&body, 0, sizeof(body));
	return body;
}

struct update ffp_transaction_stay(const struct ffp *key)
{
	const struct ffp_state *state = key->state;

	return (struct update){ .key = key,
				.form = state->form,
				.value = state->value,
				.body = same_body(state),
				.target = state->target,
				.idle = !state->mixed,
				.only_aims = true };
}

/* The same, but that its call sites are calls again, whatever stands in the target by now. */
static struct update call_again(const struct ffp *key)
{
	struct update update = ffp_transaction_stay(key);

	if (ffp_body_flags(key->state) & INSN_BODY_IS) {
		update.body = (struct insn_body){ .flags = BODY_CALLS };
		update.idle = false;
	}
	return update;
}

/*
 * Add an update for every key that has none: its form stays, but sites may need to be aimed.
 * A key that cannot be changed now is left out.
 */
static int add_others(struct transaction *t, unsigned flags)
{
	for (struct key_walk walk = { 0 }; ffp_key_next(&walk);) {
		const struct ffp *key = ffp_key_record(walk.line);
		int r;

		if (walk.module->phase != PHASE_REGISTERED)
			continue;
		if (!ffp_key_valid(key) || key->state->pending || ffp_key_is_pointer(key))
			continue;
		r = ffp_key_learn(key);
		if (r && ffp_transaction_may_leave(r))
			continue;
		if (r)
			return r;
		t->updates[t->n_updates++] =
		    flags & FFP_CALLS ? call_again(key) : ffp_transaction_stay(key);
		key->state->pending = (uint32_t)t->n_updates;
	}
	return 0;
}

/*
 * Learn all keys that are changed.  That may list a module: one that has not started, or one that
 * was represented by another of the same tables, which has ended.
 */
static int learn_all(const struct ffp_change *changes, size_t n)
{
	int r = 0;

	for (size_t i = 0; i < n && !r; i++)
		r = ffp_key_valid(changes[i].key) ? ffp_key_learn(changes[i].key) : -EINVAL;
	return r;
}

/*
 * Give every key that is changed its update.  A key may stand in a transaction once, unless the
 * changes are in an order; then the last one counts.
 */
static int understand_all(struct transaction *t, const struct ffp_change *changes, size_t n,
			  unsigned flags)
{
	size_t others = 0;

	/* All modules are listed before the keys of listed modules are counted. */
	if (flags & FFP_AIM) {
		int r = learn_all(changes, n);

		if (r)
			return r;
		others = ffp_key_count();
	}
	t->updates = ffp_scratch_alloc(&t->scratch, (n + others) * sizeof(*t->updates));
	if (!t->updates)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		struct ffp_state *state;
		size_t which;
		int r;

		if (!ffp_key_valid(changes[i].key))
			return -EINVAL;
		state = changes[i].key->state;
		if (state->pending && !(flags & FFP_IN_ORDER))
			return -EINVAL;
		which = state->pending ? state->pending - 1 : t->n_updates;
		r = understand(&changes[i], flags, &t->updates[which]);
		if (r)
			return r;
		if (state->pending)
			continue;
		t->n_updates++;
		state->pending = (uint32_t)t->n_updates;
	}
	return 0;
}

bool ffp_transaction_unaimed(const struct ffp *key, const struct image *image, size_t *foreign)
{
	size_t n[SITE_STATES], branches[BRANCH_STATES];

	(void)ffp_branch_count(key, image, branches);
	*foreign = branches[BRANCH_FOREIGN];
	if (ffp_key_is_pointer(key))
		return ffp_branch_behind(key, branches);
	(void)ffp_sites_count(key, image, n);
	/* Past a foreign entry it cannot be seen whether a site that goes there is aimed. */
	*foreign += n[SITE_FOREIGN] + ffp_entry_foreign(key, image);
	return n[SITE_UNAIMED] || n[SITE_BEHIND] || ffp_branch_behind(key, branches);
}

/*
 * A key that is in the state that is asked for may have sites that the tool or the linker could not
 * aim.  Then its update is not idle, and is carried out as any other.  A key that was seen to
 * have no such sites is not looked at again until a module comes.
 */
static int find_unaimed(struct transaction *t)
{
	for (size_t i = 0; i < t->n_updates; i++) {
		struct update *update = &t->updates[i];
		struct ffp_module_state *s;
		size_t left = 0;
		int r;

		if (!update->idle || ffp_key_is_pointer(update->key) ||
		    update->key->state->aimed == ffp_module_loads())
			continue;
		for (s = ffp_module_first(); s && update->idle; s = s->next) {
			const struct image *image;
			size_t foreign;

			/* Only an exported key has sites in other modules. */
			if (!(update->key->flags & FFP_KEY_EXPORT) &&
			    !ffp_module_same(s->module, update->key->module))
				continue;
			image = ffp_module_image(s, &r);
			if (!image && update->only_aims && ffp_transaction_may_leave(r)) {
				left++;
				continue;
			}
			if (!image)
				return r;
			update->idle = !ffp_transaction_unaimed(update->key, image, &foreign);
			left += foreign;
		}
		/* When a foreign instruction is taken away, an unaimed site may be left. */
		if (update->idle && !left)
			__atomic_store_n(&update->key->state->aimed, ffp_module_loads(),
					 __ATOMIC_RELEASE);
	}
	return 0;
}

#ifdef FFP_SDT
/* Where the linker finds it, tracers do. */
volatile unsigned short ffp_change_semaphore __attribute__((section(".probes"), used));
#endif

/* Tell tracers of the keys that a committed transaction, begun at this time, changes. */
static void tell_tracers(const struct transaction *t, uint64_t begun)
{
	const uint64_t microseconds = probe_time() - begun, windows = t->n_windows;

	for (size_t i = 0; i < t->n_updates; i++) {
		const struct update *update = &t->updates[i];

		if (!update->idle && !update->only_aims)
			PROBE_CHANGE(update->key->name, update->key->state->target, update->target,
				     windows, microseconds);
	}
}

/* Commit the keys of the pointer form, and write the new state of all keys. */
static void publish(const struct transaction *t)
{
	for (size_t i = 0; i < t->n_updates; i++) {
		const struct update *update = &t->updates[i];
		struct ffp_state *state = update->key->state;

		/* The state of a key that is left as it was is right already. */
		if (update->idle || update->left)
			continue;
		/* What FFP_ON reads in the pointer form: off before the call, on behind it. */
		if (ffp_key_is_pointer(update->key) && update->target == update->key->def)
			__atomic_store_n(&state->target, update->target, __ATOMIC_RELEASE);
		/* The constant comes first: the stub may run as soon as it is reachable. */
		if (update->form != INSN_BRANCH)
			__atomic_store_n(&state->constant, update->value, __ATOMIC_RELAXED);
		if (ffp_key_is_pointer(update->key))
			__atomic_store_n((void **)update->key->entry,
					 update->form == INSN_BRANCH ? update->target
								     : update->key->stub,
					 __ATOMIC_RELEASE);
		__atomic_store_n(&state->form, (uint8_t)update->form, __ATOMIC_RELEASE);
		__atomic_store_n(&state->value, update->value, __ATOMIC_RELEASE);
		ffp_body_set(state, &update->body);
		__atomic_store_n(&state->mixed, 0, __ATOMIC_RELEASE);
		/* Sites of a module that was left out may not be aimed. */
		__atomic_store_n(&state->aimed, t->without ? 0 : ffp_module_loads(),
				 __ATOMIC_RELEASE);
		__atomic_store_n(&state->target, update->target, __ATOMIC_RELEASE);
	}
}

/* Remember the last change. */
static void note_down(const struct transaction *t)
{
	struct ffp_log *log = &ffp_transaction_log;
	const struct ffp_state *first = NULL;
	uint64_t n = 0;

	for (size_t i = 0; i < t->n_updates; i++) {
		const struct update *update = &t->updates[i];

		if (update->idle || update->only_aims)
			continue;
		if (!first)
			first = update->key->state;
		n++;
	}
	if (!n)
		return;
	log->last = first;
	log->keys = n;
	log->way = ffp_swap_way().by;
	log->anonymous = ffp_swap_way().anonymous;
	log->serialised = serialised;
	log->changes++;
}

/* A commit broke off: from now on sites may hold the old form or the new one. */
static void remember_mixed(const struct transaction *t)
{
	for (size_t i = 0; i < t->n_updates; i++) {
		const struct update *update = &t->updates[i];
		struct ffp_state *state = update->key->state;

		/* Sites that were only aimed hold what they may hold anyway. */
		if (update->idle || update->only_aims)
			continue;
		state->mixed = MIXED_BROKEN;
		state->other_form = (uint8_t)update->form;
		state->other = update->value;
		ffp_body_set_other(state, &update->body);
	}
}

/* Can these keys change at one instant?  Pointers are stored one by one. */
static int check_atomic(const struct transaction *t)
{
	for (size_t i = 0; i < t->n_updates; i++)
		if (t->n_updates > 1 && ffp_key_is_pointer(t->updates[i].key))
			return -ENOTSUP;
	return 0;
}

static bool all_idle(const struct transaction *t)
{
	for (size_t i = 0; i < t->n_updates; i++)
		if (!t->updates[i].idle)
			return false;
	return true;
}

/*
 * A key that is aimed at the entry of another key follows that one.  If that one in turn is aimed
 * at a function that calls the first key on, as hooks do, both call each other for ever.  What is
 * meant is the other key's target, so an entry is refused.
 */
static int refuse_entries(const struct transaction *t)
{
	for (size_t i = 0; i < t->n_updates; i++) {
		const struct update *update = &t->updates[i];

		if (update->form == INSN_BRANCH && update->target != update->key->def &&
		    update->target != update->key->state->target &&
		    ffp_entry_is_at((uintptr_t)update->target))
			return -EINVAL;
	}
	return 0;
}

int ffp_transaction_run(struct transaction *t, unsigned flags)
{
	const bool traced = probe_wanted();
	const uint64_t begun = traced ? probe_time() : 0;
	int r = refuse_entries(t);

	if (!r)
		r = ffp_windows_find(t, flags & FFP_ATOMIC);
	if (!r)
		r = ffp_swap_prepare(t->windows, t->n_windows, ffp_windows_edit, t);
	if (!r)
		r = ffp_swap_commit(t->windows, t->n_windows);
	if (r == -ENOTRECOVERABLE)
		remember_mixed(t);
	/* While one module catches up, the keys stay as they are. */
	if (!r && !t->only) {
		if (traced)
			tell_tracers(t, begun);
		publish(t);
	}
	changed |= !r || r == -ENOTRECOVERABLE;
	/* After a commit that was undone, too: text has changed, and has changed back. */
	if (t->n_windows && (!r || t->n_windows > 1))
		serialised = ffp_swap_sync();
	if (!r && !t->only)
		note_down(t);
	return r;
}

int ffp_transaction_apply(struct transaction *t, const struct ffp_change *changes, size_t n,
			  unsigned flags)
{
	int r = understand_all(t, changes, n, flags);

	if (!r && (flags & FFP_ATOMIC))
		r = check_atomic(t);
	if (!r && (flags & FFP_AIM))
		r = add_others(t, flags);
	/* When a module is unloaded, all that counts is that no target is left in it. */
	if (!r && !t->without)
		r = find_unaimed(t);
	if (!r && !all_idle(t))
		r = ffp_transaction_run(t, flags);
	return r;
}

void ffp_transaction_end(struct transaction *t)
{
	for (size_t i = 0; i < t->n_updates; i++)
		t->updates[i].key->state->pending = 0;
	ffp_scratch_free(&t->scratch);
	ffp_module_unlist_unregistered();
}
