// SPDX-License-Identifier: MIT
/* The edits of a transaction, and its windows: see windows.h.  The update lock is held. */
#include "windows.h"

#include <errno.h>

#include "arch/arch.h"
#include "branch.h"
#include "image.h"
#include "key.h"
#include "module.h"
#include "readable.h"
#include "site.h"
#include "sort.h"
#include "sys.h"
#include "transaction.h"

/* Windows closer than this are made one: copying a page costs less than a system call. */
#define JOIN_PAGES 8

_Static_assert(sizeof(struct edit) == sizeof(struct pair), "ffp_sort() sorts both");

static struct edit site_edit(size_t what, const struct indexed_site *site)
{
	return (struct edit){ site->at, (uint32_t)what, ffp_index_kind(site) };
}

/* The edits of a key's branches, as find_edits(). */
static size_t find_branches(const struct transaction *t, size_t what, const struct image *image,
			    struct edit *edits)
{
	const struct indexed_branch *branches;
	size_t n = ffp_branch_find(image, t->updates[what].key, &branches);

	for (size_t i = 0; edits && i < n; i++)
		edits[i] = (struct edit){ ffp_branch_site(image, branches[i].line), (uint32_t)what,
					  (uint32_t)(EDIT_BRANCH + branches[i].line) };
	return n;
}

/*
 * Find the edits in one module, and put them at `edits` unless that is NULL; mostly
 * they are sorted.  Returns their number.
 */
static size_t find_edits(const struct transaction *t, const struct image *image, struct edit *edits)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_updates; i++) {
		const struct update *update = &t->updates[i];
		const struct indexed_site *sites;
		uintptr_t entry;
		size_t n_sites;

		if (update->idle)
			continue;
		n += find_branches(t, i, image, edits ? edits + n : NULL);
		/* A key of the pointer form has no more than branches, in other modules. */
		entry = ffp_key_is_pointer(update->key) ? 0 : ffp_index_entry(image, update->key);
		if (!entry)
			continue;
		n_sites = ffp_index_sites(image, entry, &sites);
		if (edits) {
			size_t k = 0;

			/* The entry in its place by address, so that often all are in order. */
			for (; k < n_sites && sites[k].at < entry; k++)
				edits[n + k] = site_edit(i, &sites[k]);
			edits[n + k] = (struct edit){ entry, (uint32_t)i, EDIT_ENTRY };
			for (; k < n_sites; k++)
				edits[n + k + 1] = site_edit(i, &sites[k]);
		}
		n += n_sites + 1;
	}
	return n;
}

/* The first byte of what is rewritten for an edit: with an entry, the word before it. */
static uintptr_t start_of(const struct edit *edit)
{
	return (uintptr_t)edit->where - (edit->kind == EDIT_ENTRY ? FFP_ENTRY_HEADER : 0);
}

/* The byte behind its last, if what is rewritten stands at `at`. */
static uintptr_t end_of(const struct edit *edit, uintptr_t at)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;

	if (edit->kind >= EDIT_BRANCH)
		return at + ffp_branch_length();
	return at + (edit->kind == EDIT_ENTRY ? ops->entry_size
					      : ops->length(edit->kind, (const uint8_t *)at));
}

/* The segment that an edit lies in, and of which a copy can be made; or NULL. */
static const struct segment *segment_of(const struct image *image, const struct edit *edit)
{
	uintptr_t at = start_of(edit);
	const struct segment *s = NULL;

	if (ffp_readable_text(at, INSN_MIN))
		s = ffp_image_segment(image, at, end_of(edit, (uintptr_t)edit->where) - at);
	return s && s->usable ? s : NULL;
}

/* The window, of whole granules, around the bytes from `at` to `last` of a segment. */
static struct window window_around(struct image *image, const struct segment *s, uintptr_t at,
				   uintptr_t last)
{
	uintptr_t start = at - (at - s->start) % image->granule;
	uintptr_t end = last + image->granule - 1;

	end -= (end - s->start) % image->granule;
	if (end > s->end)
		end = s->end;
	return (struct window){ .image = image,
				.segment = s,
				.start = start,
				.length = end - start,
				.stage = WINDOW_ALL };
}

static bool inside(const struct window *w, uintptr_t at, uintptr_t last)
{
	return at >= w->start && last <= w->start + w->length;
}

/*
 * Extend *w by `next`, which lies behind its start, if they are to be one window.  0; -ENOTSUP if
 * they must be one and cannot; 1 if `next` is to be a window of its own.
 */
static int join(struct window *w, const struct window *next, bool atomic)
{
	uintptr_t reach = w->start + w->length + JOIN_PAGES * ffp_sys_page_size();

	if (w->segment != next->segment)
		return atomic ? -ENOTSUP : 1;
	if (next->start > reach && !atomic)
		return 1;
	if (next->start + next->length > w->start + w->length)
		w->length = next->start + next->length - w->start;
	return 0;
}

/*
 * Group n edits in one module, which are sorted and stand behind those that the transaction
 * has, into windows, and add them to these.
 */
static int find_windows(struct transaction *t, struct image *image, size_t n, bool atomic)
{
	const struct edit *found = t->edits + t->n_edits;
	struct window *w = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct edit edit = found[i];
		struct update *update = &t->updates[edit.what];
		const struct segment *s = segment_of(image, &edit);
		struct window next;
		uintptr_t last;
		int r = 1;

		if (!s && update->only_aims) {
			update->left = true;
			continue;
		}
		if (!s)
			return -ENOTSUP;
		last = end_of(&edit, (uintptr_t)edit.where);
		if (!w || !inside(w, start_of(&edit), last)) {
			next = window_around(image, s, start_of(&edit), last);
			if (w)
				r = join(w, &next, atomic);
			if (r < 0)
				return r;
			if (r) {
				w = &t->windows[t->n_windows++];
				*w = next;
				w->first = t->n_edits;
			}
		}
		w->count++;
		t->edits[t->n_edits++] = edit;
	}
	return 0;
}

static bool concerns(const struct transaction *t, const struct ffp_module_state *module)
{
	return module != t->without && (!t->only || module == t->only);
}

/* Does an update change a key that is known outside the module that defines it? */
static bool is_exported(const struct update *update)
{
	return !update->idle && update->key->flags & FFP_KEY_EXPORT;
}

/*
 * A module whose table cannot be read has sites as the linker left them, and these lead to a
 * key by its own entry.  That must do when a target is about to be unmapped, or where nothing is
 * asked for but that sites be aimed; otherwise the change is refused.
 */
static bool may_skip(struct transaction *t, const struct ffp_module_state *module, int error)
{
	for (size_t i = 0; i < t->n_updates; i++) {
		const struct update *update = &t->updates[i];

		if (ffp_module_same(update->key->module, module->module))
			return false;
		if (is_exported(update) && !t->without &&
		    !(update->only_aims && ffp_transaction_may_leave(error)))
			return false;
	}
	for (size_t i = 0; i < t->n_updates; i++)
		t->updates[i].left |= t->updates[i].only_aims && is_exported(&t->updates[i]);
	return true;
}

static bool any_exported(const struct transaction *t)
{
	for (size_t i = 0; i < t->n_updates; i++)
		if (is_exported(&t->updates[i]))
			return true;
	return false;
}

/* Find the files that the copies of windows are to be of. */
static int find_files(struct transaction *t)
{
	bool all_asked = true;

	for (size_t i = 0; i < t->n_windows; i++) {
		struct image *image = t->windows[i].image;

		image->file_wanted = true;
		all_asked &= image->file.asked;
	}
	return all_asked ? 0 : ffp_module_find_files();
}

/*
 * The stages of a transaction: branches that cease to be taken for set, calls and entries, branches
 * that begin to.  A branch that stays what it is is of no stage, and goes with the calls.
 */
enum stage { STAGE_OFF, STAGE_CALLS, STAGE_ON, STAGES };

static unsigned stage_of(const struct transaction *t, const struct edit *edit)
{
	const struct update *update = &t->updates[edit->what];
	const struct ffp *key = update->key;
	bool on = ffp_branch_is_on(update->target, key);

	if (edit->kind < EDIT_BRANCH || update->only_aims ||
	    (on == ffp_branch_is_on(key->state->target, key) && !key->state->mixed))
		return STAGE_CALLS;
	return on ? STAGE_ON : STAGE_OFF;
}

/* A bit for each stage that a window has edits of. */
static unsigned stages_in(const struct transaction *t, const struct window *w)
{
	unsigned stages = 0;

	for (size_t i = w->first; i < w->first + w->count; i++)
		stages |= 1u << stage_of(t, &t->edits[i]);
	return stages;
}

/*
 * Make of each window one for each stage that it has edits of, all windows of a stage before those
 * of the next one.  What lies in a single window changes at one instant anyway.
 */
static int make_stages(struct transaction *t)
{
	struct window *windows;
	unsigned all = 0;
	size_t n = 0;

	for (size_t i = 0; i < t->n_windows; i++)
		all |= stages_in(t, &t->windows[i]);
	if (t->n_windows < 2 || all == 1u << STAGE_CALLS)
		return 0;
	windows = ffp_scratch_alloc(&t->scratch, STAGES * t->n_windows * sizeof(*windows));
	if (!windows)
		return -ENOMEM;
	for (unsigned stage = 0; stage < STAGES; stage++) {
		for (size_t i = 0; i < t->n_windows; i++) {
			unsigned stages = stages_in(t, &t->windows[i]);

			if (!(stages & 1u << stage))
				continue;
			windows[n] = t->windows[i];
			windows[n].stage = stage;
			windows[n++].again = stages & ((1u << stage) - 1);
		}
	}
	t->windows = windows;
	t->n_windows = n;
	return 0;
}

/* A module that no key's sites can be in is not looked at: a process may have hundreds. */
int ffp_windows_find(struct transaction *t, bool atomic)
{
	struct ffp_module_state *module;
	struct edit *spare;
	size_t total = 0;
	bool exported = any_exported(t);
	int r;

	for (module = ffp_module_first(); module; module = module->next) {
		struct image *image;

		/* Each key's own module has an image since the key was learned. */
		if (!concerns(t, module) || (!exported && !module->image))
			continue;
		image = ffp_module_image(module, &r);
		if (!image && may_skip(t, module, r))
			continue;
		if (!image)
			return r;
		total += find_edits(t, image, NULL);
	}
	t->edits = ffp_scratch_alloc(&t->scratch, total * sizeof(*t->edits));
	spare = ffp_scratch_alloc(&t->scratch, total * sizeof(*spare));
	t->windows = ffp_scratch_alloc(&t->scratch, total * sizeof(*t->windows));
	if (!t->edits || !spare || !t->windows)
		return -ENOMEM;
	for (module = ffp_module_first(); module; module = module->next) {
		struct image *image = module->image;
		struct edit *edits = t->edits + t->n_edits;
		size_t n;

		if (!image || !concerns(t, module))
			continue;
		n = find_edits(t, image, edits);
		ffp_sort(edits, spare, n, offsetof(struct edit, where));
		r = find_windows(t, image, n, atomic);
		if (r)
			return r;
	}
	r = atomic ? 0 : make_stages(t);
	return r ? r : find_files(t);
}

/* Does an edit belong into a copy of this window; `before`: into what it replaces? */
static bool belongs(const struct transaction *t, const struct window *w, const struct edit *edit,
		    bool before)
{
	unsigned stage;

	if (w->stage == WINDOW_ALL)
		return true;
	stage = stage_of(t, edit);
	return before ? stage < w->stage : stage == w->stage;
}

int ffp_windows_edit(void *arg, const struct window *w, uint8_t *copy, bool before)
{
	struct transaction *t = arg;

	for (size_t i = w->first; i < w->first + w->count; i++) {
		const struct edit *edit = &t->edits[i];
		struct update *update = &t->updates[edit->what];
		uintptr_t where = (uintptr_t)edit->where;
		uint8_t *at = copy + (where - w->start);
		int r;

		if (!belongs(t, w, edit, before))
			continue;
		/* The place may hold a longer instruction than when the windows were made. */
		if (end_of(edit, (uintptr_t)at) > (uintptr_t)copy + w->length)
			r = -EBUSY;
		else if (edit->kind == EDIT_ENTRY)
			r = ffp_entry_rewrite(update->key, w->image, where, at, update->form,
					      update->value);
		else if (edit->kind >= EDIT_BRANCH)
			r = ffp_branch_rewrite(w->image, edit->kind - EDIT_BRANCH, at,
					       ffp_branch_is_on(update->target, update->key));
		else
			r = ffp_site_rewrite(update->key, w->image,
					     ffp_index_entry(w->image, update->key), edit->kind,
					     where, at, update->form, update->value, &update->body);
		if (r && update->only_aims)
			update->left = true;
		else if (r)
			return r;
	}
	return 0;
}
