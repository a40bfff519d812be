// SPDX-License-Identifier: MIT
#include "site.h"

#include <errno.h>
#include <string.h>

#include "arch/arch.h"

enum { PAGE_LEAST = 4096 }; /* bytes, on every architecture */

/*
 * Where the code that returns the key's constant begins: at its landing pad, if it has one.
 * That is looked for behind the entry, where it has none; this must not reach into
 * another page than the entry, which is known to be readable.
 */
static uint32_t find_constant_code(const uint8_t *entry)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;

	return ops->entry_landing && ((uintptr_t)entry + ops->entry_size) % PAGE_LEAST
		   ? ops->entry_landing(entry)
		   : ops->entry_constant;
}

int ffp_key_learn(const struct ffp *key)
{
	struct ffp_state *state = key->state;
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const uint8_t *entry = key->entry;
	struct insn_read now = { key->def ? INSN_BRANCH : INSN_NOTHING, (uintptr_t)key->def };
	struct view *view = NULL;
	int error;

	/* Nobody knows its sites any more, nor who is to be told of a target that goes. */
	if (key->module->state->ended)
		return -EINVAL;
	if (!ffp_key_is_pointer(key)) {
		struct ffp_module_state *module = ffp_module_register(key->module);

		if (!module)
			return -EINVAL;
		view = ffp_module_view(module, &error);
		if (!view)
			return error;
	}
	if (state->known)
		return 0;
	if (!ffp_key_is_pointer(key)) {
		const struct ffp *own;
		int32_t record;
		uint32_t flags;

		if (!ops || (uintptr_t)entry % FFP_ENTRY_ALIGN ||
		    !ffp_view_segment(view, (uintptr_t)entry - FFP_ENTRY_HEADER,
				      FFP_ENTRY_HEADER + ops->entry_size))
			return -EINVAL;
		if (!ffp_text_readable((uintptr_t)entry - FFP_ENTRY_HEADER,
				       FFP_ENTRY_HEADER + ops->entry_size))
			return -ENOTSUP;
		memcpy(&record, entry + FFP_ENTRY_RECORD, sizeof(record));
		memcpy(&flags, entry + FFP_ENTRY_FLAGS, sizeof(flags));
		own = (const struct ffp *)relative(
		    (const int32_t *)(const void *)(entry + FFP_ENTRY_RECORD), record);
		/*
		 * What stands before the address that a record has may be no header: Clang's
		 * -fsanitize=cfi-icall puts one of its own in place of every function's.  By
		 * state: a program may hold a copy of an exported record.
		 */
		if (flags != (FFP_ABI << 8 | key->flags) ||
		    !ffp_view_has_record(view, (uintptr_t)own, sizeof(*own)) ||
		    own->abi != FFP_ABI || own->state != state)
			return -EINVAL;
		/* The header is ours, so what follows has been written to by somebody. */
		if (!ops->entry_decode(entry, (uintptr_t)entry, ffp_entry_word(entry), &now) ||
		    now.form != (key->flags & FFP_KEY_NULL ? INSN_NOTHING : INSN_BRANCH) ||
		    (now.form == INSN_BRANCH && !ffp_view_links(view, now.value, key->def)))
			return -EBUSY;
		/* Of the branches that lead to the default, only its name tells the linker's. */
		if (now.form == INSN_BRANCH)
			now.value = ffp_view_leads(view, now.value, (uintptr_t)key->def)
					? (uintptr_t)key->def
					: ffp_view_past_veneers(view, now.value);
		state->constant_code = find_constant_code(entry);
	}
	state->form = (uint8_t)now.form;
	state->value = now.value;
	state->origin = (void *)(uintptr_t)now.value;
	__atomic_store_n(&state->known, 1, __ATOMIC_RELEASE);
	return 0;
}

/*
 * The bytes of a site in a form.  What no instruction of its length can say
 * goes through the module's entry for the key, which says it in the same
 * transaction.  Never straight to the entry's constant: that may lie in a window
 * that is yet to be committed, and until then is neither what was nor what is to
 * be.
 */
static bool place(uint8_t *out, const uint8_t *old, unsigned kind, uintptr_t at,
		  const struct view *view, uintptr_t entry, enum insn_form form, uint64_t value)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	uintptr_t veneer;

	if (ops->encode(out, old, kind, at, form, value) ||
	    ops->encode(out, old, kind, at, INSN_BRANCH, entry))
		return true;
	veneer = ffp_view_veneer(view, entry, at);
	return veneer && ops->encode(out, old, kind, at, INSN_BRANCH, veneer);
}

/* Could the site itself say this? */
static bool reaches(unsigned kind, uintptr_t at, const uint8_t *bytes, enum insn_form form,
		    uint64_t value)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	uint8_t unused[INSN_MAX];

	return ops->encode(unused, bytes, kind, at, form, value);
}

/* Is this what the key is to do, or while it is mixed may do? */
static bool says(const struct ffp_state *state, const struct insn_read *now)
{
	return (now->form == (enum insn_form)state->form && now->value == state->value) ||
	       ((state->mixed & MIXED_BROKEN) && now->form == (enum insn_form)state->other_form &&
		now->value == state->other);
}

/*
 * The same, where the linker had to send a branch to the default by way of a
 * veneer, perhaps another one for each branch.
 */
static bool leads(const struct ffp_state *state, const struct view *view,
		  const struct insn_read *now)
{
	return now->form == INSN_BRANCH &&
	       ((state->form == INSN_BRANCH && ffp_view_same(view, now->value, state->value)) ||
		((state->mixed & MIXED_BROKEN) && state->other_form == INSN_BRANCH &&
		 ffp_view_same(view, now->value, state->other)));
}

/*
 * Is this what the build put there, into a site or an entry of the key's own module?
 * Then nothing is lost if it is rewritten, whatever the key does now: madvise may have
 * thrown away the page that this library wrote, and the file's came back.
 */
static bool as_built(const struct ffp *key, const struct view *view, const struct insn_read *now)
{
	if (key->flags & FFP_KEY_NULL)
		return now->form == INSN_NOTHING;
	return now->form == INSN_BRANCH &&
	       ffp_view_same(view, now->value, (uintptr_t)key->state->origin);
}

static bool is_veneer(const struct view *view, uintptr_t entry, uintptr_t at)
{
	return at && ffp_view_veneer(view, entry, at) == at;
}

/* Does this module reach the key by an import that no change has written to? */
static bool by_linker(const struct view *view, uintptr_t entry)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct import *import = ffp_view_import(view, entry);
	const uint8_t *bytes = (const uint8_t *)entry;
	struct insn_read now;

	return import && import->origin &&
	       ops->entry_decode(bytes, entry, ffp_entry_word(bytes), &now) &&
	       now.form == INSN_BRANCH && now.value == import->origin;
}

enum site_state ffp_site_state(const struct ffp *key, const struct view *view, uintptr_t entry,
			       unsigned kind, uintptr_t at, const uint8_t *bytes)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct ffp_state *state = key->state;
	struct insn_read now;

	if (!ops->decode(bytes, kind, at, &now))
		return SITE_FOREIGN;
	if (says(state, &now))
		return SITE_DIRECT;
	if (now.form == INSN_BRANCH &&
	    (is_veneer(view, entry, now.value) || ffp_view_leads(view, now.value, entry))) {
		if (reaches(kind, at, bytes, state->form, state->value) || by_linker(view, entry))
			return SITE_UNAIMED;
		/* Where no instruction of its own says it, the entry is all that it needs. */
		return state->form == INSN_BRANCH ? SITE_UNREACHABLE : SITE_DIRECT;
	}
	if (leads(state, view, &now))
		return SITE_UNREACHABLE;
	return as_built(key, view, &now) ? SITE_BEHIND : SITE_FOREIGN;
}

/* The same of where it stands; of what cannot be read nobody knows. */
static enum site_state state_at(const struct ffp *key, const struct view *view, uintptr_t entry,
				const struct pair *site)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const uint8_t *bytes = (const uint8_t *)(uintptr_t)site->value;
	unsigned kind = pair_kind(site);

	if (!ffp_text_readable(site->value, INSN_MIN) ||
	    !ffp_text_readable(site->value, ops->length(kind, bytes)))
		return SITE_FOREIGN;
	return ffp_site_state(key, view, entry, kind, site->value, bytes);
}

size_t ffp_sites_count(const struct ffp *key, const struct view *view, size_t counts[SITE_STATES])
{
	const struct pair *sites;
	uintptr_t entry = ffp_view_entry(view, key);
	size_t n = entry ? ffp_view_sites(view, entry, &sites) : 0;

	memset(counts, 0, SITE_STATES * sizeof(*counts));
	for (size_t i = 0; i < n; i++)
		counts[state_at(key, view, entry, &sites[i])]++;
	return n;
}

int ffp_site_rewrite(const struct ffp *key, const struct view *view, uintptr_t entry, unsigned kind,
		     uintptr_t at, uint8_t *bytes, enum insn_form form, uint64_t value)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	uint8_t made[INSN_MAX];

	if (ffp_site_state(key, view, entry, kind, at, bytes) == SITE_FOREIGN)
		return -EBUSY;
	/* One of the two is always in reach, or the module had not linked. */
	if (!place(made, bytes, kind, at, view, entry, form, value))
		return -ENOTSUP;
	memcpy(bytes, made, ops->length(kind, made));
	return 0;
}

/* Is an import's entry as the linker left it, on the way to the key's own? */
static bool import_as_built(const struct import *import, const struct view *view,
			    const struct insn_read *now)
{
	if (now->form != INSN_BRANCH)
		return false;
	return import->origin ? now->value == import->origin
			      : ffp_view_links(view, now->value, import->key->entry);
}

/*
 * Does an entry of the key hold what this library last put there, or still what the
 * build did?
 */
static bool entry_intact(const struct ffp *key, const struct view *view, uintptr_t entry,
			 const uint8_t *bytes)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct import *import = ffp_view_import(view, entry);
	struct insn_read now;

	if (!ops->entry_decode(bytes, entry, ffp_entry_word(bytes), &now))
		return false;
	/* The word of a far jump, which may be on the page before, is 0 until there is one. */
	return says(key->state, &now) || leads(key->state, view, &now) ||
	       (now.form == INSN_BRANCH && !now.value) ||
	       (import ? import_as_built(import, view, &now) : as_built(key, view, &now));
}

bool ffp_entry_foreign(const struct ffp *key, const struct view *view)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	uintptr_t entry = ffp_view_entry(view, key);

	return entry &&
	       (!ffp_text_readable(entry - FFP_ENTRY_HEADER, FFP_ENTRY_HEADER + ops->entry_size) ||
		!entry_intact(key, view, entry, (const uint8_t *)entry));
}

bool ffp_entry_behind(const struct ffp *key, const struct view *view)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const uint8_t *entry = key->entry;
	struct insn_read now;

	return ffp_module_same(key->module, view->module) &&
	       ffp_text_readable((uintptr_t)entry - FFP_ENTRY_HEADER,
				 FFP_ENTRY_HEADER + ops->entry_size) &&
	       ops->entry_decode(entry, (uintptr_t)entry, ffp_entry_word(entry), &now) &&
	       !says(key->state, &now) && !leads(key->state, view, &now) &&
	       as_built(key, view, &now);
}

int ffp_entry_rewrite(const struct ffp *key, const struct view *view, uintptr_t entry,
		      uint8_t *bytes, enum insn_form form, uint64_t value)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	struct insn_edit edits[INSN_EDITS];
	unsigned n;

	if (!entry_intact(key, view, entry, bytes))
		return -EBUSY;
	n = ops->entry_encode(edits, bytes, entry, form, value);
	for (unsigned i = 0; i < n; i++)
		memcpy(bytes + edits[i].at, edits[i].bytes, edits[i].len);
	return 0;
}
