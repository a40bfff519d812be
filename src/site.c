// SPDX-License-Identifier: MIT
/* What sites and entries hold, and what is written into them: see site.h.  The update lock is held.
 */
#include "site.h"

#include <errno.h>
#include <string.h>

#include "arch/arch.h"
#include "body.h"
#include "entry.h"
#include "image.h"
#include "key.h"
#include "module.h"
#include "readable.h"

/*
 * The byte before a site, or 0.  It is constant if it is a part of the site's instruction: a
 * prefix, of which no table tells.
 */
static uint8_t byte_before(const struct image *image, uintptr_t at)
{
	return ffp_image_segment(image, at - 1, 1) && ffp_readable_text(at - 1, 1)
		   ? *(const uint8_t *)(at - 1)
		   : 0;
}

/* Write the body of a target to a site, if the site can hold it. */
static bool encode_body(uint8_t *out, const uint8_t *old, unsigned kind, uintptr_t at,
			const struct image *image, const struct insn_body *body)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;

	return ffp_body_is(body) && ops->body_put(out, old, byte_before(image, at), kind, body);
}

/* Does a site hold this body?  Whatever stands before it: that may look otherwise by now. */
static bool holds_body(const struct insn_body *body, unsigned kind, const uint8_t *bytes)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	uint8_t made[INSN_MAX];

	return ffp_body_is(body) && ops->body_put(made, bytes, 0, kind, body) &&
	       !memcmp(made, bytes, ops->length(kind, bytes));
}

/*
 * The bytes of a site in a form.  What no instruction of the site's length can do, the site
 * leaves to the module's entry for the key, which does it in the same transaction.  A site
 * never goes straight to the entry's constant: that may lie in a window that is yet to be
 * committed, and until then holds neither the old form nor the new one.
 */
static bool encode_site(uint8_t *out, const uint8_t *old, unsigned kind, uintptr_t at,
			const struct image *image, uintptr_t entry, enum insn_form form,
			uint64_t value, const struct insn_body *body)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	uintptr_t veneer;

	if (encode_body(out, old, kind, at, image, body) ||
	    insn_encode_behind(ops, out, old, byte_before(image, at), kind, at, form, value) ||
	    ops->encode(out, old, kind, at, INSN_BRANCH, entry))
		return true;
	veneer = ffp_index_veneer(image, entry, at);
	return veneer && ops->encode(out, old, kind, at, INSN_BRANCH, veneer);
}

/* Can the site itself do what the key is to do? */
static bool reaches(const struct ffp_state *state, const struct image *image, unsigned kind,
		    uintptr_t at, const uint8_t *bytes)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct insn_body body = ffp_body_get(state);
	uint8_t unused[INSN_MAX];

	return encode_body(unused, bytes, kind, at, image, &body) ||
	       insn_encode_behind(ops, unused, bytes, byte_before(image, at), kind, at, state->form,
				  state->value);
}

/* Does a site hold the body of the key's target, or while a commit is broken off the other one? */
static bool is_inlined(const struct ffp_state *state, unsigned kind, const uint8_t *bytes)
{
	const struct insn_body body = ffp_body_get(state), other = ffp_body_get_other(state);

	return holds_body(&body, kind, bytes) ||
	       ((state->mixed & MIXED_BROKEN) && holds_body(&other, kind, bytes));
}

/* Is this the form of the key, or while a commit is broken off the other one? */
static bool matches(const struct ffp_state *state, const struct insn_read *now)
{
	return (now->form == (enum insn_form)state->form && now->value == state->value) ||
	       ((state->mixed & MIXED_BROKEN) && now->form == (enum insn_form)state->other_form &&
		now->value == state->other);
}

/*
 * Does a branch lead where the key's form says, though not straight?  The linker may have had to
 * send it to the default by way of a veneer, perhaps another one for each branch.
 */
static bool leads_to_form(const struct ffp_state *state, const struct image *image,
			  const struct insn_read *now)
{
	return now->form == INSN_BRANCH &&
	       ((state->form == INSN_BRANCH && ffp_image_same(image, now->value, state->value)) ||
		((state->mixed & MIXED_BROKEN) && state->other_form == INSN_BRANCH &&
		 ffp_image_same(image, now->value, state->other)));
}

/*
 * Is this what the build put into a site, or into an entry of the key's own module?
 * Then nothing is lost if it is rewritten, whatever the key does now: madvise may have
 * thrown away the page that this library wrote, so that the file's page came back.
 */
static bool as_built(const struct ffp *key, const struct image *image, const struct insn_read *now)
{
	if (key->flags & FFP_KEY_NULL)
		return now->form == INSN_NOTHING;
	return now->form == INSN_BRANCH &&
	       ffp_image_same(image, now->value, (uintptr_t)key->state->origin);
}

static bool is_veneer(const struct image *image, uintptr_t entry, uintptr_t at)
{
	return at && ffp_index_veneer(image, entry, at) == at;
}

/* Does this module reach the key by an import that no change has written to? */
static bool by_unchanged_import(const struct image *image, uintptr_t entry)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct import *import = ffp_index_import(image, entry);
	const uint8_t *bytes = (const uint8_t *)entry;
	struct insn_read now;

	return import && import->origin &&
	       ops->entry_decode(bytes, entry, ffp_entry_word(bytes), &now) &&
	       now.form == INSN_BRANCH && now.value == import->origin;
}

/* What `bytes` are, of a site at address `at` in a module that reaches the key by `entry`. */
static enum site_state state_of_bytes(const struct ffp *key, const struct image *image,
				      uintptr_t entry, unsigned kind, uintptr_t at,
				      const uint8_t *bytes)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct ffp_state *state = key->state;
	struct insn_read now;

	/* First: a body may look like another form, which the key is not in. */
	if (is_inlined(state, kind, bytes))
		return SITE_INLINED;
	if (!ops->decode(bytes, kind, at, &now))
		return SITE_FOREIGN;
	if (matches(state, &now))
		return SITE_DIRECT;
	if (now.form == INSN_BRANCH &&
	    (is_veneer(image, entry, now.value) || ffp_image_leads_to(image, now.value, entry))) {
		if (reaches(state, image, kind, at, bytes) || by_unchanged_import(image, entry))
			return SITE_UNAIMED;
		/* If no single instruction can do it, no way is straighter than by the entry. */
		return state->form == INSN_BRANCH ? SITE_UNREACHABLE : SITE_DIRECT;
	}
	if (leads_to_form(state, image, &now))
		return SITE_UNREACHABLE;
	return as_built(key, image, &now) ? SITE_BEHIND : SITE_FOREIGN;
}

/* What an indexed site holds.  One that cannot be read counts as foreign. */
static enum site_state state_of(const struct ffp *key, const struct image *image, uintptr_t entry,
				const struct indexed_site *site)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const uint8_t *bytes = (const uint8_t *)(uintptr_t)site->at;
	unsigned kind = ffp_index_kind(site);

	if (!ffp_readable_text(site->at, INSN_MIN) ||
	    !ffp_readable_text(site->at, ops->length(kind, bytes)))
		return SITE_FOREIGN;
	return state_of_bytes(key, image, entry, kind, site->at, bytes);
}

size_t ffp_sites_count(const struct ffp *key, const struct image *image, size_t counts[SITE_STATES])
{
	const struct indexed_site *sites;
	uintptr_t entry = ffp_index_entry(image, key);
	size_t n = entry ? ffp_index_sites(image, entry, &sites) : 0;

	memset(counts, 0, SITE_STATES * sizeof(*counts));
	for (size_t i = 0; i < n; i++)
		counts[state_of(key, image, entry, &sites[i])]++;
	return n;
}

int ffp_site_rewrite(const struct ffp *key, const struct image *image, uintptr_t entry,
		     unsigned kind, uintptr_t at, uint8_t *bytes, enum insn_form form,
		     uint64_t value, const struct insn_body *body)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	uint8_t made[INSN_MAX];

	if (state_of_bytes(key, image, entry, kind, at, bytes) == SITE_FOREIGN)
		return -EBUSY;
	/* The linker has seen to it that the entry, or its veneer, is in reach. */
	if (!encode_site(made, bytes, kind, at, image, entry, form, value, body))
		return -ENOTSUP;
	memcpy(bytes, made, ops->length(kind, made));
	return 0;
}

/* Is an import's entry as the linker left it, on the way to the key's own? */
static bool import_as_built(const struct import *import, const struct image *image,
			    const struct insn_read *now)
{
	if (now->form != INSN_BRANCH)
		return false;
	return import->origin ? now->value == import->origin
			      : ffp_image_links_to(image, now->value, import->key->entry);
}

/*
 * Does an entry of the key hold what this library last put there, or still what the
 * build did?
 */
static bool entry_intact(const struct ffp *key, const struct image *image, uintptr_t entry,
			 const uint8_t *bytes)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct import *import = ffp_index_import(image, entry);
	struct insn_read now;

	if (!ops->entry_decode(bytes, entry, ffp_entry_word(bytes), &now))
		return false;
	/* The word of a far jump, which may be on the page before, is 0 until there is one. */
	return matches(key->state, &now) || leads_to_form(key->state, image, &now) ||
	       (now.form == INSN_BRANCH && !now.value) ||
	       (import ? import_as_built(import, image, &now) : as_built(key, image, &now));
}

/* Can an entry be read, with the header before it? */
static bool can_read_entry(uintptr_t entry)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;

	return ffp_readable_text(entry - FFP_ENTRY_HEADER, FFP_ENTRY_HEADER + ops->entry_size);
}

bool ffp_entry_foreign(const struct ffp *key, const struct image *image)
{
	uintptr_t entry = ffp_index_entry(image, key);

	return entry &&
	       (!can_read_entry(entry) || !entry_intact(key, image, entry, (const uint8_t *)entry));
}

bool ffp_entry_behind(const struct ffp *key, const struct image *image)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const uint8_t *entry = key->entry;
	struct insn_read now;

	return ffp_module_same(key->module, image->module) && can_read_entry((uintptr_t)entry) &&
	       ops->entry_decode(entry, (uintptr_t)entry, ffp_entry_word(entry), &now) &&
	       !matches(key->state, &now) && !leads_to_form(key->state, image, &now) &&
	       as_built(key, image, &now);
}

int ffp_entry_rewrite(const struct ffp *key, const struct image *image, uintptr_t entry,
		      uint8_t *bytes, enum insn_form form, uint64_t value)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	struct insn_edit writes[INSN_EDITS];
	unsigned n;

	if (!entry_intact(key, image, entry, bytes))
		return -EBUSY;
	n = ops->entry_encode(writes, bytes, entry, form, value);
	for (unsigned i = 0; i < n; i++)
		memcpy(bytes + writes[i].at, writes[i].bytes, writes[i].len);
	return 0;
}
