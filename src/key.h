/* SPDX-License-Identifier: MIT */
/*
 * Keys: which records are to be believed, what a key does before its first change, and a walk
 * over all keys.  transaction.c, load.c, query.c and choose.c call these functions.  Those
 * that read or write a key's state, or the list of modules, need the update lock.
 */
#ifndef FFP_SRC_KEY_H
#define FFP_SRC_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"
#include "ffp/abi.h"
#include "object.h"

/* ffp_state.mixed: what a key's sites may hold besides its form. */
#define MIXED_BROKEN 1 /* the other form, since a commit broke off */
#define MIXED_BEHIND 2 /* what the build put there: ffp_info has seen it */

/* Is this a key that this library can read?  Needs no lock. */
bool ffp_key_valid(const struct ffp *key);

/* Is a key of the pointer form, which has no sites, and no code as its entry? */
static inline bool ffp_key_is_pointer(const struct ffp *key)
{
	return key->flags & FFP_KEY_POINTER;
}

/*
 * Read the key's form from its entry, if that has not been done, and list its module.  0;
 * -EINVAL if the key or its entry's header is not what the macros made, or its module has
 * ended; -EBUSY if the entry holds something else than what a linker left there; -ENOTSUP if
 * text cannot be read; -ENOMEM.
 */
int ffp_key_learn(const struct ffp *key);

/* The code that returns the constant of a learned key: its target while one is set. */
void *ffp_key_constant_code(const struct ffp *key);

/*
 * Is that, which a pointer holds that the loader has filled in, the record of a key of any module,
 * whose `state`, `module` and name can be read?  Needs the update lock.
 */
bool ffp_key_is_any(const struct ffp *key);

/* A walk over the tables of keys of all listed modules.  Zero to begin with. */
struct key_walk {
	struct ffp_module_state *module;
	const struct ffp_key *line, *end;
};

/*
 * Go on to the next key; from zero, to the first.  False behind the last.  A line that leads to no
 * record of a key of its module (see ffp_key_is_of()) is damaged, and passed over; so is a module
 * whose descriptor is damaged.
 */
bool ffp_key_next(struct key_walk *walk);

/* The name of the key that a walk has come to; NULL if the line's or the record's is damaged. */
const char *ffp_key_name(const struct key_walk *walk);

/* A walk comes to no more keys than that; to tell it takes no look at any. */
size_t ffp_key_count(void);

/* The record that a line of a table of keys leads to, if ffp_key_line_leads() says so. */
static inline const struct ffp *ffp_key_record(const struct ffp_key *line)
{
	return (const struct ffp *)relative(&line->record, line->record);
}

/* Does a line lead to where its module's object, which is this, may have a record? */
bool ffp_key_line_leads(const struct ffp_key *line, const struct object *object);

/*
 * Is that the record of a key that this module defines, whose object this is, so that its `state`
 * and `module` may be followed?  The record is in the object.  In a module that the loader has not
 * relocated yet it is none.
 */
bool ffp_key_is_of(const struct ffp *key, const struct ffp_module *module,
		   const struct object *object);

#endif /* FFP_SRC_KEY_H */
