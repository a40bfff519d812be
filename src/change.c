// SPDX-License-Identifier: MIT
#include "change.h"

#include <errno.h>
#include <string.h>

#include "arch/arch.h"
#include "copies.h"
#include "inject.h"
#include "lock.h"
#include "scratch.h"
#include "site.h"
#include "swap.h"
#include "sys.h"

/* What a reference leads to: a kind of site, or this. */
#define ENTRY 3

/* Windows closer than this are made one: copying a page costs less than a system call. */
#define JOIN_PAGES 8

/* What one change makes of its key. */
struct move {
	const struct ffp *key;
	enum insn_form form;
	uint64_t value;
	void *target; /* what FFP_TARGET is to yield */
	bool idle;    /* the key is in this state already, and no site needs to be aimed */
	/* Nothing is asked for but that sites be aimed: what cannot be stays as it is. */
	bool only_aims;
	bool left; /* of these, something has */
};

/* One transaction while it is prepared. */
struct plan {
	const struct ffp_module_state *only;	/* this module alone; NULL: all */
	const struct ffp_module_state *without; /* all but this one */
	struct move *moves;
	size_t n_moves;
	struct pair *refs; /* address; index of the move << 2 | kind or ENTRY */
	size_t n_refs;
	struct window *windows;
	size_t n_windows;
	struct scratch scratch;
};

static bool serialised = true;

/* Has any key ever been changed?  Until then a module that comes or goes needs no look. */
static bool changed;

/* Is any module behind? */
static bool behind;

/* How many modules have come, and one: a key that was aimed before may have sites in the last. */
static uint64_t comings = 1; /* written with the lock, read without */

bool ffp_change_serialised(void)
{
	return serialised;
}

/*
 * A module whose symbols were renamed after its objects were made (objcopy
 * --prefix-symbols) has keys and no table of them: the linker, which sets the bounds of
 * tables, did not know the names that it was asked for.
 */
bool ffp_key_valid(const struct ffp *key)
{
	return key && key->abi == FFP_ABI && key->state && key->entry &&
	       ffp_module_valid(key->module) && key->module->keys != key->module->keys_end;
}

/* The code that returns the constant of a learned key: its target while one is set. */
static void *constant_code(const struct ffp *key)
{
	return ffp_key_is_pointer(key)
		   ? key->stub
		   : (void *)((uintptr_t)key->entry + key->state->constant_code);
}

/* What `change` asks for; 0 or a negative errno. */
static int understand(const struct ffp_change *change, struct move *move)
{
	const struct ffp *key = change->key;
	struct ffp_state *state = key->state;
	int r = ffp_key_learn(key);

	if (r)
		return r;
	*move = (struct move){ .key = key, .form = INSN_BRANCH };
	switch (change->to) {
	case FFP_TO_TARGET:
		move->target = change->target;
		/* What FFP_TARGET said while a constant was set means that constant. */
		if (move->target == constant_code(key) && !(key->flags & FFP_KEY_NULL)) {
			move->form = INSN_CONSTANT;
			move->value = state->constant;
		}
		break;
	case FFP_TO_DEFAULT:
		move->target = key->def;
		break;
	case FFP_TO_VALUE:
		if (key->flags & FFP_KEY_NULL)
			return -EINVAL;
		move->form = INSN_CONSTANT;
		move->value = change->value;
		move->target = constant_code(key);
		break;
	default:
		return -EINVAL;
	}
	if (move->form == INSN_BRANCH) {
		if (move->target == key->entry)
			return -EINVAL; /* it would call itself for ever */
		if (!move->target) {
			if (!(key->flags & FFP_KEY_NULL))
				return -EINVAL;
			move->form = INSN_NOTHING;
		} else {
			/* The default is reached as the linker had it: through a PLT, perhaps. */
			move->value =
			    (uintptr_t)(move->target == key->def ? state->origin : move->target);
		}
	}
	move->idle = !state->mixed && move->form == state->form && move->value == state->value &&
		     move->target == state->target;
	return 0;
}

/* What leaves a key in the state that it is in, and aims its sites. */
static struct move stay(const struct ffp *key)
{
	const struct ffp_state *state = key->state;

	return (struct move){ .key = key,
			      .form = state->form,
			      .value = state->value,
			      .target = state->target,
			      .idle = !state->mixed,
			      .only_aims = true };
}

/* May a move that only aims leave out what has this error?  Without memory all is refused. */
static bool may_leave(int error)
{
	return error != -ENOMEM;
}

/*
 * The move of every key that has none yet stays where it is; its sites may need to be aimed.
 * A key that cannot be changed now is in the way of no other.
 */
static int add_others(struct plan *plan)
{
	for (struct ffp_module_state *s = ffp_module_first(); s; s = s->next) {
		const struct ffp_key *k = s->module->keys;

		for (; s->begun && k < s->module->keys_end; k++) {
			const struct ffp *key = (const struct ffp *)relative(&k->record, k->record);
			int r;

			if (!ffp_key_valid(key) || key->state->pending || ffp_key_is_pointer(key))
				continue;
			r = ffp_key_learn(key);
			if (r && may_leave(r))
				continue;
			if (r)
				return r;
			plan->moves[plan->n_moves++] = stay(key);
			key->state->pending = (uint32_t)plan->n_moves;
		}
	}
	return 0;
}

/* Of all modules but guests, which may be more when the changes are understood. */
static size_t count_keys(void)
{
	size_t n = 0;

	for (struct ffp_module_state *s = ffp_module_first(); s; s = s->next)
		if (s->begun)
			n += (size_t)(s->module->keys_end - s->module->keys);
	return n;
}

/*
 * Give every change its move, and with FFP_AIM every other key.  A key may stand in a
 * transaction once.
 */
static int understand_all(struct plan *plan, const struct ffp_change *changes, size_t n,
			  unsigned flags)
{
	size_t others = flags & FFP_AIM ? count_keys() : 0;

	plan->moves = ffp_scratch_alloc(&plan->scratch, (n + others) * sizeof(*plan->moves));
	if (!plan->moves)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		int r;

		if (!ffp_key_valid(changes[i].key) || changes[i].key->state->pending)
			return -EINVAL;
		r = understand(&changes[i], &plan->moves[i]);
		if (r)
			return r;
		plan->n_moves = i + 1;
		changes[i].key->state->pending = (uint32_t)i + 1;
	}
	return flags & FFP_AIM ? add_others(plan) : 0;
}

/* Are there sites in this module that a change would aim?  *left: foreign places. */
static bool any_unaimed(const struct ffp *key, const struct view *view, size_t *left)
{
	size_t n[SITE_STATES];

	(void)ffp_sites_count(key, view, n);
	/* By a foreign entry nobody sees whether a site that goes there is aimed. */
	*left = n[SITE_FOREIGN] + ffp_entry_foreign(key, view);
	return n[SITE_UNAIMED] || n[SITE_BEHIND];
}

/*
 * A key that is in the state that is asked for may have sites that the tool or the linker
 * could not aim: then its change is made as any other.  Once seen to have none it
 * is not looked at again, until a module comes.
 */
static int find_unaimed(struct plan *plan)
{
	for (size_t i = 0; i < plan->n_moves; i++) {
		struct move *move = &plan->moves[i];
		struct ffp_module_state *s;
		size_t left = 0;
		int r;

		if (!move->idle || ffp_key_is_pointer(move->key) ||
		    move->key->state->aimed == comings)
			continue;
		for (s = ffp_module_first(); s && move->idle; s = s->next) {
			const struct view *view;
			size_t foreign;

			/* Only an exported key has sites in other modules. */
			if (!(move->key->flags & FFP_KEY_EXPORT) &&
			    !ffp_module_same(s->module, move->key->module))
				continue;
			view = ffp_module_view(s, &r);
			if (!view && move->only_aims && may_leave(r)) {
				left++;
				continue;
			}
			if (!view)
				return r;
			move->idle = !any_unaimed(move->key, view, &foreign);
			left += foreign;
		}
		/* What is foreign now may be found unaimed when its owner has gone. */
		if (move->idle && !left)
			__atomic_store_n(&move->key->state->aimed, comings, __ATOMIC_RELEASE);
	}
	return 0;
}

static struct pair site_ref(size_t move, const struct pair *site)
{
	return (struct pair){ site->value, move << 2 | pair_kind(site) };
}

/* All places to be rewritten in one module, sorted by address, from *refs on. */
static size_t find_refs(struct plan *plan, const struct view *view, struct pair *refs)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->n_moves; i++) {
		const struct move *move = &plan->moves[i];
		const struct pair *sites;
		uintptr_t entry;
		size_t n_sites;

		if (move->idle || ffp_key_is_pointer(move->key))
			continue;
		entry = ffp_view_entry(view, move->key);
		if (!entry)
			continue;
		n_sites = ffp_view_sites(view, entry, &sites);
		if (refs) {
			size_t k = 0;

			/* In order, so that what is often one run need not be sorted. */
			for (; k < n_sites && sites[k].value < entry; k++)
				refs[n + k] = site_ref(i, &sites[k]);
			refs[n + k] = (struct pair){ entry, i << 2 | ENTRY };
			for (; k < n_sites; k++)
				refs[n + k + 1] = site_ref(i, &sites[k]);
		}
		n += n_sites + 1;
	}
	return n;
}

/* First byte of a place and the byte behind its last. */
static uintptr_t ref_start(const struct pair *ref)
{
	return (ref->value & 3) == ENTRY ? ref->key - FFP_ENTRY_HEADER : ref->key;
}

static uintptr_t ref_end(const struct pair *ref)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	unsigned kind = ref->value & 3;

	return ref->key + (kind == ENTRY ? ops->entry_size
					 : ops->length(kind, (const uint8_t *)(uintptr_t)ref->key));
}

/* The segment that a place lies in, and of which a copy can be made; or NULL. */
static const struct segment *segment_of(const struct view *view, const struct pair *ref)
{
	uintptr_t at = ref_start(ref);
	const struct segment *s = NULL;

	if (ffp_text_readable(at, INSN_MIN))
		s = ffp_view_segment(view, at, ref_end(ref) - at);
	return s && s->usable ? s : NULL;
}

/*
 * Group n places of one module, sorted, which lie behind those that the plan has, into
 * windows; and add them to these.
 */
static int find_windows(struct plan *plan, struct view *view, size_t n, bool atomic)
{
	uintptr_t join = JOIN_PAGES * ffp_sys_page_size();
	const struct pair *found = plan->refs + plan->n_refs;
	struct window *w = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct pair ref = found[i];
		struct move *move = &plan->moves[ref.value >> 2];
		const struct segment *s = segment_of(view, &ref);
		uintptr_t at = ref_start(&ref), last, start, end;
		size_t place = plan->n_refs;

		if (!s && move->only_aims) {
			move->left = true;
			continue;
		}
		if (!s)
			return -ENOTSUP;
		last = ref_end(&ref);
		plan->refs[plan->n_refs++] = ref;
		if (w && at >= w->start && last <= w->start + w->length) {
			w->count++;
			continue;
		}
		start = at - (at - s->start) % view->cell;
		end = last + view->cell - 1;
		end -= (end - s->start) % view->cell;
		if (end > s->end)
			end = s->end;
		if (w &&
		    (w->segment == s ? start <= w->start + w->length + join || atomic : atomic)) {
			if (w->segment != s)
				return -ENOTSUP;
			if (end > w->start + w->length)
				w->length = end - w->start;
			w->count++;
			continue;
		}
		w = &plan->windows[plan->n_windows++];
		*w = (struct window){ .view = view,
				      .segment = s,
				      .start = start,
				      .length = end - start,
				      .first = place,
				      .count = 1 };
	}
	return 0;
}

static bool concerns(const struct plan *plan, const struct ffp_module_state *state)
{
	return state != plan->without && (!plan->only || state == plan->only);
}

/* Is this a change of a key that is known outside the module that defines it? */
static bool is_exported(const struct move *move)
{
	return !move->idle && move->key->flags & FFP_KEY_EXPORT;
}

/*
 * A module whose table cannot be read has sites as the linker left them, and these lead
 * to a key by its own entry.  That must do when a target is about to go, or where nothing is
 * asked for but that sites be aimed; otherwise the change is refused.
 */
static bool may_skip(struct plan *plan, const struct ffp_module_state *state, int error)
{
	for (size_t i = 0; i < plan->n_moves; i++) {
		const struct move *move = &plan->moves[i];

		if (ffp_module_same(move->key->module, state->module))
			return false;
		if (is_exported(move) && !plan->without && !(move->only_aims && may_leave(error)))
			return false;
	}
	for (size_t i = 0; i < plan->n_moves; i++)
		plan->moves[i].left |= plan->moves[i].only_aims && is_exported(&plan->moves[i]);
	return true;
}

static bool any_exported(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n_moves; i++)
		if (is_exported(&plan->moves[i]))
			return true;
	return false;
}

/*
 * Fill in refs and windows for every module.  Those that no key's sites can be in are
 * not looked at: a process may have hundreds.
 */
static int find_places(struct plan *plan, bool atomic)
{
	struct ffp_module_state *state;
	struct pair *spare;
	size_t total = 0;
	bool exported = any_exported(plan);
	int r;

	for (state = ffp_module_first(); state; state = state->next) {
		struct view *view;

		/* Each key's own module has a view since the key was learned. */
		if (!concerns(plan, state) || (!exported && !state->library))
			continue;
		view = ffp_module_view(state, &r);
		if (!view && may_skip(plan, state, r))
			continue;
		if (!view)
			return r;
		total += find_refs(plan, view, NULL);
	}
	plan->refs = ffp_scratch_alloc(&plan->scratch, total * sizeof(*plan->refs));
	spare = ffp_scratch_alloc(&plan->scratch, total * sizeof(*spare));
	plan->windows = ffp_scratch_alloc(&plan->scratch, total * sizeof(*plan->windows));
	if (!plan->refs || !spare || !plan->windows)
		return -ENOMEM;
	for (state = ffp_module_first(); state; state = state->next) {
		struct view *view = state->library;
		struct pair *refs = plan->refs + plan->n_refs;
		size_t n;

		if (!view || !concerns(plan, state))
			continue;
		n = find_refs(plan, view, refs);
		ffp_sort_pairs(refs, spare, n);
		r = find_windows(plan, view, n, atomic);
		if (r)
			return r;
	}
	return 0;
}

/* The files that the copies of windows are to be of. */
static int find_files(struct plan *plan)
{
	bool all_asked = true;

	for (size_t i = 0; i < plan->n_windows; i++) {
		struct view *view = plan->windows[i].view;

		view->file_wanted = true;
		all_asked &= view->file.asked;
	}
	return all_asked ? 0 : ffp_module_find_files();
}

/* Step 2 of the protocol in swap.c: check the places of a window in its copy, and rewrite them. */
static int edit_window(void *arg, const struct window *w, uint8_t *copy)
{
	struct plan *plan = arg;

	for (size_t i = w->first; i < w->first + w->count; i++) {
		const struct pair *ref = &plan->refs[i];
		struct move *move = &plan->moves[ref->value >> 2];
		uint8_t *at = copy + (ref->key - w->start);
		unsigned kind = ref->value & 3;
		int r;

		/* Another instruction than when the windows were made, and a longer one. */
		if (ref_end(&(struct pair){ (uintptr_t)at, ref->value }) >
		    (uintptr_t)copy + w->length)
			r = -EBUSY;
		else if (kind == ENTRY)
			r = ffp_entry_rewrite(move->key, w->view, ref->key, at, move->form,
					      move->value);
		else
			r = ffp_site_rewrite(move->key, w->view, ffp_view_entry(w->view, move->key),
					     kind, ref->key, at, move->form, move->value);
		if (r && move->only_aims)
			move->left = true;
		else if (r)
			return r;
	}
	return 0;
}

/* The pointer form's own commit, and for both forms what the key says of itself. */
static void settle(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n_moves; i++) {
		const struct move *move = &plan->moves[i];
		struct ffp_state *state = move->key->state;

		/* Of what is left as it was, so is what it says of itself. */
		if (move->idle || move->left)
			continue;
		/* The value first: the stub may run as soon as it is reachable. */
		if (move->form != INSN_BRANCH)
			__atomic_store_n(&state->constant, move->value, __ATOMIC_RELAXED);
		if (ffp_key_is_pointer(move->key))
			__atomic_store_n((void **)move->key->entry,
					 move->form == INSN_BRANCH ? move->target : move->key->stub,
					 __ATOMIC_RELEASE);
		__atomic_store_n(&state->form, (uint8_t)move->form, __ATOMIC_RELEASE);
		__atomic_store_n(&state->value, move->value, __ATOMIC_RELEASE);
		__atomic_store_n(&state->mixed, 0, __ATOMIC_RELEASE);
		/* If a module was passed over, this is not known of its sites. */
		__atomic_store_n(&state->aimed, plan->without ? 0 : comings, __ATOMIC_RELEASE);
		__atomic_store_n(&state->target, move->target, __ATOMIC_RELEASE);
	}
}

/* A commit broke off: from now on a site may hold what was or what was to be. */
static void remember_mixed(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n_moves; i++) {
		const struct move *move = &plan->moves[i];
		struct ffp_state *state = move->key->state;

		/* Where sites were only aimed, they hold what they may hold anyway. */
		if (move->idle || move->only_aims || ffp_key_is_pointer(move->key))
			continue;
		state->mixed = MIXED_BROKEN;
		state->other_form = (uint8_t)move->form;
		state->other = move->value;
	}
}

/* Can these changes be made at one instant?  Pointers are stored one by one. */
static int check_atomic(const struct plan *plan, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (n > 1 && ffp_key_is_pointer(plan->moves[i].key))
			return -ENOTSUP;
	return 0;
}

static bool all_idle(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n_moves; i++)
		if (!plan->moves[i].idle)
			return false;
	return true;
}

/*
 * A key that is aimed at the entry of another follows that one; and if that one calls it on,
 * as who puts himself in front of another does, both call each other for ever.  What is
 * meant is the other's target.
 */
static int refuse_entries(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n_moves; i++) {
		const struct move *move = &plan->moves[i];

		if (move->form == INSN_BRANCH && move->target != move->key->def &&
		    move->target != move->key->state->target &&
		    ffp_module_any_entry((uintptr_t)move->target))
			return -EINVAL;
	}
	return 0;
}

/* Carry out the moves of a plan. */
static int carry_out(struct plan *plan, unsigned flags)
{
	int r = refuse_entries(plan);

	if (!r)
		r = find_places(plan, flags & FFP_ATOMIC);
	if (!r)
		r = find_files(plan);
	if (!r)
		r = ffp_swap_prepare(plan->windows, plan->n_windows, edit_window, plan);
	if (!r)
		r = ffp_swap_commit(plan->windows, plan->n_windows);
	if (r == -ENOTRECOVERABLE)
		remember_mixed(plan);
	/* A module that is only catching up changes nothing of the key. */
	if (!r && !plan->only)
		settle(plan);
	changed |= !r || r == -ENOTRECOVERABLE;
	/* After a commit that was undone, too: text has changed, and changed back. */
	if (plan->n_windows && (!r || plan->n_windows > 1))
		serialised = ffp_swap_sync();
	return r;
}

static int apply_locked(struct plan *plan, const struct ffp_change *changes, size_t n,
			unsigned flags)
{
	int r = understand_all(plan, changes, n, flags);

	if (!r && (flags & FFP_ATOMIC))
		r = check_atomic(plan, n);
	/* When a module goes, what counts is that no target is left in it. */
	if (!r && !plan->without)
		r = find_unaimed(plan);
	if (!r && !all_idle(plan))
		r = carry_out(plan, flags);
	return r;
}

static void end_plan(struct plan *plan)
{
	for (size_t i = 0; i < plan->n_moves; i++)
		plan->moves[i].key->state->pending = 0;
	ffp_scratch_free(&plan->scratch);
	ffp_module_dismiss_guests();
}

/* The copy of the library that all these keys belong to; NULL if there is not one. */
static const struct ffp_library *library_of(const struct ffp_change *changes, size_t n)
{
	const struct ffp_library *library = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!ffp_key_valid(changes[i].key))
			return &ffp_library; /* which will say so */
		if (i && changes[i].key->module->library != library)
			return NULL;
		library = changes[i].key->module->library;
	}
	return n ? library : &ffp_library;
}

/* Is the key in the state that is asked for?  Without the lock; true only if it surely is. */
static bool is_so(const struct ffp_change *change)
{
	const struct ffp *key = change->key;
	const struct ffp_state *state = key->state;
	const void *target = __atomic_load_n(&state->target, __ATOMIC_ACQUIRE);

	if (!__atomic_load_n(&state->known, __ATOMIC_ACQUIRE) ||
	    __atomic_load_n(&state->mixed, __ATOMIC_ACQUIRE) ||
	    __atomic_load_n(&key->module->state->ended, __ATOMIC_ACQUIRE) ||
	    (!ffp_key_is_pointer(key) &&
	     (!__atomic_load_n(&key->module->state->begun, __ATOMIC_ACQUIRE) ||
	      __atomic_load_n(&state->aimed, __ATOMIC_ACQUIRE) !=
		  __atomic_load_n(&comings, __ATOMIC_RELAXED))))
		return false;
	switch (change->to) {
	case FFP_TO_TARGET:
		return change->target == target;
	case FFP_TO_DEFAULT:
		return key->def == target;
	case FFP_TO_VALUE:
		return !(key->flags & FFP_KEY_NULL) && target == constant_code(key) &&
		       __atomic_load_n(&state->form, __ATOMIC_ACQUIRE) == INSN_CONSTANT &&
		       __atomic_load_n(&state->value, __ATOMIC_ACQUIRE) == change->value;
	default:
		return false;
	}
}

/* So many changes are compared with each other to see that no key is among them twice. */
#define FEW 16

/*
 * Is all as asked for already, at one instant?  Then neither the lock is taken nor a
 * system call made.  Of valid keys of this copy of the library.
 */
static bool all_so(const struct ffp_change *changes, size_t n, unsigned flags)
{
	uintptr_t glance = ffp_update_lock_glance();

	if (!glance || n > FEW || flags & FFP_AIM || __atomic_load_n(&behind, __ATOMIC_RELAXED))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!ffp_key_valid(changes[i].key) || !is_so(&changes[i]) ||
		    (n > 1 && flags & FFP_ATOMIC && ffp_key_is_pointer(changes[i].key)))
			return false;
		for (size_t k = 0; k < i; k++)
			if (changes[k].key->state == changes[i].key->state)
				return false;
	}
	return ffp_update_lock_glance() == glance;
}

int ffp_apply(const struct ffp_change *changes, size_t n, unsigned flags)
{
	const struct ffp_library *library;
	struct plan plan = { 0 };
	int r;

	if (flags & ~(FFP_ATOMIC | FFP_AIM) || (n && !changes) || n >= UINT32_MAX)
		return -EINVAL;
	library = library_of(changes, n);
	if (!library)
		return -EXDEV;
	if (library != &ffp_library) {
		r = ffp_copies_notice(library);
		return r ? r : library->apply(changes, n, flags);
	}
	if (all_so(changes, n, flags))
		return 0;
	r = ffp_update_lock_watch_fork();
	if (!r)
		r = ffp_update_lock();
	if (r)
		return r;
	ffp_change_catch_up();
	r = apply_locked(&plan, changes, n, flags);
	end_plan(&plan);
	ffp_update_unlock();
	return r;
}

static bool any_left(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n_moves; i++)
		if (plan->moves[i].left)
			return true;
	return false;
}

/* Bring a module to what other modules' keys do now.  False if anything is left. */
static bool catch_up(struct ffp_module_state *module)
{
	struct plan plan = { .only = module };
	const struct view *view;
	size_t foreign, n_foreign = 0;
	int r;

	view = ffp_module_view(module, &r);
	if (!view || !view->n_imports)
		return view;
	plan.moves = ffp_scratch_alloc(&plan.scratch, view->n_imports * sizeof(*plan.moves));
	r = plan.moves ? 0 : -ENOMEM;
	for (size_t i = 0; plan.moves && i < view->n_imports; i++) {
		const struct import *import = &view->imports[i];
		const struct ffp_state *key = import->state;

		if (!key || !key->known || key->target == import->key->def)
			continue;
		/* Of one that tries again, most has been done. */
		if (module->behind && !any_unaimed(import->key, view, &foreign)) {
			n_foreign += foreign;
			continue;
		}
		plan.moves[plan.n_moves] = stay(import->key);
		plan.moves[plan.n_moves++].idle = false;
	}
	if (plan.n_moves)
		r = carry_out(&plan, 0);
	ffp_scratch_free(&plan.scratch);
	return !r && !any_left(&plan) && !n_foreign;
}

/* Written with the lock, read without. */
static bool set_behind(bool any)
{
	__atomic_store_n(&behind, any, __ATOMIC_RELAXED);
	return any;
}

void ffp_change_welcome(struct ffp_module_state *state)
{
	__atomic_store_n(&comings, comings + 1, __ATOMIC_RELAXED);
	if (changed && !catch_up(state))
		state->behind = set_behind(true);
}

void ffp_change_catch_up(void)
{
	bool any;

	if (!behind)
		return;
	any = false;
	for (struct ffp_module_state *s = ffp_module_first(); s; s = s->next) {
		if (s->behind) {
			s->behind = !catch_up(s);
			any |= s->behind;
		}
	}
	(void)set_behind(any);
}

/* A target that is about to be unmapped cannot be kept: what failed is tried again. */
#define FAREWELL_TRIES 3

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
 * Reset them in one transaction; if it fails, in two of half as many, and so on, so that
 * what is in the way of one key is in the way of no other.  What has been reset is
 * idle in the transactions that follow.
 */
static void reset_all(const struct ffp_module *leaving, const struct ffp_change *changes, size_t n)
{
	unsigned tries = FAREWELL_TRIES;
	bool failed = n > 0;

	for (size_t step = n; failed && tries; step = (step + 1) / 2) {
		failed = false;
		for (size_t from = 0; from < n; from += step) {
			struct plan plan = { .without = leaving->state };

			failed |= apply_locked(&plan, changes + from,
					       n - from < step ? n - from : step, 0) != 0;
			end_plan(&plan);
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

	for (struct ffp_module_state *s = ffp_module_first(); s; s = s->next) {
		if (ffp_module_same(s->module, leaving))
			continue;
		for (const struct ffp_key *k = s->module->keys; k < s->module->keys_end; k++) {
			const struct ffp *key = (const struct ffp *)relative(&k->record, k->record);

			if (!targets_into(key, leaving))
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
	}
	reset_all(leaving, changes, n);
	return found;
}

void ffp_change_farewell(const struct ffp_module *leaving)
{
	struct ffp_change one, *all;
	size_t n, size;

	if (!changed)
		return;
	n = reset_stranded(leaving, NULL, 0);
	size = n * sizeof(*all);
	all = n > 1 ? ffp_sys_alloc(size) : NULL;
	/* Without memory one by one, which takes longer. */
	if (n)
		(void)reset_stranded(leaving, all ? all : &one, all ? n : 1);
	ffp_sys_free(all, size);
}
