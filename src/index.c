// SPDX-License-Identifier: MIT
/* Sites, veneers and imports of a module by key: see index.h.  The update lock is held. */
#include "index.h"

#include <errno.h>
#include <string.h>

#include "arch/arch.h"
#include "entry.h"
#include "ffp.h"
#include "image.h"
#include "key.h"
#include "module.h"
#include "readable.h"
#include "sys.h"

static size_t count_sites(const struct ffp_module *module)
{
	return (size_t)(module->sites_end - module->sites);
}

/*
 * Room for as many imports as sites is more than is used, and costs no memory:
 * pages that are never written are never there.
 */
size_t ffp_index_room(const struct ffp_module *module, size_t n_branches)
{
	return count_sites(module) *
		   (sizeof(struct indexed_site) + sizeof(struct import) + 2 * sizeof(struct pair)) +
	       n_branches * sizeof(struct indexed_branch);
}

_Static_assert(sizeof(struct indexed_site) == sizeof(struct pair) &&
		   sizeof(struct indexed_branch) == sizeof(struct pair),
	       "ffp_sort() sorts all of them");

static uintptr_t entry_of(const struct indexed_site *site)
{
	return (uintptr_t)(site->entry_kind & ~(uint64_t)(FFP_ENTRY_ALIGN - 1));
}

/*
 * Merge lines about the same site; the lines are sorted by address.  A linker that folds identical
 * functions
 * (--icf) keeps the lines of both.  False if one site belongs to two keys: they had the same
 * default, so the functions were folded though they are not the same, and neither key could
 * be changed without the other.
 */
static bool merge_same(struct index *index)
{
	size_t n = 0;

	for (size_t i = 0; i < index->n_sites; i++) {
		const struct indexed_site *site = &index->sites[i];

		if (n && site->at == index->sites[n - 1].at) {
			if (site->entry_kind != index->sites[n - 1].entry_kind)
				return false;
			continue;
		}
		index->sites[n++] = *site;
	}
	index->n_sites = n;
	return true;
}

/*
 * A site cannot be told from any other branch.  A veneer can: it leads to its entry, past
 * whatever the linker put between, which may be as plain a branch as the veneer is.
 */
static bool is_way_to(const struct image *image, uintptr_t veneer, uintptr_t entry)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	struct insn_read now;

	return ops->decode((const uint8_t *)veneer, FFP_SITE_JUMP, veneer, &now) &&
	       now.form == INSN_BRANCH && ffp_image_leads_to(image, now.value, entry);
}

/*
 * Read a line of the site table, if it is to be believed: about a site at `site`, whose key's
 * entry, | FFP_SITE_…, is `entry_kind`.  0, -EINVAL or -ENOTSUP.
 */
static int read_line(const struct image *image, uintptr_t site, uintptr_t entry_kind,
		     struct indexed_site *line)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const unsigned kind = entry_kind & 3;
	const uintptr_t entry = entry_kind - kind;
	size_t length;
	int r;

	if (!ops || (kind == FFP_SITE_VENEER && !ops->veneer_size) ||
	    !ffp_image_segment(image, site, INSN_MIN))
		return -EINVAL;
	/* Only then is there room for a kind in the low bits. */
	r = ffp_image_check_entry(image, entry);
	if (r)
		return r;
	if (!ffp_readable_text(site, INSN_MIN))
		return -ENOTSUP;
	length =
	    kind == FFP_SITE_VENEER ? ops->veneer_size : ops->length(kind, (const uint8_t *)site);
	if (!ffp_image_segment(image, site, length))
		return -EINVAL;
	if (!ffp_readable_text(site, length))
		return -ENOTSUP;
	if (kind == FFP_SITE_VENEER && !is_way_to(image, site, entry))
		return -EINVAL;
	*line =
	    (struct indexed_site){ entry | (kind == FFP_SITE_VENEER ? INDEX_VENEER : kind), site };
	return 0;
}

/* The byte behind a site that is no veneer: where calls are wide, there are none. */
static uint64_t end_of_site(const struct indexed_site *site)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;

	return site->at + ops->length(ffp_index_kind(site), (const uint8_t *)(uintptr_t)site->at);
}

/* Mark the call that a line of the table of wide calls names.  0 or -EINVAL. */
static int mark_wide(struct index *index, uintptr_t call)
{
	size_t i = ffp_sort_first(&index->sites->at, index->n_sites, sizeof(*index->sites), call);
	struct indexed_site *site = &index->sites[i];

	if (i == index->n_sites || site->at != call)
		return -EINVAL;
	/* Of folded functions (--icf) there may be several lines. */
	if (ffp_index_kind(site) != FFP_SITE_CALL && ffp_index_kind(site) != INSN_SITE_WIDE)
		return -EINVAL;
	site->entry_kind |= INSN_SITE_WIDE;
	return 0;
}

/*
 * Let a marked call begin with its prefix, which must be text that is no part of the site before
 * it. What stands there is no matter of the table: as with any site, whoever rewrites it looks
 * whether it is foreign.  0, -EINVAL or -ENOTSUP.
 */
static int widen(const struct image *image, size_t i)
{
	struct indexed_site *site = &image->index.sites[i];
	const struct indexed_site *last = i ? site - 1 : NULL;

	if (ffp_index_kind(site) != INSN_SITE_WIDE)
		return 0;
	site->at--;
	/* The call itself has been found to be in a segment. */
	if (!ffp_image_segment(image, site->at, 2) || (last && end_of_site(last) > site->at))
		return -EINVAL;
	return ffp_readable_text(site->at, 1) ? 0 : -ENOTSUP;
}

/*
 * Read the table of wide calls; sites are sorted by address, each of them is there once, and both
 * stays so.  A line that names no call is damaged.  0, -EINVAL or -ENOTSUP.
 */
static int read_wide(struct image *image)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct ffp_module *module = image->module;
	const size_t n = ffp_module_wide(module);
	int r = n && !(ops && ops->wide_prefix) ? -EINVAL : 0;

	for (size_t i = 0; i < n && !r; i++)
		r = mark_wide(&image->index, relative(&module->wide[i], module->wide[i]));
	for (size_t i = 0; i < image->index.n_sites && n && !r; i++)
		r = widen(image, i);
	return r;
}

/*
 * Read the tables of sites and branches.  A table that points outside the module's text, or at what
 * is no entry, is damaged and refused whole; so is one about text that cannot be read, of which
 * nothing is known.
 */
static int read_tables(struct image *image, void *spare)
{
	const struct ffp_module *module = image->module;
	struct index *index = &image->index;
	int r;

	for (size_t i = 0; i < index->n_sites; i++) {
		const struct ffp_site *s = &module->sites[i];

		r = read_line(image, relative(&s->site, s->site), relative(&s->key, s->key),
			      &index->sites[i]);
		if (r)
			return r;
	}
	/* The sort is stable: by address first, then by entry. */
	ffp_sort(index->sites, spare, index->n_sites, offsetof(struct indexed_site, at));
	if (!merge_same(index))
		return -EINVAL;
	r = read_wide(image);
	if (!r)
		r = ffp_branch_read(image, spare);
	if (r)
		return r;
	ffp_sort(index->sites, spare, index->n_sites, offsetof(struct indexed_site, entry_kind));
	return 0;
}

/*
 * Read the import that this entry is.  It still holds what the linker put there: nobody can
 * have changed it before its module was known.
 */
static int read_import(struct image *image, uintptr_t entry)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const uint8_t *bytes = (const uint8_t *)entry;
	const struct ffp_import *record = (const struct ffp_import *)ffp_entry_record(bytes);
	struct index *index = &image->index;
	struct import *import = &index->imports[index->n_imports];
	const struct ffp *key;
	struct insn_read now;

	if (!ffp_image_has_record(image, (uintptr_t)record, sizeof(*record)))
		return -EINVAL;
	key = record->key;
	/* An import of no key: nobody changes its sites, and their calls stay what they are. */
	if (!key)
		return ffp_entry_flags(bytes) == FFP_NO_KEY ? 0 : -EINVAL;
	if (!ffp_key_is_any(key))
		return -EINVAL;
	/* If it holds foreign bytes, the first change of this key is refused. */
	if (!ops->entry_decode(bytes, entry, ffp_entry_word(bytes), &now) ||
	    now.form != INSN_BRANCH || !ffp_image_links_to(image, now.value, key->entry))
		now.value = 0;
	/* Another copy of the library changes its own keys, and knows no sites here. */
	*import =
	    (struct import){ .key = key,
			     .state = key->module->library == &ffp_library ? key->state : NULL,
			     .module = key->module,
			     .entry = entry,
			     .origin = now.value };
	index->by_state[index->n_imports] =
	    (struct pair){ (uintptr_t)import->state, index->n_imports };
	index->n_imports++;
	return 0;
}

/* Read the imports among the entries, in the order of the sites, which is that of entries. */
static int read_imports(struct image *image, void *spare)
{
	struct index *index = &image->index;

	for (size_t i = 0; i < index->n_sites; i++) {
		uintptr_t entry = entry_of(&index->sites[i]);
		uint32_t flags;
		int r;

		if (i && entry == entry_of(&index->sites[i - 1]))
			continue;
		flags = ffp_entry_flags((const uint8_t *)entry);
		if (flags >> 8 != FFP_ABI)
			return -EINVAL;
		r = flags & FFP_KEY_IMPORT ? read_import(image, entry) : 0;
		if (r)
			return r;
	}
	ffp_sort(index->by_state, spare, index->n_imports, offsetof(struct pair, key));
	return 0;
}

/* False if a line of the table of keys leads to no record that this module could have. */
static bool has_records(const struct image *image)
{
	const struct ffp_module *module = image->module;

	for (const struct ffp_key *k = module->keys; k < module->keys_end; k++)
		if (!ffp_key_line_leads(k, &image->object))
			return false;
	return true;
}

int ffp_index_make(struct image *image, size_t n_branches)
{
	struct index *index = &image->index;
	size_t n = count_sites(image->module);
	size_t size = (n > n_branches ? n : n_branches) * sizeof(struct indexed_site) + 1;
	void *spare = ffp_sys_alloc(size);
	int r;

	if (!spare)
		return -ENOMEM;
	index->n_sites = n;
	index->sites = ffp_image_room(image);
	index->imports = (struct import *)(void *)(index->sites + n);
	index->by_state = (struct pair *)(void *)(index->imports + n);
	index->by_address = index->by_state + n;
	index->n_branches = n_branches;
	index->branches = (struct indexed_branch *)(void *)(index->by_address + n);
	r = has_records(image) ? read_tables(image, spare) : -EINVAL;
	if (!r)
		r = read_imports(image, spare);
	ffp_sys_free(spare, size);
	return r;
}

uintptr_t ffp_index_entry(const struct image *image, const struct ffp *key)
{
	const struct index *index = &image->index;
	uint64_t state = (uintptr_t)key->state;
	size_t i;

	if (ffp_module_same(key->module, image->module))
		return (uintptr_t)key->entry;
	/*
	 * Before a module is registered its imports are not written to, since its image is freed
	 * with the lock; and unchanged they lead to the key's own entry.
	 */
	if (image->module->state->phase != PHASE_REGISTERED)
		return 0;
	i = ffp_sort_first(&index->by_state->key, index->n_imports, sizeof(*index->by_state),
			   state);
	for (; i < index->n_imports && index->by_state[i].key == state; i++) {
		const struct import *import = &index->imports[index->by_state[i].value];

		/* An import is no key's if its key's module ended and another came to the same
		 * place. */
		if (import->state == key->state)
			return (uintptr_t)import->entry;
	}
	return 0;
}

const struct import *ffp_index_import(const struct image *image, uintptr_t entry)
{
	const struct index *index = &image->index;
	size_t i = ffp_sort_first(&index->imports->entry, index->n_imports, sizeof(*index->imports),
				  entry);

	return i < index->n_imports && index->imports[i].entry == entry ? &index->imports[i] : NULL;
}

void ffp_index_unlink(struct image *image, const struct ffp_module *gone)
{
	struct index *index = &image->index;

	for (size_t i = 0; i < index->n_imports; i++)
		if (ffp_module_same(index->imports[i].module, gone))
			index->imports[i].state = NULL;
	ffp_branch_unlink(image, gone);
}

/* The first site whose entry | kind is `least` or above. */
static size_t first_site(const struct index *index, uint64_t least)
{
	return ffp_sort_first(&index->sites->entry_kind, index->n_sites, sizeof(*index->sites),
			      least);
}

size_t ffp_index_sites(const struct image *image, uintptr_t entry,
		       const struct indexed_site **first)
{
	const struct index *index = &image->index;
	size_t from = first_site(index, entry);

	*first = index->sites + from;
	return first_site(index, entry + INDEX_VENEER) - from;
}

uintptr_t ffp_index_veneer(const struct image *image, uintptr_t entry, uintptr_t at)
{
	const struct index *index = &image->index;
	const struct indexed_site *sites = index->sites;
	size_t first = first_site(index, entry + INDEX_VENEER);
	size_t end = first_site(index, entry + INDEX_VENEER + 1);
	size_t i = first + ffp_sort_first(&sites[first].at, end - first, sizeof(*sites), at);

	if (i > first && (i == end || at - sites[i - 1].at < sites[i].at - at))
		i--;
	return i < end ? (uintptr_t)sites[i].at : 0;
}

/* Sort the sites by address.  0 or -ENOMEM. */
static int order_sites(struct index *index)
{
	size_t size = index->n_sites * sizeof(*index->by_address);
	void *spare = ffp_sys_alloc(size);

	if (!spare)
		return -ENOMEM;
	for (size_t i = 0; i < index->n_sites; i++)
		index->by_address[i].key = index->sites[i].at;
	ffp_sort(index->by_address, spare, index->n_sites, offsetof(struct pair, key));
	ffp_sys_free(spare, size);
	index->is_ordered = true;
	return 0;
}

int ffp_index_has_site(struct image *image, uintptr_t from, uintptr_t to)
{
	struct index *index = &image->index;
	size_t i;
	int r;

	if (!index->n_sites)
		return 0;
	r = index->is_ordered ? 0 : order_sites(index);
	if (r)
		return r;
	i = ffp_sort_first(&index->by_address->key, index->n_sites, sizeof(*index->by_address),
			   from - INSN_MAX + 1);
	return i < index->n_sites && index->by_address[i].key < to;
}
