/* SPDX-License-Identifier: MIT */
/*
 * The tables ffp_sites and ffp_keys of a file, read.  In an object they are
 * relocations, in a linked file addresses; behind this there is one view.
 */
#ifndef TOOL_TABLES_H
#define TOOL_TABLES_H

#include "collect/keys.h"
#include "collect/plan.h"

/* What a site holds now. */
enum state {
	STATE_UNKNOWN, /* nothing that a site could hold */
	STATE_DIRECT,  /* a branch to somewhere */
	STATE_PLT,     /* … namely to a PLT entry, in a linked file */
	STATE_ENTRY,   /* a branch to the key's entry */
	STATE_NOTHING,
	STATE_CONSTANT,
	STATES
};

extern const char *const state_names[STATES];
extern const char *const kind_names[FFP_SITE_KINDS];

struct table_key {
	/*
	 * The entry.  In a linked file `section` is 0 and `offset` an address;
	 * in an object a key defined elsewhere has section 0 and its symbol.
	 */
	struct place entry;
	char *name; /* "?" if it cannot be told */
	char *def;  /* the default's name; NULL: none, or it cannot be told */
	bool symbol_known;
	bool defined;	      /* in this file: it stands in ffp_keys */
	uint32_t flags;	      /* with the ABI above them, if defined */
	struct place record;  /* if defined; as `entry` */
	bool record_inside;   /* … and it is inside this file */
	struct place keys_at; /* its line in ffp_keys */
	bool exported, local;
	size_t nsites;
};

struct table_site {
	uint32_t section; /* 0: outside of every section, at address `offset` */
	uint64_t offset;  /* in it */
	uint64_t address; /* in a linked file */
	unsigned kind;	  /* FFP_SITE_…; a veneer is FFP_SITE_VENEER */
	unsigned length;
	struct table_key *key;
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
	struct keys keys;
	struct table_key *key; /* sorted by entry */
	size_t nkeys;
	struct table_site *site; /* sorted by section and offset; veneers behind the sites */
	size_t nsites, nveneers;
	struct place *record; /* for tables_is_record(), sorted */
	size_t nrecords;
	bool named; /* the file has a symbol table */
};

/* After obj_open(); false after a message.  tables_free() in any case. */
bool tables_read(struct obj *obj, struct tables *tables);
void tables_free(struct tables *tables);
void table_keys_free(struct table_key *key, size_t n);

/* The first key with this entry, or NULL. */
struct table_key *tables_key_at(const struct tables *tables, const struct place *entry);

/* Is this where a key's own record says what its entry is?  Places are as in table_key. */
bool tables_is_record(const struct tables *tables, uint32_t section, uint64_t offset);

/*
 * `len` bytes at a place as in table_key, or NULL: in a linked file at an
 * address, in an object in a section.
 */
const uint8_t *tables_bytes(const struct obj *obj, const struct place *place, int64_t delta,
			    uint64_t len);

/* In a linked file: follow steps of at least this kind from an address on. */
uint64_t tables_follow(const struct obj *obj, uint64_t address, enum insn_step least);

/*
 * Does the code at an address lead to another, if it is that or what a linker may have put
 * on the way, plain branches included?  0, or 1 more than the number of such places, which
 * are stored in `way`.  No way goes past a key's entry.
 */
unsigned tables_way(const struct obj *obj, uint64_t address, uint64_t to, uint64_t way[INSN_STEPS]);

/* Do two addresses of a linked file lead to the same, a linker's veneers seen through? */
bool tables_same(const struct obj *obj, uint64_t a, uint64_t b);

#endif /* TOOL_TABLES_H */
