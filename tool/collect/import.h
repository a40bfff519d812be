/* SPDX-License-Identifier: MIT */
/*
 * Exported keys, for collect.c.  A relative field and a near branch cannot refer to another
 * module, so each module has an entry of its own for each exported key that it calls.
 */
#ifndef TOOL_IMPORT_H
#define TOOL_IMPORT_H

#include "keys.h"

/*
 * Give the object the two symbols of its module for an exported key, if it lacks them:
 * key->aim->import, the module's entry, and key->aim->start, where the module's sites go before
 * any change.  In an object that does not define the key, both stand at an import, which is
 * added in a COMDAT group.
 */
void import_need(struct obj *obj, struct key *key);

/*
 * Give the object the symbol of the entry of a key by symbol, which it lacks: key->symbol.  If
 * the key is needed, the symbol is undefined.  Else it stands at an import of no key, which is
 * added in a COMDAT group, so that a module links that does not define the key.
 */
void import_none(struct obj *obj, struct key *key);

/*
 * If the object defines an exported key and its default, let the sites of the whole module
 * start at the default, and let the entry jump there.  True if that changes the object.
 */
bool import_start_at_default(struct obj *obj, struct key *key);

/* Add `member` to a group section. */
void group_join(struct obj *obj, uint32_t group, uint32_t member);

#endif /* TOOL_IMPORT_H */
