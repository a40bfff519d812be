// SPDX-License-Identifier: MIT
/* Branches of keys: see branch.h.  The update lock is held. */
#include "branch.h"

#include <elf.h>
#include <errno.h>
#include <string.h>

#include "arch/arch.h"
#include "entry.h"
#include "ffp.h"
#include "image.h"
#include "key.h"
#include "module.h"
#include "readable.h"

static const struct ffp_branches *told(const struct ffp_module *module)
{
	/* The module's constructor writes it without the lock. */
	return (const struct ffp_branches *)(uintptr_t)__atomic_load_n(&module->state->branches,
								       __ATOMIC_ACQUIRE);
}

bool ffp_branch_table_valid(const struct ffp_module *module)
{
	const struct ffp_branches *b = told(module);
	const struct object object = ffp_module_object(module->state);
	uintptr_t start, end;

	if (!b)
		return true;
	if ((uintptr_t)b % sizeof(void *) ||
	    !ffp_object_has(&object, (uintptr_t)b, sizeof(*b), PF_R) || b->abi != FFP_ABI ||
	    b->size < sizeof(*b) || (uintptr_t)b->module % sizeof(void *) ||
	    !ffp_object_has(&object, (uintptr_t)b->module, FFP_MODULE_SIZE, PF_R) ||
	    !ffp_module_same(b->module, module))
		return false;
	start = (uintptr_t)b->lines;
	end = (uintptr_t)b->lines_end;
	if (start == end)
		return true;
	/* Its lines are read at each change, and believed as they were read first. */
	return start < end && !(start % sizeof(int32_t)) && !((end - start) % sizeof(*b->lines)) &&
	       ffp_object_has(&object, start, end - start, PF_R) &&
	       !ffp_object_has(&object, start, end - start, PF_W);
}

size_t ffp_branch_table(const struct ffp_module *module)
{
	const struct ffp_branches *b = told(module);

	return b && ffp_branch_table_valid(module) ? (size_t)(b->lines_end - b->lines) : 0;
}

static const struct ffp_branch *line_at(const struct image *image, uint64_t line)
{
	return &told(image->module)->lines[line];
}

static uintptr_t site_of(const struct ffp_branch *b)
{
	return relative(&b->site, b->site);
}

static uintptr_t destination_of(const struct ffp_branch *b)
{
	return relative(&b->to, b->to);
}

uintptr_t ffp_branch_site(const struct image *image, uint64_t line)
{
	return site_of(line_at(image, line));
}

static bool encode(const struct ffp_branch *b, struct insn_branch *out)
{
	return insn_branch_encode(FFP_ARCH_OPS, (unsigned)b->key, site_of(b), destination_of(b),
				  out);
}

unsigned ffp_branch_length(void)
{
	return insn_branch_length(FFP_ARCH_OPS);
}

/*
 * The key of a line, or NULL: the line does not lead to one.  A record of this module is one if its
 * entry's header leads back to it.
 */
static const struct ffp *key_of(const struct image *image, const struct ffp_branch *b)
{
	uintptr_t at = relative(&b->key, b->key & ~(FFP_BRANCH_LIKELY | FFP_BRANCH_FAR));
	const struct ffp *key = (const struct ffp *)at;

	if (b->key & FFP_BRANCH_FAR) {
		if (!ffp_image_has_record(image, at, sizeof(key)))
			return NULL;
		memcpy(&key, (const void *)at, sizeof(key));
		return ffp_key_is_any(key) ? key : NULL;
	}
	return ffp_image_has_record(image, at, sizeof(*key)) &&
		       ffp_key_is_of(key, image->module, &image->object) &&
		       !ffp_image_check_entry(image, (uintptr_t)key->entry) &&
		       ffp_entry_record(key->entry) == at
		   ? key
		   : NULL;
}

/* Is there a site that overlaps these bytes?  Sites are sorted by address. */
static bool on_site(const struct index *index, uintptr_t at, unsigned length)
{
	size_t i;

	if (!index->n_sites)
		return false;
	i = ffp_sort_first(&index->sites->at, index->n_sites, sizeof(*index->sites),
			   at >= INSN_MAX ? at - INSN_MAX : 0);
	for (; i < index->n_sites && index->sites[i].at < at + length; i++) {
		const struct indexed_site *site = &index->sites[i];
		const struct insn_ops *ops = FFP_ARCH_OPS;
		unsigned kind = ffp_index_kind(site);

		if (kind != INDEX_VENEER &&
		    site->at + ops->length(kind, (const uint8_t *)(uintptr_t)site->at) > at)
			return true;
	}
	return false;
}

static enum branch_state state_of(const struct ffp_branch *b, const uint8_t *bytes)
{
	struct insn_branch made;

	if (!encode(b, &made))
		return BRANCH_FOREIGN;
	if (!memcmp(bytes, made.off, ffp_branch_length()))
		return BRANCH_OFF;
	return memcmp(bytes, made.on, ffp_branch_length()) ? BRANCH_FOREIGN : BRANCH_ON;
}

/*
 * Does a branch hold what it is to hold while its key is set, though the key is not?  A build makes
 * no such branch, and no commit that was whole leaves one: the line has FFP_BRANCH_LIKELY, or lacks
 * it, by mistake.  Of a key that was set before this module came nobody can tell.
 */
static bool is_inverted(const struct ffp_branch *b, const struct ffp *key)
{
	const struct ffp_state *state = key->state;

	return !ffp_branch_is_on(state->target, key) && !state->mixed &&
	       state_of(b, (const uint8_t *)site_of(b)) == BRANCH_ON;
}

/* Is a line to be believed?  0, -EINVAL or -ENOTSUP. */
static int check_line(const struct image *image, const struct ffp_branch *b)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const uintptr_t at = site_of(b), to = destination_of(b);
	const struct segment *s;
	struct insn_branch unused;
	const struct ffp *key;
	unsigned length;

	if (!ops)
		return -EINVAL;
	length = ffp_branch_length();
	s = ffp_image_segment(image, at, length);
	if (!s || ffp_image_segment(image, to, 1) != s ||
	    (to >= at && to < at + length && to != at) || !encode(b, &unused) ||
	    on_site(&image->index, at, length))
		return -EINVAL;
	if (!ffp_readable_text(at, length))
		return -ENOTSUP;
	key = key_of(image, b);
	return key && !is_inverted(b, key) ? 0 : -EINVAL;
}

/*
 * Merge lines about one branch, which are sorted by address: folded functions (--icf) have the
 * lines of both.  False if they differ, or if two branches overlap.
 */
static bool merge_same(const struct image *image, struct indexed_branch *branches, size_t *n_lines)
{
	const uintptr_t length = ffp_branch_length();
	size_t n = 0;

	for (size_t i = 0; i < *n_lines; i++) {
		const struct ffp_branch *b = line_at(image, branches[i].line), *before;

		before = n ? line_at(image, branches[n - 1].line) : NULL;
		if (before && site_of(before) == site_of(b)) {
			if (destination_of(before) != destination_of(b) ||
			    key_of(image, before) != key_of(image, b) ||
			    (before->key & FFP_BRANCH_LIKELY) != (b->key & FFP_BRANCH_LIKELY))
				return false;
			continue;
		}
		if (before && site_of(before) + length > site_of(b))
			return false;
		branches[n++] = branches[i];
	}
	*n_lines = n;
	return true;
}

int ffp_branch_read(struct image *image, struct indexed_branch *spare)
{
	struct index *index = &image->index;
	struct indexed_branch *branches = index->branches;
	const struct insn_ops *ops = FFP_ARCH_OPS;
	size_t n = index->n_branches;

	if (!ffp_branch_table_valid(image->module))
		return -EINVAL;
	if (!n)
		return 0;
	if (!ops)
		return -EINVAL; /* without a back end the macros write no line */
	/* By address first: `state` holds that for the time being. */
	for (size_t i = 0; i < n; i++) {
		const struct ffp_branch *b = line_at(image, i);
		int r = check_line(image, b);

		if (r)
			return r;
		branches[i] = (struct indexed_branch){ site_of(b), i };
	}
	ffp_sort(branches, spare, n, offsetof(struct indexed_branch, state));
	if (!merge_same(image, branches, &index->n_branches))
		return -EINVAL;
	n = index->n_branches;
	for (size_t i = 0; i < n; i++) {
		const struct ffp *key = key_of(image, line_at(image, branches[i].line));

		/* Another copy of the library changes its own keys, and knows no branches here. */
		branches[i].state =
		    key->module->library == &ffp_library ? (uintptr_t)key->state : 0;
	}
	ffp_sort(branches, spare, n, offsetof(struct indexed_branch, state));
	return 0;
}

/*
 * Like imports, branches of other modules' keys are left alone before their module is registered;
 * its constructor brings them up to date.
 */
size_t ffp_branch_find(const struct image *image, const struct ffp *key,
		       const struct indexed_branch **first)
{
	const struct index *index = &image->index;
	const uint64_t state = (uintptr_t)key->state;
	size_t from, to;

	*first = index->branches;
	if (!index->n_branches || (!ffp_module_same(key->module, image->module) &&
				   image->module->state->phase != PHASE_REGISTERED))
		return 0;
	from = ffp_sort_first(&index->branches->state, index->n_branches, sizeof(*index->branches),
			      state);
	to = ffp_sort_first(&index->branches->state, index->n_branches, sizeof(*index->branches),
			    state + 1);
	*first = index->branches + from;
	/* All lines of a state were a gone key's, or none. */
	return from < to && (*first)->line == LINE_GONE ? 0 : to - from;
}

const struct ffp *ffp_branch_key(const struct image *image, const struct indexed_branch *branch)
{
	return branch->state && branch->line != LINE_GONE
		   ? key_of(image, line_at(image, branch->line))
		   : NULL;
}

void ffp_branch_unlink(struct image *image, const struct ffp_module *gone)
{
	struct index *index = &image->index;

	for (size_t i = 0; i < index->n_branches; i++) {
		const struct ffp *key = ffp_branch_key(image, &index->branches[i]);

		if (key && ffp_module_same(key->module, gone))
			index->branches[i].line = LINE_GONE;
	}
}

size_t ffp_branch_count(const struct ffp *key, const struct image *image,
			size_t counts[BRANCH_STATES])
{
	const struct indexed_branch *branches;
	size_t n = ffp_branch_find(image, key, &branches);

	memset(counts, 0, BRANCH_STATES * sizeof(*counts));
	for (size_t i = 0; i < n; i++) {
		const struct ffp_branch *b = line_at(image, branches[i].line);
		enum branch_state state = BRANCH_FOREIGN;

		if (ffp_readable_text(site_of(b), ffp_branch_length()))
			state = state_of(b, (const uint8_t *)site_of(b));
		counts[state]++;
	}
	return n;
}

size_t ffp_branch_behind(const struct ffp *key, const size_t counts[BRANCH_STATES])
{
	return counts[ffp_branch_is_on(key->state->target, key) ? BRANCH_OFF : BRANCH_ON];
}

/* Both instructions are right at any time, so any of them may be there before the change. */
int ffp_branch_rewrite(const struct image *image, uint64_t line, uint8_t *bytes, bool on)
{
	const struct ffp_branch *b = line_at(image, line);
	struct insn_branch made;

	if (state_of(b, bytes) == BRANCH_FOREIGN || !encode(b, &made))
		return -EBUSY;
	memcpy(bytes, on ? made.on : made.off, ffp_branch_length());
	return 0;
}
