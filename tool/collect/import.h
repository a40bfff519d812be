/* SPDX-License-Identifier: MIT */
/*
 * Exported keys: a relative field and a near branch cannot name what may be
 * another module's, so each module has an entry of its own for such a key.
 */
#ifndef TOOL_IMPORT_H
#define TOOL_IMPORT_H

#include "keys.h"

/*
 * See to it that the object has the two names of this module for an exported
 * key: key->import, the module's entry, and key->start, where its sites go before
 * any change.  Where the object does not define the key, both are those of an
 * import, which is added in a COMDAT group, unless it has been.
 */
void import_need(struct obj *obj, struct key *key);

/*
 * Where the object defines an exported key and its default, have the sites of
 * the whole module start at the default, and the entry too.  True if that
 * changes the object.
 */
bool import_start_at_default(struct obj *obj, struct key *key);

/* Add `member` to a group section. */
void group_join(struct obj *obj, uint32_t group, uint32_t member);

#endif /* TOOL_IMPORT_H */
