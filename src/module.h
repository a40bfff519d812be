/* SPDX-License-Identifier: MIT */
/*
 * Modules: which are loaded, where their text is, and which of their sites call
 * a given key.  Everything here is called with the update lock held.
 */
#ifndef FFP_SRC_MODULE_H
#define FFP_SRC_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ffp/abi.h"
#include "maps.h"
#include "sort.h"

struct object;

/* A run of text that one file mapping of a module made. */
struct segment {
	uintptr_t start, end; /* page-aligned */
	uint64_t offset;      /* of start in the file */
	bool usable;	      /* readable and never writable */
	int prot;	      /* what mprotect is to be told of its pages */
};

/* A key of another module that this one has sites of. */
struct import {
	const struct ffp *key;
	const struct ffp_state *state;	 /* the key's; NULL: gone, or another copy's */
	const struct ffp_module *module; /* the key's */
	uint64_t entry;			 /* this module's entry for it */
	uintptr_t origin;		 /* where that goes before any change: to the key's own;
					    0: foreign bytes stood there */
};

/* The library's own view of a module, made when it is first needed. */
struct view {
	size_t size; /* of this allocation */
	const struct ffp_module *module;

	struct segment *segments; /* behind the imports and their index */
	unsigned n_segments;
	uintptr_t cell; /* windows begin and end at multiples of this, from a segment's start */

	/* The file, to be taken only if it still is this device and inode. */
	struct mapped_file file;
	bool file_wanted; /* by the ffp_module_find_files() that is about to come */

	size_t n_imports;
	struct import *imports; /* behind the sites; by entry */
	struct pair *by_state;	/* the same by key: the address of its state, index */

	/* Sites and veneers by key and, within one key, by address: entry | kind, place. */
	size_t n_sites;
	struct pair sites[];
};

/* The kind of an indexed site, or that it is a veneer, rides in the low bits of its key's entry. */
static inline unsigned pair_kind(const struct pair *p)
{
	return p->key & 3;
}

/*
 * Keep what is known of a module's object, unless it is known: what the loader told, or
 * with NULL what can be found out without the loader.
 */
void ffp_module_learn(const struct ffp_module *module, const struct object *object);

/*
 * Put a module on the list, unless it is.  One whose constructor has not run yet is a
 * guest, there for as long as the lock is held: if loading fails it is unmapped, and no
 * destructor tells.  Returns what stands on the list for it: its state, that of another
 * descriptor with the same tables, or NULL, and it is not there, if the descriptor names
 * anything outside of its object or its text has been moved away from its tables.
 */
struct ffp_module_state *ffp_module_register(const struct ffp_module *module);
void ffp_module_dismiss_guests(void);

/* Is this an address in a module's text?  Needs no memory. */
bool ffp_module_has_text(const struct ffp_module *module, uintptr_t address);

/* Take a module off the list, with all that is known of it. */
void ffp_module_forget(const struct ffp_module *module);

/*
 * Do two descriptors have the same tables?  Objects that were joined (ld -r) and whose
 * symbols were then made local (objcopy --localize-hidden) each bring a descriptor, with
 * the bounds of all.
 */
bool ffp_module_same(const struct ffp_module *a, const struct ffp_module *b);

/* The loaded modules; NULL at the end. */
struct ffp_module_state *ffp_module_first(void);

/* Are a descriptor, its state and its tables in memory, and in this object? */
bool ffp_module_inside(const struct ffp_module *module, const struct object *object);

/* Is this a module that this library can read? */
bool ffp_module_valid(const struct ffp_module *module);

/* The module's view, or NULL without memory or with a table that is damaged (*error says). */
struct view *ffp_module_view(struct ffp_module_state *state, int *error);

/*
 * Learn the files of the modules whose views want it, all at once: /proc/self/maps may
 * have tens of thousands of lines.  0 or -ENOMEM; what cannot be learned stays unknown.
 */
int ffp_module_find_files(void);

/* The entry through which a module reaches a key: the key's own, an import's, or 0. */
uintptr_t ffp_view_entry(const struct view *view, const struct ffp *key);

/*
 * Is this the address of a key's entry, as anybody may know it: the entry itself, an import,
 * or in a program that is not moved the PLT entry that stands for another module's key?  Of
 * whichever module: it may be no one's that this copy of the library knows, or may not have
 * started, or have a damaged table.  Asks the bytes, and needs no memory.
 */
bool ffp_module_any_entry(uintptr_t at);

/*
 * Does the linker send branches to a function, of which the loader says that it is at
 * `def`, to `origin` because that is a PLT entry of this module?
 */
bool ffp_view_by_plt(const struct view *view, uintptr_t origin, uintptr_t def);

/* The import that has this entry, or NULL. */
const struct import *ffp_view_import(const struct view *view, uintptr_t entry);

/* The sites that go with an entry: *first of the returned number. */
size_t ffp_view_sites(const struct view *view, uintptr_t entry, const struct pair **first);

/* The veneer of an entry that is nearest to an address; 0 if it has none. */
uintptr_t ffp_view_veneer(const struct view *view, uintptr_t entry, uintptr_t at);

/*
 * May text be read there, whatever the headers say?  A program may have taken that right
 * from its pages, or from its threads (protection keys).  Asked of the kernel once for a
 * page while the lock is held.
 */
bool ffp_text_readable(uintptr_t at, size_t length);

/* The segment that holds `length` bytes at `at`, or NULL. */
const struct segment *ffp_view_segment(const struct view *view, uintptr_t at, size_t length);

/*
 * Is this, which was read from a table or before an entry, the address of a record in
 * readable memory of the module's object?
 */
bool ffp_view_has_record(const struct view *view, uintptr_t at, size_t length);

/*
 * Does the code at an address lead to another, if it is that or what a linker in this
 * module may have put on the way, plain branches included?  Where a key's entry leads is
 * that key's matter, so no way goes past one.
 */
bool ffp_view_leads(const struct view *view, uintptr_t at, uintptr_t to);

/*
 * Do two addresses lead to the same, a linker's veneers in this module seen
 * through?  And where does one lead, past those that can only be a linker's?
 */
bool ffp_view_same(const struct view *view, uintptr_t a, uintptr_t b);
uintptr_t ffp_view_past_veneers(const struct view *view, uintptr_t at);

/*
 * May a linker have sent a branch of this module there, which was to go to this symbol?
 * There, or to something of its own that leads there.
 */
bool ffp_view_links(const struct view *view, uintptr_t to, const void *symbol);

/* The word before an entry that its far jump loads. */
static inline uint64_t ffp_entry_word(const uint8_t *entry)
{
	uint64_t word;

	memcpy(&word, entry + FFP_ENTRY_WORD, sizeof(word));
	return word;
}

/* Address that a field of a table is relative to, resolved. */
static inline uintptr_t relative(const int32_t *field, int32_t value)
{
	return (uintptr_t)field + (uintptr_t)(intptr_t)value;
}

#endif /* FFP_SRC_MODULE_H */
