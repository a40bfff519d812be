/* SPDX-License-Identifier: MIT */
/*
 * What refers to a key's entry and is no site of a table: calls that were never
 * collected, and addresses taken.
 *
 * In an object the relocations tell.  A linked file has none, so its code is
 * searched for instructions that refer to an entry, at every place where one could
 * begin: no call is overlooked, but what looks like one may be data, or the
 * middle of an instruction.  By chance that happens once in some 2^40 bytes of
 * x86-64 code and key.
 */
#ifndef TOOL_USES_H
#define TOOL_USES_H

#include "tables.h"

enum use_why {
	USE_MISSED,    /* a branch, of an object that was not collected */
	USE_MISSED_BY, /* … through the GOT (-fno-plt) */
	USE_LARGE,     /* an address of 64 bits: a call by a register, or an address taken */
	USE_TAKEN,     /* an address taken in code */
	USE_STORED,    /* an address that data holds */
	USE_WHYS
};

extern const char *const use_words[USE_WHYS];	/* one word */
extern const char *const use_reasons[USE_WHYS]; /* … and more */

struct use {
	const struct table_key *key;
	enum use_why why;
	unsigned kind;	  /* of a branch: FFP_SITE_… */
	uint32_t section; /* as in table_site */
	uint64_t offset, address;
};

struct uses {
	struct use *use; /* by section and offset */
	size_t n;
	struct table_key *key; /* keys that the tables do not know */
	size_t nkeys;
	struct lh_table *exported; /* all exported keys by name */
	size_t missed;		   /* calls */
	size_t addresses, large;   /* the others, and of these those of 64 bits */
};

/* After tables_read(); false after a message.  uses_free() in any case. */
bool uses_read(struct obj *obj, const struct tables *tables, struct uses *uses);
void uses_free(struct uses *uses);

#endif /* TOOL_USES_H */
