/* SPDX-License-Identifier: MIT */
/*
 * The index of a module: which of its sites, veneers and imports belong to a given key.  It is
 * made of the module's tables, which are checked line by line before they are believed.
 *
 * module.c makes it together with the image that holds it.  Whoever changes keys or asks
 * about them looks things up in it.  All of this needs the update lock.
 */
#ifndef FFP_SRC_INDEX_H
#define FFP_SRC_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "branch.h"
#include "ffp/abi.h"
#include "sort.h"

struct image;

/* A key of another module that this one has sites of. */
struct import {
	const struct ffp *key;
	const struct ffp_state *state;	 /* the key's; NULL: gone, or another copy's */
	const struct ffp_module *module; /* the key's */
	uint64_t entry;			 /* this module's entry for it */
	uintptr_t origin;		 /* where that goes before any change: to the key's own;
					    0: foreign bytes stood there */
};

/* A site or a veneer. */
struct indexed_site {
	uint64_t entry_kind; /* the entry, which is aligned, | its kind in the low bits */
	uint64_t at;
};

/* The kind of an indexed veneer; all others, which come before, are those of sites (insn.h). */
#define INDEX_VENEER 8

struct index {
	size_t n_imports;
	struct import *imports; /* by entry */
	struct pair *by_state;	/* the same by key: the address of its state, index */

	size_t n_sites;
	struct indexed_site *sites; /* by entry and kind and, within these, by address */
	struct pair *by_address;    /* the same by address, once that is ordered */
	bool is_ordered;

	size_t n_branches;
	struct indexed_branch *branches; /* by key: the address of its state */
};

/* How many bytes the arrays of a module's index need, with so many lines of branches. */
size_t ffp_index_room(const struct ffp_module *module, size_t n_branches);

/*
 * Make the index of an image that was made with that room.  0; -EINVAL: a table is
 * damaged; -ENOTSUP: it is about text that cannot be read; -ENOMEM.
 */
int ffp_index_make(struct image *image, size_t n_branches);

/* The entry through which a module reaches a key: the key's own, an import's, or 0. */
uintptr_t ffp_index_entry(const struct image *image, const struct ffp *key);

/* The import that has this entry, or NULL. */
const struct import *ffp_index_import(const struct image *image, uintptr_t entry);

/* A module has ended: imports of its keys are no key's from now on. */
void ffp_index_unlink(struct image *image, const struct ffp_module *gone);

/* The sites that go with an entry: *first of the returned number. */
size_t ffp_index_sites(const struct image *image, uintptr_t entry,
		       const struct indexed_site **first);

/*
 * May a site or veneer of the module overlap the bytes from `from` to below `to`?  The first
 * question sorts all sites by address, so that many keys can ask.  0, 1 or -ENOMEM.
 */
int ffp_index_has_site(struct image *image, uintptr_t from, uintptr_t to);

/* The kind of an indexed site. */
static inline unsigned ffp_index_kind(const struct indexed_site *site)
{
	return site->entry_kind & (FFP_ENTRY_ALIGN - 1);
}

/* The veneer of an entry that is nearest to an address; 0 if it has none. */
uintptr_t ffp_index_veneer(const struct image *image, uintptr_t entry, uintptr_t at);

#endif /* FFP_SRC_INDEX_H */
