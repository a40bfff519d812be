/* SPDX-License-Identifier: MIT */
/*
 * The keys that a file mentions, by the symbols of their entries; and for the collector,
 * where the sites of each should go.
 *
 * The collector and the commands that only read a file have this one type for a key.  What
 * belongs to one of them alone is marked so.
 */
#ifndef TOOL_KEYS_H
#define TOOL_KEYS_H

#include "elf/obj.h"

struct key {
	char *name; /* "?" if it cannot be told */
	char *def;  /* the default's name; NULL: the key has none, or it cannot be told */
	bool exported;
	bool named;	 /* a symbol of the entry is known, so that `def` says all */
	uint32_t symbol; /* that symbol, if it is one of the object's table; or 0 */
	bool needed;	 /* if `symbol` is 0: see struct called_name */
	/*
	 * The entry.  That of a key which the object does not define is TABLE_ELSEWHERE() of
	 * its symbol: see elf/table.h.
	 */
	struct place entry;

	/* From the tables of the file, for inspect/ alone. */
	bool defined;	      /* this file defines it: it has a line in ffp_keys */
	bool local;	      /* a local symbol of an object names its entry */
	bool record_inside;   /* if defined: the record is inside this file */
	uint32_t flags;	      /* if defined: its flags, and the version of the ABI above them */
	struct place record;  /* if defined: its struct ffp */
	struct place keys_at; /* if defined: its line in ffp_keys */
	size_t nsites, nbranches;

	struct aim *aim; /* NULL before keys_aim() */
};

/* Where the sites of a key go before any change of the key. */
enum aim_at {
	AIM_UNKNOWN,
	AIM_SYMBOL,    /* to `symbol` */
	AIM_UNDEFINED, /* to the default's name, which is no symbol of the object: same->added */
	AIM_ENTRY,     /* to the entry, since several functions may be the default */
};

struct aim {
	enum aim_at at;
	uint32_t symbol;
	struct aim *same; /* one aim, the same for all keys with the same default */
	uint32_t added;	  /* in that one: the symbol that was added for AIM_UNDEFINED, or 0 */

	/* Symbols of an exported key, or 0: see import.h. */
	uint32_t import, start;
	bool at_default; /* this object defines the default, and `start` stands there */

	uint64_t veneer; /* plan.c's mark of the last section that needs a veneer for the key */

	/* For keys_aim(): symbols with the default's name. */
	uint32_t global, local;
	uint32_t locals;
};

struct keys {
	struct key *key; /* in the order of the symbol table */
	size_t n;
	uint32_t *of_symbol;   /* for each symbol 1 + the index of its key, or 0 */
	uint32_t *of_function; /* the same for the functions obj->called; NULL: none */
	struct key **by_place; /* those that the object defines, by place */
	size_t nplaces;
	struct aim *aim; /* one for each key, after keys_aim() */
	bool merged;	 /* the object was made of several files */
	bool lto;	 /* link-time optimisation made all of its code */
	bool some_lto;	 /* link-time optimisation made some of its code */
};

enum key_parsed { KEY_OTHER, KEY_PARSED, KEY_MALFORMED };

/*
 * Split the name of a symbol, which is that of an entry (KEY_PARSED), begins like one but is
 * none (KEY_MALFORMED), or is something else (KEY_OTHER).  The strings of a key that was
 * parsed belong to it, and key_clear() frees them.
 */
enum key_parsed key_parse(const char *symbol, struct key *key);
void key_clear(struct key *key);

/* Read the keys of an open file.  False after a message.  Call keys_free() in any case. */
bool keys_read(struct obj *obj, struct keys *keys);
void keys_free(struct keys *keys);

/*
 * The key to which symbol + addend refers, or NULL; and the addend of the same reference by
 * the key's own symbol.  An assembler refers to a local key by the symbol of its section.
 */
struct key *keys_find(const struct obj *obj, const struct keys *keys, uint32_t symbol,
		      int64_t addend, int64_t *key_addend);

/* The key whose sites the calls of this symbol are to be, as it is in obj->called; or NULL. */
struct key *keys_of_function(const struct keys *keys, uint32_t symbol);

/*
 * Give each key its `aim`, and check that each key which the object defines has the default
 * that its symbol names.  False after a message.
 */
bool keys_aim(struct obj *obj, struct keys *keys);

/* Print that code of link-time optimisation defines a key, which is an error; returns false. */
bool keys_defined_by_lto(const struct obj *obj, const struct key *key);

#endif /* TOOL_KEYS_H */
