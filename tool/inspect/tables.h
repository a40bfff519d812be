/* SPDX-License-Identifier: MIT */
/*
 * The tables ffp_sites and ffp_keys of a file, read for list.c and verify.c.  In an object they are
 * relocations, in a linked file addresses; the readers of this need not care which.
 */
#ifndef TOOL_TABLES_H
#define TOOL_TABLES_H

#include "collect/keys.h"

/* What a site holds now. */
enum state {
	STATE_UNKNOWN, /* no instruction of a site */
	STATE_DIRECT,  /* a branch to somewhere */
	STATE_PLT,     /* in a linked file, a branch to a PLT entry */
	STATE_ENTRY,   /* a branch to the key's entry */
	STATE_NOTHING,
	STATE_CONSTANT,
	STATES
};

extern const char *const state_names[STATES];
extern const char *const kind_names[FFP_SITE_KINDS];

struct table_site {
	uint32_t section; /* 0: no section has the address `offset` */
	uint64_t offset;  /* in the section */
	uint64_t address; /* in a linked file */
	unsigned kind;	  /* FFP_SITE_…; a veneer is FFP_SITE_VENEER */
	unsigned length;
	struct key *key;
	size_t key_index; /* only while the tables are being read */
	enum state state;
	struct place line; /* its line in ffp_sites */

	/* In a linked file: the destination of a branch. */
	uint64_t destination;
	/* In an object: the relocation, or NULL. */
	const struct rela *rela;
};

struct tables {
	bool object;
	struct keys keys; /* by the symbols of the file */
	struct key *key;  /* by the tables: one for each entry, sorted by entry */
	size_t nkeys;
	struct table_site *site; /* sorted by section and offset; veneers behind the sites */
	size_t nsites, nveneers;
	struct place *record; /* for tables_is_record(), sorted */
	size_t nrecords;
	bool named; /* the file has a symbol table */
};

/* Read the tables of an open file.  False after a message.  Call tables_free() in any case. */
bool tables_read(struct obj *obj, struct tables *tables);
void tables_free(struct tables *tables);

/* The first key with this entry, or NULL. */
struct key *tables_key_at(const struct tables *tables, const struct place *entry);

/* Is this place the field of a key's record that refers to the entry? */
bool tables_is_record(const struct tables *tables, uint32_t section, uint64_t offset);

#endif /* TOOL_TABLES_H */
