/* SPDX-License-Identifier: MIT */
/*
 * The tables ffp_sites, ffp_wide, ffp_keys and ffp_branches of a file, read for list.c and
 * verify.c.  In an object they are relocations, in a linked file addresses; the readers of this
 * need not care which.
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
extern const char *const kind_names[INSN_SITE_KINDS];

struct table_site {
	uint32_t section; /* 0: no section has the address `offset` */
	uint64_t offset;  /* in the section */
	uint64_t address; /* in a linked file */
	unsigned kind;	  /* of insn.h; a veneer is FFP_SITE_VENEER */
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

/* What a branch (FFP_ON) holds now. */
enum branch_state {
	BRANCH_UNKNOWN, /* no instruction of a branch */
	BRANCH_OFF,	/* what it is to hold while the key is not set */
	BRANCH_ON,	/* ... while the key is set */
	BRANCH_STATES
};

extern const char *const branch_state_names[BRANCH_STATES];
extern const char *const branch_names[2]; /* of FFP_ON, and of FFP_LIKELY_ON */

struct table_branch {
	uint32_t section; /* these three as in table_site */
	uint64_t offset, address;
	unsigned length;
	struct place to; /* where it goes */
	struct key *key;
	bool known; /* the line leads to a key; else `key` is one of the name "?" */
	bool likely, far;
	enum branch_state state;
	struct place line;   /* its line in ffp_branches */
	struct place record; /* where the key's record is, or if `far` a pointer to it */
};

struct tables {
	bool object;
	struct keys keys; /* by the symbols of the file */
	struct key *key;  /* by the tables: one for each entry, sorted by entry */
	size_t nkeys;
	struct table_site *site; /* sorted by section and offset; veneers behind the sites */
	size_t nsites, nveneers;
	struct table_branch *branch; /* sorted by section and offset */
	size_t nbranches;
	/* Keys that branches alone tell of: the file has neither their definition nor sites. */
	struct key *other;
	size_t nother;
	struct place *record; /* for tables_is_record(), sorted */
	size_t nrecords;
	bool named; /* the file has a symbol table */
};

/* Read the tables of an open file.  False after a message.  Call tables_free() in any case. */
bool tables_read(struct obj *obj, struct tables *tables);
void tables_free(struct tables *tables);

/* Call `read` for every section of this name, whose relocations are decoded before. */
bool tables_read_all(struct obj *obj, struct tables *tables, const char *name,
		     bool (*read)(struct obj *, struct tables *, uint32_t));
/* Does a section have contents, which are lines of so many bytes?  False after a message. */
bool tables_has_lines(const struct obj *obj, uint32_t section, int line);

/* For tables_read(), which has read the rest: read the table of branches.  False after a message.
 */
bool tables_read_branches(struct obj *obj, struct tables *tables);

/* The key of this key's name in a hash table: this key itself if it is the first. */
struct lh_table;
struct key *tables_named(struct lh_table *table, struct key *key);

/* The first key with this entry, or NULL. */
struct key *tables_key_at(const struct tables *tables, const struct place *entry);

/* Is this place the field of a key's record that refers to the entry? */
bool tables_is_record(const struct tables *tables, uint32_t section, uint64_t offset);

#endif /* TOOL_TABLES_H */
