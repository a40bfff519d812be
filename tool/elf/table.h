/* SPDX-License-Identifier: MIT */
/*
 * What ffp/abi.h looks like in a file: the tables of sites, wide calls, keys and branches, the
 * headers of entries, records and descriptors.  The collector writes them by this, and the commands
 * that only read a file find them by it.
 */
#ifndef TOOL_TABLE_H
#define TOOL_TABLE_H

#include "obj.h"

/* Bytes of a line of each table. */
enum {
	TABLE_SITE = sizeof(struct ffp_site),
	TABLE_WIDE = sizeof(int32_t),
	TABLE_KEY = sizeof(struct ffp_key),
	TABLE_IMPL = sizeof(int32_t),
	TABLE_BRANCH = sizeof(struct ffp_branch),
};

/*
 * Where struct ffp, struct ffp_module, struct ffp_module_state and struct ffp_branches have what,
 * with 64 bits.
 */
enum {
	RECORD_DEFAULT = 8,
	RECORD_ENTRY = 16,
	RECORD_STUB = 24,
	RECORD_STATE = 32,
	RECORD_MODULE = 40,
	RECORD_ABI = 48,
	RECORD_SIZE = 56,
	MODULE_ABI = 0,
	MODULE_LENGTH = 4,
	MODULE_SITES = 8,
	MODULE_KEYS = 24,
	MODULE_STATE = 48,
	MODULE_LIBRARY = 56,
	MODULE_IMPLS = 64,
	MODULE_SIZE = 80, /* of release 0.1.0: the rest is there if MODULE_LENGTH says so */
	MODULE_WIDE = 80,
	MODULE_WIDE_SIZE = 96, /* with that field */
	STATE_SIZE = 64,
	MODULE_STATE_PHASE = 25,
	MODULE_STATE_BEHIND = 28,
	MODULE_STATE_CHOICE = 32,
	MODULE_STATE_BRANCHES = 56,
	BRANCHES_ABI = 0,
	BRANCHES_LENGTH = 4,
	BRANCHES_MODULE = 8,
	BRANCHES_LINES = 16,
	BRANCHES_SIZE = 32,
	LIBRARY_SIZE = 4,
	LIBRARY_LOG = 64,
	LOG_LAST = 8,
	LOG_KEYS = 16,
	LOG_WAY = 24,
	LOG_SIZE = 32,
	IMPL_FUNCTION = 8,
	IMPL_NAME = 16,
	IMPL_RANK = 32,
	IMPL_ABI = 36,
	/* The library's own struct choice and struct outcome (src/choice.h), which are no ABI. */
	CHOICE_N = 8,
	CHOICE_WORDS = 24,
	CHOICE_OUTCOMES = 40,
	CHOICE_OUTCOME = 16,
};

/* Bytes of a line of ffp_sites, ffp_wide and ffp_keys, by the section's name; 0: it is another. */
unsigned table_line(const char *section);

/*
 * In an object: has section `index`, a table, the flag of a table that belongs to another
 * section, but names no section?  A linker that drops sections would drop such a table.
 */
bool table_is_loose(const struct obj *obj, uint32_t index);

/*
 * What the relative field at `offset` of a section refers to: in an object the place of its
 * relocation, or of a symbol that is not defined there TABLE_ELSEWHERE and the low two bits;
 * in a linked file an address.  False if it refers to nothing.
 */
bool table_field(const struct obj *obj, uint32_t section, uint64_t offset, struct place *place);
#define TABLE_ELSEWHERE(symbol) ((struct place){ 0, (uint64_t)(symbol) << 2 })

/*
 * The flags, with the ABI above them, of the header before the entry at a place as in
 * obj_bytes(); 0: no entry of our ABI can stand there.
 */
uint32_t table_entry_flags(const struct obj *obj, struct place entry);

/* The bytes of a note, behind its owner. */
struct table_note {
	uint64_t size;
	const uint8_t *body;
};

/*
 * Find, from *at on among `size` bytes of notes, a note of this type and owner, which is three
 * letters long; *at becomes the place behind its owner.  False: there is none that ends in these
 * bytes.  Like the library's, it asks at each multiple of 4, as src/note.c says.
 */
bool table_find_note(const uint8_t *notes, uint64_t size, bool big, uint32_t type,
		     const char *owner, uint64_t *at, struct table_note *note);

#endif /* TOOL_TABLE_H */
