/* SPDX-License-Identifier: MIT */
/* The keys that an object mentions, and where their sites should go. */
#ifndef TOOL_KEYS_H
#define TOOL_KEYS_H

#include "elf/obj.h"

/* Where the sites of a key go before any change. */
enum aim {
	AIM_UNKNOWN,
	AIM_SYMBOL,    /* `aim_symbol` */
	AIM_UNDEFINED, /* a symbol of the default's name that the object lacks: same->added */
	AIM_ENTRY,     /* the entry: which default is meant cannot be told */
};

struct key {
	uint32_t symbol;
	const char *name; /* `name_len` bytes of the symbol's name */
	int name_len;
	const char *def; /* the default's name; NULL for a NULL key */
	bool exported;
	uint32_t import, start; /* of an exported one; see import.h */
	bool at_default;	/* `start` is the default's place, in this object */

	enum aim aim;
	uint32_t aim_symbol;
	struct key *same; /* of the keys with the same default one, for all of them */
	uint32_t added;	  /* of that one: the symbol that was added for AIM_UNDEFINED, or 0 */

	uint64_t veneer; /* plan.c: the last section that was seen to need a veneer for it */

	/* Symbols named as the default. */
	uint32_t global, local;
	uint32_t locals;
};

struct keys {
	struct key *key; /* in the order of the symbol table */
	size_t n;
	uint32_t *of_symbol;   /* per symbol: 1 + its key, or 0 */
	struct key **by_place; /* those defined here, by section and value */
	size_t nplaces;
	bool merged;   /* the object comes of several files */
	bool lto;      /* all of it is code that link-time optimisation made */
	bool some_lto; /* … or some of it */
};

/* Split a symbol's name; false if it is not a key's. */
bool key_parse(const char *symbol, struct key *key);

/* False after a message.  keys_free() in any case. */
bool keys_read(struct obj *obj, struct keys *keys);
void keys_free(struct keys *keys);

/*
 * The key that symbol + addend means, if any, and the addend that it would have
 * against the key's own symbol.  An assembler writes a reference to a local key
 * as one to its section's symbol.
 */
struct key *keys_find(const struct obj *obj, const struct keys *keys, uint32_t symbol,
		      int64_t addend, int64_t *key_addend);

/*
 * Settle `aim` of every key with a default, and check that the keys defined
 * here go with the defaults that their names say.  False after a message.
 */
bool keys_aim(struct obj *obj, struct keys *keys);

/* The message of a key that is defined in code of link-time optimisation; false. */
bool keys_defined_by_lto(const struct obj *obj, const struct key *key);

#endif /* TOOL_KEYS_H */
