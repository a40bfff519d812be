// SPDX-License-Identifier: MIT
/*
 * Asking: keys by name, all keys, and what one key does now.  Programs call it, and other
 * copies of the library call ffp_info().  It takes the update lock itself, but for ffp_target().
 */
#include <errno.h>
#include <string.h>

#include "arch/arch.h"
#include "branch.h"
#include "image.h"
#include "key.h"
#include "lock.h"
#include "module.h"
#include "names.h"
#include "readable.h"
#include "site.h"
#include "swap.h"
#include "sys.h"
#include "transaction.h"

void *ffp_target(const struct ffp *key)
{
	return __atomic_load_n(&key->state->target, __ATOMIC_ACQUIRE);
}

const struct ffp *ffp_find(const char *name)
{
	const struct ffp_key *found;

	if (!name || ffp_update_lock())
		return NULL;
	found = ffp_names_find(name);
	ffp_update_unlock();
	return found ? ffp_key_record(found) : NULL;
}

int ffp_each(int (*callback)(const struct ffp *key, void *arg), void *arg)
{
	const struct ffp **keys;
	size_t n = 0, size;
	int r = ffp_update_lock();

	if (r)
		return r;
	size = ffp_key_count() * sizeof(*keys) + 1;
	keys = ffp_sys_alloc(size);
	for (struct key_walk walk = { 0 }; keys && ffp_key_next(&walk);)
		if (ffp_key_name(&walk))
			keys[n++] = ffp_key_record(walk.line);
	ffp_update_unlock();
	if (!keys)
		return -ENOMEM;
	for (size_t i = 0; i < n && !r; i++)
		r = callback(keys[i], arg);
	ffp_sys_free(keys, size);
	return r;
}

/* What the key itself and the last change tell. */
static void tell_key(const struct ffp *key, struct ffp_info *info)
{
	memset(info, 0, sizeof(*info));
	info->name = key->name;
	info->def = key->def;
	info->target = key->state->target;
	info->pointer = ffp_key_is_pointer(key);
	info->constant = key->state->form == INSN_CONSTANT;
	if (info->constant)
		info->value = key->state->value;
	info->serialised = ffp_transaction_serialised();
	info->way = ffp_swap_way().by;
	info->anonymous = ffp_swap_way().anonymous;
}

/* The greatest number that ffp_info.branches_on holds. */
#define BRANCHES_MAX 0xffffffu

/* Count one module's branches of a key. */
static void count_branches(const struct ffp *key, const struct image *image, struct ffp_info *info)
{
	size_t branches[BRANCH_STATES], on;

	info->branches += (uint32_t)ffp_branch_count(key, image, branches);
	info->foreign += branches[BRANCH_FOREIGN];
	info->behind += ffp_branch_behind(key, branches);
	on = info->branches_on + branches[BRANCH_ON];
	info->branches_on = on < BRANCHES_MAX ? (uint32_t)on & BRANCHES_MAX : BRANCHES_MAX;
}

/* Count one module's sites of a key. */
static void count_sites(const struct ffp *key, const struct image *image, struct ffp_info *info)
{
	size_t n[SITE_STATES];

	info->sites += ffp_sites_count(key, image, n);
	info->direct += n[SITE_DIRECT] + n[SITE_INLINED];
	info->inlined += (uint32_t)n[SITE_INLINED];
	info->trampoline += n[SITE_UNAIMED] + n[SITE_UNREACHABLE];
	info->unaimed += n[SITE_UNAIMED];
	info->unreachable += n[SITE_UNREACHABLE];
	info->foreign += n[SITE_FOREIGN];
	info->behind += n[SITE_BEHIND];
}

/*
 * Look at the sites in all modules.  *own: the image of the key's module, once that is
 * registered.  *entry_behind: the key's own entry holds what the build put there.
 */
static int tell_sites(const struct ffp *key, struct ffp_info *info, struct image **own,
		      bool *entry_behind)
{
	for (struct ffp_module_state *s = ffp_module_first(); s; s = s->next) {
		int r;
		struct image *image = ffp_module_image(s, &r);

		/* A key of the pointer form has no sites that could be missed. */
		if (!image && info->pointer && r == -ENOMEM)
			continue;
		if (!image)
			return r;
		/* The image of an unregistered module is freed with the lock. */
		image->file_wanted = s->phase == PHASE_REGISTERED;
		if (ffp_module_same(image->module, key->module) && s->phase == PHASE_REGISTERED)
			*own = image;
		count_branches(key, image, info);
		if (info->pointer)
			continue;
		count_sites(key, image, info);
		*entry_behind |= ffp_entry_behind(key, image);
	}
	return 0;
}

/* The file of the key's module; found for all modules at once, as questions about others follow. */
static int tell_file(struct image *own, struct ffp_info *info)
{
	int r = own->file.asked ? 0 : ffp_module_find_files();

	if (r && !info->pointer)
		return r;
	if (own->file.path[0])
		info->file = own->file.path;
	return 0;
}

int ffp_info(const struct ffp *key, struct ffp_info *info)
{
	struct image *own = NULL;
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
	if (!r && !ffp_readable_string((uintptr_t)key->name))
		r = -EINVAL;
	if (!r) {
		tell_key(key, info);
		r = tell_sites(key, info, &own, &entry_behind);
	}
	if (!r && own && key->def && key->state->form == INSN_BRANCH &&
	    key->state->value == (uintptr_t)key->state->origin &&
	    ffp_image_by_plt(own, (uintptr_t)key->state->origin, (uintptr_t)key->def))
		info->plt = info->direct;
	/* From now on a change to what is set already rewrites these places. */
	if (!r && (info->behind || entry_behind))
		__atomic_store_n(&key->state->mixed, (uint8_t)(key->state->mixed | MIXED_BEHIND),
				 __ATOMIC_RELEASE);
	if (!r && own)
		r = tell_file(own, info);
	ffp_module_unlist_unregistered();
	ffp_update_unlock();
	return r;
}
