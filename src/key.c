// SPDX-License-Identifier: MIT
/* Keys: setting one, finding and asking them. */
#include <errno.h>
#include <string.h>

#include "arch/arch.h"
#include "change.h"
#include "lock.h"
#include "names.h"
#include "site.h"
#include "swap.h"
#include "sys.h"

int ffp_set_target(const struct ffp *key, void *new_fn)
{
	struct ffp_change change = { key, new_fn, 0, FFP_TO_TARGET };

	return ffp_apply(&change, 1, 0);
}

int ffp_reset_target(const struct ffp *key)
{
	struct ffp_change change = { key, NULL, 0, FFP_TO_DEFAULT };

	return ffp_apply(&change, 1, 0);
}

int ffp_set_return(const struct ffp *key, uint64_t value)
{
	struct ffp_change change = { key, NULL, value, FFP_TO_VALUE };

	return ffp_apply(&change, 1, 0);
}

void *ffp_target(const struct ffp *key)
{
	return __atomic_load_n(&key->state->target, __ATOMIC_ACQUIRE);
}

static const struct ffp *record_of(const struct ffp_key *key)
{
	return (const struct ffp *)relative(&key->record, key->record);
}

const struct ffp *ffp_find(const char *name)
{
	const struct ffp_key *found;

	if (!name || ffp_update_lock())
		return NULL;
	found = ffp_names_find(name);
	ffp_update_unlock();
	return found ? record_of(found) : NULL;
}

int ffp_each(int (*callback)(const struct ffp *key, void *arg), void *arg)
{
	const struct ffp **keys;
	size_t n = 0, size;
	int r = ffp_update_lock();

	if (r)
		return r;
	for (struct ffp_module_state *s = ffp_module_first(); s; s = s->next)
		n += (size_t)(s->module->keys_end - s->module->keys);
	size = n * sizeof(*keys) + 1;
	keys = ffp_sys_alloc(size);
	n = 0;
	for (struct ffp_module_state *s = ffp_module_first(); keys && s; s = s->next)
		for (const struct ffp_key *k = s->module->keys; k < s->module->keys_end; k++)
			keys[n++] = record_of(k);
	ffp_update_unlock();
	if (!keys)
		return -ENOMEM;
	for (size_t i = 0; i < n && !r; i++)
		r = callback(keys[i], arg);
	ffp_sys_free(keys, size);
	return r;
}

/* Count one module's sites of a key. */
static void count_sites(const struct ffp *key, const struct view *view, struct ffp_info *info)
{
	size_t n[SITE_STATES];

	info->sites += ffp_sites_count(key, view, n);
	info->direct += n[SITE_DIRECT];
	info->trampoline += n[SITE_UNAIMED] + n[SITE_UNREACHABLE];
	info->unaimed += n[SITE_UNAIMED];
	info->unreachable += n[SITE_UNREACHABLE];
	info->foreign += n[SITE_FOREIGN];
	info->behind += n[SITE_BEHIND];
}

int ffp_info(const struct ffp *key, struct ffp_info *info)
{
	const struct view *own = NULL;
	bool entry_behind = false;
	int r;

	if (!ffp_key_valid(key) || !info)
		return -EINVAL;
	if (key->module->library != &ffp_library)
		return key->module->library->info(key, info);
	r = ffp_update_lock();
	if (r)
		return r;
	r = ffp_key_learn(key);
	if (!r) {
		memset(info, 0, sizeof(*info));
		info->name = key->name;
		info->def = key->def;
		info->target = key->state->target;
		info->pointer = !!(key->flags & FFP_KEY_POINTER);
		info->constant = key->state->form == INSN_CONSTANT;
		if (info->constant)
			info->value = key->state->value;
		info->serialised = ffp_change_serialised();
		info->way = ffp_swap_way().by;
		info->anonymous = ffp_swap_way().anonymous;
	}
	for (struct ffp_module_state *s = ffp_module_first(); s && !r; s = s->next) {
		struct view *view = ffp_module_view(s, &r);

		if (view) {
			r = 0;
			/* The view of a guest is forgotten below. */
			view->file_wanted = s->begun;
			if (ffp_module_same(view->module, key->module) && s->begun)
				own = view;
			if (!info->pointer) {
				count_sites(key, view, info);
				entry_behind |= ffp_entry_behind(key, view);
			}
		} else if (info->pointer && r == -ENOMEM) {
			/* A key of the pointer form has no sites that could be missed. */
			r = 0;
		}
	}
	if (!r && own && key->def && key->state->form == INSN_BRANCH &&
	    key->state->value == (uintptr_t)key->state->origin &&
	    ffp_view_by_plt(own, (uintptr_t)key->state->origin, (uintptr_t)key->def))
		info->plt = info->direct;
	/* Then the next change is one, even if it is to what the key says of itself. */
	if (!r && (info->behind || entry_behind))
		__atomic_store_n(&key->state->mixed, (uint8_t)(key->state->mixed | MIXED_BEHIND),
				 __ATOMIC_RELEASE);
	/* Of all modules at once, for whoever asks about one key will ask about others. */
	if (!r && own && !own->file.asked) {
		r = ffp_module_find_files();
		if (info->pointer)
			r = 0;
	}
	if (!r && own && own->file.path[0])
		info->file = own->file.path;
	ffp_module_dismiss_guests();
	ffp_update_unlock();
	return r;
}
