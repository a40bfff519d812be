/* SPDX-License-Identifier: MIT */
/*
 * The uses of keys: what refers to a key's entry and is no site of a table.  These are calls that
 * were never collected, and addresses taken.  uses_object.c and uses_linked.c add the uses of an
 * object and of a linked file; uses_read.c, which list.c and verify.c call, chooses between them.
 */
#ifndef TOOL_USES_H
#define TOOL_USES_H

#include "tables.h"

enum use_why {
	USE_MISSED,    /* a branch; the object was not collected */
	USE_MISSED_BY, /* a branch through the GOT (-fno-plt) */
	USE_LARGE,     /* code makes an address of 64 bits, to call or to keep it */
	USE_TAKEN,     /* code takes the address */
	USE_STORED,    /* data holds the address */
	USE_WHYS
};

extern const char *const use_words[USE_WHYS];	/* for a column of the list */
extern const char *const use_reasons[USE_WHYS]; /* for people */

struct use {
	const struct key *key;
	enum use_why why;
	unsigned kind;	  /* of a branch: FFP_SITE_… */
	uint32_t section; /* as in table_site */
	uint64_t offset, address;
};

struct uses {
	struct use *use; /* by section and offset, after uses_read() */
	size_t n;
	struct key *key; /* keys that the tables do not have */
	size_t nkeys;
	struct lh_table *exported; /* all exported keys by name */
	struct lh_table *plain;	   /* the plain keys of tables->other by name */
	size_t missed;		   /* the number of branches */
	size_t addresses, large;   /* the number of the others, and of those of 64 bits */
};

void uses_add(struct uses *uses, const struct use *use);

/*
 * The key of the tables that a symbol's key means; or a new one in uses->key, which must have
 * room.  A key that is not exported is always new, since its name may be that of several; unless
 * the file does not define it, and has branches of it.
 */
struct key *uses_key(const struct tables *tables, struct uses *uses, const struct key *key);

void uses_free(struct uses *uses);

#endif /* TOOL_USES_H */
